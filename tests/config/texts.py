"""What the config tests share: a text as a file, and what is said about it."""

from __future__ import annotations

from pathlib import Path

from posture_watch.config import Config, Problem, check_file, load


def written(folder: Path, text: str | bytes) -> Path:
    """``text`` as the file config.toml in ``folder``."""
    path = folder / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def loaded(folder: Path, text: str) -> Config:
    return load(written(folder, text))


def problems(folder: Path, text: str | bytes) -> list[Problem]:
    return check_file(written(folder, text))


def only_problem(folder: Path, text: str | bytes) -> Problem:
    found = problems(folder, text)
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]
