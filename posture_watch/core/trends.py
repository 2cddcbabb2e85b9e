"""A figure of these days beside the user's own usual: medians and spread, and no noise sold as news."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Literal

from posture_watch.core.summary import DayFigures

FEWEST_DAYS = 5
"""Fewer days than this make no "usual" (starting guess)."""
LEAST_DESK_S = 3600.0
"""A day with less time at the desk than this says nothing about days (s; starting guess)."""

Standing = Literal["lower", "as usual", "higher", "too few days"]


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some days and the half of them around it; ``days`` is how many there were."""

    middle: float
    low: float
    high: float
    days: int


@dataclass(frozen=True, slots=True)
class Trend:
    """``now`` beside ``usual`` (None: too few days). ``standing`` is news only outside of the usual half."""

    name: str
    now: Spread | None
    usual: Spread | None
    standing: Standing


def spread_of(values: Iterable[float]) -> Spread | None:
    """Median and quartiles; None without a value."""
    known = sorted(values)
    if not known:
        return None
    if len(known) == 1:
        return Spread(known[0], known[0], known[0], 1)
    low, _, high = quantiles(known, n=4, method="inclusive")
    return Spread(median(known), low, high, len(known))


FIGURES: dict[str, Callable[[DayFigures], float | None]] = {
    "sitting_s": lambda day: day.sitting_s,
    "longest_bout_s": lambda day: day.longest_bout_s,
    "good_share": lambda day: day.seconds.get("good", 0.0) / day.judged_s if day.judged_s > 0 else None,
    "breaks_per_h": lambda day: 3600.0 * day.breaks / day.desk_s if day.desk_s > 0 else None,
    "reminders": lambda day: float(day.reminders),
    "strain_peak": lambda day: day.strain_peak,
}
"""What is compared, by name; None where a day does not have it."""


def trends(now: Iterable[DayFigures], before: Iterable[DayFigures]) -> tuple[Trend, ...]:
    """Each figure of ``now`` beside the days ``before`` (the user's own last four weeks)."""
    these, those = _telling(now), _telling(before)
    return tuple(_trend(name, figure, these, those) for name, figure in FIGURES.items())


def _telling(days: Iterable[DayFigures]) -> list[DayFigures]:
    return [day for day in days if day.desk_s >= LEAST_DESK_S]


def _trend(
    name: str, figure: Callable[[DayFigures], float | None], these: list[DayFigures], those: list[DayFigures]
) -> Trend:
    now = spread_of(v for day in these if (v := figure(day)) is not None)
    usual = spread_of(v for day in those if (v := figure(day)) is not None)
    if now is None or usual is None or usual.days < FEWEST_DAYS:
        return Trend(name, now, None, "too few days")
    standing: Standing = "lower" if now.middle < usual.low else "higher" if now.middle > usual.high else "as usual"
    return Trend(name, now, usual, standing)
