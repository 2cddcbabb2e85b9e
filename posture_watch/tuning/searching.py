"""The limits that give about so many reminders a day, in few replays: outwards from the present ones, then between.

What is searched goes one way: longer holds and higher limits remind less often. Gaps, caps and fading can bend that by
a reminder or two, so the nearest value of all that were tried is taken. Values are tried in pairs: one a core.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

FACTORS = (0.1, 0.3, 0.6, 1.0, 1.7, 3.0, 10.0)
"""Of the present holds and times to sit."""
AROUND = (0.5, 0.75, 1.0, 1.33, 2.0)
"""Of one rule's present limit."""
CLOSE = 0.1
"""So near to the target (a share of it) nothing nearer is looked for: days differ by more."""
FINEST = 1.15
"""Neighbours nearer to each other than this ratio are not divided: what lies between them is a jump."""
_ROUNDS = 3
_ASIDE = 0.1
"""Two values are tried where the target should lie: so far (of the way between the neighbours) to either side. Where
that did not help, the line is none: thirds of the way, so that every round leaves a third."""

Rates = Callable[[Sequence[float]], Sequence[float]]
"""Values in, reminders a day out, one for each."""
Verdict = Literal["found", "near", "never so many", "never so few", "in steps"]


@dataclass(frozen=True, slots=True)
class Found:
    """``value`` gives ``rate`` reminders a day. ``verdict``: about as many as asked for, or why not; ``near`` the
    caller says: in steps, but other such days may well have as many. ``tried``: all values and their rates, in order.
    """

    value: float
    rate: float
    verdict: Verdict
    tried: tuple[tuple[float, float], ...]


def search(  # what is searched, where, and from where
    target: float,
    grid: Sequence[float],
    now: float,
    rates: Rates,
    rounding: Callable[[float], float],
    *,
    likely: float = 0.0,
) -> Found:
    """The value that gives the rate nearest to ``target``; ``rates`` fall as values rise. ``grid`` rises and has
    ``now`` in it, of which ``likely`` is about the rate: so the first pair is on the right side of it."""
    tried = dict[float, float]()

    def look(values: Sequence[float]) -> None:
        tried.update(zip(values, rates(values), strict=True))

    at = list(grid).index(now)
    first = grid[at : at + 2] if likely > target else grid[max(0, at - 1) : at + 1]
    look(first)
    fewer, more = [value for value in grid if value > first[-1]], [value for value in grid if value < first[0]]
    while fewer and min(tried.values()) > target and not _is_close(tried, target):
        look(fewer[:2])
        fewer = fewer[2:]
    while more and max(tried.values()) < target and not _is_close(tried, target):
        look(more[-2:])
        more = more[:-2]
    for number in range(_ROUNDS):
        fresh = [] if _is_close(tried, target) else _between(tried, target, rounding, thirds=number > 0)
        if not fresh:
            break
        look(fresh)
    value = min(tried, key=lambda one: (abs(tried[one] - target), abs(one - now), one))
    return Found(value, tried[value], _verdict(tried, target), tuple(sorted(tried.items())))


def tolerance(target: float) -> float:
    """How far from the target still is "about so many" (reminders a day)."""
    return max(CLOSE * target, 0.15)


def _is_close(tried: dict[float, float], target: float) -> bool:
    return min(abs(rate - target) for rate in tried.values()) <= tolerance(target)


def _between(
    tried: dict[float, float], target: float, rounding: Callable[[float], float], *, thirds: bool
) -> list[float]:
    """Values not tried yet about where a straight line between the neighbours of the target meets it; or thirds."""
    for low, high in pairwise(sorted(tried)):
        if tried[low] >= target >= tried[high]:
            if 0 < high < FINEST * low:
                return []
            share = (tried[low] - target) / ((tried[low] - tried[high]) or 1.0)
            aimed = (min(0.95, max(0.05, share + aside)) for aside in (-_ASIDE, _ASIDE))
            shares = (1 / 3, 2 / 3) if thirds else aimed
            return sorted({rounding(_on_the_way(low, high, one)) for one in shares} - set(tried))
    return []


def _on_the_way(low: float, high: float, share: float) -> float:
    """In equal ratios, where there are such."""
    return low * (high / low) ** share if low > 0 else low + (high - low) * share


def _verdict(tried: dict[float, float], target: float) -> Verdict:
    if _is_close(tried, target):
        return "found"
    if max(tried.values()) < target:
        return "never so many"
    return "never so few" if min(tried.values()) > target else "in steps"
