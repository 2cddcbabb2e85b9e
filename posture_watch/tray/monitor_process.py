"""The monitor as a process: started apart from the tray, recognised again by the next tray, ended when it has to be."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from posture_watch.control.lock import is_held, read_holder
from posture_watch.control.private_folder import make_private
from posture_watch.tray.keeper import Ending
from posture_watch.tray.programs import start_apart

_log = logging.getLogger(__name__)

# As cli.py and shells have them.
_MISTAKE, _INTERRUPTED = 2, 130
_ASKED_TO_END = tuple(-number for number in (signal.SIGTERM, signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGTERM)))
_LAST_BYTES = 2000
_SLICE_S = 0.05


class MonitorProcess:
    """The one monitor that this tray keeps: its own child, or one that an earlier tray has left behind.

    ``changed`` is called, in another thread, the moment a child of ours ends. What it prints goes to a file and not to
    a pipe: a pipe would break with the tray, and take the monitor along.
    """

    def __init__(self, runtime_folder: Path, changed: Callable[[], None], words: tuple[str, ...]) -> None:
        self._folder = runtime_folder
        self._changed = changed
        self._words = words
        self._child: subprocess.Popen[bytes] | None = None
        self._failed_to_start = ""
        self._answered_pid = 0
        self._ended_by_us = False

    @property
    def _kept_file(self) -> Path:
        return self._folder / "kept-monitor"

    @property
    def _said_file(self) -> Path:
        return self._folder / "monitor.err"

    @property
    def pid(self) -> int:
        """Of the monitor that is there, 0 if none is known."""
        return self._child.pid if self._child else self._answered_pid

    @property
    def alive(self) -> bool:
        """Whether a child of ours runs, or one that is not our child has answered and not gone since."""
        return self._child is not None or bool(self._answered_pid)

    @property
    def ours(self) -> bool:
        """Whether a tray of this user has started it, so that a tray may end it."""
        return self._child is not None or (bool(self._answered_pid) and self._answered_pid == self._kept_pid())

    def start(self) -> None:
        """Start one. A failure shows as an ending."""
        try:
            make_private(self._folder)
            said = os.open(self._said_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
            try:
                self._child = start_apart(*self._words, stderr=said)
            finally:
                os.close(said)
        except OSError as error:
            self._failed_to_start = error.strerror or str(error)
            _log.warning("the monitor could not be started: %s", self._failed_to_start)
            return
        with contextlib.suppress(OSError):
            self._kept_file.write_text(str(self._child.pid))
        _log.info("monitor started: process %s", self._child.pid)
        threading.Thread(target=self._wait, args=(self._child,), name="monitor-end", daemon=True).start()

    def _wait(self, child: subprocess.Popen[bytes]) -> None:
        child.wait()
        self._changed()

    def answered(self, pid: int) -> None:
        """The monitor ``pid`` has just answered. A child of ours that is another one has lost the race to it."""
        self._answered_pid = pid

    def take_ending(self, *, listening: bool) -> Ending | None:
        """How it ended, told once. ``listening``: somebody accepts connections, so one that is no child is there."""
        if self._failed_to_start:
            self._failed_to_start = ""
            return "crashed"
        if self._child is not None:
            code = self._child.poll()
            if code is None:
                return None
            _log.info("the monitor, process %s, ended with %s: %s", self._child.pid, code, self.last_words())
            self._child, self._answered_pid = None, 0
            return self._told_once(ending_of(code))
        # its channel closes a moment before it has written that it left on purpose
        if self._answered_pid and not listening and not is_held(self._folder):
            self._answered_pid = 0
            return self._told_once("stopped" if read_holder(self._folder) is None else "crashed")
        return None

    def _told_once(self, ending: Ending) -> Ending:
        """Whoever hangs and goes in the end, because we said so, has not been stopped by anybody."""
        ended_by_us, self._ended_by_us = self._ended_by_us, False
        return "crashed" if ended_by_us else ending

    def last_words(self) -> str:
        """What the last one of ours wrote to stderr, the end of it."""
        if self._failed_to_start:
            return self._failed_to_start
        try:
            return self._said_file.read_bytes()[-_LAST_BYTES:].decode("utf-8", "replace").strip()
        except OSError:
            return ""

    def terminate(self) -> None:
        """Ask it to end, by signal; at once, and harmless if it is gone."""
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it and what it has started, whether it wants to or not."""
        _log.warning("the monitor, process %s, is killed", self.pid)
        self._signal(getattr(signal, "SIGKILL", signal.SIGTERM))

    def end_hung(self, grace_s: float) -> None:
        """One that hangs has to go: asked first, it may write what it has; after ``grace_s`` seconds it is killed."""
        self._ended_by_us = True
        self.terminate()
        if not self.wait_gone(grace_s):
            self.kill()
            self.wait_gone(grace_s)

    def wait_gone(self, within_s: float) -> bool:
        """Whether it has ended within ``within_s`` seconds: a child of ours, else whoever has the lock."""
        if self._child is None:
            return self._wait_let_go(within_s)
        try:
            self._child.wait(within_s)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _wait_let_go(self, within_s: float) -> bool:
        end_s = time.monotonic() + within_s
        while is_held(self._folder):
            if time.monotonic() >= end_s:
                return False
            time.sleep(_SLICE_S)
        return True

    def _signal(self, number: int) -> None:
        if not self.pid or not self.ours:
            return
        with contextlib.suppress(OSError):
            if sys.platform != "win32" and number == signal.SIGKILL and os.getpgid(self.pid) == self.pid:
                os.killpg(self.pid, number)
            else:
                os.kill(self.pid, number)

    def _kept_pid(self) -> int:
        try:
            return int(self._kept_file.read_text())
        except (OSError, ValueError):
            return 0


def ending_of(code: int) -> Ending:
    """What an exit code means. A signal that asks to end is an order, obeyed or not yet understood."""
    if code in (0, _INTERRUPTED, *_ASKED_TO_END):
        return "stopped"
    return "mistake" if code == _MISTAKE else "crashed"
