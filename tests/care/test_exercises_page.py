"""docs/exercises.md and its drawings are those of the catalogue."""

from __future__ import annotations

from pathlib import Path


def test_the_page_and_the_drawings_are_made_from_the_catalogue() -> None:
    import make_exercises  # noqa: PLC0415  # a script, found by conftest's path  # pyright: ignore[reportMissingImports]

    made: dict[Path, str] = make_exercises.contents()  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    assert len(made) == 14
    stale = [str(file) for file, content in made.items() if file.read_text(encoding="utf-8") != content]
    assert stale == [], "run scripts/make_exercises.py"
