"""Looks that the pose model is spared: where nothing has moved, what it saw last is still there to be seen.

Only the shell knows of it. The fold gets a scene at every sample, as if the model had looked each time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from posture_watch.capture.frame import Burst, Frame, Unmoved
from posture_watch.capture.source import LAVISH, Thrift
from posture_watch.core.bursts import merged
from posture_watch.core.engine import EngineState
from posture_watch.core.instant import Instant
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Scene
from posture_watch.core.looking import is_close, is_enough, is_far, is_finding_out, is_unsure, may_spare
from posture_watch.core.seeing import see
from posture_watch.core.settings import Settings

Look = Callable[[Frame], Scene]
"""The pose model: what is in a frame."""
ROUND = 3
"""Frames that the model has looked at before it is spared: their median strays less than one of them, and is then taken
for what is there, again and again. Far from every limit one will do, however it strays."""
MOST_KEPT = 5
"""Looks of one stillness that are put together: the same noise would be counted again and again else."""
KEPT_WHEN_UNSURE = 3
"""The same where a limit is near, so that what creeps over it is not seen late."""
STEADY_S = 6.0
"""After something moved the model looks at every sample for so long (s): what goes on moving slowly moves again."""
SOON_S, SOON_FRAMES = 8.0, 3
"""Looks that follow one another in so few seconds (while a posture changes, or is asked about) say together what each
has to say alone else: so many frames of each will do."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """One look: what its frames came to together."""

    scene: Scene
    frames: int


class Sparing:
    """Looks at frames, and remembers what was there for as long as nothing moves."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._looks: list[_Seen] = []
        self._frames = 0
        self._together: Scene | None = None
        self._each_alone = True
        self._most = MOST_KEPT
        self._looked: Instant | None = None
        self._asked: list[tuple[Frame, Scene]] = []
        self.model_looks = 0

    def thrift(self, state: EngineState, before: Judgement, settings: Settings) -> Thrift:
        """How little of the next look will do."""
        self._each_alone = settings.single_frames or is_close(settings) or is_finding_out(state, before)

        def enough(frames: Sequence[Frame]) -> bool:
            if len(frames) >= SOON_FRAMES and self._is_soon_after(frames[0].at):
                return True
            if self._each_alone:
                return False
            moved, now = frames[0].moved, self._put_together(frames)
            kept = [] if moved else [one for one in self._looks if _one_size(one.scene, now.scene)]
            told = [*kept, now][-MOST_KEPT:]
            _, seen, _ = see(state, merged([one.scene for one in told[-self._most :]]), settings)
            number = sum(one.frames for one in told)
            return is_enough(before.reading, seen.reading, settings, frames=number, moved=moved)

        self._most = KEPT_WHEN_UNSURE if is_unsure(state, before, settings) else MOST_KEPT
        return Thrift(self._may_spare(state, before, settings), enough, spare_little=is_far(before, settings))

    def lavish(self) -> Thrift:
        """The next look counts for itself."""
        self._each_alone = True
        return LAVISH

    def forget(self) -> None:
        """The frames of a look that was broken off."""
        self._asked.clear()

    def scene(self, got: Frame | Burst | Unmoved | Scene) -> Scene:
        """What is to be seen: asked of the model, or as it was."""
        match got:
            case Scene():
                return got
            case Unmoved():
                assert self._together is not None  # nothing is spared before the model has looked
                return replace(self._together, at=got.at)
            case Burst():
                return self._seen(got.frames)
            case Frame():
                return self._seen((got,))

    def _is_soon_after(self, at: Instant) -> bool:
        return self._looked is not None and at.gap_since(self._looked) < SOON_S

    def _may_spare(self, state: EngineState, before: Judgement, settings: Settings) -> bool:
        if (
            self._looked is None
            or state.last is None
            or self._frames < max(1 if is_far(before, settings) else ROUND, STEADY_S / settings.sample_interval_s)
        ):
            return False
        return may_spare(state, before, settings, unlooked_s=state.last.gap_since(self._looked))

    def _seen(self, frames: Sequence[Frame]) -> Scene:
        """By itself while something is being found out; else together with what was seen since something moved: the
        same noise is then counted once, however often the scene is."""
        if frames[0].moved:
            self._looks, self._frames = [], 0
        now = self._put_together(frames)
        self._asked.clear()  # no picture is kept until the next look
        self._looks = [*self._looks, now][-MOST_KEPT:]
        self._frames += len(frames)
        alike = [one.scene for one in self._looks[-self._most :] if _one_size(one.scene, now.scene)]
        self._together, self._looked = merged(alike), now.scene.at
        return now.scene if self._each_alone else self._together

    def _put_together(self, frames: Sequence[Frame]) -> _Seen:
        return _Seen(merged([self._scene_of(frame) for frame in frames]), len(frames))

    def _scene_of(self, frame: Frame) -> Scene:
        """Asked once a frame; those of one burst are asked for again."""
        for asked, scene in self._asked:
            if asked is frame:
                return scene
        self.model_looks += 1
        scene = self._look(frame)
        self._asked = [*self._asked, (frame, scene)][-MOST_KEPT:]
        return scene


def _one_size(scene: Scene, other: Scene) -> bool:
    return (scene.width_px, scene.height_px) == (other.width_px, other.height_px)
