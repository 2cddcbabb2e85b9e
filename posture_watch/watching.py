"""The loop's inside, shared by live run, replay, demo and calibration: a frame in, the fold advanced, a step out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from posture_watch.capture.clock import Clock
from posture_watch.capture.frame import Frame
from posture_watch.capture.source import Source
from posture_watch.core.engine import EngineState, advance
from posture_watch.core.events import Event
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings

Look = Callable[[Frame], Scene]
"""The pose model: what is in a frame."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one observation came to."""

    scene: Scene
    judgement: Judgement
    events: tuple[Event, ...]


class Watcher:
    """Pulls frames from ``source`` and advances the engine. Decides nothing about posture."""

    def __init__(self, source: Source, look: Look, settings: Settings, state: EngineState, clock: Clock) -> None:
        self.source = source
        self.settings = settings
        self.state = state
        self.look = look
        self._clock = clock
        self._last_scene: Scene | None = None
        self._last_frame_s = clock.mono_s()

    def step(self, timeout_s: float) -> Step | None:
        """The next step, or None if nothing is due within ``timeout_s``. Raises EndOfSource after a clip's last frame.

        A live source that stays silent for ``settings.gap_s`` gives an empty observation once per sampling interval.
        """
        got = self.source.read(timeout_s)
        if got is None:
            return self._miss() if self.source.live else None
        scene = got if isinstance(got, Scene) else self.look(got)
        self._last_frame_s = self._clock.mono_s()
        self._last_scene = scene
        return self.take(scene)

    def take(self, scene: Scene) -> Step:
        """Advance by a scene that is already there."""
        if self.settings.camera != self.source.identity:
            self.settings = replace(self.settings, camera=self.source.identity)
        self.state, judgement, events = advance(self.state, scene, self.settings)
        return Step(scene, judgement, events)

    def rest(self) -> None:
        """The watcher was paused: time that passed without frames was meant to."""
        self._last_frame_s = self._clock.mono_s()

    def _miss(self) -> Step | None:
        silent_s = self._clock.mono_s() - self._last_frame_s
        if silent_s < self.settings.gap_s:
            return None
        now = self._clock.now()
        last = self.state.last
        if (
            self.state.frames_stopped
            and last is not None
            and now.mono_s - last.mono_s < self.settings.sample_interval_s
        ):
            return None
        width_px, height_px = (
            (self._last_scene.width_px, self._last_scene.height_px) if self._last_scene is not None else (1, 1)
        )
        return self.take(Scene(now, width_px, height_px, frame_missing=True))
