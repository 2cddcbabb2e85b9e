"""A thread that owns one connection to the notification daemon: it does what it is asked and hears what is clicked."""

from __future__ import annotations

import contextlib
import logging
import queue
import selectors
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait

from posture_watch.notify.base import SendError
from posture_watch.notify.popups import Popups

_log = logging.getLogger(__name__)

# What a daemon may take to close our popups when we end.
_CLOSING_S = 2.0

Work = Callable[[Popups], None]


class Line:
    """``connect`` makes a connection or raises: at the first use, and anew after one broke.

    Between two uses the thread sleeps in select without a time limit: it costs nothing. ``clicked(slot, key)`` is
    called in it.
    """

    def __init__(self, connect: Callable[[], Popups]) -> None:
        self.clicked: Callable[[str, str], None] = lambda _slot, _key: None
        self._connect = connect
        self._popups: Popups | None = None
        self._jobs: queue.SimpleQueue[tuple[Future[None], Work]] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._bell: socket.socket | None = None
        self._closed = False

    @property
    def connected(self) -> bool:
        return self._popups is not None

    def do(self, work: Work, *, within_s: float) -> None:
        """Have the thread do ``work`` and raise what it raises. SendError after ``within_s``; not done later, then."""
        future: Future[None] = Future()
        self._jobs.put((future, work))
        self._ring()
        wait([future], within_s)
        if not future.done():
            if not future.cancel():
                self.cut()  # it has begun: end it
            raise SendError(f"the desktop did not take it within {within_s:g} s")
        future.result()

    def cut(self) -> None:
        """End whatever waits for the desktop now. From any thread."""
        popups = self._popups
        if popups is not None:
            popups.bus.cut()

    def close(self) -> None:
        """Take back what has buttons and end the thread; waits for it for a limited time. No use afterwards."""
        with self._lock:
            self._closed = True
            thread, bell = self._thread, self._bell
        if thread is not None and bell is not None:
            bell.close()
            thread.join(_CLOSING_S)

    def _ring(self) -> None:
        with self._lock:
            if self._closed:
                raise SendError("notifications are closed")
            if self._bell is None:
                self._bell, ear = socket.socketpair()
                self._bell.setblocking(False)
                self._thread = threading.Thread(target=self._run, args=(ear,), name="notify-line", daemon=True)
                self._thread.start()
            with contextlib.suppress(BlockingIOError):  # so many have rung that it will wake up in any case
                self._bell.send(b"!")

    def _run(self, ear: socket.socket) -> None:
        with ear, selectors.DefaultSelector() as selector:
            selector.register(ear, selectors.EVENT_READ)
            rung = True
            while rung:
                ready = [key.fileobj for key, _ in selector.select()]
                rung = ear not in ready or bool(ear.recv(4096))
                before = self._popups
                self._work_off()
                self._hear()
                if self._popups is not before:
                    self._watch(selector, before, self._popups)
            self._leave()

    @staticmethod
    def _watch(selector: selectors.BaseSelector, old: Popups | None, new: Popups | None) -> None:
        if old is not None:  # closed, and known to the selector
            selector.unregister(old.bus)
        if new is not None:
            selector.register(new.bus, selectors.EVENT_READ)

    def _work_off(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                future, work = self._jobs.get_nowait()
                if future.set_running_or_notify_cancel():
                    self._do(future, work)

    def _do(self, future: Future[None], work: Work) -> None:
        try:
            if self._popups is None:
                self._popups = self._connect()
            work(self._popups)
        except Exception as error:  # handed to whoever waits
            future.set_exception(error)
        else:
            future.set_result(None)

    def _hear(self) -> None:
        """Pass on the clicks; a connection that broke is let go. The thread outlives whatever comes."""
        popups = self._popups
        if popups is None:
            return
        try:
            popups.listen()
        except Exception as error:  # a bus that talks nonsense is as good as dead
            _log.info("the session bus is gone: %s", error)
            self._popups = None
            popups.bus.close()
        for slot, key in popups.clicks():
            try:
                self.clicked(slot, key)
            except Exception:
                _log.exception("the listener for clicks failed")

    def _leave(self) -> None:
        popups, self._popups = self._popups, None
        if popups is not None:
            with contextlib.suppress(Exception):  # it ends in any case
                popups.withdraw_buttons()
            popups.bus.close()
