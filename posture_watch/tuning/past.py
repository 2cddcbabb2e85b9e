"""The logged days that a replay can speak about: which of them count, and of which the history is missing."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import dropwhile

from posture_watch.core.history import Begun, Entry, Limits
from posture_watch.core.hours import at_desk, by_day
from posture_watch.core.intervals import Interval
from posture_watch.core.reading import Reading
from posture_watch.tuning.said import Said

LEAST_DESK_S = 3600.0
"""A day with less at the desk says nothing about days (s; starting guess)."""
FEWEST_DAYS = 3
"""Fewer days than this make no figure a day (starting guess)."""
_KEPT_SHARE = 0.9
"""A day counts if the history of so much of its watched time is there (starting guess)."""
_DEFAULT_GAP_S = 75.0


@dataclass(frozen=True, slots=True)
class Past:
    """``said`` are the reminders whose history is there, ``unheard`` how many have none. ``days`` count, ``short`` had
    less than an hour at the desk, ``missing`` lack (part of) their history. ``signals`` were measured."""

    entries: tuple[Entry, ...]
    said: tuple[Said, ...]
    unheard: int
    days: tuple[date, ...]
    short: tuple[date, ...]
    missing: tuple[date, ...]
    signals: frozenset[str]

    def counts(self, said: Said) -> bool:
        """Whether the reminder is of a day that counts."""
        return said.day in self.days

    def within(self, said: Iterable[Said]) -> tuple[Said, ...]:
        """Those of the days asked for; the history begins a little before them."""
        known = {*self.days, *self.short, *self.missing}
        return tuple(one for one in said if one.day in known)


def past_of(
    entries: Iterable[Entry], said: Sequence[Said], intervals: Iterable[Interval], first: date, last: date
) -> Past:
    """The days from ``first`` to ``last``. The entries may begin earlier; they are of use from the first Begun on."""
    kept = from_beginning(entries)
    spans, watched_s = _watched(kept)
    logged_s, desk_s = _logged(intervals)
    days = [day for day in sorted(logged_s) if first <= day <= last]
    missing = tuple(day for day in days if watched_s.get(day, 0.0) < _KEPT_SHARE * logged_s[day])
    short = tuple(day for day in days if desk_s[day] < LEAST_DESK_S and day not in missing)
    asked = [one for one in said if first <= one.day <= last]
    heard = tuple(one for one in asked if _in_spans(one.due_utc, spans))
    counted = tuple(day for day in days if day not in missing and day not in short)
    signals = frozenset(name for entry in kept if isinstance(entry, Reading) for name in entry.deviations)
    return Past(kept, heard, len(asked) - len(heard), counted, short, missing, signals)


def from_beginning(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Without what stands before the first note of what was then: nobody could judge it as it was judged."""
    return tuple(dropwhile(lambda entry: not isinstance(entry, Begun), entries))


Spans = list[tuple[datetime, datetime]]


def _watched(entries: Iterable[Entry]) -> tuple[Spans, dict[date, float]]:
    """The stretches that the history covers, in order, and the seconds of each local day (by its later end)."""
    spans: Spans = []
    watched_s: defaultdict[date, float] = defaultdict(float)
    gap_s, before = _DEFAULT_GAP_S, None
    for entry in entries:
        if isinstance(entry, Limits):
            gap_s = entry.settings.gap_s
        at = entry.at
        gone_s = (at.utc - before).total_seconds() if before else -1.0
        if 0 <= gone_s <= gap_s:
            watched_s[at.local_date] += gone_s
            spans[-1] = (spans[-1][0], at.utc)
        else:
            spans.append((at.utc, at.utc))
        before = at.utc
    return sorted(spans), watched_s


def _logged(intervals: Iterable[Interval]) -> tuple[dict[date, float], dict[date, float]]:
    """Seconds logged, and seconds at the desk, of each local day."""
    logged_s: defaultdict[date, float] = defaultdict(float)
    desk_s: defaultdict[date, float] = defaultdict(float)
    for interval in intervals:
        for day, piece in by_day(interval):
            logged_s[day] += piece.duration_s
            desk_s[day] += piece.duration_s if at_desk(piece) else 0.0
    return logged_s, desk_s


def _in_spans(moment: datetime, spans: Spans) -> bool:
    """Spans overlap only where the clock was set back."""
    slack = timedelta(milliseconds=2)
    place = bisect_right(spans, (moment + slack, moment + slack))
    return any(start - slack <= moment <= end + slack for start, end in spans[max(0, place - 3) : place])
