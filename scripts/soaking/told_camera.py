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
WAKES_WITHIN_S = 1.0
"""How long a camera takes after a suspend (s)."""


class ToldCamera(Source):
    """Behaves in time as BurstSource and LiveSource do. ``busy``: whether another program has the camera,
    ``gone``: whether it is unplugged."""

    live = True
    name = "camera of the day"
    identity = "soak"

    def __init__(
        self, clock: ToldClock, use: Use, *, interval_s: float, busy: Callable[[], bool], gone: Callable[[], bool]
    ) -> None:
        self.interval_s = interval_s
        self.closed = False
        self._clock, self._use, self._busy, self._gone = clock, use, busy, gone
        self._due_s = self._since_s = clock.mono_s()
        self._began_s: float | None = None
        self._hold_until_s = 0.0
        self._jumps: int = clock.jumps

    def read(self, timeout_s: float) -> Frame | Burst | None:
        end_s = self._clock.mono_s() + timeout_s
        if self.closed or self._busy() or (self._gone() and self._clock.mono_s() >= self._due_s):
            self._began_s = None
            self._clock.wait(timeout_s)
            return None
        self._mind_sleep()
        slept = self._sleep_until(min(self._due_s, end_s))
        if not slept or self._clock.mono_s() < self._due_s or self._clock.jumps != self._jumps:
            return None
        if self._began_s is None:
            self._began_s = self._clock.mono_s()
        looking = self._use == "bursts" and not self._held
        ready_s = self._began_s + (LOOK_TAKES_S if looking else 0.0)
        slept = self._sleep_until(min(ready_s, end_s))
        if not slept or self._clock.mono_s() < ready_s or self._busy() or self._clock.jumps != self._jumps:
            return None
        return self._taken(looking)

    def _taken(self, looking: bool) -> Frame | Burst:
        began_s, self._began_s = self._began_s or 0.0, None
        every_s = LOOKING_S if self._use == "bursts" and not looking else self.interval_s
        self._due_s = max(self._due_s, began_s - every_s) + every_s
        if self._due_s <= self._clock.mono_s():
            self._due_s = self._clock.mono_s() + every_s
        return self._burst() if looking else Frame(self._clock.now(), PIXEL)

    def _sleep_until(self, mono_s: float) -> bool:
        return self._clock.wait(max(0.0, mono_s - self._clock.mono_s()))

    def _mind_sleep(self) -> None:
        """After a suspend it looks at once, and the camera needs a moment until it gives a picture."""
        if self._clock.jumps != self._jumps:
            self._jumps = self._clock.jumps
            self._began_s = None
            self._due_s = self._clock.mono_s() + WAKES_WITHIN_S

    def wake(self) -> None:
        if not self.closed:
            self._clock.wake()

    def close(self) -> None:
        self.closed = True

    @property
    def state(self) -> SourceState:
        if self._busy():
            return SourceState("busy", "Camera of the day is in use by another program.", self._since_s)
        if self._gone() and self._clock.mono_s() >= self._due_s:
            return SourceState("unplugged", "Camera of the day is unplugged.", self._since_s)
        return SourceState("ok", "Camera of the day works.", self._since_s)

    @property
    def in_moments(self) -> bool:
        return self._use == "bursts"

    @property
    def camera_on(self) -> bool:
        return not self.closed and not self._busy() and (self._use == "open" or self._began_s is not None)

    def look_again_in(self, seconds: float) -> None:
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
