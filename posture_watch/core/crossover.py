"""What the hours before spasms say together, as far as their number allows. One test, settled beforehand; no forecast.

The exposure is whole minutes of sitting. In each comparison the score is how many ordinary days had fewer minutes,
less how many had more; p is exact: each window of a comparison might as well have been the one before the spasm.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, prod
from statistics import median
from typing import Literal

from posture_watch.core.exposure import Compared, Lacking

FEWEST_RAW, FEWEST_P, FEWEST_RATIO = 3, 6, 15
"""From so many comparable episodes on there are figures, a p, and an odds ratio."""
POWER = ((6, 0.17), (10, 0.35), (20, 0.71), (30, 0.88))
"""At so many episodes with four ordinary days each, the share of studies in which p falls below 0.05 if the odds ratio
is TRUE_RATIO and EXPOSED of the ordinary hours are exposed. Simulated: scripts/simulate_crossover.py; a test does it
again. It is the most favourable case: exposed or not, without degrees."""
TRUE_RATIO, EXPOSED = 4.0, 0.3
SIGNIFICANT = 0.05
_TAIL = 0.025
_LEAST_P = 5e-324
"""The least number there is: no p is 0."""
_WIDEST_LOG = 40.0
"""exp of it is beyond any odds ratio that could be meant."""

Gate = Literal["timeline", "raw", "exploratory", "ratio"]
"""What may be said of so many: only when they were; their figures; also a p; also an odds ratio."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """The odds of a spasm after more sitting than ``over_min`` minutes, the middle of the ordinary windows, beside
    those after less. Conditional estimate with its exact 95 % interval; 0 and infinite are possible.

    ``cases_over`` of the episodes and ``controls_over`` of ``controls`` ordinary windows had more.
    """

    estimate: float
    low: float
    high: float
    over_min: float
    cases_over: int
    controls_over: int
    controls: int


@dataclass(frozen=True, slots=True)
class Crossover:
    """The comparison. From FEWEST_P on ``difference_s``, the median over the episodes of sitting before them less the
    usual (s), ``p`` two-sided and above 0, and ``power``, the row of POWER for so many. ``ratio`` from FEWEST_RATIO on;
    None also if every comparison is all over or all under the middle."""

    told: tuple[Compared, ...]
    gate: Gate
    difference_s: float | None = None
    p: float | None = None
    ratio: Ratio | None = None
    power: tuple[int, float] | None = None

    @property
    def usable(self) -> tuple[Compared, ...]:
        """Those that can be compared."""
        return tuple(one for one in self.told if one.lacking is None)

    @property
    def lacking(self) -> dict[Lacking, int]:
        """How many cannot, by what is missing."""
        return dict(Counter(one.lacking for one in self.told if one.lacking is not None))


def crossover(told: Iterable[Compared]) -> Crossover:
    """All that may be said of them, and no more."""
    whole = tuple(told)
    sets = [minutes_of(one) for one in whole if one.lacking is None]
    differences = [one.difference_s for one in whole if one.difference_s is not None]
    gate = gate_of(len(sets))
    if gate in ("timeline", "raw"):
        return Crossover(whole, gate)
    ratio = odds_ratio(sets) if gate == "ratio" else None
    return Crossover(whole, gate, median(differences), permutation_p(sets), ratio, power_at(len(sets)))


def gate_of(episodes: int) -> Gate:
    """What so many comparable episodes allow."""
    gates: tuple[Gate, ...] = ("timeline", "raw", "exploratory", "ratio")
    return gates[bisect_right((FEWEST_RAW, FEWEST_P, FEWEST_RATIO), episodes)]


def power_at(episodes: int) -> tuple[int, float] | None:
    """The row of POWER for the nearest number not above; None below the first."""
    return next((row for row in reversed(POWER) if row[0] <= episodes), None)


def minutes_of(one: Compared) -> tuple[int, ...]:
    """Whole minutes of sitting, of all of the window: before the episode first, then on its ordinary days."""
    windows = (one.case, *one.controls)
    return tuple(round(window.exposure_s / 60) for window in windows if window is not None)


def permutation_p(sets: Iterable[Sequence[int]]) -> float:
    """Two-sided p of comparisons (the episode first): twice the smaller tail, 1 at most and never 0. Exact.

    Every arrangement, one window of each comparison taken for the episode's, is counted in whole numbers.
    """
    scores = [scores_of(one) for one in sets]
    observed = sum(one[0] for one in scores)
    ways: dict[int, int] = {0: 1}
    for one in scores:
        further: defaultdict[int, int] = defaultdict(int)
        for score, times in Counter(one).items():
            for total, number in ways.items():
                further[total + score] += number * times
        ways = further
    all_ways = prod(len(one) for one in scores)
    above = sum(number for total, number in ways.items() if total >= observed)
    below = sum(number for total, number in ways.items() if total <= observed)
    return max(min(1.0, 2 * min(above, below) / all_ways), _LEAST_P)


def scores_of(values: Sequence[int]) -> list[int]:
    """Of each value: how many of the others are smaller, less how many are greater. They sum up to 0."""
    return [sum(other < value for other in values) - sum(other > value for other in values) for value in values]


def odds_ratio(sets: Sequence[Sequence[int]]) -> Ratio | None:
    """Of more than the user's own median, which is that of all ordinary windows. None if nothing tells them apart."""
    ordinary = [value for one in sets for value in one[1:]]
    middle = median(ordinary)
    over = [[value > middle for value in one] for one in sets]
    telling = [(sum(one), len(one)) for one in over if 0 < sum(one) < len(one)]
    hits = sum(one[0] for one in over if 0 < sum(one) < len(one))
    if not telling:
        return None
    return Ratio(
        _solved(lambda odds: sum(_chances(telling, odds)) - hits) if 0 < hits < len(telling) else inf if hits else 0.0,
        _solved(lambda odds: sum(_counts(telling, odds)[hits:]) - _TAIL) if hits else 0.0,
        _solved(lambda odds: _TAIL - sum(_counts(telling, odds)[: hits + 1])) if hits < len(telling) else inf,
        middle,
        sum(one[0] for one in over),
        sum(value > middle for value in ordinary),
        len(ordinary),
    )


def _chances(telling: Sequence[tuple[int, int]], odds: float) -> list[float]:
    """Of each comparison with ``k`` of ``n`` windows over: how likely one of them is the episode's."""
    return [k * odds / (k * odds + n - k) for k, n in telling]


def _counts(telling: Sequence[tuple[int, int]], odds: float) -> list[float]:
    """How likely 0, 1, 2 … of them are over."""
    shares = [1.0]
    for chance in _chances(telling, odds):
        shares = [a * (1 - chance) + b * chance for a, b in zip([*shares, 0.0], [0.0, *shares], strict=True)]
    return shares


def _solved(rising: Callable[[float], float]) -> float:
    """The odds at which ``rising`` is 0."""
    low, high = -_WIDEST_LOG, _WIDEST_LOG
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if rising(exp(middle)) < 0 else (low, middle)
    return exp((low + high) / 2)
