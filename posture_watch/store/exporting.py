"""The log as records, table by table, of one moment: what an export is made of. Nothing is held in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from posture_watch.core.exported import HoursBefore, ReadingsBlock
from posture_watch.core.intervals import Interval
from posture_watch.core.summary import DayFigures, reach_utc, summarise_days
from posture_watch.store import diary, reading, retention, rows
from posture_watch.store.rows import from_ms, readable, to_ms

_A_WEEK = timedelta(days=6)
"""So much detail at a time is held in memory."""
_LOCAL_START = "start_utc + utc_offset_s * 1000"
_LOCAL_END = "end_utc + utc_offset_s * 1000"
_LOCAL_AT = "at_utc + utc_offset_s * 1000"
_LOCAL_BEGAN = "began_utc + utc_offset_s * 1000"
_OF_ENTRIES = f"entry_key IN (SELECT key FROM diary WHERE {_LOCAL_BEGAN} >= :start AND {_LOCAL_BEGAN} < :end)"  # noqa: S608
_SELECT = {
    "intervals": f"FROM intervals WHERE {_LOCAL_END} > :start AND {_LOCAL_START} < :end ORDER BY start_utc",
    "minutes": f"FROM minutes WHERE {_LOCAL_START} >= :start AND {_LOCAL_START} < :end ORDER BY start_utc, part",
    "bouts": f"FROM bouts WHERE {_LOCAL_END} > :start AND {_LOCAL_START} < :end ORDER BY start_utc",
    "reminders": "FROM reminders WHERE due_utc + utc_offset_s * 1000 >= :start"
    " AND due_utc + utc_offset_s * 1000 < :end ORDER BY due_utc, number",
    "skips": f"FROM skips WHERE {_LOCAL_AT} >= :start AND {_LOCAL_AT} < :end ORDER BY at_utc",
    "notices": f"FROM notices WHERE {_LOCAL_AT} >= :start AND {_LOCAL_AT} < :end ORDER BY at_utc",
    "readings": f"FROM readings WHERE {_LOCAL_END} > :start AND {_LOCAL_START} < :end ORDER BY start_utc",
    "diary": f"FROM diary WHERE {_LOCAL_BEGAN} >= :start AND {_LOCAL_BEGAN} < :end ORDER BY number",
    # what belongs to an entry goes with it; of an earlier entry goes what was told on these days
    "follow_ups": f"FROM follow_ups WHERE {_OF_ENTRIES} OR {_LOCAL_AT} >= :start AND {_LOCAL_AT} < :end"
    " ORDER BY at_utc, key",
    "exposures": f"FROM exposures WHERE {_OF_ENTRIES} ORDER BY entry_key, start_utc",
    "practice": f"FROM practice WHERE {_LOCAL_AT} >= :start AND {_LOCAL_AT} < :end ORDER BY at_utc, exercise",
}
"""The rows of each dated table that belong to local days, by the user's clock at the time."""


class Exported:
    """The log as it stood at one moment, of the local days from ``first`` to ``last`` (None: as far as there is any).

    Baselines and runs come whole: what is judged and compared rests on them, whatever the days.
    """

    def __init__(self, db: sqlite3.Connection, first: date | None, last: date | None) -> None:
        self._db = db
        self._days = (first or date.min, last or date.max)
        self._span = _local_span(*self._days)
        self._from: dict[str, Callable[[], Iterator[object]]] = {
            "runs": lambda: iter(reading.runs(db)),
            "baselines": lambda: iter(reading.baselines(db)),
            "days": lambda: iter(retention.days(db, *self._days)),
            "intervals": self._intervals,
            "minutes": self._minutes,
            "bouts": lambda: readable(rows.bout, self._select("bouts")),
            "reminders": lambda: readable(rows.reminder, self._select("reminders")),
            "skips": lambda: readable(rows.skip, self._select("skips")),
            "notices": lambda: readable(rows.notice, self._select("notices")),
            "readings": self._readings,
            "diary": lambda: readable(diary.numbered_entry, self._select("diary")),
            "follow_ups": lambda: readable(diary.follow_up, self._select("follow_ups")),
            "exposures": lambda: readable(_hours_before, self._select("exposures")),
            "practice": lambda: readable(diary.practised, self._select("practice")),
        }

    def records(self, table: str) -> Iterator[object]:
        """Each record of the table, in the order of time, as the type of the core that stands for it."""
        return self._from[table]()

    def count(self, *tables: str) -> int:
        """About how many records come: for a bar, so a minute of two parts counts twice."""
        return sum(self._count(table) for table in tables)

    @property
    def calendar_days(self) -> int:
        """How many there are from the first to the last of which anything was logged."""
        span = self._reach()
        return 0 if span is None else max(0, (span[1] - span[0]).days + 1)

    def day_figures(self, break_s: float) -> Iterator[DayFigures]:
        """The figures of every day of which anything was logged, forgotten or not, as the report has them."""
        span = self._reach()
        if span is None:
            return
        first, last = span
        kept = {figures.day: figures for figures in retention.days(self._db, first, last)}
        while first <= last:
            until = min(last, first + _A_WEEK)
            told = summarise_days(first, until, reading.detail(self._db, *reach_utc(first, until)), break_s)
            figures = {one.figures.day: one.figures for one in told}
            figures |= {day: one for day, one in kept.items() if first <= day <= until}
            yield from (one for _, one in sorted(figures.items()))
            first = until + timedelta(days=1)

    def _reach(self) -> tuple[date, date] | None:
        reach = reading.local_reach(self._db)
        return None if reach is None else (max(self._days[0], reach[0]), min(self._days[1], reach[1]))

    def names(self, column: str) -> list[str]:
        """Every name that the column of ``minutes`` has a figure for."""
        query = (
            f"SELECT DISTINCT key FROM (SELECT * {_SELECT['minutes']}) AS found, json_each(found.{column}) ORDER BY key"  # noqa: S608
        )
        return [row[0] for row in self._db.execute(query, self._span)]

    def _count(self, table: str) -> int:
        where = _SELECT.get(table)
        query = f"SELECT count(*) {where}" if where else f"SELECT count(*) FROM {table}"  # noqa: S608
        return int(self._db.execute(query, self._span if where else {}).fetchone()[0])

    def _select(self, table: str) -> sqlite3.Cursor:
        return self._db.execute(f"SELECT * {_SELECT[table]}", self._span)

    def _intervals(self) -> Iterator[object]:
        """Cut at the user's midnights, as a report cuts them."""
        for row in self._select("intervals"):
            whole = next(readable(rows.interval, [row]), None)
            if whole is None:
                continue
            offset_ms = round(whole.utc_offset_s * 1000)
            start = max(row["start_utc"], self._span["start"] - offset_ms)
            end = min(row["end_utc"], self._span["end"] - offset_ms)
            yield Interval(from_ms(start), from_ms(end), whole.posture, whole.sitting, whole.utc_offset_s)

    def _minutes(self) -> Iterator[object]:
        for _, parts in groupby(self._select("minutes"), key=lambda row: row["start_utc"]):
            yield from readable(rows.minute, [list(parts)])

    def _readings(self) -> Iterator[object]:
        return readable(_block, self._select("readings"))


def _block(row: sqlite3.Row) -> ReadingsBlock:
    return ReadingsBlock(from_ms(row["start_utc"]), from_ms(row["end_utc"]), row["utc_offset_s"], bytes(row["entries"]))


def _hours_before(row: sqlite3.Row) -> HoursBefore:
    began, start = from_ms(row["began_utc"]), from_ms(row["start_utc"])
    return HoursBefore(row["entry_key"], began, bool(row["is_case"]), start, row["sitting_s"], row["watched_s"])


def _local_span(first: date, last: date) -> dict[str, int]:
    """From the midnight that begins ``first`` to the one that ends ``last``, as the user's clock had them."""
    end = last + timedelta(days=1) if last < date.max else last
    return {"start": _midnight_ms(first), "end": _midnight_ms(end)}


def _midnight_ms(day: date) -> int:
    return to_ms(datetime.combine(day, time(), tzinfo=UTC))
