"""A figure of these days beside the user's own usual: medians and spread, and no noise sold as news.

A week or a month is news only if its middle is outside of the usual half of days, and its days as a whole rank higher
or lower among all of them than chance would have it in one week of fifty (Mann-Whitney). A single day cannot be news:
it is only said on which side of the usual half it lies, which is true of one day in four on either side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import sqrt
from statistics import median, quantiles
from typing import Literal

from posture_watch.core.summary import DayFigures

FEWEST_DAYS = 5
"""Fewer days than this make no "usual" (starting guess)."""
FEWEST_NOW = 3
"""Two days make no week (starting guess); one is a day beside the others."""
NEWS_Z = 2.33
"""Standard deviations of the rank sum: without any change 1 in 50 is further out, to either side. By simulation of
20,000 weeks the rule as a whole calls 1 in 70 of unchanged weeks higher or lower (test_trends.py does it again)."""
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
    """``now`` beside ``usual`` (None: too few days). ``standing`` of several days is news; of one day it is only the
    side of the usual half that it lies on."""

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
    "seen_share": lambda day: day.coverage,
}
"""What is compared, by name; None where a day does not have it."""


GROWING = frozenset({"sitting_s", "longest_bout_s", "reminders", "strain_peak"})
"""What only grows while a day goes on: until its end it may be called higher, but never lower or as usual."""


def trends(now: Iterable[DayFigures], before: Iterable[DayFigures], *, today: date | None = None) -> tuple[Trend, ...]:
    """Each figure of ``now`` beside the days ``before`` (the user's own last four weeks).

    ``today`` is still going on: among other days it is left out, and alone it says nothing that its rest may change.
    """
    these, those = _telling(now), _telling(before)
    whole = [day for day in these if day.day != today]
    made = tuple(_trend(name, figure, whole or these, those) for name, figure in FIGURES.items())
    return (
        made if whole else tuple(t for t in made if t.name not in GROWING or t.standing in ("higher", "too few days"))
    )


def _telling(days: Iterable[DayFigures]) -> list[DayFigures]:
    return [day for day in days if day.desk_s >= LEAST_DESK_S]


def _trend(
    name: str, figure: Callable[[DayFigures], float | None], these: list[DayFigures], those: list[DayFigures]
) -> Trend:
    now = [value for day in these if (value := figure(day)) is not None]
    usual = [value for day in those if (value := figure(day)) is not None]
    spread, usual_spread = spread_of(now), spread_of(usual)
    if spread is None or usual_spread is None or len(usual) < FEWEST_DAYS or 1 < len(now) < FEWEST_NOW:
        return Trend(name, spread, None, "too few days")
    side: Standing = "as usual"
    if not usual_spread.low <= spread.middle <= usual_spread.high:
        side = "lower" if spread.middle < usual_spread.low else "higher"
    if len(now) > 1 and rank_z(now, usual) * (1 if side == "higher" else -1) < NEWS_Z:
        side = "as usual"
    return Trend(name, spread, usual_spread, side)


def rank_z(these: Iterable[float], those: Iterable[float]) -> float:
    """How far the ranks of ``these`` among all lie above (or below, negative) what chance has, in standard deviations.

    Mann and Whitney's statistic with ties and the correction for steps; 0 if all values are equal or one side is empty.
    """
    marked = sorted([(value, True) for value in these] + [(value, False) for value in those])
    n, total = sum(ours for _, ours in marked), len(marked)
    m = total - n
    rank_sum, ties, below = 0.0, 0, 0
    for _, group in groupby(marked, key=lambda entry: entry[0]):
        alike = [ours for _, ours in group]
        rank_sum += sum(alike) * (below + (len(alike) + 1) / 2)
        ties += len(alike) ** 3 - len(alike)
        below += len(alike)
    if not n or not m or total**3 - total == ties:
        return 0.0
    excess = rank_sum - n * (total + 1) / 2
    sd = sqrt(n * m / 12 * (total + 1 - ties / (total * (total - 1))))
    return max(abs(excess) - 0.5, 0.0) / sd * (1 if excess > 0 else -1)
