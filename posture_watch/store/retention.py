"""Forgetting: old detail becomes daily figures, and what the user deletes is gone from the file, not only from view."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from posture_watch.core.exposure import LENGTH_S
from posture_watch.core.hours import HourFigures
from posture_watch.core.logged import local_time
from posture_watch.core.summary import DayFigures, day_reach_utc, summarise_day
from posture_watch.store import reading
from posture_watch.store.rows import Row, exact_json, figures_json, from_ms, interval, readable, to_ms
from posture_watch.store.writing import MINUTE_MS, Span, overlapping, without

DATED = (
    ("intervals", "end_utc"),
    ("minutes", "start_utc"),
    ("bouts", "end_utc"),
    ("reminders", "due_utc"),
    ("skips", "at_utc"),
    ("notices", "at_utc"),
    ("readings", "end_utc"),
    ("practice", "at_utc"),
)
"""The tables of detail, and the column that says to which local day a row belongs."""

_DAY_MS = 86_400_000
LIVED_DAYS = 3
"""After a long holiday detail waits for the third day at the desk before it goes."""
WINDOW_MS = round(LENGTH_S * 1000)
"""How long the time before an episode is that is looked at."""


def is_believed(db: sqlite3.Connection, before: date, days: int) -> bool:
    """Whether detail older than ``days``, before ``before``, may go. A clock that is years ahead for a moment makes all
    of it old: some days must have been lived since."""
    return not _lived_days(db, "<=", before) or _lived_days(db, ">", before) >= min(LIVED_DAYS, days)


def _lived_days(db: sqlite3.Connection, side: str, day: date) -> int:
    query = f"""SELECT count(DISTINCT CAST({_local("start_utc")} AS INTEGER) / {_DAY_MS}) FROM intervals
                WHERE {_local("end_utc")} {side} ?"""  # noqa: S608
    return int(db.execute(query, (_midnight_ms(day),)).fetchone()[0])


def keep_days(db: sqlite3.Connection, before: date, break_s: float) -> None:
    """Write the daily figures of every local day before ``before`` that has detail and no figures yet."""
    for day in _days_with_detail(db, before):
        summary = summarise_day(day, reading.detail(db, *day_reach_utc(day)), break_s)
        if summary is not None:
            write_day(db, summary.figures)


def forget_detail(db: sqlite3.Connection, before: date) -> int:
    """Delete the detail of each local day before ``before``; an interval into it stays whole. How many rows went."""
    gone = 0
    for table, column in DATED:
        # what ends at midnight is of the day before, what begins there is of the new one
        earlier = "<=" if column == "end_utc" else "<"
        query = f"DELETE FROM {table} WHERE {_local(column)} {earlier} ?"  # noqa: S608
        gone += db.execute(query, (_midnight_ms(before),)).rowcount
    return gone


def forget_old_baselines(db: sqlite3.Connection, before: date) -> None:
    """Delete the baselines that another of the same place has replaced, if they are that old."""
    holding = [to_ms(b.made_utc) for b in reading.baselines(db)]
    marks = ",".join("?" * len(holding))
    query = f"DELETE FROM baselines WHERE made_utc < ? AND made_utc NOT IN ({marks})"  # noqa: S608
    db.execute(query, (_midnight_ms(before), *holding))


def days(db: sqlite3.Connection, first: date, last: date) -> list[DayFigures]:
    """The daily figures that were kept when their detail went, from ``first`` to ``last``."""
    query = "SELECT * FROM days WHERE local_date BETWEEN ? AND ? ORDER BY local_date"
    return list(readable(figures, db.execute(query, (first.isoformat(), last.isoformat()))))


def erase(db: sqlite3.Connection, span: Span, now_ms: int, days: tuple[date, date] | None = None) -> None:
    """Delete everything that was noticed in the stretch, and keep a running monitor from writing it again.

    ``days``: what the user wrote goes by these local days, the first and the last, as the diary calls them: by the
    clock of then, also when it was written in another time zone. Without them by the stretch, as everything else.
    """
    start, end = span
    for taken in overlapping(db, span):
        _cut_interval(db, taken, span)
    db.execute("DELETE FROM minutes WHERE start_utc > ? AND start_utc < ?", (start - MINUTE_MS, end))
    # a block of readings is some minutes long and cannot be cut; its end is its last reading
    db.execute("DELETE FROM readings WHERE start_utc < ? AND end_utc >= ?", (end, start))
    for table, first, last in (("bouts", "start_utc", "end_utc"), ("days", "first_utc", "last_utc")):
        db.execute(f"DELETE FROM {table} WHERE {first} < ? AND {last} > ?", (end, start))  # noqa: S608
    for table, column in (
        ("reminders", "due_utc"), ("skips", "at_utc"), ("notices", "at_utc"), ("practice", "at_utc"),
    ):  # fmt: skip
        db.execute(f"DELETE FROM {table} WHERE {column} >= ? AND {column} < ?", (start, end))  # noqa: S608
    for table, column in (("diary", "began_utc"), ("follow_ups", "at_utc")):
        moment, (first, last) = (column, span) if days is None else (_local(column), _local_span(days))
        db.execute(f"DELETE FROM {table} WHERE {moment} >= ? AND {moment} < ?", (first, last))  # noqa: S608
    db.execute("DELETE FROM follow_ups WHERE entry_key NOT IN (SELECT key FROM diary)")
    # what was kept of a deleted time goes with it
    db.execute("DELETE FROM exposures WHERE start_utc > ? AND start_utc < ?", (start - WINDOW_MS, end))
    db.execute("DELETE FROM exposures WHERE entry_key NOT IN (SELECT key FROM diary)")
    if start < now_ms:
        db.execute("INSERT INTO erased VALUES (?, ?)", (start, min(end, now_ms)))


def erase_everything(db: sqlite3.Connection, now_ms: int) -> None:
    """Delete all of it, baselines and daily figures too; only a run that is still going on stays known."""
    for table in (*(table for table, _ in DATED), "days", "baselines", "orders", "diary", "follow_ups", "exposures"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608
    db.execute("DELETE FROM runs WHERE ended_utc IS NOT NULL")
    db.execute("INSERT INTO erased VALUES (0, ?)", (now_ms,))


def _cut_interval(db: sqlite3.Connection, taken: Span, span: Span) -> None:
    row = db.execute("SELECT * FROM intervals WHERE start_utc = ?", (taken[0],)).fetchone()
    old = interval(row)
    db.execute("DELETE FROM intervals WHERE start_utc = ?", (taken[0],))
    db.executemany(
        "INSERT INTO intervals (start_utc, end_utc, posture, sitting, utc_offset_s) VALUES (?, ?, ?, ?, ?)",
        [(*piece, old.posture, old.sitting, old.utc_offset_s) for piece in without(taken, span)],
    )


def _local(column: str) -> str:
    """SQL for a moment as the user's clock had it, in milliseconds."""
    return f"({column} + utc_offset_s * 1000)"


def _local_span(days: tuple[date, date]) -> Span:
    """From the midnight that begins the first to the one that ends the last, on the same scale as ``_local``."""
    first, last = days
    return _midnight_ms(first), _midnight_ms(last + timedelta(days=1) if last < date.max else last)


def _midnight_ms(day: date) -> int:
    """Local midnight on the same scale as ``_local``."""
    return to_ms(datetime.combine(day, time(), tzinfo=UTC))


def _days_with_detail(db: sqlite3.Connection, before: date) -> list[date]:
    found: set[date] = set()
    query = f"SELECT start_utc, end_utc, utc_offset_s FROM intervals WHERE {_local('start_utc')} < ?"  # noqa: S608
    for start, end, offset_s in db.execute(query, (_midnight_ms(before),)):
        day = local_time(from_ms(start), offset_s).date()
        last = min(local_time(from_ms(end - 1), offset_s).date(), before - timedelta(days=1))
        while day <= last:
            found.add(day)
            day += timedelta(days=1)
    known = {date.fromisoformat(row[0]) for row in db.execute("SELECT local_date FROM days")}
    return sorted(found - known)


def write_day(db: sqlite3.Connection, figures: DayFigures) -> None:
    """Keep the figures of a day that has none yet."""
    db.execute(
        """INSERT INTO days (local_date, first_utc, last_utc, utc_offset_s, last_utc_offset_s, seconds, sitting_s,
               desk_s, judged_s, bouts, breaks, longest_bout_s, outcomes, skipped, over_s, kinds_s, hours, strain_peak)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            figures.day.isoformat(),
            to_ms(figures.first_local),
            to_ms(figures.last_local),
            _offset_s(figures.first_local),
            _offset_s(figures.last_local),
            figures_json({str(name): value for name, value in figures.seconds.items()}),
            figures.sitting_s,
            figures.desk_s,
            figures.judged_s,
            figures.bouts,
            figures.breaks,
            figures.longest_bout_s,
            exact_json(figures.outcomes),
            figures.skipped,
            figures_json(figures.over_s),
            figures_json(figures.kinds_s),
            _hours_json(figures.hours),
            figures.strain_peak,
        ),
    )


def figures(row: Row) -> DayFigures:
    """A row of ``days``."""
    return DayFigures(
        day=date.fromisoformat(row["local_date"]),
        first_local=local_time(from_ms(row["first_utc"]), row["utc_offset_s"]),
        last_local=local_time(from_ms(row["last_utc"]), row["last_utc_offset_s"]),
        seconds=json.loads(row["seconds"]),
        sitting_s=row["sitting_s"],
        desk_s=row["desk_s"],
        judged_s=row["judged_s"],
        bouts=row["bouts"],
        breaks=row["breaks"],
        longest_bout_s=row["longest_bout_s"],
        outcomes=Counter(json.loads(row["outcomes"])),
        skipped=row["skipped"],
        over_s=_most_first(json.loads(row["over_s"])),
        kinds_s=_most_first(json.loads(row["kinds_s"])),
        hours={int(hour): HourFigures(*seconds) for hour, seconds in json.loads(row["hours"]).items()},
        strain_peak=row["strain_peak"],
    )


def _hours_json(hours: Mapping[int, HourFigures]) -> str:
    """Hour of the clock to [desk_s, sitting_s, judged_s, good_s], to the millisecond."""
    told = {hour: [round(s, 3) for s in (f.desk_s, f.sitting_s, f.judged_s, f.good_s)] for hour, f in hours.items()}
    return json.dumps(told, separators=(",", ":"))


def _most_first(figures: dict[str, float]) -> dict[str, float]:
    return dict(sorted(figures.items(), key=lambda item: -item[1]))


def _offset_s(moment: datetime) -> float:
    offset = moment.utcoffset()
    return offset.total_seconds() if offset else 0.0
