"""A local day out of the log: intervals cut at the user's midnight and added up. What was not seen is never good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from posture_watch.core.intervals import POSTURES, Interval, Minute, Posture
from posture_watch.core.logged import Detail, LoggedBout, LoggedReminder, LoggedSkip, local_time

_AHEAD = timedelta(hours=14)
_BEHIND = timedelta(hours=12)
"""No place on earth is further ahead of, or behind, UTC."""


@dataclass(frozen=True, slots=True)
class HourFigures:
    """What falls into one hour of the user's clock on one day, all in seconds; an hour that comes twice is added up."""

    desk_s: float = 0.0
    sitting_s: float = 0.0
    judged_s: float = 0.0
    good_s: float = 0.0


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The figures of one local day that are kept for ever. All ``_s`` in seconds.

    ``desk_s`` is the time that somebody was at the desk, ``judged_s`` the part of it in which the camera could tell
    the posture. ``breaks`` are pauses between two bouts that were seen to be as long as a break. ``outcomes`` counts
    the reminders by what came of them ("unknown" if nothing is known). ``over_s`` is by rule, ``kinds_s`` by what the
    posture is called, ``hours`` by the hour of the user's clock (0 to 23). ``strain_peak`` is None if it was not followed.
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
    midnight = datetime.combine(day, time(), tzinfo=UTC)
    return midnight - _AHEAD, midnight + timedelta(days=1) + _BEHIND


def summarise_day(day: date, detail: Detail, break_s: float) -> DaySummary | None:
    """The day as the user's clock had it; None if nothing at all was logged. ``break_s`` seconds away are a break.

    ``detail`` may hold more than the day (``day_reach_utc``). An interval's own offset says which day it belongs to.
    """
    timeline = tuple(cut for interval in detail.intervals if (cut := _cut_to_day(interval, day)))
    reminders = tuple(r for r in detail.reminders if r.local_date == day)
    skips = tuple(s for s in detail.skips if s.local_date == day)
    if not timeline:
        return None
    bouts = tuple(_bouts_within(timeline, detail, break_s))
    seconds: dict[Posture, float] = {p: sum(i.duration_s for i in timeline if i.posture == p) for p in POSTURES}
    figures = DayFigures(
        day=day,
        first_local=local_time(timeline[0].start_utc, timeline[0].utc_offset_s),
        last_local=local_time(timeline[-1].end_utc, timeline[-1].utc_offset_s),
        seconds=seconds,
        sitting_s=sum(i.duration_s for i in timeline if i.sitting),
        desk_s=sum(i.duration_s for i in timeline if i.sitting or i.posture in ("good", "poor")),
        judged_s=seconds["good"] + seconds["poor"],
        bouts=len(bouts),
        breaks=sum(_away_s(timeline, a.end_utc, b.start_utc) >= break_s for a, b in pairwise(bouts)),
        longest_bout_s=max((bout.sitting_s for bout in bouts), default=0.0),
        outcomes=Counter(r.outcome or "unknown" for r in reminders),
        skipped=len(skips),
        over_s=_over_s(m for m in detail.minutes if local_time(m.start_utc, m.utc_offset_s).date() == day),
    )
    return DaySummary(figures, timeline, bouts, reminders, skips)


def _cut_to_day(interval: Interval, day: date) -> Interval | None:
    midnight = datetime.combine(day, time(), tzinfo=UTC) - timedelta(seconds=interval.utc_offset_s)
    return cut(interval, midnight, midnight + timedelta(days=1))


def cut(interval: Interval, from_utc: datetime, to_utc: datetime) -> Interval | None:
    """The part of the interval between two moments, None if there is none."""
    start, end = max(interval.start_utc, from_utc), min(interval.end_utc, to_utc)
    if start >= end:
        return None
    return Interval(start, end, interval.posture, interval.sitting, interval.utc_offset_s)


def _bouts_within(timeline: tuple[Interval, ...], detail: Detail, break_s: float) -> list[LoggedBout]:
    """The logged bouts, and the sitting that no logged bout covers (one still running, or cut off by a kill)."""
    sitting = [i for i in timeline if i.sitting]
    groups: list[list[Interval]] = []
    before: object = None
    for interval in sitting:
        logged = _bout_at(interval, detail.bouts)
        same_stretch = bool(groups) and (interval.start_utc - groups[-1][-1].end_utc).total_seconds() < break_s
        if groups and logged is before and (logged is not None or same_stretch):
            groups[-1].append(interval)
        else:
            groups.append([interval])
        before = logged
    return [LoggedBout(g[0].start_utc, g[-1].end_utc, sum(i.duration_s for i in g), g[0].utc_offset_s) for g in groups]


def _bout_at(interval: Interval, bouts: Iterable[LoggedBout]) -> LoggedBout | None:
    middle = interval.start_utc + (interval.end_utc - interval.start_utc) / 2
    return next((bout for bout in bouts if bout.start_utc <= middle <= bout.end_utc), None)


def _away_s(timeline: Iterable[Interval], from_utc: datetime, to_utc: datetime) -> float:
    pieces = (cut(i, from_utc, to_utc) for i in timeline if i.posture == "away")
    return sum(piece.duration_s for piece in pieces if piece)


def _over_s(minutes: Iterable[Minute]) -> dict[str, float]:
    """Seconds by rule, most first."""
    total: Counter[str] = Counter()
    for minute in minutes:
        total.update(minute.over_s)  # pyright: ignore[reportArgumentType]  # a Counter adds up floats as well
    return dict(total.most_common())
