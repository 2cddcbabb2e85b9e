"""The logged days out of the log, for `tune`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from posture_watch.core.history import Entry
from posture_watch.core.hours import by_day
from posture_watch.core.summary import reach_utc
from posture_watch.store.errors import LogMissingError
from posture_watch.store.log import Log
from posture_watch.tuning.past import Past, from_beginning, past_of
from posture_watch.tuning.said import really_said


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where in which log: a process of its own reads it again."""

    database: Path
    from_utc: datetime
    to_utc: datetime


def read_past(database: Path, days: int | None) -> tuple[Past, Stretch] | None:
    """The last ``days`` logged days, or all that is kept in detail; None if there is nothing."""
    try:
        with Log.open_readonly(database) as log:
            reach = log.local_reach()
            if reach is None:
                return None
            from_utc, to_utc = reach_utc(*reach)
            intervals = log.intervals(from_utc, to_utc)
            logged = sorted({day for interval in intervals for day, _ in by_day(interval)})
            if not logged:
                return None
            first, last = logged[-days if days and days < len(logged) else 0], logged[-1]
            stretch = Stretch(database, *reach_utc(first, last))
            said = really_said(log.reminders(stretch.from_utc, stretch.to_utc))
            entries = log.history(stretch.from_utc, stretch.to_utc)
            return past_of(entries, said, intervals, first, last), stretch
    except LogMissingError:
        return None


def read_entries(stretch: Stretch) -> tuple[Entry, ...]:
    """The entries of that past once more."""
    with Log.open_readonly(stretch.database) as log:
        return from_beginning(log.history(stretch.from_utc, stretch.to_utc))


def day_range(past: Past) -> tuple[date, date] | None:
    """The first and the last day that counts."""
    return (past.days[0], past.days[-1]) if past.days else None
