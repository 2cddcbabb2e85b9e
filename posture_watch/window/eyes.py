"""The camera at work for the first run: a thread that looks, and hands out what it saw last. In memory only.

A running monitor lends its camera for half a minute at a time, so that it has it back soon even if we are killed.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from posture_watch.capture.clock import Clock
from posture_watch.capture.frame import Frame
from posture_watch.capture.paced import PacedSource
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.commands.borrowing import borrowed_camera, lent
from posture_watch.config import Config, build_settings
from posture_watch.control.client import ask
from posture_watch.core.baseline import Baseline
from posture_watch.core.calibration import GOOD, Refused, Take, add_frame, finish_take
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings
from posture_watch.errors import UserError
from posture_watch.opening import checked_model, open_for, open_look
from posture_watch.paths import Paths
from posture_watch.texts import retold, text
from posture_watch.watching import Look, seen
from posture_watch.window.sight import Line, Said, said_of, skeleton

_log = logging.getLogger(__name__)

FRAMES_A_SECOND = 8.0
"""Smooth enough to find one's place, and half of one core at most."""
POLL_S = 0.25
LEND_S, RENEW_S = 30.0, 10.0
"""A monitor lends for the first, and is asked again after the second."""
LOOK_BACK_S = 3.0
"""Advice is about the last seconds."""
SETTLE_S = 2.0
"""From the press of the button to the first picture that counts: hands come back, eyes go to the screen."""
TAKE_S = 10.0
"""As the calibrate command has it."""
SILENT_S = 3.0
"""A camera that gives no picture for so long is told about."""
AGAIN_S = 2.0
"""After a source that could not be opened at all."""
GIVE_BACK_S = 8.0
"""How long letting go of a camera and giving it back may take."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """``bgr`` holds height x width x 3 bytes; empty for a landmark recording, which has none."""

    bgr: bytes
    width_px: int
    height_px: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What the window shows. ``picture`` None: nothing is seen, ``said`` is why. ``taken`` 0 to 1 while a take runs."""

    said: Said
    picture: Picture | None = None
    camera: str = ""
    taken: float | None = None


class Eyes:
    """Looks through ``source`` until closed. All methods return at once, but ``close``.

    ``after``: eyes that are being closed; they give the camera back first, or it would be lent and returned at once.
    """

    def __init__(
        self, paths: Paths, config: Config, source: str, *, after: Eyes | None = None, take_s: float = TAKE_S
    ) -> None:
        self._after = after
        self._paths = paths
        self._config = config
        self._take_s = take_s
        self._clock = Clock()
        self._changed = threading.Condition()
        self._source = source
        self._view = View(Said(False, text("The camera is being opened.")))
        self._closing = False
        self._take_wanted = False
        self._taking: _Taking | None = None
        self._result: Baseline | Refused | None = None
        self._renewed_s = self._clock.mono_s()
        self._thread = threading.Thread(target=self._work, name="eyes", daemon=True)
        self._thread.start()

    def newest(self) -> View:
        """What is seen now."""
        with self._changed:
            return self._view

    def look_through(self, source: str) -> None:
        """Another camera from now on."""
        with self._changed:
            if source != self._source:
                self._source, self._take_wanted, self._taking = source, False, None
                self._view = View(Said(False, text("The camera is being opened.")))
                self._changed.notify_all()

    def take(self) -> None:
        """Begin to take the upright posture."""
        with self._changed:
            self._take_wanted, self._result = True, None

    def result(self) -> Baseline | Refused | None:
        """What came of the take, once."""
        with self._changed:
            result, self._result = self._result, None
            return result

    def close(self, within_s: float) -> bool:
        """Let go of the camera and give it back. True if that was done within so many seconds."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join(within_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            if self._after is not None:
                self._after.close(GIVE_BACK_S)
                self._after = None
            model = checked_model(self._config)
            with borrowed_camera(self._paths, LEND_S) as borrowed:
                look, close = open_look(model, self._config.pose.mode, self._config.pose.max_people)
                try:
                    while not self._closing:
                        self._look_through(self._source, look, borrowed=borrowed)
                finally:
                    close()
        except UserError as error:
            self._show_trouble(error)
        except Exception:  # the window goes on without a picture; the log has the reason
            _log.exception("looking ended")
            self._show_trouble(UserError(text("The camera could not be used."), "posture-watch doctor"))

    def _look_through(self, text_: str, look: Look, *, borrowed: bool) -> None:
        """One source, until another is wanted. A clip begins again."""
        try:
            with _live(open_for(self._config, text_, fps=FRAMES_A_SECOND, must_open_first=False)) as source:
                looking = _Looking(self._config, source)
                heard_s = self._clock.mono_s()
                while not self._closing and self._source == text_:
                    if borrowed:
                        self._renew()
                    got = source.read(POLL_S)
                    if got is not None:
                        heard_s = self._clock.mono_s()
                        self._show(text_, looking, got if isinstance(got, Frame) else None, seen(got, look))
                    else:
                        self._tell_silence(source, self._clock.mono_s() - heard_s)
        except EndOfSource:
            return
        except UserError as error:
            self._show_trouble(error)
            self._wait(lambda: self._source != text_, AGAIN_S)

    def _renew(self) -> None:
        now_s = self._clock.mono_s()
        if now_s - self._renewed_s >= RENEW_S:
            self._renewed_s = now_s
            with contextlib.suppress(UserError):
                if lent(ask(self._paths.runtime_folder, "status"), LEND_S):
                    ask(self._paths.runtime_folder, "pause", seconds=LEND_S)

    def _wait(self, changed: Callable[[], bool], at_most_s: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closing or changed(), at_most_s)

    def _show(self, text_: str, looking: _Looking, frame: Frame | None, scene: Scene) -> None:
        said, lines = looking.add(scene)
        bgr = frame.image.tobytes() if frame is not None else b""
        picture = Picture(bgr, scene.width_px, scene.height_px, lines)
        with self._changed:
            if self._source != text_:
                return
            self._continue_take(looking, scene)
            taken = self._taking.share(scene) if self._taking else None
            self._view = View(said, picture, looking.source.name, taken)

    def _continue_take(self, looking: _Looking, scene: Scene) -> None:
        if self._take_wanted:
            self._take_wanted, self._taking = False, _Taking(scene.at.mono_s + SETTLE_S, self._take_s)
        if self._taking and self._taking.add(scene, looking.settings):
            self._result, self._taking = self._taking.finish(looking.settings), None

    def _tell_silence(self, source: Source, silent_s: float) -> None:
        state = source.state
        with self._changed:
            if state.kind in ("ok", "opening") and silent_s < SILENT_S:
                return
            if self._taking is not None:  # no camera, no take: too few pictures
                self._result, self._taking = finish_take(Take(), looking_settings(self._config, source)), None
            self._take_wanted = False
            opening = state.kind == "opening"
            todo = "" if opening else text("'posture-watch doctor' looks closer; or choose another camera.")
            self._view = View(Said(False, retold(state.text), todo), camera=source.name)

    def _show_trouble(self, error: UserError) -> None:
        with self._changed:
            self._take_wanted, self._taking = False, None
            self._view = View(Said(False, retold(error.message), retold(error.advice)))


class _Taking:
    """A take that runs from ``start_s`` for ``length_s`` seconds of pictures."""

    def __init__(self, start_s: float, length_s: float) -> None:
        self._start_s = start_s
        self._length_s = length_s
        self._take = Take()

    def share(self, scene: Scene) -> float:
        return min(1.0, max(0.0, (scene.at.mono_s - self._start_s) / self._length_s))

    def add(self, scene: Scene, settings: Settings) -> bool:
        """True when it is whole."""
        if scene.at.mono_s >= self._start_s:
            self._take, _ = add_frame(self._take, scene, settings)
        return scene.at.mono_s - self._start_s >= self._length_s

    def finish(self, settings: Settings) -> Baseline | Refused:
        return finish_take(self._take, settings)


class _Looking:
    """The scenes of the last seconds of one source, and what is to be said about them."""

    def __init__(self, config: Config, source: Source) -> None:
        self.source = source
        self.settings = looking_settings(config, source)
        self._scenes: deque[Scene] = deque()

    def add(self, scene: Scene) -> tuple[Said, tuple[Line, ...]]:
        if self.settings.camera != self.source.identity:  # known only after the camera has been opened
            self.settings = replace(self.settings, camera=self.source.identity)
        self._scenes.append(scene)
        while scene.at.mono_s - self._scenes[0].at.mono_s > LOOK_BACK_S:
            self._scenes.popleft()
        _, finding = add_frame(Take(), scene, self.settings)
        scenes = tuple(self._scenes) if finding == GOOD else ()
        return said_of(finding, scenes, self.settings), skeleton(scene, self.settings)


def looking_settings(config: Config, source: Source) -> Settings:
    """The core's settings for a take through ``source``."""
    return build_settings(
        config, camera=source.identity, mode=config.pose.mode, sample_interval_s=source.interval_s or 1.0
    )


def _live(source: Source) -> Source:
    """A clip is looked at in its own time."""
    return source if source.live else PacedSource(source, Clock())
