"""Months of somebody at a desk, and when it struck: habits by the clock, long days in a row, gaps, summer time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from math import exp, sqrt
from random import Random

from posture_watch.core.diary import DiaryEntry, Episode
from posture_watch.core.exposure import REACH, Seen, Window
from posture_watch.core.intervals import Interval

FIRST = date(2026, 1, 5)
"""A Monday; the clock is put forward in the months after it."""
SUMMER = (date(2026, 3, 29), date(2026, 10, 25))
DAYS_AN_EPISODE = 10
ALIKE = 0.6
"""How much of a day's habit of sitting is the day before's."""
MORNINGS = (9, 9, 9, 10, 10, 10, 11, 11, 12, 13, 14, 15, 16, 17)
"""Hours in which it strikes: of two hours before, as many as nine and more, rather in the morning."""
BUSY_HOURS = (9, 10, 11, 14, 15)
"""Hours in which everybody sits longer."""

Chance = Callable[[Window], float]
"""How likely a moment is to be kept as an onset, by the hours before it, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Life:
    """What the log has of it, and the diary, both in the order of time."""

    intervals: tuple[Interval, ...]
    episodes: tuple[Episode, ...]


def whatever(_: Window) -> float:
    """Sitting has nothing to do with it."""
    return 1.0


def lived(dice: Random, episodes: int, chance: Chance = whatever) -> Life:
    """So many episodes after four quiet weeks; when they strike goes by the clock and by ``chance`` alone."""
    days = 28 + episodes * DAYS_AN_EPISODE
    level, intervals = dice.gauss(0, 1), list[Interval]()
    for number in range(days):
        level = ALIKE * level + sqrt(1 - ALIKE**2) * dice.gauss(0, 1)
        intervals += day_at_desk(dice, FIRST + timedelta(days=number), level)
    return Life(tuple(intervals), tuple(struck(dice, intervals, days, episodes, chance)))


def offset_of(day: date) -> timedelta:
    """An hour ahead of UTC, two in summer."""
    return timedelta(hours=2 if SUMMER[0] <= day < SUMMER[1] else 1)


def at_clock(day: date, hour: float) -> datetime:
    """The moment at which the user's clock shows ``hour``."""
    return datetime.combine(day, time(), tzinfo=UTC) + timedelta(hours=hour) - offset_of(day)


def day_at_desk(dice: Random, day: date, level: float) -> list[Interval]:
    """Bouts of sitting and ways between them; on some days, and for some hours, nobody logs anything."""
    weekend = day.weekday() >= 5
    if dice.random() < (0.6 if weekend else 0.08):
        return []
    hour = dice.gauss(10.5, 1) if weekend else dice.gauss(7.3, 0.5)
    ends = hour + (dice.uniform(3, 6) if weekend else dice.uniform(8, 11))
    offset_s, midnight = offset_of(day).total_seconds(), at_clock(day, 0)
    found: list[Interval] = []
    while hour < ends:
        busy = 1.5 if int(hour) in BUSY_HOURS else 0.8
        sat = hour + dice.expovariate(1) * 0.5 * busy * exp(0.4 * level)
        away = sat + (0.6 if 12 <= hour < 13 else 0.05) + dice.expovariate(1) * 0.25 * exp(-0.4 * level)
        if dice.random() > 0.04:  # else the camera is off meanwhile
            begun, up, back = (midnight + timedelta(hours=each) for each in (hour, sat, away))
            found.append(Interval(begun, up, "unknown" if dice.random() < 0.1 else "good", True, offset_s))
            found.append(Interval(up, back, "away", False, offset_s))
        hour = away
    return [one for one in found if one.start_utc < one.end_utc and one.end_utc <= midnight + timedelta(days=1)]


def struck(dice: Random, intervals: list[Interval], days: int, most: int, chance: Chance) -> list[Episode]:
    """Onsets three days apart or more, on any day with anything logged in the two hours before."""
    seen, onsets = Seen(intervals), list[datetime]()
    for _ in range(200 * most):
        day = FIRST + timedelta(days=dice.randrange(28, days))
        onset = at_clock(day, dice.choice(MORNINGS) + dice.random())
        window = seen.window(onset - REACH)
        if window is None or any(abs(onset - other) < timedelta(days=3) for other in onsets):
            continue
        if dice.random() < chance(window):
            onsets.append(onset)
        if len(onsets) == most:
            break
    return [episode(number, onset) for number, onset in enumerate(sorted(onsets), start=1)]


def episode(number: int, onset: datetime) -> Episode:
    """A spasm, noted when it began."""
    day = (onset + timedelta(hours=1)).date()
    return Episode(number, DiaryEntry(f"{number:032x}", "spasm", onset, offset_of(day).total_seconds(), onset))


def upper(life: Life, share: float) -> float:
    """The sitting (s) that ``share`` of the windows of this life, at hours in which it may strike, are above."""
    seen = Seen(life.intervals)
    days = sorted({one.start_utc.date() for one in life.intervals})
    windows = [seen.window(at_clock(day, hour + 0.5) - REACH) for day in days for hour in MORNINGS]
    known = sorted(window.exposure_s for window in windows if window is not None and window.is_covered)
    return known[min(int((1 - share) * len(known)), len(known) - 1)]


def after_more_than(least_s: float, odds: float) -> Chance:
    """``odds`` times as likely after more sitting than that."""
    return lambda window: 1.0 if window.exposure_s > least_s else 1 / odds


def is_ordered(life: Life) -> bool:
    """Whether no interval overlaps the next, as the log promises."""
    return all(one.end_utc <= other.start_utc for one, other in pairwise(life.intervals))
