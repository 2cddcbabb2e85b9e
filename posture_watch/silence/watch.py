"""Asks all senses in a thread of its own, so that what goes on around is known at once whenever somebody asks."""

from __future__ import annotations

import contextlib
import logging
import os
import select
import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from posture_watch.core.around import Around
from posture_watch.silence.sense import Sense
from posture_watch.silence.senses import Senses, all_senses

POLL_S = 2.0
"""How often the quick senses are asked (s)."""
STALE_S = 30.0
"""Older than this, nothing is known any more: the thread hangs in somebody who does not answer (s)."""
LARGEST_SHARE = 0.002
"""A sense that costs more processor time than this share of its period is asked more seldom."""
SELDOM_S = 60.0

_log = logging.getLogger(__name__)


class _Due:
    """When a sense is to be asked next, and what it said."""

    def __init__(self, field: str, sense: Sense[Any]) -> None:
        self.field = field
        self.at_s = float("-inf")
        self._sense = sense

    def ask(self, now_s: float) -> Any:
        before_s = time.thread_time()
        answer = self._sense.read()
        cost_s = time.thread_time() - before_s
        self.at_s = now_s + max(self._sense.every_s, min(SELDOM_S, cost_s / LARGEST_SHARE))
        return answer


class Surroundings:
    """What goes on around the user. ``on_change``: called with each new Around in the thread of this object; it must
    be quick. Everything is unknown until ``start`` and after ``close``."""

    def __init__(
        self,
        senses: Senses | None = None,
        *,
        on_change: Callable[[Around], None] | None = None,
        environ: Mapping[str, str] | None = None,
        poll_s: float = POLL_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._senses = senses or all_senses(os.environ if environ is None else environ, sys.platform)
        self._on_change = on_change
        self._poll_s = poll_s
        self._clock = clock
        self._around = Around()
        self._known_at_s = float("-inf")
        self._ending = threading.Event()
        self._bell = _Bell()
        self._thread = threading.Thread(target=self._run, name="surroundings", daemon=True)
        s = self._senses
        fields: dict[str, Sense[Any]] = {"locked": s.lock, "asleep": s.sleep, "idle_s": s.idle,
            "do_not_disturb": s.do_not_disturb, "full_screen": s.full_screen, "call": s.call}  # fmt: skip
        self._due = [_Due(field, sense) for field, sense in fields.items()]

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """End the thread. It is left behind if somebody keeps it waiting for longer than two seconds."""
        self._ending.set()
        self._bell.ring()
        if self._thread.is_alive():
            self._thread.join(2.0)
        elif self._thread.ident is None:
            self._release()
        self._around = Around()

    def now(self) -> Around:
        """The latest, at once. Nothing is known if that is too long ago."""
        fresh = self._clock() - self._known_at_s < STALE_S
        return self._around if fresh else Around()

    def _run(self) -> None:
        try:
            while not self._ending.is_set():
                self._look()
                self._bell.wait(self._poll_s, self._senses.desktop.system_bus.fileno())
        finally:
            self._release()

    def _release(self) -> None:
        self._senses.desktop.close()
        self._bell.close()

    def _look(self) -> None:
        """Ask those whose time has come, and lock and sleep every time: a signal may have woken us."""
        self._senses.desktop.logind.hear()  # even if logind is not asked now: what is left unread would wake us again
        now_s = self._clock()
        found = {due.field: due.ask(now_s) for due in self._due if due.at_s <= now_s or due.field in _URGENT}
        before, self._known_at_s = self._around, self._clock()
        self._around = replace(before, **found)
        if self._on_change is not None and _differs(before, self._around):
            try:
                self._on_change(self._around)
            except Exception:  # the listener's mistake must not blind the monitor
                _log.exception("whoever listens to the surroundings failed")


_URGENT = ("locked", "asleep")


def _differs(before: Around, after: Around) -> bool:
    """In anything but the seconds of idleness, which always change."""
    return replace(before, idle_s=None) != replace(after, idle_s=None)


class _Bell:
    """Sleeps until time is over, ``ring`` is called, or a file descriptor has something to read."""

    def __init__(self) -> None:
        self._rung = threading.Event()
        self._ends: tuple[socket.socket, socket.socket] | None = (
            socket.socketpair() if sys.platform == "linux" else None
        )

    def ring(self) -> None:
        self._rung.set()
        if self._ends is not None:
            with contextlib.suppress(OSError):
                self._ends[1].send(b"x")

    def wait(self, seconds: float, fileno: int) -> None:
        if sys.platform != "linux" or self._ends is None:
            self._rung.wait(seconds)
            return
        poll = select.poll()  # select() refuses descriptors from 1024 on
        poll.register(self._ends[0], select.POLLIN)
        if fileno >= 0:
            poll.register(fileno, select.POLLIN)
        poll.poll(seconds * 1000)

    def close(self) -> None:
        for end in self._ends or ():
            end.close()
