"""The day's clock: both clocks stand still until somebody waits; what is to happen meanwhile happens then."""

from __future__ import annotations

import heapq
import itertools
import queue
from collections.abc import Callable
from datetime import datetime, timedelta

from posture_watch.capture.clock import Clock
from posture_watch.control.request import Request
from posture_watch.core.instant import Instant

LEAST_S = 1e-6
"""A wait moves the clock by so much at least: after days, less is lost in rounding, and time would stand still."""


class ToldClock(Clock):
    """Begins at ``start_utc``. ``passed_s``: what the wall clock has gone on by since then; ``jumps``: times it slept.

    ``on_tick`` is called with ``passed_s`` each time it moved.
    """

    def __init__(self, start_utc: datetime, *, utc_offset_s: float = 0.0, passed_s: float = 0.0) -> None:
        self.passed_s = passed_s
        self.jumps = 0
        self.shift_s = 0.0
        """How far the wall clock was set forward, by whoever sets clocks; no time passes by that."""
        self.utc_offset_s = utc_offset_s
        self.on_tick: Callable[[float], None] = lambda _: None
        self._mono_s = 1000.0
        self._start_utc = start_utc
        self._acts: list[tuple[float, int, Callable[[], object]]] = []
        self._woken = False
        self._numbers = itertools.count()

    def now(self) -> Instant:
        utc = self._start_utc + timedelta(seconds=self.passed_s + self.shift_s)
        return Instant(self._mono_s, utc, self.utc_offset_s)

    def mono_s(self) -> float:
        return self._mono_s

    def at(self, passed_s: float, act: Callable[[], object]) -> None:
        """``act`` happens when so much has passed, in the thread that waits then."""
        heapq.heappush(self._acts, (passed_s, next(self._numbers), act))

    def wait(self, seconds: float) -> bool:
        """Let ``seconds`` pass on both clocks, with all that happens meanwhile; False, and less, if that woke us."""
        end_s = self.passed_s + (max(seconds, LEAST_S) if seconds > 0 else 0.0)
        self._woken = False
        while self._acts and self._acts[0][0] <= end_s:
            due_s, _, act = heapq.heappop(self._acts)
            self._move(max(0.0, due_s - self.passed_s))
            act()
            if self._woken:
                return False
        self._move(max(0.0, end_s - self.passed_s))
        return True

    def wake(self) -> None:
        """What happens now ends the wait in which it happens."""
        self._woken = True

    def sleep_through(self, seconds: float, *, mono_goes_on: bool) -> None:
        """The computer is suspended: the wall clock goes on; the monotonic one stops on Linux, not everywhere."""
        self.jumps += 1
        self.passed_s += seconds
        self._mono_s += seconds if mono_goes_on else 0.0
        self.on_tick(self.passed_s)

    def _move(self, seconds: float) -> None:
        self._mono_s += seconds
        self.passed_s += seconds
        self.on_tick(self.passed_s)


class ToldOrders(queue.SimpleQueue[Request]):
    """Where orders wait: who waits for one waits by the day's clock."""

    def __init__(self, clock: ToldClock) -> None:
        super().__init__()
        self._clock = clock

    def get(self, block: bool = True, timeout: float | None = None) -> Request:
        if self.empty() and block and timeout is not None:
            self._clock.wait(timeout)
        return super().get_nowait()
