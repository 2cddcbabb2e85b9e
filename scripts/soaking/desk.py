"""The desk of the day: the real live run with its real log, dispatcher, control channel and settings file around it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from posture_watch.capture.frame import Frame
from posture_watch.config import Config, ConfigWatcher
from posture_watch.control.client import ask
from posture_watch.control.request import Command
from posture_watch.control.server import ControlServer
from posture_watch.core.around import Around
from posture_watch.core.landmarks import Scene
from posture_watch.live import LiveRun, Parts
from posture_watch.notify.base import Capability, Notification, Notifier
from posture_watch.notify.dispatcher import Dispatcher
from posture_watch.pacing import Pacing
from posture_watch.paths import make_private, paths_below
from posture_watch.power.pace import Found
from posture_watch.store.log import Log
from soaking.bodies import Posture, bodies
from soaking.told_camera import ToldCamera, Use
from soaking.told_clock import ToldClock, ToldOrders

CLOSE_WITHIN_S = 5.0
INTERVAL_S: Mapping[Use, float] = {"open": 1.0, "bursts": 15.0}
"""The program's own defaults."""


class CountingNotifier(Notifier):
    """Shows nothing and counts; ``press`` is the user's click on a button."""

    name, deadline_s = "counting", 5.0

    def __init__(self) -> None:
        self.shown = self.withdrawn = 0
        self.last: Notification | None = None
        self._clicked: Callable[[str, str], None] | None = None

    def probe(self) -> Capability:
        return Capability(True, "it only counts")

    def _send(self, notification: Notification) -> None:
        self.shown += 1
        self.last = notification

    def _withdraw(self, slot: str) -> None:  # noqa: ARG002  # one count for all
        self.withdrawn += 1

    def listen(self, clicked: Callable[[str, str], None]) -> None:
        self._clicked = clicked

    def press(self, slot: str, key: str) -> None:
        if self._clicked is not None:
            self._clicked(slot, key)


class Desk:
    """Use it with ``with``; ``live.run()`` then goes on until somebody says stop.

    What the person does is told by ``posture`` (None: nobody there), ``busy`` and ``around``, which may change at any
    moment of ``clock``; ``found`` is what battery and heat say. ``gone``: the camera is unplugged; ``interval_s`` is
    that of the cameras opened from now on.
    """

    def __init__(self, home: Path, clock: ToldClock, use: Use = "open", *, interval_s: float | None = None) -> None:
        self.paths = paths_below(home)
        self.clock = clock
        self.use: Use = use
        self.posture: Posture | None = "upright"
        self.busy = self.gone = False
        self.around = Around()
        self.notifier = CountingNotifier()
        self.cameras = 0
        self.interval_s = interval_s or INTERVAL_S[use]
        self.found = Found()
        self.pacing = Pacing(lambda: self.found, cpu_s=lambda: 0.0)
        self._bodies = bodies()
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def ask(self, command: Command, **arguments: Any) -> Mapping[str, Any]:
        """Over the real channel, as another process would."""
        return ask(self.paths.runtime_folder, command, **arguments)

    def look(self, frame: Frame) -> Scene:
        """Stands for the pose model."""
        return self._bodies.seen(self.posture, frame.at)

    def open_camera(self) -> ToldCamera:
        self.cameras += 1
        use, interval_s, pace = self.use, self.interval_s, self.pacing.pace
        self.pacing.paced(Config())  # from here on the camera has the pace
        if pace is not None and pace.why:
            use, interval_s = "bursts" if pace.bursts else "open", pace.every_s
        self.camera = ToldCamera(self.clock, use, interval_s=interval_s, busy=lambda: self.busy, gone=lambda: self.gone)
        return self.camera

    def _begin(self) -> None:
        for folder in (self.paths.state_folder, self.paths.runtime_folder):
            make_private(folder)
        self.log = self._stack.enter_context(Log.open_or_wait(self.paths.database_file, now=self.clock.now()))
        tell = Dispatcher(self.notifier, on_action=lambda slot, key: self.live.clicked(slot, key))  # noqa: PLW0108  # made below
        self._stack.callback(tell.close, CLOSE_WITHIN_S)
        parts = Parts(
            self.open_camera(), self.open_camera, self.look, self.log, tell, self.clock,
            ConfigWatcher(self.paths.config_file), lambda: self.around, orders=ToldOrders(self.clock),
            pacing=self.pacing,
        )  # fmt: skip
        self.live = LiveRun(parts)
        self._stack.callback(self.live.rest)
        self._stack.enter_context(ControlServer(self.paths.runtime_folder, self.live.handle))

    def set_around(self, **changes: bool | None) -> None:
        """What goes on around the user, from now on; whoever watches that wakes the run."""
        self.around = replace(self.around, **changes)  # pyright: ignore[reportArgumentType]
        self.live.wake()


def named_threads() -> list[str]:
    """The names of all threads of this process."""
    return sorted(thread.name for thread in threading.enumerate())
