"""A complete new log takes the place of the damaged one: whatever is killed here is carried to its end by the next."""

from __future__ import annotations

from pathlib import Path

from posture_watch.on_disk import sync_folder

COMPLETE = ".mended"
"""The new log has this after its name once nothing is missing in it."""
TAILS = ("-wal", "-shm")
"""What SQLite keeps beside a log."""

TOPIC, TOLD = "log_mended", "log_mended_told"
"""Notices in the new log: what happened, and that the user knows."""


def named(path: Path, tail: str) -> Path:
    """The file beside ``path`` whose name goes on with ``tail``."""
    return path.with_name(path.name + tail)


def identity(path: Path) -> tuple[int, int] | None:
    """Which file it is; None if there is none, or it cannot be told."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def finish(path: Path) -> None:
    """Put the complete new log in its place, if there is one. Raises OSError."""
    new = named(path, COMPLETE)
    if not new.exists():
        return
    # a write-ahead log of the old file beside the new one would be taken for its own
    for tail in TAILS:
        named(path, tail).unlink(missing_ok=True)
    sync_folder(path.parent)  # nor may a power cut bring it back
    new.replace(path)
    sync_folder(path.parent)
