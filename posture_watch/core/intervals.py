"""The day as it is logged: intervals of one posture, and minutes of figures. Never overlapping."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Posture = Literal["good", "poor", "unknown", "standing", "away", "busy"]
"""``standing``: at the desk, on their feet. ``busy``: another program has the camera; neither sitting nor away."""
POSTURES: tuple[Posture, ...] = ("good", "poor", "unknown", "standing", "away", "busy")


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``start_utc`` to ``end_utc`` the posture was ``posture``. ``sitting`` says whether somebody sat in front."""

    start_utc: datetime
    end_utc: datetime
    posture: Posture
    sitting: bool
    utc_offset_s: float = 0.0

    def __post_init__(self) -> None:
        if self.end_utc < self.start_utc:
            raise ValueError(f"an interval cannot end ({self.end_utc}) before it starts ({self.start_utc})")

    @property
    def duration_s(self) -> float:
        """Seconds from start to end."""
        return (self.end_utc - self.start_utc).total_seconds()


@dataclass(frozen=True, slots=True)
class Minute:
    """The figures of one UTC minute: seconds in each posture, seconds sitting, and the mean of each deviation."""

    start_utc: datetime
    utc_offset_s: float = 0.0
    seconds: Mapping[Posture, float] = field(default_factory=dict[Posture, float])
    sitting_s: float = 0.0
    deviation_means: Mapping[str, float] = field(default_factory=dict[str, float])
    over_s: Mapping[str, float] = field(default_factory=dict[str, float])
    """Seconds that each posture rule's limit was exceeded."""
    judged_frames: int = 0
    kinds_s: Mapping[str, float] = field(default_factory=dict[str, float])
    """Seconds by what the posture is called (kinds.py)."""
    strain: float | None = None
    """The highest strain in it; None if it was not followed."""

    def __post_init__(self) -> None:
        if self.start_utc.second or self.start_utc.microsecond:
            raise ValueError(f"a minute starts at its first second, not at {self.start_utc}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What is still open: written every few seconds, so that a kill loses no more than that."""

    interval: Interval | None
    minute: Minute | None
