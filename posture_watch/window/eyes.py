"""The camera at work for the first run: hands out what it saw last, and takes the upright posture."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace

from posture_watch.capture.frame import Frame
from posture_watch.capture.source import Source
from posture_watch.config import Config
from posture_watch.core.baseline import Baseline
from posture_watch.core.calibration import GOOD, Refused, Take, add_frame, finish_take
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings
from posture_watch.errors import UserError
from posture_watch.paths import Paths
from posture_watch.texts import retold, text
from posture_watch.window.gaze import GIVE_BACK_S, Gaze, looking_settings
from posture_watch.window.sight import Line, Said, said_of, skeleton

__all__ = ["GIVE_BACK_S", "Eyes", "Picture", "View"]

LOOK_BACK_S = 3.0
"""Advice is about the last seconds."""
SETTLE_S = 2.0
"""From the press of the button to the first picture that counts: hands come back, eyes go to the screen."""
TAKE_S = 10.0
"""As the calibrate command has it."""
SILENT_S = 3.0
"""A camera that gives no picture for so long is told about."""


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


class Eyes(Gaze):
    """Looks through ``source`` until closed. All methods return at once, but ``close``."""

    def __init__(
        self, paths: Paths, config: Config, source: str, *, after: Eyes | None = None, take_s: float = TAKE_S
    ) -> None:
        super().__init__(paths, config, source, after=after)
        self._take_s = take_s
        self._view = View(Said(False, text("The camera is being opened.")))
        self._wanted = source
        self._looking: _Looking | None = None
        self._take_wanted = False
        self._taking: _Taking | None = None
        self._result: Baseline | Refused | None = None
        self.begin()

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

    def _opened(self, wanted: str, source: Source) -> None:
        self._wanted, self._looking = wanted, _Looking(self._config, source)

    def _saw(self, frame: Frame | None, scene: Scene) -> None:
        looking = self._looking
        assert looking is not None
        said, lines = looking.add(scene)
        bgr = frame.image.tobytes() if frame is not None else b""
        picture = Picture(bgr, scene.width_px, scene.height_px, lines)
        with self._changed:
            if self._source != self._wanted:  # another was chosen meanwhile
                return
            self._continue_take(looking, scene)
            taken = self._taking.share(scene) if self._taking else None
            self._view = View(said, picture, looking.source.name, taken)

    def _continue_take(self, looking: _Looking, scene: Scene) -> None:
        if self._take_wanted:
            self._take_wanted, self._taking = False, _Taking(scene.at.mono_s + SETTLE_S, self._take_s)
        if self._taking and self._taking.add(scene, looking.settings):
            self._result, self._taking = self._taking.finish(looking.settings), None

    def _silent(self, source: Source, silent_s: float) -> None:
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

    def _failed(self, error: UserError) -> None:
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
