"""Whether the camera is off on purpose: paused by the user, the screen locked, the computer going to sleep."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from posture_watch.core.around import Around
from posture_watch.core.instant import Instant

Off = Literal["paused", "locked", "asleep"]
UNKNOWN_S = 120.0
"""Whoever tells about the lock may be restarted, or hang: so long after it was locked, silence is not taken for
unlocked (s). For ever would be too long: a lock that nobody can tell any more must not blind the monitor."""


@dataclass(slots=True)
class CameraSwitch:
    """``off``: why, None while it is watched through. ``paused_until_s`` in unix seconds, None: until said otherwise.

    A pause is measured by whichever clock saw more of it: it ends in time after a suspend, and a wall clock that is set
    back does not lengthen it. ``locked_at``: when it was last known to be locked. ``lent``: another command of ours
    looks through the camera during this pause.
    """

    paused: bool = False
    paused_until_s: float | None = None
    off: Off | None = None
    lent: bool = False
    locked_at: Instant | None = None
    _ends: Instant | None = None

    def pause(self, now: Instant, seconds: float | None, *, lent: bool = False) -> None:
        """For so long, or until ``resume``."""
        self.lent = lent
        self.paused, self._ends = True, now.shifted(seconds) if seconds else None
        self.paused_until_s = self._ends.utc.timestamp() if self._ends else None

    def resume(self) -> None:
        """The pause is over."""
        self.paused, self.paused_until_s, self._ends, self.lent = False, None, None, False

    def pause_is_over(self, now: Instant) -> bool:
        """Whether its time has come."""
        return self.paused and self._ends is not None and now.gap_since(self._ends) >= 0

    def turn(self, around: Around, now: Instant) -> Literal["off", "on"] | None:
        """Follow pause, sleep and lock; returns what to do with the camera now, None if it stays as it is."""
        before = self.off
        locked = self._locked(around, now)
        self.off = "paused" if self.paused else "asleep" if around.asleep else "locked" if locked else None
        if (before is None) == (self.off is None):
            return None
        return "on" if self.off is None else "off"

    def _locked(self, around: Around, now: Instant) -> bool:
        if around.locked:
            self.locked_at = now
        elif around.locked is False or (self.locked_at and now.gap_since(self.locked_at) >= UNKNOWN_S):
            self.locked_at = None
        return self.locked_at is not None
