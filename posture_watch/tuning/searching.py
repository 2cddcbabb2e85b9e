"""The limits that give about so many reminders a day, in few replays: a grid, then halves where the target lies.

What is searched goes one way: longer holds and higher limits remind less often. Gaps, caps and fading can bend that by
a reminder or two, so the nearest value of all that were tried is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

FACTORS = (0.1, 0.3, 1.0, 3.0, 10.0)
"""Of the present holds, to begin with."""
CLOSE = 0.1
"""So near to the target (a share of it) nothing nearer is looked for: days differ by more."""
_ROUNDS = 3

Rates = Callable[[Sequence[float]], Sequence[float]]
"""Values in, reminders a day out, one for each."""


@dataclass(frozen=True, slots=True)
class Found:
    """``value`` gives ``rate`` reminders a day. ``verdict``: about as many as asked for, or why not. ``tried`` are all
    values and their rates, in order of the value."""

    value: float
    rate: float
    verdict: Literal["found", "never so many", "never so few", "in steps"]
    tried: tuple[tuple[float, float], ...]


def search(target: float, grid: Sequence[float], rates: Rates, rounding: Callable[[float], float]) -> Found:
    """The value that gives the rate nearest to ``target``; ``rates`` fall as values rise."""
    tried = dict(zip(grid, rates(grid), strict=True))
    for _ in range(_ROUNDS):
        if _is_close(tried, target):
            break
        between = _between(tried, target)
        if between is None:
            break
        low, high = between
        inside = {rounding(low + (high - low) * share) for share in (1 / 3, 2 / 3)}
        fresh = sorted(inside - set(tried))
        if not fresh:
            break
        tried |= dict(zip(fresh, rates(fresh), strict=True))
    value = min(tried, key=lambda one: (abs(tried[one] - target), one))
    return Found(value, tried[value], _verdict(tried, target), tuple(sorted(tried.items())))


def tolerance(target: float) -> float:
    """How far from the target still is "about so many" (reminders a day)."""
    return max(CLOSE * target, 0.15)


def _is_close(tried: dict[float, float], target: float) -> bool:
    return min(abs(rate - target) for rate in tried.values()) <= tolerance(target)


def _between(tried: dict[float, float], target: float) -> tuple[float, float] | None:
    """The last two neighbours with the target between their rates."""
    values = sorted(tried)
    for low, high in pairwise(values):
        if tried[low] >= target >= tried[high]:
            return low, high
    return None


def _verdict(tried: dict[float, float], target: float) -> Literal["found", "never so many", "never so few", "in steps"]:
    if _is_close(tried, target):
        return "found"
    if max(tried.values()) < target:
        return "never so many"
    return "never so few" if min(tried.values()) > target else "in steps"
