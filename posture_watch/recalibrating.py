"""The upright posture taken anew while the monitor runs: its own frames, closer together for some seconds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from posture_watch.core.baseline import Baseline, with_scale_of
from posture_watch.core.calibration import Refused, Take, add_frame, finish_take
from posture_watch.core.engine import recalibrated
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings

SETTLE_S = 4.0
"""Time to sit well before it counts (s)."""
TAKE_S = 10.0
"""As long as `posture-watch calibrate` takes (s)."""
PATIENCE_S = 15.0
"""A camera that has given no frame so long after the end ends it all the same (s)."""


@dataclass(frozen=True, slots=True)
class Recalibration:
    """A take under way: frames count from ``from_s`` to ``until_s`` (monotonic)."""

    from_s: float
    until_s: float
    take: Take = Take()

    @classmethod
    def beginning(cls, at: Instant) -> Recalibration:
        return cls(at.mono_s + SETTLE_S, at.mono_s + SETTLE_S + TAKE_S)

    def with_scene(self, scene: Scene, settings: Settings) -> Recalibration:
        """The take with one more scene, if it falls into its time."""
        if not self.from_s <= scene.at.mono_s <= self.until_s or scene.frame_missing:
            return self
        return replace(self, take=add_frame(self.take, scene, settings)[0])

    def is_over(self, mono_s: float, *, seen: bool) -> bool:
        """Whether the last frame has come; without one (``seen`` false) it waits for a while."""
        return mono_s > self.until_s + (0.0 if seen else PATIENCE_S)

    def result(self, known: list[Baseline], settings: Settings, at: Instant) -> Baseline | Refused:
        """The new baseline, with the user's own full slump carried over, or why the take will not do."""
        taken = finish_take(self.take, settings)
        return taken if isinstance(taken, Refused) else with_scale_of(replace(taken, made_utc=at.utc), known)


__all__ = ["Recalibration", "recalibrated"]
