"""The day's camera: frames of one pixel whose moment says what the person did, one by one or in bursts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from posture_watch.capture.frame import Burst, Frame
from posture_watch.capture.source import Source, SourceState
from soaking.told_clock import ToldClock

Use = Literal["open", "bursts"]
PIXEL = np.zeros((1, 1, 3), np.uint8)
LOOKING_S = 0.25
BURST_FRAMES = 5
LOOK_TAKES_S = 2.0
"""From opening the camera to the last frame of a burst (s)."""


class ToldCamera(Source):
    """Behaves in time as BurstSource and LiveSource do. ``busy``: whether another program has the camera."""

    live = True
    name = "camera of the day"
    identity = "soak"

    def __init__(self, clock: ToldClock, use: Use, *, interval_s: float, busy: Callable[[], bool]) -> None:
        self.interval_s = interval_s
        self.closed = False
        self._clock, self._use, self._busy = clock, use, busy
        self._due_s = clock.mono_s()
        self._hold_until_s = 0.0
        self._since_s = clock.mono_s()

    def read(self, timeout_s: float) -> Frame | Burst | None:
        now_s = self._clock.mono_s()
        ready_s = self._due_s + (LOOK_TAKES_S if self._use == "bursts" and not self._held else 0.0)
        blind = self.closed or self._busy()
        self._clock.wait(timeout_s if blind else max(0.0, min(ready_s - now_s, timeout_s)))
        if self.closed or self._busy() or self._clock.mono_s() < ready_s:
            return None
        if self._use == "bursts" and not self._held:
            self._due_s = max(self._due_s + self.interval_s, self._clock.mono_s())
            return self._burst()
        every_s = LOOKING_S if self._use == "bursts" else self.interval_s
        self._due_s = max(self._due_s + every_s, self._clock.mono_s())
        return Frame(self._clock.now(), PIXEL)

    def close(self) -> None:
        self.closed = True

    @property
    def state(self) -> SourceState:
        if self._busy():
            return SourceState("busy", "Camera of the day is in use by another program.", self._since_s)
        return SourceState("ok", "Camera of the day works.", self._since_s)

    @property
    def camera_on(self) -> bool:
        return not self.closed and not self._busy() and (self._use == "open" or self._clock.mono_s() >= self._due_s)

    def look_again_in(self, seconds: float) -> None:
        if self._use == "bursts":
            self._due_s = min(self._due_s, self._clock.mono_s() + seconds)

    def hold_open(self, seconds: float) -> None:
        self._hold_until_s = self._clock.mono_s() + seconds
        self.look_again_in(0.0)

    @property
    def _held(self) -> bool:
        return self._clock.mono_s() < self._hold_until_s

    def _burst(self) -> Burst:
        now = self._clock.now()
        return Burst(tuple(Frame(now.shifted(-LOOKING_S * n), PIXEL) for n in reversed(range(BURST_FRAMES))))
