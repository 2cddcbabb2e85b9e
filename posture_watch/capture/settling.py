"""When a camera that was just opened has found its exposure: its first pictures are dark, glaring or empty."""

from __future__ import annotations

from posture_watch.capture.picture import Glimpse

SETTLING_S = 0.1
"""Between the frames that are looked at while it settles."""
_LONGEST_S = 1.5
"""A light that flickers or a film on a screen never gets steady: what there is after this is taken. An engineering
choice: no real camera's exposure has been measured here."""
_STEADY_LEVELS = 2.0
"""Grey levels of 255 that the mean brightness of one frame may be away from the last one: in ten clips of people at
desks 97 of 100 steps of 0.1 s are smaller (232 steps, the median is 0.3)."""
_STEADY_FRAMES = 2
"""So many steady steps in a row: an exposure that overshoots stands still for one frame at its turning point."""


class Settling:
    """Fed with the frames since a camera was opened, in order."""

    def __init__(self) -> None:
        self._first_s: float | None = None
        self._last_level: float | None = None
        self._steady = 0

    def add(self, glimpse: Glimpse) -> bool:
        """Whether ``glimpse`` is one to be judged."""
        level = float(glimpse.picture.small.mean())
        if self._first_s is None or self._last_level is None:
            self._first_s = glimpse.at.mono_s
        elif abs(level - self._last_level) <= _STEADY_LEVELS:
            self._steady += 1
        else:
            self._steady = 0
        self._last_level = level
        return self._steady >= _STEADY_FRAMES or glimpse.at.mono_s - self._first_s >= _LONGEST_S
