"""A local day out of the log: intervals cut at the user's midnight and added up. What was not seen is never good."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from posture_watch.core.bouts_of_day import BoutsByTime, bouts_within, breaks_between
from posture_watch.core.hours import HourFigures, at_desk, by_day, hours_of
from posture_watch.core.intervals import POSTURES, Interval, Minute, Posture
from posture_watch.core.logged import Detail, LoggedBout, LoggedReminder, LoggedSkip, local_time

T = TypeVar("T")

_AHEAD = timedelta(hours=14)
_BEHIND = timedelta(hours=12)
"""No place on earth is further ahead of, or behind, UTC."""


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The figures of one local day that are kept for ever. All ``_s`` in seconds.

    ``desk_s`` is the time that somebody sat at the desk or could be judged there, ``judged_s`` the part of it in which
    the camera could tell the posture. On their feet at the desk is neither: that is ``seconds["standing"]``.
    ``breaks`` are pauses between two bouts that were seen to be as long as a break, away or standing. ``outcomes``
    counts the reminders by what came of them ("unknown" if nothing is known). ``over_s`` is by rule, ``kinds_s`` by
    what the posture is called, ``hours`` by the hour of the user's clock (0 to 23). ``strain_peak`` is None if it was
    not followed.
    """

    day: date
    first_local: datetime
    last_local: datetime
    seconds: Mapping[Posture, float]
    sitting_s: float
    desk_s: float
    judged_s: float
    bouts: int
    breaks: int
    longest_bout_s: float
    outcomes: Mapping[str, int]
    skipped: int
    over_s: Mapping[str, float]
    kinds_s: Mapping[str, float] = field(default_factory=dict[str, float])
    hours: Mapping[int, HourFigures] = field(default_factory=dict[int, HourFigures])
    strain_peak: float | None = None

    @property
    def coverage(self) -> float | None:
        """The share of the time at the desk that could be judged, 0 to 1; None if there was none."""
        return self.judged_s / self.desk_s if self.desk_s > 0 else None

    @property
    def reminders(self) -> int:
        """How many were shown."""
        return sum(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class DaySummary:
    """One local day: its figures, and the detail behind them as long as the log keeps it.

    ``timeline`` holds the intervals cut to the day. ``bouts`` too are cut at midnight: a bout through the night is a
    bout of either day, with the seconds sat on that day. ``minutes`` are the figures minute by minute.
    """

    figures: DayFigures
    timeline: tuple[Interval, ...] = ()
    bouts: tuple[LoggedBout, ...] = ()
    reminders: tuple[LoggedReminder, ...] = ()
    skips: tuple[LoggedSkip, ...] = ()
    minutes: tuple[Minute, ...] = ()
    has_detail: bool = True


def day_reach_utc(day: date) -> tuple[datetime, datetime]:
    """From and to (UTC) outside of which nothing belongs to ``day``, wherever the user was."""
    return reach_utc(day, day)


def reach_utc(first: date, last: date) -> tuple[datetime, datetime]:
    """From and to (UTC) outside of which nothing belongs to the days from ``first`` to ``last``.

    The first and the last day there is are as good as the ones beside them.
    """
    first, last = (min(max(day, date.min + timedelta(days=1)), date.max - timedelta(days=2)) for day in (first, last))
    return _midnight(first) - _AHEAD, _midnight(last) + timedelta(days=1) + _BEHIND


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def summarise_day(day: date, detail: Detail, break_s: float) -> DaySummary | None:
    """The day as the user's clock had it; None if nothing at all was logged. ``break_s`` seconds away are a break.

    ``detail`` may hold more than the day (``day_reach_utc``). An interval's own offset says which day it belongs to.
    """
    return next(iter(summarise_days(day, day, detail, break_s)), None)


def summarise_days(first: date, last: date, detail: Detail, break_s: float) -> list[DaySummary]:
    """Each day from ``first`` to ``last`` of which anything was logged, as ``summarise_day`` has it, in one go."""
    timelines = _grouped(piece for interval in detail.intervals for piece in by_day(interval))
    minutes = _grouped((local_time(m.start_utc, m.utc_offset_s).date(), m) for m in detail.minutes)
    reminders = _grouped((r.local_date, r) for r in detail.reminders)
    skips = _grouped((s.local_date, s) for s in detail.skips)
    logged = BoutsByTime(detail.bouts)
    summaries: list[DaySummary] = []
    for day in sorted(day for day in timelines if first <= day <= last):
        timeline = tuple(timelines[day])
        of_day = Detail(
            intervals=timeline,
            minutes=tuple(minutes.get(day, ())),
            bouts=bouts_within(timeline, logged, break_s),
            reminders=tuple(reminders.get(day, ())),
            skips=tuple(skips.get(day, ())),
        )
        figures = _figures(day, of_day, break_s)
        summaries.append(DaySummary(figures, timeline, of_day.bouts, of_day.reminders, of_day.skips, of_day.minutes))
    return summaries


def _figures(day: date, own: Detail, break_s: float) -> DayFigures:
    """``own`` is cut to the day."""
    first, last = own.intervals[0], own.intervals[-1]
    seconds = dict.fromkeys(POSTURES, 0.0)
    for interval in own.intervals:
        seconds[interval.posture] += interval.duration_s
    return DayFigures(
        day=day,
        first_local=local_time(first.start_utc, first.utc_offset_s),
        last_local=local_time(last.end_utc, last.utc_offset_s),
        seconds=seconds,
        sitting_s=sum(i.duration_s for i in own.intervals if i.sitting),
        desk_s=sum(i.duration_s for i in own.intervals if at_desk(i)),
        judged_s=seconds["good"] + seconds["poor"],
        bouts=len(own.bouts),
        breaks=breaks_between(own.intervals, own.bouts, break_s),
        longest_bout_s=max((bout.sitting_s for bout in own.bouts), default=0.0),
        outcomes=Counter(r.outcome or "unknown" for r in own.reminders),
        skipped=len(own.skips),
        over_s=_most_first(minute.over_s for minute in own.minutes),
        kinds_s=_most_first(minute.kinds_s for minute in own.minutes),
        hours=hours_of(own.intervals),
        strain_peak=max((m.strain for m in own.minutes if m.strain is not None), default=None),
    )


def _grouped(dated: Iterable[tuple[date, T]]) -> dict[date, list[T]]:
    groups: defaultdict[date, list[T]] = defaultdict(list)
    for day, thing in dated:
        groups[day].append(thing)
    return groups


def _most_first(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Seconds by name, added up, most first."""
    total: defaultdict[str, float] = defaultdict(float)
    for part in parts:
        for name, seconds in part.items():
            total[name] += seconds
    return dict(sorted(total.items(), key=lambda item: -item[1]))
