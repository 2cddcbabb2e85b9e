"""How many reminders a day: the middle, the spread, and how uncertain an average of few days is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from statistics import fmean, variance

from posture_watch.core.trends import Spread, spread_of
from posture_watch.tuning.said import Said

_Z = 1.96


@dataclass(frozen=True, slots=True)
class Rate:
    """``average`` reminders a day; weeks like these would have between ``least`` and ``most`` (95 of 100 times).

    ``spread``: the middle day and the half of days around it; None without days.
    """

    total: int
    average: float
    least: float
    most: float
    spread: Spread | None


def rate_of(said: Iterable[Said], days: Sequence[date]) -> Rate | None:
    """Over ``days``, those without any reminder included; None without days."""
    if not days:
        return None
    by_day = Counter(one.day for one in said)
    counts = [by_day[day] for day in days]
    least, most = _interval(counts)
    return Rate(sum(counts), fmean(counts), least, most, spread_of(counts))


def _interval(counts: Sequence[int]) -> tuple[float, float]:
    """Poisson (Byar's approximation), wider where days differ more than chance would have it."""
    total, days = sum(counts), len(counts)
    wider = max(1.0, variance(counts) / fmean(counts)) if days > 1 and total else 1.0
    events = total / wider
    least = events * (1 - 1 / (9 * events) - _Z / (3 * sqrt(events))) ** 3 if events > 0 else 0.0
    more = events + 1
    most = more * (1 - 1 / (9 * more) + _Z / (3 * sqrt(more))) ** 3
    return max(0.0, least) * wider / days, most * wider / days
