"""What clips have in common: their own time, which starts at zero and runs from an agreed moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from posture_watch.capture.source import EndOfSource, Source
from posture_watch.core.instant import Instant

if TYPE_CHECKING:
    from posture_watch.capture.frame import Burst, Frame
    from posture_watch.core.landmarks import Scene

CLIP_START = Instant(0.0, datetime(2000, 1, 1, tzinfo=UTC))
"""When a clip is said to begin if nobody says otherwise: a round date, the same on every machine."""


def clip_instant(start: Instant, t_s: float) -> Instant:
    """The moment ``t_s`` seconds into a clip: the monotonic clock counts from zero, the wall clock from ``start``."""
    return replace(start.shifted(t_s), mono_s=t_s)


class SampleGrid:
    """Picks the frames of a clip that are judged: the first at or after each multiple of ``interval_s``."""

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._next = 0

    def takes(self, t_s: float) -> bool:
        """Whether the frame at ``t_s`` is one of them. Call it with rising times."""
        reached = int((t_s + 1e-6) / self._interval_s)
        if reached < self._next:
            return False
        self._next = reached + 1
        return True


class LoopedSource(Source):
    """A clip over and over until ``loop_s`` seconds of clip time were played; time goes on rising strictly."""

    live = False

    def __init__(self, reopen: Callable[[], Source], loop_s: float) -> None:
        self._reopen = reopen
        self._inner = reopen()
        self.name, self.identity, self.interval_s = self._inner.name, self._inner.identity, self._inner.interval_s
        self._loop_s = loop_s
        self._offset_s = 0.0
        self._last_s: float | None = None

    def read(self, timeout_s: float) -> Frame | Burst | Scene | None:
        thing = self._next(timeout_s)
        if thing is None:
            return None
        at = thing.at.shifted(self._offset_s)
        if at.mono_s >= self._loop_s:
            raise EndOfSource
        self._last_s = at.mono_s
        self._keep_warnings()
        return replace(thing, at=at)

    @property
    def done(self) -> float | None:
        return min(1.0, (self._last_s or 0.0) / self._loop_s)

    def _next(self, timeout_s: float) -> Frame | Burst | Scene | None:
        try:
            return self._inner.read(timeout_s)
        except EndOfSource:
            if self._last_s is None:
                raise
            self._keep_warnings()
            self._inner.close()
            self._offset_s = self._last_s + self.interval_s
            self._inner = self._reopen()
            return self._inner.read(timeout_s)

    def _keep_warnings(self) -> None:
        for sentence in self._inner.warnings:
            self.warn(sentence)

    def close(self) -> None:
        self._keep_warnings()
        self._inner.close()
