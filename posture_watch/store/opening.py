"""Opening the file: owner-only, write-ahead log, every write on the disk before it counts as written."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from posture_watch.store import errors, schema

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
    _make_private(path)
    with errors.naming(path):
        db = _connect(path, "rw")
    try:
        with errors.naming(path):
            _require_ours(db, path)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            db.execute("PRAGMA secure_delete = ON")
        if schema.version(db) < len(schema.MIGRATIONS):
            with transaction(db, path):
                schema.migrate(db)
    except BaseException:
        db.close()
        raise
    return db


def open_for_reading(path: Path) -> sqlite3.Connection:
    """The file at ``path``, which must be there; nothing can be written. Raises LogError."""
    if not path.exists():
        raise errors.missing(path)
    with errors.naming(path):
        db = _connect(path, "ro")
        try:
            _require_ours(db, path)
            outdated = schema.version(db) < len(schema.MIGRATIONS)
        except BaseException:
            db.close()
            raise
    if outdated:
        db.close()
        open_for_writing(path).close()
        return open_for_reading(path)
    return db


def require_sound(db: sqlite3.Connection, path: Path) -> None:
    """Raises LogBrokenError if SQLite finds the file damaged."""
    with errors.naming(path):
        finding = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    if finding != "ok":
        raise errors.damaged(path, finding.replace("\n", " "))


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    db = sqlite3.connect(uri, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    db.row_factory = sqlite3.Row
    return db


def _require_ours(db: sqlite3.Connection, path: Path) -> None:
    if schema.is_foreign(db):
        raise errors.foreign(path)
    found, known = schema.version(db), len(schema.MIGRATIONS)
    if found > known:
        raise errors.newer(path, found, known)


def _require_strict_tables(path: Path) -> None:
    if sqlite3.sqlite_version_info < (3, 37):
        raise errors.unusable(path, f"this Python brings SQLite {sqlite3.sqlite_version}, and 3.37 is the least")


def _make_private(path: Path) -> None:
    """A folder of our own is 0700, the file 0600; SQLite gives -wal and -shm the file's mode.

    A folder that was there before keeps its mode: it may be shared with others on purpose.
    """
    try:
        if not path.parent.exists():
            path.parent.parent.mkdir(parents=True, exist_ok=True)
            path.parent.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise errors.unusable(path, error.strerror or str(error)) from error
