"""Which days the user is at the desk, and when: workdays, weekends, holidays, an illness, a trip, a DST night."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

Manner = Literal["work", "leisure", "moment"]
Zone = Literal["berlin", "lisbon"]
HOLIDAYS = {(1, 1), (5, 1), (10, 3), (12, 24), (12, 25), (12, 26), (12, 31)}
"""Month and day: no work."""
LEAVE = (date(2026, 10, 2), date(2026, 9, 7))
ILL = (date(2026, 10, 6), date(2026, 10, 7), date(2026, 10, 8))
OUTAGE = date(2026, 10, 21)
"""From 13:00 on the camera sends no picture."""
TRIP = date(2026, 10, 13)
"""Berlin in the morning, Lisbon in the evening; back on the next day."""
MOMENT = date(2026, 10, 11)
"""A Sunday with a minute at the desk."""
NIGHT = date(2026, 10, 24)
"""A Saturday night that lasts until the clocks have been set back."""
OFFSETS_S: dict[Zone, float] = {"berlin": 3600.0, "lisbon": 0.0}
"""Ahead of UTC in winter."""


@dataclass(frozen=True, slots=True)
class Session:
    """The computer is on from ``start`` to ``end`` (local time there; hours may pass 24). ``outage_h``: from when on
    the camera is lost."""

    day: date
    start_h: float
    end_h: float
    manner: Manner = "work"
    zone: Zone = "berlin"
    outage_h: float | None = None

    @property
    def start_utc(self) -> datetime:
        """When it is switched on, in whole seconds."""
        naive = datetime.combine(self.day, time(), UTC) + timedelta(seconds=round(self.start_h * 3600))
        winter_utc = naive - timedelta(seconds=OFFSETS_S[self.zone])
        return winter_utc - timedelta(hours=1) if is_summer(winter_utc - timedelta(hours=1)) else winter_utc

    @property
    def seconds(self) -> float:
        """How long it is on (s)."""
        return (self.end_h - self.start_h) * 3600.0

    def offset_s(self, utc: datetime) -> float:
        """How far the local time of the place is ahead of UTC (s)."""
        return OFFSETS_S[self.zone] + (3600.0 if is_summer(utc) else 0.0)


def is_summer(utc: datetime) -> bool:
    """Whether summer time holds in the European Union: from the last Sunday of March to that of October, 01:00 UTC."""
    return _change(utc.year, 3) <= utc < _change(utc.year, 10)


def _change(year: int, month: int) -> datetime:
    last = date(year, month, 31)
    return datetime.combine(last - timedelta(days=(last.weekday() + 1) % 7), time(1), UTC)


def sessions(first: date, last: date, seed: int) -> Iterator[Session]:
    """Everything from ``first`` to ``last``, in order. The same day is the same whatever the stretch."""
    day = first
    while day <= last:
        yield from _of_day(day, random.Random(f"{seed} {day}"))  # noqa: S311  # a story
        day += timedelta(days=1)


def _of_day(day: date, dice: random.Random) -> Iterator[Session]:
    if day == MOMENT:
        yield Session(day, 20.0, 20.0 + 70 / 3600, "moment")
    elif day == NIGHT:
        yield Session(day, 21.5, 28.5, "leisure")
    elif day == TRIP:
        yield Session(day, 8.25, 11.5)
        yield Session(day, 17.0, 19.75, "work", "lisbon")
    elif day == TRIP + timedelta(days=1):
        yield Session(day, 8.5, 13.0, "work", "lisbon")
    elif day.weekday() >= 5:
        if dice.random() < 0.3:
            start_h = dice.uniform(14, 19)
            yield Session(day, start_h, start_h + dice.uniform(0.75, 2.5), "leisure")
    elif not is_off(day, dice):
        start_h = dice.gauss(8.7, 0.25)
        yield Session(day, start_h, start_h + dice.gauss(8.75, 0.4), outage_h=13.0 if day == OUTAGE else None)


def is_off(day: date, dice: random.Random) -> bool:
    """A weekday without work: a holiday, leave, an illness."""
    chosen = day in LEAVE or day in ILL or (day.month, day.day) in HOLIDAYS
    by_chance = day.year != 2026 and dice.random() < 0.09
    return chosen or by_chance
