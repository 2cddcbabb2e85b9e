"""Slow breathing, four seconds in and six out, for some minutes: by choice, and never more than a pace to follow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from posture_watch.care.claim import Claim

IN_S, OUT_S = 4.0, 6.0
BREATH_S = IN_S + OUT_S
LEAST_MINUTES, USUAL_MINUTES, MOST_MINUTES = 2.0, 3.0, 5.0

STEPS: tuple[str, ...] = (
    "Sit or stand at ease, shoulders loose.",
    "In through the nose while it grows, out slowly while it shrinks.",
    "Breathe as deep as is pleasant; if you feel dizzy, breathe as usual.",
)
"""What to do, for both outlets."""
KNOWN = (
    Claim(
        "Stress may have a part in back pain; how much is very uncertain. Slow breathing is here by choice.",
        ("suri_2018", "jahn_2024"),
    ),
)
"""What is said of it, no more."""


@dataclass(frozen=True, slots=True)
class Breath:
    """``left_s`` of this phase. ``fullness`` 0 (out) to 1 (in), smooth. ``number`` from 1."""

    phase: Literal["in", "out"]
    left_s: float
    fullness: float
    number: int


def breath(elapsed_s: float) -> Breath:
    """Where the pace stands ``elapsed_s`` (>= 0) seconds after the first breath in began."""
    number, into_s = divmod(elapsed_s, BREATH_S)
    if into_s < IN_S:
        return Breath("in", IN_S - into_s, _smooth(into_s / IN_S), int(number) + 1)
    return Breath("out", BREATH_S - into_s, 1.0 - _smooth((into_s - IN_S) / OUT_S), int(number) + 1)


def whole_breaths_s(seconds: float) -> float:
    """The time of as many whole breaths as fit, at least one: nobody is stopped in the middle of one."""
    return max(1, math.floor(seconds / BREATH_S + 1e-9)) * BREATH_S


def _smooth(share: float) -> float:
    return (1.0 - math.cos(math.pi * share)) / 2.0
