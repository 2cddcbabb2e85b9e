"""What other processes ask of a running monitor: answered in their threads, from the present that the loop has left
there; an order waits for the loop to carry it out."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from posture_watch.answers import answer, not_yet
from posture_watch.app import Monitor
from posture_watch.capture.clock import Clock
from posture_watch.control.request import Request
from posture_watch.following import FollowedConfig
from posture_watch.heart import Heart
from posture_watch.present import Present
from posture_watch.today import Today

SETTLED_S = 1.0
"""How long an answer waits for the order to be carried out (s), should a frame take long."""


@dataclass(slots=True)
class Asked:
    """``handle`` may be called from any thread, the rest from the loop's. ``present`` is the latest."""

    present: Present
    today: Today
    heart: Heart
    monitor: Monitor
    file: FollowedConfig
    orders: queue.SimpleQueue[Request]
    clock: Clock
    _ordering: threading.Lock = field(default_factory=threading.Lock)
    _settled: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._settled.set()

    def settle(self, look: Callable[[], Present]) -> None:
        """What was ordered has been carried out: whoever asks now sees what came of it."""
        if not self._settled.is_set():
            self.present = look()
            with self._ordering:
                if self.orders.empty():
                    self._settled.set()

    def handle(self, request: Request) -> Mapping[str, Any]:
        """The answer to another process. An order is carried out by the loop, and answered once that has been done:
        what was promised stands in the log then, whoever kills us. Of a loop that hangs nothing is promised."""
        self._settled.wait(SETTLED_S)  # the present is what the orders before have made of it
        if request.command == "status":
            today = self.today.figures(self.clock.now())
            return replace(self.present, today=today, late_s=self.heart.late_s()).as_json()
        if request.command == "watch":
            return replace(self.present, late_s=self.heart.late_s()).as_watched(self.clock.now())
        words, carry_out = answer(request, self.present.as_json(), self.file.config.reminders.snooze_s)
        if carry_out and not self._order(request) and request.command not in ("stop", "attend"):
            return {"text": not_yet(), "done": False}
        return {"text": words, "done": carry_out}

    def _order(self, request: Request) -> bool:
        """Whether the loop has carried it out in time."""
        if request.command == "stop":
            self.heart.stop_surely()
        with self._ordering:
            self._settled.clear()
            self.orders.put(request)
        self.monitor.watcher.source.wake()
        return self._settled.wait(SETTLED_S)
