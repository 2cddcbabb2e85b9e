"""A damaged log is kept aside under a name that tells, what can be read is saved into a new one, and that is said.

Whoever meets the damage does it, beside a running monitor too; a kill at any moment leaves the old file or the new one
in its place, and the kept one beside it. The file is never changed, only given another name.
"""

from __future__ import annotations

import logging
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posture_watch.on_disk import sync_folder
from posture_watch.store import errors, opening, salvaging, swapping
from posture_watch.store.rows import to_ms
from posture_watch.store.swapping import TAILS, TOLD, TOPIC, named
from posture_watch.texts import english, retold

Beat = Callable[[], None]
_log = logging.getLogger(__name__)

ASIDE = ".damaged-"
MOST_KEPT = 3
"""Damaged files beside the log; an older one gives way (each is as large as the log was)."""
LOCK_WAIT_S = 120.0
"""How long another process may take to mend the same log."""
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Mended:
    """What was done. ``aside`` is the damaged file; ``words`` tells the user, in English."""

    aside: Path
    saved: int
    lost: int
    words: str


def kept_aside(path: Path) -> list[Path]:
    """The damaged files that are kept beside the log, the oldest first."""
    found = path.parent.glob(f"{path.name}{ASIDE}*")
    return sorted(file for file in found if not file.name.endswith(TAILS))


def mend(path: Path, finding: str, *, unless_changed_from: object, beat: Beat = lambda: None) -> Mended | None:
    """Put a sound log in the place of the damaged one. None if another process has done so meanwhile.

    ``unless_changed_from``: what ``identity`` said of the file that was found damaged. Raises LogError if it cannot be
    done, for want of room or because another program holds the file; it is then as it was. A log of a newer program is
    never taken for a damaged one.
    """
    with _one_at_a_time(path):
        swapping.finish(path)
        if swapping.identity(path) != unless_changed_from:
            return None
        opening.leave_newer_alone(path)
        try:
            return _replaced(path, finding, beat)
        except OSError as error:
            raise errors.not_mended(path, error.strerror or str(error)) from error


def _replaced(path: Path, finding: str, beat: Beat) -> Mended:
    now = datetime.now().astimezone()
    aside = _aside(path, now)
    saved = _build_while_still(path, beat)
    words = _words(aside, saved)
    _note(named(path, ".building"), now, words)
    if not (aside.exists() and aside.samefile(path)):
        _link(path, aside)
    if named(path, "-wal").exists():
        _link(named(path, "-wal"), named(aside, "-wal"))
    sync_folder(path.parent)
    named(path, ".building").replace(named(path, ".mended"))
    sync_folder(path.parent)
    swapping.finish(path)
    for old in kept_aside(path)[:-MOST_KEPT]:
        for tail in ("", *TAILS):
            named(old, tail).unlink(missing_ok=True)
    _log.warning("%s", retold(words))
    _log.info("damage of %s: %s; rows saved: %s", aside.name, finding, dict(saved.rows))
    return Mended(aside, saved.total, saved.lost, words)


def _words(aside: Path, saved: salvaging.Saved) -> str:
    if not saved.total:
        return english(
            "The log was damaged and nothing in it could be read. It is kept as {name}; a new one has begun.",
            name=aside.name,
        )
    return english(
        "The log was damaged. It is kept as {name}; the {count} rows that could be read are in a new one.",
        name=aside.name,
        count=saved.total,
    )


def _build_while_still(path: Path, beat: Beat) -> salvaging.Saved:
    """The new log, of a file that was not written to meanwhile: a monitor may not have noticed anything yet."""
    for _ in range(_TRIES):
        before = _written_at(path)
        saved = _build(path, named(path, ".building"), beat)
        if _written_at(path) == before:
            return saved
    return _build(path, named(path, ".building"), beat)


def _build(path: Path, new: Path, beat: Beat) -> salvaging.Saved:
    for tail in ("", "-wal", "-shm", "-journal"):
        named(new, tail).unlink(missing_ok=True)
    with closing(opening.open_for_writing(new)) as db:
        with opening.transaction(db, new):
            saved = salvaging.pour(path, named(path, "-wal"), db, beat)
        with errors.naming(new):
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return saved


def _note(new: Path, now: datetime, words: str) -> None:
    offset = now.utcoffset()
    row = (to_ms(now), TOPIC, words, offset.total_seconds() if offset else 0.0)
    with closing(opening.open_for_writing(new)) as db, opening.transaction(db, new):
        db.execute("INSERT OR REPLACE INTO notices VALUES (?, ?, ?, ?)", row)
        if _is_read():
            db.execute("INSERT OR REPLACE INTO notices VALUES (?, ?, '', ?)", (row[0], TOLD, row[3]))
    descriptor = os.open(new, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _is_read() -> bool:
    """Whether the warning goes to somebody at a terminal, and not into the text log of a monitor."""
    return not logging.getLogger().hasHandlers() and sys.stderr is not None and sys.stderr.isatty()


def _aside(path: Path, now: datetime) -> Path:
    again = next((file for file in kept_aside(path) if path.exists() and file.samefile(path)), None)
    if again is not None:  # a kill has interrupted this
        return again
    plain = f"{path.name}{ASIDE}{now:%Y-%m-%d-%H%M%S}"
    names = (plain, *(f"{plain}-{number}" for number in range(2, 1000)))
    return next(path.with_name(name) for name in names if not path.with_name(name).exists())


def _link(path: Path, aside: Path) -> None:
    """A second name takes no room on the disk, which may be full; where there are none, a copy."""
    aside.unlink(missing_ok=True)
    try:
        aside.hardlink_to(path)
    except OSError:
        shutil.copy2(path, aside)


def _written_at(path: Path) -> tuple[object, ...]:
    found: list[object] = []
    for file in (path, named(path, "-wal")):
        with suppress(OSError):
            stat = file.stat()
            found.append((stat.st_ino, stat.st_size, stat.st_mtime_ns))
    return tuple(found)


@contextmanager
def _one_at_a_time(path: Path) -> Generator[None]:
    """A file of SQLite's is a lock that a killed process lets go of, on every system."""
    lock = named(path, ".mending")
    with errors.naming(lock):
        db = sqlite3.connect(lock, timeout=LOCK_WAIT_S, isolation_level=None)
    try:
        with errors.naming(lock):
            db.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        with suppress(OSError):
            for tail in ("", "-journal"):
                named(lock, tail).unlink(missing_ok=True)
        db.close()
