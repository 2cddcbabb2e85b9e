"""Logs as each earlier format of the file had them, with something in every table of that time."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from posture_watch.store import schema

VERSIONS = tuple(range(1, len(schema.MIGRATIONS)))
"""Every format before the present one."""
_MINUTE_MS = 60_000
_T0_MS = 1_709_629_200_000
_DAY_MINUTES = 480
Rows = dict[str, list[tuple[object, ...]]]


def make(path: Path, version: int, *, minutes: int = 1500) -> None:
    """A log of format ``version`` of ``minutes`` minutes as a killed run left it: most is in the write-ahead log."""
    making = path.with_name(path.name + ".making")
    with closing(sqlite3.connect(making, isolation_level=None)) as db:
        db.execute("PRAGMA wal_autocheckpoint = 0")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("BEGIN")
        for statements in schema.MIGRATIONS[:version]:
            for statement in statements:
                db.execute(statement)
        db.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        db.execute(f"PRAGMA user_version = {version}")
        db.execute("COMMIT")
        db.execute("BEGIN")
        _fill(db, version, minutes)
        db.execute("COMMIT")
        copy(making, path)


def copy(old: Path, new: Path) -> None:
    """The log with what is still in its write-ahead log; whatever was at ``new`` goes."""
    for ending in ("", "-wal", "-shm"):
        new.with_name(new.name + ending).unlink(missing_ok=True)
    for ending in ("", "-wal"):
        shutil.copyfile(old.with_name(old.name + ending), new.with_name(new.name + ending))


def _fill(db: sqlite3.Connection, version: int, minutes: int) -> None:
    db.execute("INSERT INTO runs (started_utc, version) VALUES (?, '0.1')", (_T0_MS,))
    for number in range(minutes):
        start = _T0_MS + number * _MINUTE_MS
        last = number == minutes - 1
        db.execute(
            "INSERT INTO intervals VALUES (?, ?, ?, 1, 3600.0, ?)",
            (start, start + _MINUTE_MS, ("good", "poor")[number % 2], last),
        )
        db.execute(
            "INSERT INTO minutes (start_utc, part, open, utc_offset_s, seconds, sitting_s, deviation_means, over_s,"
            " judged_frames) VALUES (?, 0, ?, 3600.0, '{\"good\": 60.0}', 60.0, '{\"lean_deg\": 1.5}', '{}', 60)",
            (start, last),
        )
        if number % 50 == 0:
            db.execute(
                "INSERT INTO reminders VALUES (?, ?, 1, 0.0, 'move', '[\"sitting\"]', 'Time', 'Get up.', 'moved', ?)",
                (start, number // 50 + 1, start + 9000),
            )
            db.execute("INSERT INTO bouts VALUES (?, ?, 2900.0, 3600.0)", (start, start + 49 * _MINUTE_MS))
    db.execute(
        "INSERT INTO baselines (camera, view, mode, width_px, height_px, medians, spreads, frames, made_utc,"
        " provisional, light) VALUES ('cam', 'front', 'image', 640, 480, '{}', '{}', 9, ?, 0, 0.4)",
        (_T0_MS,),
    )
    if version >= 4:
        db.execute("INSERT INTO orders VALUES ('snooze', ?)", (_T0_MS + 10 * _DAY_MINUTES * _MINUTE_MS,))
    if version >= 5:
        db.execute("INSERT INTO readings VALUES (?, 1, ?, 0, 3600.0, x'00')", (_T0_MS, _T0_MS + _MINUTE_MS))


def rows(path: Path, version: int) -> Rows:
    """Everything in the tables and columns that format ``version`` had."""
    with closing(sqlite3.connect(":memory:")) as old:
        for statements in schema.MIGRATIONS[:version]:
            for statement in statements:
                old.execute(statement)
        tables = [row[0] for row in old.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        columns = {
            table: ", ".join(row[1] for row in old.execute(f"PRAGMA table_info({table})"))
            for table in tables
            if not table.startswith("sqlite_")
        }
    with closing(sqlite3.connect(path)) as db:
        return {table: db.execute(f"SELECT {names} FROM {table}").fetchall() for table, names in columns.items()}


def version_of(path: Path) -> int:
    """The format of the file as it is now."""
    with closing(sqlite3.connect(path)) as db:
        return schema.version(db)
