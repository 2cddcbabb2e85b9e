"""`watch`: the present, live, for people who set limits. Asks the running monitor once a second."""

from __future__ import annotations

import argparse
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from posture_watch.commands.until_ended import ended_by_signals
from posture_watch.control.client import NotAnsweringError, NotRunningError, RefusedError, ask
from posture_watch.errors import UserError
from posture_watch.paths import user_paths
from posture_watch.terminal.bars import Ink, ink_for
from posture_watch.terminal.history import History
from posture_watch.terminal.watch_table import Line
from posture_watch.terminal.watched import Watched, another_version, block
from posture_watch.texts import text

EVERY_S = 1.0
WITHIN_S = 3.0
"""How long an answer may take (s)."""
ATTEND_S, RENEW_S = 8.0, 3.0
"""The camera is held open for the first, asked again after the second: it ends by itself when we are killed."""
PLAIN_COLUMNS = 80


def run(options: argparse.Namespace) -> int:
    """On a terminal until Ctrl-C; once where it is read by a program, or if that was asked for."""
    folder = user_paths().runtime_folder
    ink = ink_for(sys.stdout.encoding)
    watched = _ask(folder)
    if options.once or not sys.stdout.isatty():
        print("\n".join(line.said for line in block(watched, PLAIN_COLUMNS, ink)))
        return 0
    view = _View(watched, ink)
    from posture_watch.terminal.watch_screen import whole_screen  # noqa: PLC0415  # rich takes 60 ms

    with suppress(KeyboardInterrupt), ended_by_signals(), whole_screen(view.draw):
        _follow(folder, view)
    return 0


def _ask(folder: Path) -> Watched:
    try:
        return Watched.read(ask(folder, "watch", within_s=WITHIN_S))
    except RefusedError as error:
        if error.message.startswith("unknown command"):
            raise another_version() from error
        raise


class _View:
    """What is drawn; changed by the asking thread, drawn by another."""

    def __init__(self, watched: Watched, ink: Ink) -> None:
        self._lock = threading.Lock()
        self._ink = ink
        self._history = History()
        self._silent_since_s: float | None = None
        self.add(watched)

    def add(self, watched: Watched) -> None:
        with self._lock:
            self._watched, self._silent_since_s = watched, None
            self._history.add(time.monotonic(), watched.rules)

    def miss(self) -> None:
        """No answer in time."""
        with self._lock:
            self._silent_since_s = self._silent_since_s or time.monotonic()

    def draw(self, width: int, height: int) -> list[Line]:
        with self._lock:
            lines = [Line(text("posture_watch, live. Ctrl-C ends this view.")[:width], "head")]
            if self._silent_since_s is not None:
                lines.append(Line(text("The monitor does not answer.")[:width], "over"))
            room = height - len(lines)
            return lines + block(self._watched, width, self._ink, height=room, history=self._history)


def _follow(folder: Path, view: _View) -> None:
    attend_s = due_s = time.monotonic()
    while True:
        now_s = time.monotonic()
        try:
            if now_s >= attend_s:
                attend_s = now_s + RENEW_S
                ask(folder, "attend", within_s=WITHIN_S, seconds=ATTEND_S)
            view.add(_ask(folder))
        except NotRunningError:
            raise UserError(text("The monitor has ended."), text("Start it with posture-watch run.")) from None
        except (NotAnsweringError, RefusedError):
            view.miss()
        due_s = max(due_s + EVERY_S, time.monotonic())
        time.sleep(max(0.0, due_s - time.monotonic()))
