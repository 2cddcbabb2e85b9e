"""Sends notifications from a thread of its own: the monitor never waits for a desktop."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from posture_watch.notify.base import Notification, Notifier
from posture_watch.notify.bounded import Attempt

_log = logging.getLogger(__name__)

# More than this waiting means that nobody reads them; the newest are worth most.
_MOST_WAITING = 8
# How long a killed send may take to unwind before its thread is left behind.
_UNWIND_S = 1.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of a notification: ``backend`` that showed it (None: nobody did) and why those before it did not."""

    notification: Notification
    backend: str | None
    problem: str


class Dispatcher:
    """Hands each notification to the first of ``backends`` that shows it within its deadline.

    Every notification starts with the first again, so a daemon that comes back is used again. ``delivered`` is called
    in the worker's thread after each one.
    """

    def __init__(self, *backends: Notifier, delivered: Callable[[Delivery], None] | None = None) -> None:
        self._backends = backends
        self._delivered = delivered
        self._waiting: deque[Notification] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._last: Delivery | None = None
        self._attempts: dict[str, Attempt[bool]] = {}
        self._worker = threading.Thread(target=self._work, name="notify", daemon=True)
        self._worker.start()

    @property
    def last(self) -> Delivery | None:
        """What came of the newest notification that was tried."""
        with self._changed:
            return self._last

    def submit(self, notification: Notification) -> bool:
        """Queue it and return at once; False if closed. Never raises. With a full queue the oldest one is dropped."""
        with self._changed:
            if self._closing:
                return False
            if len(self._waiting) >= _MOST_WAITING:
                _log.info("notification dropped, too many are waiting: %s", self._waiting.popleft().title)
            self._waiting.append(notification)
            self._changed.notify_all()
        return True

    def close(self, within_s: float) -> bool:
        """Take no more, wait at most ``within_s`` seconds for those waiting, end what hangs. True if none was left."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._worker.join(within_s)
        done = not self._worker.is_alive()
        if not done:
            with self._changed:
                self._waiting.clear()
            for backend in self._backends:
                backend.abort()
        return done

    def _work(self) -> None:
        while (notification := self._next()) is not None:
            delivery = self._deliver(notification)
            with self._changed:
                self._last = delivery
                self._changed.notify_all()
            if self._delivered is not None:
                try:
                    self._delivered(delivery)
                except Exception:  # the worker outlives its listeners
                    _log.exception("the listener for deliveries failed")

    def _next(self) -> Notification | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            return self._waiting.popleft() if self._waiting else None

    def _deliver(self, notification: Notification) -> Delivery:
        problems: list[str] = []
        for backend in self._backends:
            if self._try(backend, notification):
                return Delivery(notification, backend.name, "; ".join(problems))
            problems.append(f"{backend.name}: {backend.problem}")
        return Delivery(notification, None, "; ".join(problems))

    def _try(self, backend: Notifier, notification: Notification) -> bool:
        """One send within the deadline. At most one thread per backend is ever left behind."""
        before = self._attempts.get(backend.name)
        if before is not None and before.running:
            backend.problem = "an earlier notification still hangs"
            return False
        attempt = self._attempts[backend.name] = Attempt(
            lambda: backend.send(notification), name=f"notify-{backend.name}"
        )
        try:
            return attempt.result(backend.deadline_s)
        except TimeoutError:
            backend.abort()
        with contextlib.suppress(TimeoutError):
            attempt.result(_UNWIND_S)
        backend.problem = f"it did not finish within {backend.deadline_s:g} s"
        return False
