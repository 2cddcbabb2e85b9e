"""The working day: what the person does, and when. Eight hours that begin again; nothing here waits or decides."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

Doing = Literal["upright", "slump", "tilt", "away", "call", "locked", "pause"]
"""Sitting well, sunk or with a tilted head; gone; another program has the camera; the screen locked; paused."""

MORNING: tuple[tuple[Doing, float], ...] = (
    ("upright", 14), ("slump", 13), ("upright", 4), ("tilt", 5), ("upright", 8), ("away", 3), ("upright", 11),
    ("slump", 12), ("call", 15), ("upright", 6), ("slump", 9), ("pause", 8), ("upright", 3), ("locked", 9),
)  # fmt: skip
"""Two hours, in minutes."""
LUNCH: tuple[tuple[Doing, float], ...] = (("away", 4), ("locked", 36))
EVENING: tuple[tuple[Doing, float], ...] = (("upright", 20), ("slump", 20), ("away", 5), ("upright", 20), ("slump", 15))
DAY = (*MORNING, *MORNING, *LUNCH, *MORNING, *EVENING)
DAY_S = 8 * 3600.0
assert sum(minutes for _, minutes in DAY) * 60 == DAY_S

_STARTS_S = tuple(accumulate((minutes * 60 for _, minutes in DAY), initial=0.0))[:-1]


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start_s`` to before ``end_s`` since the day began."""

    doing: Doing
    start_s: float
    end_s: float


def doing_at(passed_s: float) -> Doing:
    """What the person does so long after the beginning; the day is the same again and again."""
    return DAY[bisect_right(_STARTS_S, passed_s % DAY_S) - 1][0]


def stretches(until_s: float) -> Iterator[Stretch]:
    """All that begin before ``until_s``."""
    start_s, number = 0.0, 0
    while start_s < until_s:
        doing, minutes = DAY[number % len(DAY)]
        yield Stretch(doing, start_s, start_s + minutes * 60)
        start_s, number = start_s + minutes * 60, number + 1
