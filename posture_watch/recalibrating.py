"""The upright posture taken anew while the monitor runs: its own frames, closer together for some seconds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from posture_watch.app import Monitor, Tell
from posture_watch.capture.clock import Clock
from posture_watch.core.baseline import Baseline, with_scale_of
from posture_watch.core.calibration import Refused, Take, add_frame, finish_take
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings
from posture_watch.notify.base import Notification
from posture_watch.store.log import Log
from posture_watch.texts import retold, text

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


class Recalibrator:
    """Carries a take out beside the running watch. Owned by the loop's thread."""

    def __init__(self, log: Log, tell: Tell, clock: Clock) -> None:
        self._log, self._tell, self._clock = log, tell, clock
        self._current: Recalibration | None = None

    @property
    def under_way(self) -> bool:
        return self._current is not None

    def begin(self, monitor: Monitor) -> None:
        """Frames come closer together until the take is over. Nothing happens while the camera is off."""
        self._current = Recalibration.beginning(self._clock.now())
        monitor.watcher.source.hold_open(SETTLE_S + TAKE_S)

    def give_up(self) -> None:
        """The camera is switched off."""
        self._current = None

    def follow(self, monitor: Monitor) -> None:
        """Take the latest scene in; at the end keep the result and tell the user."""
        step, watcher = monitor.last_step, monitor.watcher
        if self._current is None:
            return
        if step is not None and self._current.take.last is not step.scene:
            self._current = self._current.with_scene(step.scene, watcher.settings)
        now = self._clock.now()
        seen = step is not None and step.judgement.at.mono_s > self._current.until_s
        if not self._current.is_over(now.mono_s, seen=seen):
            return
        result = self._current.result(self._log.baselines(), watcher.settings, now)
        self._current = None
        if isinstance(result, Refused):
            self._say(text("Your upright posture stays as it was"), f"{retold(result.reason)}. {retold(result.advice)}")
            return
        monitor.measure_against(result, now)
        self._say(text("Your upright posture is set"), text("From now on I measure against it."))

    def _say(self, title: str, body: str) -> None:
        self._tell.submit(Notification(title, body[:1].upper() + body[1:], slot="recalibration"))
