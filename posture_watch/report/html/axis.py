"""The day from left to right in real time, with the hours of the user's own clock: 25 of them when it was set back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from posture_watch.core.intervals import Interval
from posture_watch.core.logged import local_time

HOUR = timedelta(hours=1)
LEAST = 2 * HOUR
"""A minute of data is drawn in this much day, not as a bar from edge to edge."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start_utc`` to ``end_utc`` the user's clock was ``utc_offset_s`` ahead of UTC."""

    start_utc: datetime
    end_utc: datetime
    utc_offset_s: float


@dataclass(frozen=True, slots=True)
class Axis:
    """``stretches`` follow one another without a gap; there is one unless the clock was set or the user travelled."""

    stretches: tuple[Stretch, ...]

    @property
    def start_utc(self) -> datetime:
        """The left edge, a whole hour."""
        return self.stretches[0].start_utc

    @property
    def end_utc(self) -> datetime:
        """The right edge, a whole hour."""
        return self.stretches[-1].end_utc

    def share(self, moment: datetime) -> float:
        """Where ``moment`` is, 0 at the left edge, 1 at the right one; never outside."""
        return min(1.0, max(0.0, (moment - self.start_utc) / (self.end_utc - self.start_utc)))

    def hours(self) -> list[datetime]:
        """Every whole hour on the user's clock, aware, in the order of time. One that comes twice is there twice."""
        found = [hour for stretch in self.stretches for hour in _hours_of(stretch)]
        end = local_time(self.end_utc, self.stretches[-1].utc_offset_s)
        return [*found, end] if _hour_before(self.end_utc, self.stretches[-1].utc_offset_s) == self.end_utc else found

    def changes(self) -> list[tuple[datetime, datetime]]:
        """Each change of the clock: the moment as the old clock had it, and as the new one has it."""
        pairs = zip(self.stretches, self.stretches[1:], strict=False)
        return [
            (local_time(new.start_utc, old.utc_offset_s), local_time(new.start_utc, new.utc_offset_s))
            for old, new in pairs
        ]


def axis_of(timeline: Iterable[Interval]) -> Axis:
    """The axis that ``timeline`` (not empty, in order) fits on, from whole hour to whole hour."""
    stretches: list[Stretch] = []
    for interval in timeline:
        if stretches and stretches[-1].utc_offset_s == interval.utc_offset_s:
            stretches[-1] = Stretch(stretches[-1].start_utc, interval.end_utc, interval.utc_offset_s)
            continue
        if stretches:
            stretches[-1] = Stretch(stretches[-1].start_utc, interval.start_utc, stretches[-1].utc_offset_s)
        stretches.append(Stretch(interval.start_utc, interval.end_utc, interval.utc_offset_s))
    first, last = stretches[0], stretches[-1]
    start = _hour_before(first.start_utc, first.utc_offset_s)
    stretches[0] = Stretch(start, first.end_utc, first.utc_offset_s)
    end = max(_hour_after(last.end_utc, last.utc_offset_s), start + LEAST)
    stretches[-1] = Stretch(stretches[-1].start_utc, end, last.utc_offset_s)
    return Axis(tuple(stretches))


def _hour_before(moment: datetime, utc_offset_s: float) -> datetime:
    local = local_time(moment, utc_offset_s)
    return moment - (local - local.replace(minute=0, second=0, microsecond=0))


def _hour_after(moment: datetime, utc_offset_s: float) -> datetime:
    before = _hour_before(moment, utc_offset_s)
    return before if before == moment else before + HOUR


def _hours_of(stretch: Stretch) -> Iterable[datetime]:
    hour = _hour_after(stretch.start_utc, stretch.utc_offset_s)
    while hour < stretch.end_utc:
        yield local_time(hour, stretch.utc_offset_s)
        hour += HOUR
