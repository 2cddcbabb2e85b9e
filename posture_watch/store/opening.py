"""Opening the file: owner-only, write-ahead log, every write on the disk before it counts as written."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path

from posture_watch.on_disk import make_folder
from posture_watch.store import errors, schema, swapping
from posture_watch.store.swapping import named
from posture_watch.store.wal import frames, may_hold_more, taken_up

MOST_VERSIONS = 65_535
"""Formats are counted one by one: no program comes so far, and a number above it is a damaged one."""
_WAL_HEADER_BYTES = 32
_HEADER = re.compile(rb"SQLite format 3\0..[\1\2][\1\2]\0\x40\x20\x20.{32}\0\0\0[\0-\3]", re.DOTALL)
"""Of all that SQLite writes there: what it is, its page size, how it may be written, and its encoding."""
BUSY_TIMEOUT_S = 5.0
"""A report reading while the monitor writes waits milliseconds; longer than this is another program's lock."""


@contextmanager
def transaction(db: sqlite3.Connection, path: Path) -> Generator[None]:
    """All of what happens inside, or none of it. Raises LogError with the file's name."""
    with errors.naming(path):
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                if db.in_transaction:
                    db.execute("ROLLBACK")
            raise


def open_for_writing(path: Path) -> sqlite3.Connection:
    """The file at ``path``, made if there is none, brought up to date. Raises LogError."""
    _require_strict_tables(path)
    make_private(path)
    _finish_mending(path)
    _require_header(path)
    with errors.naming(path):
        db = _connect(path, "rw")
    try:
        with errors.naming(path):
            _require_ours(db, path)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA secure_delete = ON")
            outdated = schema.version(db) < len(schema.MIGRATIONS)
        if outdated:
            with transaction(db, path):
                schema.migrate(db)
        with errors.naming(path):
            _require_tables(db, path)
    except BaseException:
        db.close()
        raise
    return db


def open_for_run(path: Path) -> sqlite3.Connection:
    """The same, looked through first: a run writes to it all day. Raises LogError."""
    _undo_half_a_beginning(path)
    if path.is_file() and path.stat().st_size:
        # who may not write does not tidy up either: what is found damaged stays as it was found
        with closing(open_for_reading(path)) as db:
            require_sound(db, path)
            _require_whole_wal(path)
    return open_for_writing(path)


def _require_whole_wal(path: Path) -> None:
    """What SQLite did not take up of the write-ahead log, once it has read it, may have been committed all the same."""
    with suppress(OSError):
        plain, shared = named(path, "-wal").read_bytes(), named(path, "-shm").read_bytes()
        if may_hold_more(plain, taken_up(shared)) and frames(plain).is_damaged:
            raise errors.damaged(path, "its write-ahead log is")


def open_for_reading(path: Path) -> sqlite3.Connection:
    """The file at ``path``, which must be there; nothing can be written. Raises LogError."""
    _finish_mending(path)
    if not path.exists():
        raise errors.missing(path)
    _undo_half_a_beginning(path)
    _require_header(path)
    with errors.naming(path):
        db = _connect(path, "ro")
        try:
            _require_ours(db, path)
            outdated = schema.version(db) < len(schema.MIGRATIONS)
            if not outdated:
                _require_tables(db, path)
        except BaseException:
            db.close()
            raise
    if outdated:
        db.close()
        open_for_writing(path).close()
        return open_for_reading(path)
    return db


def _undo_half_a_beginning(path: Path) -> None:
    """A power cut while the file was made leaves a journal, which only who may write can undo."""
    if named(path, "-journal").exists():
        with suppress(sqlite3.Error), closing(_connect(path, "rw")) as db:
            db.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def require_sound(db: sqlite3.Connection, path: Path) -> None:
    """Raises LogBrokenError if SQLite finds the file damaged."""
    with errors.naming(path):
        finding = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if finding != "ok":
        raise errors.damaged(path, finding.replace("\n", " "))


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    db = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    db.row_factory = sqlite3.Row
    # what is no text any more makes a row that cannot be, and is left out; it does not end the reading of all others
    db.text_factory = partial(str, encoding="utf-8", errors="replace")
    return db


def _require_ours(db: sqlite3.Connection, path: Path) -> None:
    _require_not_newer(db, path)  # first: only the header is read for that, and tables to come may not be readable
    if schema.is_foreign(db):
        raise errors.foreign(path)
    found = schema.version(db)
    if not 0 <= found <= len(schema.MIGRATIONS):
        raise errors.damaged(path, f"it says that it is of format {found}")


def leave_newer_alone(path: Path) -> None:
    """Raises LogBrokenError if the file is a log of a newer program, whatever seems to be wrong with it: it may have
    been brought up to date under a monitor that is running. Of a file that cannot even be asked, nothing is said."""
    with suppress(sqlite3.Error), closing(_connect(path, "ro")) as db:
        _require_not_newer(db, path)


def _require_not_newer(db: sqlite3.Connection, path: Path) -> None:
    found, known = schema.version(db), len(schema.MIGRATIONS)
    if schema.is_marked(db) and known < found <= MOST_VERSIONS:
        raise errors.newer(path, found, known)


def _require_tables(db: sqlite3.Connection, path: Path) -> None:
    """Of a log whose tables cannot be listed SQLite says that they do not exist, or takes it for an empty one."""
    found = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    gone = sorted(schema.tables() - found)
    if gone:
        raise errors.damaged(path, f"it has no {gone[0]}")


def _require_header(path: Path) -> None:
    """What is the same in every log of ours. SQLite takes some of it as it comes, and then writes nothing any more."""
    try:
        with path.open("rb") as file:
            found = file.read(100)
        written = named(path, "-wal").stat().st_size if not found and named(path, "-wal").exists() else 0
    except OSError:
        return  # SQLite says it better
    if written > _WAL_HEADER_BYTES:
        raise errors.damaged(path, "it is empty, and what was last written is not")
    if found and not _HEADER.match(found):
        raise errors.damaged(path, "it does not begin like a log")


def _finish_mending(path: Path) -> None:
    try:
        swapping.finish(path)
    except OSError as error:
        raise errors.unusable(path, error.strerror or str(error)) from error


def _require_strict_tables(path: Path) -> None:
    if sqlite3.sqlite_version_info < (3, 37):
        raise errors.unusable(path, f"this Python brings SQLite {sqlite3.sqlite_version}, and 3.37 is the least")


def make_private(path: Path) -> None:
    """A folder of our own is 0700, the file 0600; SQLite gives -wal and -shm the file's mode.

    A folder that was there before keeps its mode: it may be shared with others on purpose.
    """
    try:
        make_folder(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise errors.unusable(path, error.strerror or str(error)) from error
