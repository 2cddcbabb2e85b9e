"""Processes that each read the logged days and replay them by the limits they are sent.

They are started afresh (spawn): alike on every system, and safe beside the progress bar's thread.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Self, cast

from posture_watch.commands.tune_reading import Stretch, read_entries
from posture_watch.core.settings import Settings
from posture_watch.errors import UserError
from posture_watch.tuning.replaying import Replayed, replay
from posture_watch.tuning.trial import Trial

_ENDS_WITHIN_S = 5.0


class Workers:
    """``count`` processes; they end with the block, at once also after Ctrl-C."""

    def __init__(self, count: int, stretch: Stretch, settings: Settings) -> None:
        self._count, self._stretch, self._settings = count, stretch, settings
        self._processes: dict[Connection, BaseProcess] = {}

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        if sys.platform != "win32":
            resource_tracker.ensure_running()  # Python's own: started within _deaf it would let Ctrl-C through again
        try:
            for _ in range(self._count):
                ours, theirs = context.Pipe()
                process = context.Process(target=_work, args=(theirs, self._stretch, self._settings), daemon=True)
                with _deaf():
                    process.start()
                theirs.close()
                self._processes[ours] = process
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def _end(self) -> None:
        for connection, process in self._processes.items():
            connection.close()
            process.terminate()
        for process in self._processes.values():
            process.join(_ENDS_WITHIN_S)

    def replays(self, trials: Sequence[Trial | None], step: Callable[[int], None]) -> list[Replayed]:
        """The replay by each of the trials, in their order. Raises UserError if a process ended before it was done."""
        todo = list(enumerate(trials))[::-1]
        found: dict[int, Replayed] = {}
        for connection in self._processes:
            _send_next(connection, todo)
        while len(found) < len(trials):
            for connection in cast("list[Connection]", wait(list(self._processes))):
                try:
                    told = connection.recv()
                except (EOFError, ConnectionError):
                    raise UserError(
                        "A process that judged the log again has ended.", "Try again with fewer days: --days 14"
                    ) from None
                match told:
                    case int():
                        step(told)
                    case str(message), str(advice):
                        raise UserError(message, advice)
                    case _:
                        number, replayed = cast("tuple[int, Replayed]", told)
                        found[number] = replayed
                        _send_next(connection, todo)
        return [found[number] for number in range(len(trials))]


@contextmanager
def _deaf() -> Generator[None]:
    """Ctrl-C is for this process, which ends the others: those that are started now never hear of it."""
    if sys.platform == "win32":
        yield
        return
    heard: list[int] = []
    # the progress bar's thread may get the signal, and Python then interrupts this one: in the middle of a start
    handler = signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # they inherit it; here it comes a moment later
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
        if heard:
            signal.raise_signal(signal.SIGINT)


def _send_next(connection: Connection, todo: list[tuple[int, Trial | None]]) -> None:
    if todo:
        connection.send(todo.pop())


def _work(connection: Connection, stretch: Stretch, settings: Settings) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        entries = read_entries(stretch)
        while True:
            number, trial = connection.recv()
            connection.send((number, replay(entries, settings, trial, connection.send)))
    except UserError as error:
        connection.send((error.message, error.advice))
    except (EOFError, ConnectionError):
        return
