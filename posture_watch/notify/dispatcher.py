"""Sends notifications from a thread of its own: the monitor never waits for a desktop."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from posture_watch.notify.base import Notification, Notifier
from posture_watch.notify.bounded import Attempt

T = TypeVar("T")

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


@dataclass(frozen=True, slots=True)
class _Withdrawal:
    slot: str


class Dispatcher:
    """Hands each notification to the first of ``backends`` that shows it within its deadline, if none holds it back.

    Every notification starts with the first again, so a daemon that comes back is used again. ``delivered`` is called
    after each one and ``on_action(slot, key)`` after each click on a button, both in the worker's thread, "notify".
    Without ``on_action`` no buttons are shown.
    """

    def __init__(
        self,
        *backends: Notifier,
        delivered: Callable[[Delivery], None] | None = None,
        on_action: Callable[[str, str], None] | None = None,
    ) -> None:
        self._backends = backends
        self._delivered = delivered
        self._on_action = on_action
        self._waiting: deque[Notification | _Withdrawal] = deque()
        self._clicks: deque[tuple[str, str]] = deque(maxlen=_MOST_WAITING)
        self._changed = threading.Condition()
        self._closing = False
        self._last: Delivery | None = None
        self._attempts: dict[str, Attempt[Any]] = {}
        self._worker = threading.Thread(target=self._work, name="notify", daemon=True)
        if on_action is not None:
            for backend in backends:
                backend.listen(self._clicked)
        self._worker.start()

    @property
    def last(self) -> Delivery | None:
        """What came of the newest notification that was tried."""
        with self._changed:
            return self._last

    def submit(self, notification: Notification) -> bool:
        """Queue it and return at once; False if closed. Never raises.

        What waits in the same slot gives way to it; with a full queue the oldest one is dropped.
        """
        with self._changed:
            if self._closing:
                return False
            self._drop_waiting(notification.slot)
            if len(self._waiting) >= _MOST_WAITING:
                self._drop(self._waiting[0])
            self._waiting.append(notification)
            self._changed.notify_all()
        return True

    def withdraw(self, slot: str) -> None:
        """Take back the notification of ``slot``, shown or still waiting. Returns at once, never raises."""
        with self._changed:
            if self._closing or not slot:
                return
            self._drop_waiting(slot)
            self._waiting = deque(entry for entry in self._waiting if entry != _Withdrawal(slot))
            self._waiting.append(_Withdrawal(slot))
            self._changed.notify_all()

    def _drop_waiting(self, slot: str) -> None:
        for entry in [entry for entry in self._waiting if slot and entry.slot == slot]:
            if isinstance(entry, Notification):
                self._drop(entry)

    def _drop(self, entry: Notification | _Withdrawal) -> None:
        self._waiting.remove(entry)
        _log.info("dropped before it was shown: %s", entry)

    def _clicked(self, slot: str, key: str) -> None:
        with self._changed:
            self._clicks.append((slot, key))
            self._changed.notify_all()

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
        for backend in self._backends:
            backend.close()
        return done

    def _work(self) -> None:
        while (work := self._next()) is not None:
            match work:
                case Notification():
                    self._show(work)
                case _Withdrawal():
                    self._take_back(work.slot)
                case (slot, key):
                    self._tell_click(slot, key)

    def _next(self) -> Notification | _Withdrawal | tuple[str, str] | None:
        """What is to be done next, clicks first: somebody waits for their effect. None: the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._clicks or self._waiting or self._closing)
            if self._clicks:
                return self._clicks.popleft()
            return self._waiting.popleft() if self._waiting else None

    def _tell_click(self, slot: str, key: str) -> None:
        if self._on_action is not None:
            try:
                self._on_action(slot, key)
            except Exception:  # the worker outlives its listeners
                _log.exception("the listener for clicks failed")

    def _show(self, notification: Notification) -> None:
        delivery = self._deliver(notification)
        with self._changed:
            self._last = delivery
            self._changed.notify_all()
        if self._delivered is not None:
            try:
                self._delivered(delivery)
            except Exception:  # the worker outlives its listeners
                _log.exception("the listener for deliveries failed")

    def _take_back(self, slot: str) -> None:
        for backend in self._backends:
            self._try(backend, lambda backend=backend: backend.withdraw(slot))

    def _deliver(self, notification: Notification) -> Delivery:
        problems: list[str] = []
        for backend in self._backends:
            if self._try(backend, lambda backend=backend: backend.send(notification)):
                return Delivery(notification, backend.name, "; ".join(problems))
            problems.append(f"{backend.name}: {backend.problem}")
            if backend.held_back:
                break
        return Delivery(notification, None, "; ".join(problems))

    def _try(self, backend: Notifier, work: Callable[[], T]) -> T | None:
        """``work`` within the backend's deadline, else None. At most one thread per backend is ever left behind."""
        before = self._attempts.get(backend.name)
        if before is not None and before.running:
            backend.problem = "an earlier notification still hangs"
            return None
        attempt = Attempt(work, name=f"notify-{backend.name}")
        self._attempts[backend.name] = attempt
        try:
            return attempt.result(backend.deadline_s)
        except TimeoutError:
            backend.abort()
        with contextlib.suppress(TimeoutError):
            attempt.result(_UNWIND_S)
        backend.problem = f"it did not finish within {backend.deadline_s:g} s"
        return None
