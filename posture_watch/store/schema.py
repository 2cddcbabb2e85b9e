"""The tables, as a list of migrations that only ever grows. A released migration is never edited.

Times are whole milliseconds since 1970 in UTC (``_utc``), durations are seconds (``_s``); ``utc_offset_s`` is how far
the user's local time was ahead, so that a day in a report is the user's day.
"""

from __future__ import annotations

import re
import sqlite3

APPLICATION_ID = 0x50577463
"""Marks the file as ours ("PWtc"), so that another program's database is never touched."""

_FIRST = (
    """CREATE TABLE runs (
        id INTEGER PRIMARY KEY, started_utc INTEGER NOT NULL, version TEXT NOT NULL,
        ended_utc INTEGER, clean INTEGER NOT NULL DEFAULT 0) STRICT""",
    """CREATE TABLE intervals (
        start_utc INTEGER PRIMARY KEY, end_utc INTEGER NOT NULL, posture TEXT NOT NULL, sitting INTEGER NOT NULL,
        utc_offset_s REAL NOT NULL, open INTEGER NOT NULL DEFAULT 0, CHECK (end_utc > start_utc)) STRICT""",
    """CREATE TABLE bouts (
        start_utc INTEGER PRIMARY KEY, end_utc INTEGER NOT NULL, sitting_s REAL NOT NULL,
        utc_offset_s REAL NOT NULL) STRICT""",
    # A pause or a restart inside a minute makes another part of it, and readers add the parts up.
    """CREATE TABLE minutes (
        start_utc INTEGER NOT NULL, part INTEGER NOT NULL, open INTEGER NOT NULL, utc_offset_s REAL NOT NULL,
        seconds TEXT NOT NULL, sitting_s REAL NOT NULL, deviation_means TEXT NOT NULL, over_s TEXT NOT NULL,
        judged_frames INTEGER NOT NULL, PRIMARY KEY (start_utc, part)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE reminders (
        due_utc INTEGER NOT NULL, number INTEGER NOT NULL, run INTEGER NOT NULL, utc_offset_s REAL NOT NULL,
        kind TEXT NOT NULL, rules TEXT NOT NULL, title TEXT NOT NULL, message TEXT NOT NULL,
        outcome TEXT, outcome_utc INTEGER, PRIMARY KEY (due_utc, number)) STRICT""",
    """CREATE TABLE skips (
        at_utc INTEGER NOT NULL, kind TEXT NOT NULL, rules TEXT NOT NULL, reason TEXT NOT NULL,
        utc_offset_s REAL NOT NULL, PRIMARY KEY (at_utc, kind, rules)) STRICT""",
    """CREATE TABLE notices (
        at_utc INTEGER NOT NULL, topic TEXT NOT NULL, text TEXT NOT NULL, utc_offset_s REAL NOT NULL,
        PRIMARY KEY (at_utc, topic)) STRICT""",
    """CREATE TABLE baselines (
        id INTEGER PRIMARY KEY, camera TEXT NOT NULL, view TEXT NOT NULL, mode TEXT NOT NULL,
        width_px INTEGER NOT NULL, height_px INTEGER NOT NULL, medians TEXT NOT NULL, spreads TEXT NOT NULL,
        frames INTEGER NOT NULL, made_utc INTEGER NOT NULL, provisional INTEGER NOT NULL, light REAL,
        UNIQUE (camera, view, mode, width_px, height_px, made_utc, provisional)) STRICT""",
    """CREATE TABLE days (
        local_date TEXT PRIMARY KEY, first_utc INTEGER NOT NULL, last_utc INTEGER NOT NULL,
        utc_offset_s REAL NOT NULL, last_utc_offset_s REAL NOT NULL, seconds TEXT NOT NULL, sitting_s REAL NOT NULL,
        desk_s REAL NOT NULL, judged_s REAL NOT NULL, bouts INTEGER NOT NULL, breaks INTEGER NOT NULL,
        longest_bout_s REAL NOT NULL, outcomes TEXT NOT NULL, skipped INTEGER NOT NULL, over_s TEXT NOT NULL) STRICT""",
    # The one interval and the one minute that are still open are found at once, however long the log is.
    "CREATE INDEX intervals_open ON intervals (open) WHERE open = 1",
    "CREATE INDEX minutes_open ON minutes (open) WHERE open = 1",
    # Stretches that the user deleted while a monitor was running: it must not write them again from what it remembers.
    "CREATE TABLE erased (from_utc INTEGER NOT NULL, to_utc INTEGER NOT NULL) STRICT",
)

_OWN_SLUMP = ("ALTER TABLE baselines ADD COLUMN full_slump_ratio REAL",)

_RISE = (
    "ALTER TABLE baselines ADD COLUMN rise_over_ratio REAL NOT NULL DEFAULT 0.0",
    "ALTER TABLE baselines ADD COLUMN rise_frame_ratio REAL NOT NULL DEFAULT 0.0",
)

_ORDERS = (
    # What the user asked for and a killed monitor must still keep: a pause, a snooze. NULL: until they say otherwise.
    "CREATE TABLE orders (name TEXT PRIMARY KEY, until_utc INTEGER) STRICT",
)

_READINGS = (
    # What the camera told at each look, packed (packing.py): `tune` judges it again by other limits.
    # `open`: the block that is still being written to; the next start closes it where it stood.
    """CREATE TABLE readings (
        start_utc INTEGER NOT NULL, run INTEGER NOT NULL, end_utc INTEGER NOT NULL, open INTEGER NOT NULL,
        utc_offset_s REAL NOT NULL, entries BLOB NOT NULL, PRIMARY KEY (start_utc, run)) STRICT""",
    "CREATE INDEX readings_open ON readings (open) WHERE open = 1",
    "ALTER TABLE minutes ADD COLUMN kinds_s TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE minutes ADD COLUMN strain REAL",
    "ALTER TABLE days ADD COLUMN kinds_s TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE days ADD COLUMN hours TEXT NOT NULL DEFAULT '{}'",
    "ALTER TABLE days ADD COLUMN strain_peak REAL",
)

_DIARY = (
    # What the user writes: kept until they delete it. `number` is what people call it by, and is never given again.
    """CREATE TABLE diary (
        number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
        began_utc INTEGER NOT NULL, utc_offset_s REAL NOT NULL, written_utc INTEGER NOT NULL, sites TEXT NOT NULL,
        pain_now INTEGER, pain_worst INTEGER, duration_s REAL, onset TEXT, before TEXT NOT NULL, stress INTEGER,
        helped TEXT NOT NULL, note TEXT NOT NULL) STRICT""",
    """CREATE TABLE follow_ups (
        key TEXT PRIMARY KEY, entry_key TEXT NOT NULL, at_utc INTEGER NOT NULL, utc_offset_s REAL NOT NULL,
        pain_now INTEGER, pain_worst INTEGER, helped TEXT NOT NULL, over INTEGER NOT NULL,
        note TEXT NOT NULL) STRICT""",
    # The hours before an episode and those it is compared with, kept when the detail they are made of is forgotten.
    """CREATE TABLE exposures (
        entry_key TEXT NOT NULL, began_utc INTEGER NOT NULL, start_utc INTEGER NOT NULL, is_case INTEGER NOT NULL,
        sitting_s REAL NOT NULL, watched_s REAL NOT NULL, PRIMARY KEY (entry_key, start_utc)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE practice (
        at_utc INTEGER NOT NULL, utc_offset_s REAL NOT NULL, routine TEXT NOT NULL, exercise TEXT NOT NULL,
        seconds REAL NOT NULL, counted INTEGER, PRIMARY KEY (at_utc, exercise)) STRICT, WITHOUT ROWID""",
)

MIGRATIONS: list[tuple[str, ...]] = [_FIRST, _OWN_SLUMP, _RISE, _ORDERS, _READINGS, _DIARY]
"""Migration number n leads from user_version n to n + 1."""


def tables() -> frozenset[str]:
    """Every table of a log that has had all migrations."""
    return frozenset(re.findall(r"CREATE TABLE (\w+)", "\n".join(part for made in MIGRATIONS for part in made)))


def version(db: sqlite3.Connection) -> int:
    """The format of the file: how many migrations it has had."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def is_marked(db: sqlite3.Connection) -> bool:
    """Whether the file says that it is a log of this program."""
    return bool(db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID)


def is_foreign(db: sqlite3.Connection) -> bool:
    """Whether the file holds another program's tables."""
    if is_marked(db):
        return False
    found = {row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return bool(found) and not found & {"runs", "intervals", "readings"}  # else it is ours, and its mark is damaged


def migrate(db: sqlite3.Connection) -> None:
    """Bring the tables up to date. The caller holds the transaction, so that a failure leaves the old format whole."""
    for statements in MIGRATIONS[version(db) :]:
        for statement in statements:
            db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
