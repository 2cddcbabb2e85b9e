"""One thing to try, out of the figures of some days, and why. Never medical; where little is known, nothing is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from posture_watch.core.summary import DayFigures


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to try, and why: English sentences, which outlets retell."""

    text: str
    reason: str


def suggest(days: Sequence[DayFigures]) -> Suggestion | None:
    """What these days suggest most; None if they are too few."""
    return None
