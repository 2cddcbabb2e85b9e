"""What of breaks and exercises was done, so that tomorrow's break is another one. No streaks are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from posture_watch.core.logged import local_time

Routine = Literal["break", "strength", "breathing"]
KNOWN: tuple[Routine, ...] = ("break", "strength", "breathing")


@dataclass(frozen=True, slots=True)
class Practised:
    """One exercise of a guided break, begun at ``at_utc`` and followed for ``seconds``. ``counted``: repetitions that
    the camera saw, None where it did not look or cannot see this exercise."""

    at_utc: datetime
    utc_offset_s: float
    routine: Routine
    exercise: str
    seconds: float
    counted: int | None = None

    def __post_init__(self) -> None:
        if self.at_utc.tzinfo is None:
            raise ValueError("at_utc needs a time zone")
        if self.routine not in KNOWN:
            raise ValueError(f"{self.routine!r} is no routine")
        if not self.exercise or self.seconds < 0 or (self.counted is not None and self.counted < 0):
            raise ValueError(f"this cannot have been done: {self.exercise!r}, {self.seconds} s, {self.counted}")

    @property
    def local_date(self) -> date:
        """The user's day."""
        return local_time(self.at_utc, self.utc_offset_s).date()
