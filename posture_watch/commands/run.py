"""`run`: one monitor per user, until it is stopped."""

from __future__ import annotations

import argparse
import contextlib
import logging
import logging.handlers
import os
import signal
import sys
from collections.abc import Generator
from pathlib import Path
from types import FrameType

from posture_watch import __version__
from posture_watch.camera_switch import Off
from posture_watch.capture.camera_memory import CameraMemory
from posture_watch.capture.clock import Clock
from posture_watch.capture.opening import is_live
from posture_watch.capture.paced import PacedSource
from posture_watch.capture.source import Source, SourceLost
from posture_watch.capture.unopened import UnopenedSource
from posture_watch.config import Config, ConfigWatcher
from posture_watch.control.lock import Holder, MonitorLock
from posture_watch.control.server import ControlServer
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.live import LiveRun, Parts
from posture_watch.loading import opened_meanwhile
from posture_watch.native_memory import share_one_store
from posture_watch.native_output import silence_native_output
from posture_watch.notify.base import Notification
from posture_watch.notify.dispatcher import Dispatcher
from posture_watch.opening import checked_model, open_dispatcher, open_for, open_look
from posture_watch.pacing import Pacing
from posture_watch.paths import Paths, make_private, user_paths
from posture_watch.power.watch import PowerWatch
from posture_watch.present import OFF_TEXTS
from posture_watch.service_watchdog import service_watchdog
from posture_watch.silence.senses import all_senses
from posture_watch.silence.watch import Surroundings
from posture_watch.standing_orders import paused_before
from posture_watch.store.log import Log
from posture_watch.texts import retold, text

GIVE_UP_NOTIFYING_S = 2.0
LOG_BYTES, LOG_FILES = 1_000_000, 3


def run(options: argparse.Namespace) -> int:
    """Watch. With --or-demo a machine without a camera gets the demo, and exit code 0."""
    silence_native_output()
    share_one_store()
    os.umask(0o077)  # whatever is written is its owner's alone, the rotated text logs too
    paths = user_paths()
    config = ConfigWatcher(paths.config_file)
    model = checked_model(config.config)
    clock = Clock()
    power = PowerWatch()
    power.start()
    pacing = Pacing(power.now)
    pacing.follow(config.config, clock.mono_s())
    with MonitorLock(paths.runtime_folder) as lock:
        wanted = options.source or config.config.camera.source
        lock.acquire(Holder(os.getpid(), clock.now().utc, __version__, wanted))
        off = _off_from_the_start(paths, clock.now()) if is_live(wanted) else None
        try:
            if off:
                source: Source = UnopenedSource(wanted, interval_s=config.config.camera.interval_s)
            else:
                first = pacing.paced(config.config)
                source = _open_first(first, wanted, CameraMemory(paths.camera_file), waits=options.wait)
        except SourceLost as lost:
            if not (options.or_demo and lost.kind == "absent"):
                raise
            print(f"{retold(lost.message)} {text('Showing the demo instead.')}", file=sys.stderr)
            lock.release()
            return _demo()
        with source:
            _watch(paths, config, model, source, options.source, off, pacing)
    return 0


def _off_from_the_start(paths: Paths, now: Instant) -> Off | None:
    """Why no camera may be opened yet: a pause that a kill has interrupted, or the screen is locked."""
    if paused_before(paths.database_file, now):
        return "paused"
    senses = all_senses(os.environ, sys.platform)
    try:
        return "locked" if senses.lock.read() else None
    finally:
        senses.desktop.close()


def _open_first(config: Config, wanted: str, memory: CameraMemory, *, waits: bool) -> Source:
    """The source. One that is busy, or stalls, is waited for; one that is not there is an error unless ``waits``."""
    try:
        return _paced(open_for(config, wanted, shared=True, memory=memory))
    except SourceLost as lost:
        if lost.kind not in ("busy", "stalled") and not waits:
            raise
        print(f"posture-watch: {retold(lost.message)} {text('Waiting for it.')}", file=sys.stderr)
        return open_for(config, wanted, must_open_first=False, shared=True, memory=memory)


def _paced(source: Source) -> Source:
    """A clip is watched in real time, as a camera would be."""
    return source if source.live else PacedSource(source, Clock())


def _demo() -> int:
    from posture_watch.commands import demo  # noqa: PLC0415

    return demo.run(argparse.Namespace(folder=None))


def _watch(  # noqa: PLR0913  # the parts of one watch
    paths: Paths, config: ConfigWatcher, model: Path, source: Source, asked: str | None, off: Off | None, pacing: Pacing
) -> None:
    settings, clock = config.config, Clock()
    with contextlib.ExitStack() as stack:
        _log_to_file(paths)
        log = stack.enter_context(Log.open_or_wait(paths.database_file, now=clock.now()))
        cores = settings.power.model_cores
        pose = settings.pose
        look, close = opened_meanwhile(lambda: open_look(model, pose.mode, pose.max_people, cores=cores))
        stack.callback(close)
        tell = open_dispatcher(settings, on_action=lambda slot, key: live.clicked(slot, key))  # noqa: PLW0108  # made below
        stack.callback(tell.close, GIVE_UP_NOTIFYING_S)

        reopen = _Reopening(config, asked, CameraMemory(paths.camera_file), tell, pacing)
        around = Surroundings(on_change=lambda _: live.wake())
        told = service_watchdog(os.environ)
        live = LiveRun(
            Parts(source, reopen, look, log, tell, clock, config, around.now, off=off, pacing=pacing, told=told)
        )
        around.start()  # whom it wakes is there now
        stack.callback(around.close)
        server = ControlServer(paths.runtime_folder, live.handle)
        _greet_newcomers(paths, log)
        with _stopped_by_signals(live):  # who has had an answer may send one
            server.start()
            stack.callback(server.close)
            began = text("Watching {name}. Ctrl-C ends it, posture-watch pause turns the camera off.", name=source.name)
            print(retold(OFF_TEXTS[off]) if off else began, file=sys.stderr)
            live.run()


class _Reopening:
    """The camera again after a pause, or another when the settings name one. What cannot be opened is told,
    and the camera of before is taken."""

    def __init__(
        self, config: ConfigWatcher, asked: str | None, memory: CameraMemory, tell: Dispatcher, pacing: Pacing
    ) -> None:
        self._config, self._asked, self._memory, self._tell, self._pacing = config, asked, memory, tell, pacing
        self._good = asked or config.config.camera.source

    def __call__(self) -> Source:
        wanted = self._asked or self._config.config.camera.source
        try:
            source = self._open(wanted)
        except UserError as error:
            if wanted == self._good:
                raise
            said = text("{what} The camera of before is taken.", what=retold(error.message))
            self._tell.submit(Notification(text("posture_watch: settings not taken up"), said, slot="settings"))
            return self._open(self._good)
        self._good = wanted
        return source

    def _open(self, wanted: str) -> Source:
        config = self._pacing.paced(self._config.config)
        return _paced(open_for(config, wanted, must_open_first=False, shared=True, memory=self._memory))


def _greet_newcomers(paths: Paths, log: Log) -> None:
    """Whoever has neither settings nor an upright posture of their own is here for the first time."""
    if sys.stderr.isatty() and not paths.config_file.exists() and not log.baselines():
        print(text("The first time? posture-watch welcome helps with the first steps."), file=sys.stderr)


def _log_to_file(paths: Paths) -> None:
    make_private(paths.state_folder)
    handler = logging.handlers.RotatingFileHandler(paths.log_file, maxBytes=LOG_BYTES, backupCount=LOG_FILES)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    logging.raiseExceptions = False  # a full disk must not print tracebacks


@contextlib.contextmanager
def _stopped_by_signals(live: LiveRun) -> Generator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        live.stop()

    kinds = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {kind: signal.signal(kind, stop) for kind in kinds}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
