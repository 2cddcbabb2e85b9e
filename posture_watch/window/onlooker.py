"""The camera at work for `preview`: each picture judged by the same fold as always, drawn on, and forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace

from posture_watch.capture.frame import Frame
from posture_watch.capture.source import Source
from posture_watch.config import Config
from posture_watch.core.baseline import Baseline
from posture_watch.core.deviations import deviations_from
from posture_watch.core.engine import EngineState, advance, begin
from posture_watch.core.landmarks import Scene
from posture_watch.core.metrics import measure
from posture_watch.core.person import find_desk_person
from posture_watch.core.settings import Settings
from posture_watch.errors import UserError
from posture_watch.paths import Paths
from posture_watch.texts import retold, text
from posture_watch.window.drawing import Drawing, drawn
from posture_watch.window.gaze import Gaze, looking_settings
from posture_watch.window.verdict import Verdict, verdict

SILENT_S = 3.0
"""A camera that gives no picture for so long is told about."""


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """``bgr`` holds height x width x 3 bytes; empty for a landmark recording, which has none."""

    bgr: bytes
    width_px: int
    height_px: int
    drawing: Drawing


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What the window shows. ``shot`` None: nothing is seen, and the verdict says why."""

    verdict: Verdict
    shot: Shot | None = None
    camera: str = ""


class Onlooker(Gaze):
    """Looks through ``source`` until closed. Nothing is logged and nobody is reminded."""

    def __init__(
        self, paths: Paths, config: Config, source: str, baselines: tuple[Baseline, ...], *, borrows: bool
    ) -> None:
        super().__init__(paths, config, source, borrows=borrows)
        self._baselines = baselines
        self._sight = Sight(Verdict(text("The camera is being opened.")))
        self._looking: _Looking | None = None
        self.begin()

    def newest(self) -> Sight:
        """What is seen now."""
        with self._changed:
            return self._sight

    def _opened(self, wanted: str, source: Source) -> None:  # noqa: ARG002
        self._looking = _Looking(self._config, source, self._baselines)

    def _saw(self, frame: Frame | None, scene: Scene) -> None:
        assert self._looking is not None
        said, drawing = self._looking.add(scene)
        bgr = frame.image.tobytes() if frame is not None else b""
        self._show(Sight(said, Shot(bgr, scene.width_px, scene.height_px, drawing), self._looking.source.name))

    def _silent(self, source: Source, silent_s: float) -> None:
        state = source.state
        if state.kind not in ("ok", "opening") or silent_s >= SILENT_S:
            todo = "" if state.kind == "opening" else text("'posture-watch doctor' looks closer.")
            self._show(Sight(Verdict(retold(state.text), todo), camera=source.name))

    def _failed(self, error: UserError) -> None:
        self._show(Sight(Verdict(retold(error.message), retold(error.advice))))

    def _ended(self) -> bool:
        """The last picture stays."""
        before = self.newest()
        self._show(replace(before, verdict=replace(before.verdict, found=text("The clip has ended."))))
        return False

    def _show(self, sight: Sight) -> None:
        with self._changed:
            self._sight = sight


class _Looking:
    """The fold over one source."""

    def __init__(self, config: Config, source: Source, baselines: tuple[Baseline, ...]) -> None:
        self.source = source
        self._settings: Settings = looking_settings(config, source)
        self._state: EngineState = begin(baselines)

    def add(self, scene: Scene) -> tuple[Verdict, Drawing]:
        if self._settings.camera != self.source.identity:  # known only after the camera has been opened
            self._settings = replace(self._settings, camera=self.source.identity)
        before = self._state
        self._state, judgement, _ = advance(before, scene, self._settings)
        gate = self._settings.gate
        figure = find_desk_person(scene, gate, before.person, None, before.bystanders) if judgement.person else None
        said = verdict(judgement, self._settings)
        if figure is None:
            return said, Drawing()
        sample = measure(figure.person, scene, gate)
        base = self._state.reference.current if judgement.deviations else None
        changes = deviations_from(base, sample.values) if base and sample else {}  # of this picture, as the lines are
        return said, drawn(figure.person, sample, changes, gate.min_visibility)
