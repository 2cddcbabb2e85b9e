"""The page of the documentation says what the program says."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_made_from_the_catalogue() -> None:
    import make_what_is_known  # noqa: PLC0415  # a script, found by conftest's path  # pyright: ignore[reportMissingImports]

    page: str = make_what_is_known.page()  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    written = (ROOT / "docs" / "what-is-known.md").read_text(encoding="utf-8")
    assert written == page, "run scripts/make_what_is_known.py"
