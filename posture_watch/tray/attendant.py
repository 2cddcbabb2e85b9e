"""The tray's thread beside the window system: asks the monitor, keeps it alive, passes orders on. Knows no Qt."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from posture_watch.control.client import NotAnsweringError, NotRunningError, ask
from posture_watch.control.lock import is_held
from posture_watch.control.request import Command, MessageError
from posture_watch.errors import UserError
from posture_watch.paths import Paths
from posture_watch.texts import choose, configured_language, text
from posture_watch.tray.keeper import TOLD_AFTER_S, Answer, Keeping, Look, asked_to_start, keep
from posture_watch.tray.monitor_process import MonitorProcess
from posture_watch.tray.seen import Seen, seen_of, seen_without

_log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 3.0
STATUS_WITHIN_S = 2.0
"""One that says nothing for so long is asked again; a single late answer means nothing."""
LIVELY_S, USUAL_S, CALM_S = 1.0, 2.0, 4.0
"""Between two looks: while something is going on or the menu is open; else; when nothing has changed for a minute."""
CALM_AFTER_S = 60.0
_END_WITHIN_S = 5.0
_KILL_AFTER_S = 2.0
_GRACE_S = 1.0
"""For one that hangs, before it is killed."""


@dataclass(frozen=True, slots=True)
class Order:
    """One command for the monitor, with its arguments."""

    command: Command
    arguments: Mapping[str, object]


Told = Callable[[Order, str, bool], None]
"""(order, what the monitor said, whether it refused): called in the attendant's thread."""


class Attendant:
    """Runs from ``start`` to ``close``. ``show`` and ``told`` are called in its thread, ``show`` only for changes.

    ``words``: the command that the monitor is.
    """

    def __init__(
        self, paths: Paths, show: Callable[[Seen], None], told: Told, words: tuple[str, ...] = ("run", "--wait")
    ) -> None:
        self._paths = paths
        self._show, self._told = show, told
        self._wake = threading.Event()
        self._closing = False
        self._lively_until_s = 0.0
        self._orders: queue.SimpleQueue[Order] = queue.SimpleQueue()
        self._start_asked = False
        self._keeping = Keeping()
        self._shown: Seen | None = None
        self._shown_s = 0.0
        self._language = configured_language(paths.config_file)
        self._process = MonitorProcess(paths.runtime_folder, self._wake.set, words)
        self._thread = threading.Thread(target=self._run, name="attendant", daemon=True)

    def start(self) -> None:
        """Begin; the first ``show`` comes at once."""
        self._thread.start()

    def order(self, command: Command, **arguments: object) -> None:
        """Pass an order on; returns at once."""
        self._orders.put(Order(command, arguments))
        self.look_closely(5.0)

    def start_monitor(self) -> None:
        """The user wants it to watch again."""
        self._start_asked = True
        self._wake.set()

    def look_closely(self, for_s: float) -> None:
        """Look now, and every second for so long: somebody is looking, too."""
        self._lively_until_s = time.monotonic() + for_s
        self._wake.set()

    def close(self) -> None:
        """End the monitor if a tray has started it, then the thread. Takes a second, at most about ten."""
        self._closing = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(ANSWER_WITHIN_S + _END_WITHIN_S + _KILL_AFTER_S)

    def let_go(self) -> None:
        """Ask a monitor of ours to end without waiting for it: for the last moment of a session."""
        self._closing = True
        self._process.terminate()

    def _run(self) -> None:
        while not self._closing:
            self._pass_orders()
            self._look()
            self._wake.wait(self._pause_s())
            self._wake.clear()
        self._end_monitor()

    def _look(self) -> None:
        self._follow_language()
        status, answer = self._ask_status()
        if status:
            self._process.answered(_pid(status))
        ended = self._process.take_ending(listening=answer != "none")
        if self._start_asked:
            self._start_asked, self._keeping = False, asked_to_start(self._keeping)
        look = Look(
            time.monotonic(),
            answer,
            pid=_pid(status),
            ours=self._process.ours,
            # one that somebody else has just started has the lock before it listens
            alive=self._process.alive or answer == "silent" or is_held(self._paths.runtime_folder),
            ended=ended,
            settings_mark=_mark(self._paths.config_file),
            late_s=_late_s(status),
        )
        self._keeping, order = keep(self._keeping, look)
        self._publish(seen_of(status, datetime.now().astimezone()) if answer == "answered" else self._seen_without())
        if order == "start":
            self._process.start()
            self.look_closely(5.0)
        elif order == "kill":
            self._process.end_hung(_GRACE_S)

    def _follow_language(self) -> None:
        """What is shown next is in the language that the settings say now."""
        language = configured_language(self._paths.config_file)
        if language != self._language:
            self._language = language
            choose(language)

    def _seen_without(self) -> Seen:
        if self._keeping.plight == "watching" and self._shown is not None:
            return self._shown  # one late answer is not worth a flicker
        return seen_without(self._keeping.plight, self._process.last_words())

    def _ask_status(self) -> tuple[Mapping[str, Any], Answer]:
        try:
            status = ask(self._paths.runtime_folder, "status", within_s=STATUS_WITHIN_S)
            return status, "late" if _late_s(status) >= TOLD_AFTER_S else "answered"
        except NotRunningError:
            return {}, "none"
        except NotAnsweringError:
            return {}, "silent"
        except (UserError, OSError) as error:
            _log.warning("status: %s", error)
            return {}, "silent"

    def _pass_orders(self) -> None:
        while not self._orders.empty() and not self._closing:
            order = self._orders.get()
            try:
                reply = ask(self._paths.runtime_folder, order.command, within_s=ANSWER_WITHIN_S, **order.arguments)
                _log.info("%s %s: %s", order.command, dict(order.arguments), reply.get("text"))
                self._told(order, str(reply.get("text", "")), False)
            except UserError as error:
                _log.info("%s %s: %s", order.command, dict(order.arguments), error)
                self._told(order, str(error), True)
            except (MessageError, OSError) as error:
                _log.warning("%s: %s", order, error)
                self._told(order, text("This could not be passed on to the monitor."), True)

    def _publish(self, seen: Seen) -> None:
        if seen != self._shown:
            if self._shown is None or seen.shown != self._shown.shown:
                self._shown_s = time.monotonic()
            self._shown = seen
            self._show(seen)

    def _pause_s(self) -> float:
        now_s = time.monotonic()
        if not self._orders.empty():
            return 0.0
        if now_s < self._lively_until_s or not self._keeping.settled:
            return LIVELY_S
        return CALM_S if now_s - self._shown_s > CALM_AFTER_S else USUAL_S

    def _end_monitor(self) -> None:
        if not (self._process.alive and self._process.ours):
            return
        try:
            ask(self._paths.runtime_folder, "stop", within_s=ANSWER_WITHIN_S)
        except (UserError, OSError):
            self._process.terminate()
        if not self._process.wait_gone(_END_WITHIN_S):
            self._process.kill()
            self._process.wait_gone(_KILL_AFTER_S)


def _pid(status: Mapping[str, Any]) -> int:
    """Of the monitor that answered; 0 if one of another version does not say so."""
    found = status.get("pid")
    return found if isinstance(found, int) and found > 0 else 0


def _late_s(status: Mapping[str, Any]) -> float:
    """For how long its loop has not come round; 0 if one of another version does not say so."""
    found = status.get("late_s")
    return float(found) if isinstance(found, (int, float)) else 0.0


def _mark(path: Path) -> object:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
