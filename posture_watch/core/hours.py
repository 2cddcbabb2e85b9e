"""Intervals cut by the user's own clock: by its days, and by its hours. No second is lost, none counts twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from posture_watch.core.intervals import Interval

_HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class HourFigures:
    """What falls into one hour of the user's clock on one day, all in seconds; an hour that comes twice is added up."""

    desk_s: float = 0.0
    sitting_s: float = 0.0
    judged_s: float = 0.0
    good_s: float = 0.0

    def __add__(self, other: HourFigures) -> HourFigures:
        return HourFigures(
            self.desk_s + other.desk_s,
            self.sitting_s + other.sitting_s,
            self.judged_s + other.judged_s,
            self.good_s + other.good_s,
        )


def at_desk(interval: Interval) -> bool:
    """Whether it counts as time at the desk: somebody sat there, or could be judged."""
    return interval.sitting or interval.posture in ("good", "poor")


def by_day(interval: Interval) -> Iterator[tuple[date, Interval]]:
    """The local days that the interval has a part in, and that part."""
    offset = timedelta(seconds=interval.utc_offset_s)
    day = (interval.start_utc + offset).date()
    midnight = datetime.combine(day, time(), tzinfo=UTC) - offset
    start = interval.start_utc
    while start < interval.end_utc:
        day, midnight, begun = day + timedelta(days=1), midnight + timedelta(days=1), day
        end = min(interval.end_utc, midnight)
        yield begun, _between(interval, start, end)
        start = end


def cut(interval: Interval, from_utc: datetime, to_utc: datetime) -> Interval | None:
    """The part of the interval between two moments, None if there is none."""
    start, end = max(interval.start_utc, from_utc), min(interval.end_utc, to_utc)
    return _between(interval, start, end) if start < end else None


def _between(interval: Interval, start_utc: datetime, end_utc: datetime) -> Interval:
    if start_utc == interval.start_utc and end_utc == interval.end_utc:
        return interval
    return Interval(start_utc, end_utc, interval.posture, interval.sitting, interval.utc_offset_s)


def hours_of(timeline: Iterable[Interval]) -> dict[int, HourFigures]:
    """The figures of each hour of the clock (0 to 23) in which somebody was at the desk, in order."""
    hours: defaultdict[int, HourFigures] = defaultdict(HourFigures)
    for interval in timeline:
        if at_desk(interval):
            for hour, seconds in _by_hour(interval):
                hours[hour] += HourFigures(
                    seconds,
                    seconds if interval.sitting else 0.0,
                    seconds if interval.posture in ("good", "poor") else 0.0,
                    seconds if interval.posture == "good" else 0.0,
                )
    return dict(sorted(hours.items()))


def _by_hour(interval: Interval) -> Iterator[tuple[int, float]]:
    """The hours of the user's clock in which the interval takes time, and how many seconds of each."""
    local = interval.start_utc + timedelta(seconds=interval.utc_offset_s)
    hour, begun_s = local.hour, local.minute * 60 + local.second + local.microsecond / 1e6
    left_s = interval.duration_s
    while left_s > 0:
        seconds = min(left_s, _HOUR_S - begun_s)
        yield hour, seconds
        hour, begun_s, left_s = (hour + 1) % 24, 0.0, left_s - seconds
