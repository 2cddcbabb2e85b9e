"""Small text files of the system's own folders, as far as they are there."""

from __future__ import annotations

from pathlib import Path


def read_if_there(path: Path) -> bytes | None:
    """The content; None if nothing is there, or a link to nowhere or to /dev/null. Raises OSError."""
    if not path.is_file():
        return None
    return path.read_bytes()
