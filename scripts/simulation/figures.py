"""From outcomes to figures: limits at a false alarm rate, shares of people noticed, and the size that is noticed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from simulation.judging import Outcome

FALSE_ALARMS = 0.01
NEVER = float("inf")
LEFT_OUT = frozenset({"head_turn_deg"})
"""Deviations that are a gate and no signal."""
SAME = {"slump_score": "head_sink_ratio", "face_scale_ratio": "forward_lean_deg"}
"""Signals that say the same in another unit: in a set of limits only the second stands."""

Limits = Mapping[str, float]


def signals_of(outcomes: Sequence[Outcome]) -> list[str]:
    """Every signal that was measured of at least half of the people, by name."""
    names = [name for outcome in outcomes for name in outcome.deviations if name not in LEFT_OUT]
    known = sum(outcome.known for outcome in outcomes)
    return sorted(name for name in dict.fromkeys(names) if names.count(name) * 2 >= known)


def values(outcomes: Sequence[Outcome], signal: str) -> np.ndarray:
    """The signal of each person; −infinity where it is not known, which no limit flags."""
    return np.array([outcome.deviations.get(signal, -np.inf) for outcome in outcomes])


def limit_at(outcomes: Sequence[Outcome], signal: str, false_alarms: float = FALSE_ALARMS) -> float:
    """The limit that this share of these (upright) people exceeds."""
    column = np.sort(values(outcomes, signal))
    above = int(len(column) * false_alarms + 1e-9)
    return float(column[-1 - above])


def joint_limits(outcomes: Sequence[Outcome], signals: Sequence[str], false_alarms: float = FALSE_ALARMS) -> Limits:
    """A limit for each signal, each exceeded by as many people, so that together they flag this share (bisection)."""
    low, high = false_alarms / max(1, len(signals)) / 2, false_alarms
    for _ in range(20):
        each = (low + high) / 2
        limits = {signal: limit_at(outcomes, signal, each) for signal in signals}
        low, high = (each, high) if share(outcomes, over_any(limits)) <= false_alarms else (low, each)
    return {signal: limit_at(outcomes, signal, low) for signal in signals}


def over_any(limits: Limits) -> Callable[[Outcome], bool]:
    """Whether any signal is above its limit."""
    return lambda outcome: any(outcome.deviations.get(name, -np.inf) > limit for name, limit in limits.items())


def over_rules(outcome: Outcome) -> bool:
    """Whether any rule about forward and down is over, as the program's limits stand."""
    return bool(outcome.over)


def share(outcomes: Sequence[Outcome], flagged: Callable[[Outcome], bool]) -> float:
    """Share of people flagged; whoever is not judged is not flagged."""
    return sum(flagged(outcome) for outcome in outcomes) / len(outcomes)


def known_share(outcomes: Sequence[Outcome]) -> float:
    """Share of people judged."""
    return sum(outcome.known for outcome in outcomes) / len(outcomes)


def noticed_at(sizes: Sequence[float], shares: Sequence[float], wanted: float) -> float:
    """The smallest size at which ``wanted`` of the people are noticed, between the sizes tried; NEVER if none does.

    Below the first size the share is taken to rise from none at size 0. Beyond the size found it may fall again: who
    leans out of the frame is not judged.
    """
    before, at_before = 0.0, 0.0
    for size, at_size in zip(sizes, shares, strict=True):
        if at_size >= wanted:
            return before + (size - before) * (wanted - at_before) / (at_size - at_before)
        before, at_before = size, at_size
    return NEVER


def interval(hits: int, count: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    z = 1.96
    middle, spread = hits + z * z / 2, z * np.sqrt(hits * (count - hits) / count + z * z / 4)
    return float((middle - spread) / (count + z * z)), float((middle + spread) / (count + z * z))
