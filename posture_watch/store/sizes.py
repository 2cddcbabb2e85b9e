"""What takes how much of the file: shares of its content, as SQLite cannot be relied upon to tell pages by table."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from posture_watch.store import retention

DETAIL = tuple(table for table, _ in retention.DATED)
"""What retention turns into daily figures."""
_OTHER = ("days", "baselines", "runs", "diary", "follow_ups", "exposures")
_PAGES = ("page_count", "freelist_count", "page_size")


@dataclass(frozen=True, slots=True)
class Sizes:
    """``shares``: the part (0 to 1) that each table has of what the log holds. ``detail_bytes``: what its detail takes
    in the file, of ``detail_days`` calendar days."""

    shares: Mapping[str, float]
    detail_bytes: float
    detail_days: int


def sizes(db: sqlite3.Connection) -> Sizes:
    """About what takes how much."""
    held = {table: _content_bytes(db, table) for table in (*DETAIL, *_OTHER)}
    total = sum(held.values()) or 1
    shares = {table: size / total for table, size in held.items()}
    return Sizes(shares, sum(shares[table] for table in DETAIL) * _grown_bytes(db), _detail_days(db))


def _grown_bytes(db: sqlite3.Connection) -> int:
    """Pages in use, without the one that each empty table or index has."""
    count, free, size = (int(db.execute(f"PRAGMA {name}").fetchone()[0]) for name in _PAGES)
    empty = int(db.execute("SELECT count(*) FROM sqlite_schema WHERE rootpage > 0").fetchone()[0])
    return max(0, count - free - empty) * size


def _detail_days(db: sqlite3.Connection) -> int:
    """Calendar days from the first to the last that the log has in detail; 0 if it has none."""
    local = "date((start_utc + utc_offset_s * 1000) / 1000, 'unixepoch')"
    first, last = db.execute(f"SELECT min({local}), max({local}) FROM intervals").fetchone()  # noqa: S608
    return 0 if first is None else (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def _content_bytes(db: sqlite3.Connection, table: str) -> int:
    columns = [row["name"] for row in db.execute(f"PRAGMA table_info({table})")]
    held = " + ".join(
        f"CASE typeof({name}) WHEN 'null' THEN 0 WHEN 'integer' THEN 6 WHEN 'real' THEN 8 ELSE length({name}) END"
        for name in columns
    )
    return int(db.execute(f"SELECT coalesce(sum({held}), 0) FROM {table}").fetchone()[0])  # noqa: S608
