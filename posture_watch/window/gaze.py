"""A thread that looks through a camera for a window. In memory only.

A running monitor lends its camera for half a minute at a time, so that it has it back soon even if we are killed.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator

from posture_watch.capture.clock import Clock
from posture_watch.capture.frame import Frame
from posture_watch.capture.paced import PacedSource
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.commands.borrowing import borrowed_camera, lent
from posture_watch.config import Config, build_settings
from posture_watch.control.client import ask
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings
from posture_watch.errors import UserError
from posture_watch.opening import checked_model, open_for, open_look
from posture_watch.paths import Paths
from posture_watch.texts import text
from posture_watch.watching import Look, seen

_log = logging.getLogger(__name__)

FRAMES_A_SECOND = 8.0
"""Smooth enough to find one's place, and half of one core at most."""
POLL_S = 0.25
LEND_S, RENEW_S = 30.0, 10.0
"""A monitor lends for the first, and is asked again after the second."""
AGAIN_S = 2.0
"""After a source that could not be opened at all."""
GIVE_BACK_S = 8.0
"""How long letting go of a camera and giving it back may take."""


class Gaze(ABC):
    """Looks through ``source`` from ``begin`` until ``close``. Those with an underscore are called in its thread.

    ``after``: another that is being closed; it gives the camera back first, or it would be lent and returned at once.
    ``borrows``: a running monitor is asked for its camera (a clip needs none).
    """

    fps = FRAMES_A_SECOND

    def __init__(
        self, paths: Paths, config: Config, source: str, *, after: Gaze | None = None, borrows: bool = True
    ) -> None:
        self._after, self._borrows = after, borrows
        self._paths, self._config, self._source = paths, config, source
        self._clock = Clock()
        self._changed = threading.Condition()
        self._closing = False
        self._renewed_s = self._clock.mono_s()
        self._thread = threading.Thread(target=self._work, name="gaze", daemon=True)

    def begin(self) -> None:
        """Once, when all that the thread needs is there."""
        self._thread.start()

    def close(self, within_s: float) -> bool:
        """Let go of the camera and give it back. True if that was done within so many seconds."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(within_s)
        return not self._thread.is_alive()

    @abstractmethod
    def _opened(self, wanted: str, source: Source) -> None:
        """``wanted`` has been opened (again). Its name and identity may change once more."""

    @abstractmethod
    def _saw(self, frame: Frame | None, scene: Scene) -> None:
        """A picture of the source opened last; None for a landmark recording, which has none."""

    @abstractmethod
    def _silent(self, source: Source, silent_s: float) -> None:
        """No picture for so long; called a few times a second."""

    @abstractmethod
    def _failed(self, error: UserError) -> None:
        """A source could not be opened, or there is no model."""

    def _ended(self) -> bool:
        """A clip has come to its end. Whether it is to begin again."""
        return True

    def _work(self) -> None:
        try:
            if self._after is not None:
                self._after.close(GIVE_BACK_S)
                self._after = None
            model = checked_model(self._config)
            with self._camera() as borrowed:
                look, close = open_look(model, self._config.pose.mode, self._config.pose.max_people)
                try:
                    while not self._closing:
                        self._look_through(self._source, look, borrowed=borrowed)
                finally:
                    close()
        except UserError as error:
            self._failed(error)
        except Exception:  # the window goes on without a picture; the log has the reason
            _log.exception("looking ended")
            self._failed(UserError(text("The camera could not be used."), "posture-watch doctor"))

    @contextlib.contextmanager
    def _camera(self) -> Generator[bool]:
        if not self._borrows:
            yield False
            return
        with borrowed_camera(self._paths, LEND_S) as borrowed:
            yield borrowed

    def _look_through(self, wanted: str, look: Look, *, borrowed: bool) -> None:
        """One source, until another is wanted."""
        try:
            with _live(open_for(self._config, wanted, fps=self.fps, must_open_first=False)) as source:
                self._opened(wanted, source)
                heard_s = self._clock.mono_s()
                while not self._closing and self._source == wanted:
                    if borrowed:
                        self._renew()
                    got = source.read(POLL_S)
                    if got is not None:
                        heard_s = self._clock.mono_s()
                        self._saw(got if isinstance(got, Frame) else None, seen(got, look))
                    else:
                        self._silent(source, self._clock.mono_s() - heard_s)
        except EndOfSource:
            if not self._ended():
                self._wait(lambda: self._source != wanted, None)
        except UserError as error:
            self._failed(error)
            self._wait(lambda: self._source != wanted, AGAIN_S)

    def _renew(self) -> None:
        now_s = self._clock.mono_s()
        if now_s - self._renewed_s >= RENEW_S:
            self._renewed_s = now_s
            with contextlib.suppress(UserError):
                if lent(ask(self._paths.runtime_folder, "status"), LEND_S):
                    ask(self._paths.runtime_folder, "pause", seconds=LEND_S, lent=True)

    def _wait(self, changed: Callable[[], bool], at_most_s: float | None) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or changed(), at_most_s)


def looking_settings(config: Config, source: Source) -> Settings:
    """The core's settings for what is seen through ``source``."""
    return build_settings(
        config, camera=source.identity, mode=config.pose.mode, sample_interval_s=source.interval_s or 1.0
    )


def _live(source: Source) -> Source:
    """A clip is looked at in its own time."""
    return source if source.live else PacedSource(source, Clock())
