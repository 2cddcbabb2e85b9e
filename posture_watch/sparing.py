"""Looks that the pose model is spared: where nothing has moved, what it saw last is still there to be seen.

Only the shell knows of it. The fold gets a scene at every sample, as if the model had looked each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from posture_watch.capture.frame import Burst, Frame, Unmoved
from posture_watch.capture.source import Thrift
from posture_watch.core.bursts import merged
from posture_watch.core.engine import EngineState
from posture_watch.core.instant import Instant
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Scene
from posture_watch.core.looking import is_enough, may_spare
from posture_watch.core.seeing import see
from posture_watch.core.settings import Settings

Look = Callable[[Frame], Scene]
"""The pose model: what is in a frame."""
ROUND = 3
"""Single frames that the model looks at in a row before it is spared: their median strays less than one of them."""
MOST_KEPT = 5
"""Scenes of one stillness that are put together: as many as a burst has."""


class Sparing:
    """Looks at frames, and remembers what was there for as long as nothing moves."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._scenes: list[Scene] = []
        self._looked: Instant | None = None
        self._asked: tuple[Frame, Scene] | None = None
        self.model_looks = 0

    def thrift(self, state: EngineState, before: Judgement, settings: Settings, *, single: bool) -> Thrift:
        """How little of the next look will do. ``single``: looks are single frames, not bursts."""

        def enough(frame: Frame) -> bool:
            _, seen, _ = see(state, self._scene_of(frame), settings)
            return is_enough(before.reading, seen.reading, settings)

        return Thrift(self._may_spare(state, before, settings, single=single), enough)

    def scene(self, got: Frame | Burst | Unmoved | Scene) -> Scene:
        """What is to be seen: asked of the model, or as it was."""
        match got:
            case Scene():
                return got
            case Unmoved():
                return replace(merged(self._scenes), at=got.at)
            case Burst():
                return self._burst(got)
            case Frame():
                if got.moved:
                    self._scenes.clear()
                scene = self._scene_of(got)
                self._keep([scene])
                return scene

    def _may_spare(self, state: EngineState, before: Judgement, settings: Settings, *, single: bool) -> bool:
        if self._looked is None or state.last is None or len(self._scenes) < (ROUND if single else 1):
            return False
        if may_spare(state, before, settings, unlooked_s=state.last.gap_since(self._looked)):
            return True
        if single:
            self._scenes.clear()  # a check is a round of its own
        return False

    def _burst(self, burst: Burst) -> Scene:
        """A whole one speaks for itself; a single frame together with those since something moved."""
        if burst.frames[0].moved:
            self._scenes.clear()
        scenes = [self._scene_of(frame) for frame in burst.frames]
        self._keep(scenes)
        return merged(scenes) if len(scenes) > 1 else merged(self._scenes)

    def _keep(self, scenes: list[Scene]) -> None:
        last = scenes[-1]
        kept = [s for s in self._scenes if (s.width_px, s.height_px) == (last.width_px, last.height_px)]
        self._scenes = [*kept, *scenes][-MOST_KEPT:]
        self._looked = last.at

    def _scene_of(self, frame: Frame) -> Scene:
        if self._asked is None or self._asked[0] is not frame:
            self.model_looks += 1
            self._asked = (frame, self._look(frame))
        return self._asked[1]
