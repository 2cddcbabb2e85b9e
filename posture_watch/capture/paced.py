"""A clip played in real time, as if it were a camera: its frames get the wall clock's moments."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from posture_watch.capture.clock import Clock
from posture_watch.capture.frame import Burst, Frame
from posture_watch.capture.source import Source

if TYPE_CHECKING:
    from posture_watch.core.landmarks import Scene


class PacedSource(Source):
    """Hands out the frames of ``clip`` no sooner than a camera would have. It ends as the clip does."""

    live = False

    def __init__(self, clip: Source, clock: Clock) -> None:
        self._clip = clip
        self._clock = clock
        self.name, self.identity, self.interval_s = clip.name, clip.identity, clip.interval_s
        self._began_s = clock.mono_s()
        self._waiting: Frame | Scene | None = None
        self._closed = threading.Event()

    def read(self, timeout_s: float) -> Frame | Scene | None:
        """The next frame when its time has come, or None after ``timeout_s``. Raises EndOfSource after the last."""
        if self._waiting is None:
            self._waiting = _single(self._clip.read(timeout_s))
        if self._waiting is None:
            return None
        wait_s = self._began_s + self._waiting.at.mono_s - self._clock.mono_s()
        if wait_s > timeout_s:
            self._closed.wait(timeout_s)
            return None
        if wait_s > 0:
            self._closed.wait(wait_s)
        due, self._waiting = self._waiting, None
        return replace(due, at=self._clock.now())

    def close(self) -> None:
        self._closed.set()
        self._clip.close()


def _single(got: Frame | Burst | Scene | None) -> Frame | Scene | None:
    """Only a camera is taken in bursts; of anything else that came as one, the last frame would be the present."""
    return got.frames[-1] if isinstance(got, Burst) else got
