"""Small text files of ours, written whole or not at all. A link is replaced, what it points at is left alone."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """``content`` becomes the file at ``path``, its folders made. Raises OSError; the old file is then still there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(name).replace(path)
    finally:
        with suppress(FileNotFoundError):
            Path(name).unlink()


def read_if_there(path: Path) -> bytes | None:
    """The content; None if nothing is there, or a link to nowhere or to /dev/null. Raises OSError."""
    if not path.is_file():
        return None
    return path.read_bytes()
