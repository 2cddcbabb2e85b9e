"""The loop's inside, shared by live run, replay, demo and calibration: a frame in, the fold advanced, a step out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from posture_watch.capture.clock import Clock
from posture_watch.capture.frame import Burst, Frame, Unmoved
from posture_watch.capture.source import LAVISH, Source, Thrift
from posture_watch.core.bursts import merged
from posture_watch.core.engine import EngineState, advance
from posture_watch.core.events import Event
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings
from posture_watch.journal import Journal
from posture_watch.loading import Loading
from posture_watch.sparing import Look, Sparing

__all__ = ["Look", "Step", "Watcher", "seen"]

TROUBLE_S = 5.0
"""A camera that has said for so long that it is gone, stalled or refused is not waited for any longer (s), however
seldom it is looked through."""
BUSY_EVERY_S = 5.0
"""How often it is noted that another program has the camera (s): a kill loses no more of that time."""
FRESH_S = 5.0
"""What was seen while the model was being loaded counts if it is not older (s)."""
FIRST = Thrift(spare=False, enough=lambda frames: len(frames) >= 2)
"""Somebody who is new waits to see that it works: the first look says no more than that it has begun to learn."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one observation came to."""

    scene: Scene
    judgement: Judgement
    events: tuple[Event, ...]


class Watcher:
    """Pulls frames from ``source`` and advances the engine. Decides nothing about posture."""

    journal: Journal | None = None
    """Where what is judged is noted, if it is logged."""
    may_spare = True
    """Whether the model may be spared where nothing moves: not while each frame is wanted for itself."""

    def __init__(self, source: Source, look: Look, settings: Settings, state: EngineState, clock: Clock) -> None:
        self.source = source
        self.settings = settings
        self.state = state
        self._clock = clock
        self.look = look
        self._sparing = Sparing(look)
        self._thrift_of: tuple[Step | None, EngineState, Settings, bool] | None = None
        self._thrift_is = LAVISH
        self._last: Step | None = None
        self._awaiting: Frame | Burst | Unmoved | Scene | None = None
        self._trouble_since_s: float | None = None
        self._last_frame_s = self._awake_s = clock.mono_s()

    def step(self, timeout_s: float) -> Step | None:
        """The next step, or None if nothing is due within ``timeout_s``. Raises EndOfSource after a clip's last frame.

        A live source that stays silent for ``settings.gap_s`` gives an empty observation once per sampling interval;
        one that another program has, at once.
        """
        got = self._awaiting or self._got(timeout_s)
        self._mind_sleep()
        if got is None:
            return self._miss() if self.source.live else None
        if not self._model_is_there(timeout_s):
            self._awaiting = got
            return None
        if self._awaiting is not None:
            self._awaiting = None
            if self._clock.now().gap_since(got.at) > FRESH_S:
                self.source.look_again_in(0.0)
                return None
        scene = self._sparing.scene(got)
        self.rest()
        self._last = self.take(scene)
        return self._last

    def _got(self, timeout_s: float) -> Frame | Burst | Unmoved | Scene | None:
        return self.source.glance(timeout_s, self._thrift()) if self.source.live else self.source.read(timeout_s)

    def _model_is_there(self, within_s: float) -> bool:
        """Before the first look; the camera is not to blame for the wait. A clip stands still meanwhile."""
        if not isinstance(self.look, Loading) or not self.source.live or self.look.is_ready(within_s):
            return True
        self.rest()
        return False

    @property
    def model_looks(self) -> int:
        """How often the model was asked so far."""
        return self._sparing.model_looks

    def _thrift(self) -> Thrift:
        """Whether the next look matters although nothing moves, and when a burst may end early. Worked out once for all
        the turns of the loop in which nothing is looked at."""
        asked = (self._last, self.state, self.settings, self.may_spare)
        if self._thrift_of is None or any(a is not b for a, b in zip(asked, self._thrift_of, strict=True)):
            self._thrift_of = asked
            if self.may_spare and self._last is not None:
                self._thrift_is = self._sparing.thrift(self.state, self._last.judgement, self.settings)
            else:
                is_new = self.may_spare and not self.state.reference.known
                self._thrift_is = FIRST if is_new else self._sparing.lavish()
        return self._thrift_is

    def take(self, scene: Scene) -> Step:
        """Advance by a scene that is already there."""
        if self.settings.camera != self.source.identity:
            self.settings = replace(self.settings, camera=self.source.identity)
        if self.journal is not None:
            self.journal.before(scene.at.in_ms, self.state, self.settings)
        self.state, judgement, events = advance(self.state, scene, self.settings)
        if self.journal is not None and judgement.reading is not None:
            self.journal.note(judgement.reading)
        return Step(scene, judgement, events)

    def look_through(self, source: Source) -> None:
        """Another source from now on, or the same one opened anew."""
        self.source = source
        self.forget()
        self.rest()

    def forget(self) -> None:
        """No picture that has not been judged yet is kept: the camera goes off, or another comes."""
        self._awaiting = None
        self._sparing.forget()

    def rest(self) -> None:
        """All is well up to now: a frame came, or time that passed without frames was meant to."""
        self._last_frame_s, self._trouble_since_s = self._clock.mono_s(), None

    def _mind_sleep(self) -> None:
        """A monotonic clock that goes on in suspend (Windows) must not blame the camera for time nobody waited."""
        before_s, self._awake_s = self._awake_s, self._clock.mono_s()
        if self._awake_s - before_s > self.settings.gap_s:
            self.rest()

    def _in_trouble(self) -> bool:
        if self.source.state.kind in ("ok", "opening", "busy"):
            self._trouble_since_s = None
            return False
        now_s = self._clock.mono_s()
        self._trouble_since_s = now_s if self._trouble_since_s is None else self._trouble_since_s
        return now_s - self._trouble_since_s >= TROUBLE_S

    def _miss(self) -> Step | None:
        busy = self.source.state.kind == "busy"
        if not busy and not self._in_trouble() and self._clock.mono_s() - self._last_frame_s < self.settings.gap_s:
            return None
        now, last = self._clock.now(), self.state.last
        known = self.state.posture == "busy" if busy else self.state.frames_stopped
        every_s = min(self.settings.sample_interval_s, BUSY_EVERY_S) if busy else self.settings.sample_interval_s
        if known and last is not None and now.mono_s - last.mono_s < every_s:
            return None
        width_px, height_px = (
            (self._last.scene.width_px, self._last.scene.height_px) if self._last is not None else (1, 1)
        )
        return self.take(Scene(now, width_px, height_px, frame_missing=True, busy=busy))


def seen(got: Frame | Burst | Scene, look: Look) -> Scene:
    """What is in a frame, or in a burst of them as one observation; a recorded scene as it is."""
    match got:
        case Scene():
            return got
        case Burst():
            return merged([look(frame) for frame in got.frames])
        case Frame():
            return look(got)
