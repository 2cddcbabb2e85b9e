"""Simulated people before a camera that can tell whether anything has moved, through the program's own Watcher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from simulation.bursts import BURST_FRAMES, FRAME_S, NOISELESS, OPENING_S, Film, Part, Told, Way, filmed, frame
from simulation.landmarks import START
from simulation.people import People

from posture_watch.capture.frame import Burst, Frame, Motion, Unmoved
from posture_watch.capture.source import LAVISH, EndOfSource, Source, Thrift
from posture_watch.core.baseline import Baseline
from posture_watch.core.engine import begin
from posture_watch.core.events import Event
from posture_watch.core.instant import Instant
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Scene
from posture_watch.core.upcoming import look_again_s
from posture_watch.watching import Watcher
from sparing_looks.filmed import ClipClock

BLIND_RATIO = 0.02
"""Shoulder widths that the gate does not see any point of the body move by (the limit of slump is 0.072). What the
model's noise wanders by is never seen, although some of it is a person who sways: the worst case."""
LITTLE_RATIO = 0.04
"""Up to so many they have gone a little, as far as the gate tells."""
MOST_GAIN = 1.5
"""As in capture.movement."""
SEEN = ("nose", "left_ear", "right_ear", "left_shoulder", "right_shoulder")
_IMAGE = np.zeros((4, 4, 3), np.uint8)


@dataclass(frozen=True, slots=True)
class Stage:
    """The story with the model's noise, and as it is."""

    film: Film
    truth: Film


def staged(people: People, parts: Sequence[Part], seed: int) -> Stage:
    """The same people twice."""
    return Stage(filmed(people, parts, seed), filmed(people, parts, seed, noise=NOISELESS))


class StagedCamera(Source):
    """Looks at one person of a stage as the live sources do."""

    name = identity = "simulation"
    live = True

    def __init__(self, stage: Stage, person: int, way: Way, clock: ClipClock, rng: np.random.Generator) -> None:
        self.interval_s = way.period_s
        self._film, self._truth, self._person, self._clock, self._rng = stage.film, stage.truth, person, clock, rng
        self._bursts = way.period_s > 1
        self._due_s = rng.uniform(0.0, way.period_s) if self._bursts else 0.0
        self._looked: int | None = None

    @property
    def in_moments(self) -> bool:
        return self._bursts

    def look_again_in(self, seconds: float) -> None:
        self._due_s = min(self._due_s, self._clock.s + seconds)

    def look(self, frame_: Frame) -> Scene:
        """The pose model."""
        return frame(self._film, self._person, self._number(frame_.at), frame_.at)

    def read(self, timeout_s: float) -> Frame | Burst | None:
        got = self.glance(timeout_s, LAVISH)
        assert not isinstance(got, Unmoved), "nobody asked for that"
        return got

    def glance(self, timeout_s: float, thrift: Thrift) -> Frame | Burst | Unmoved | None:  # noqa: ARG002
        if self._due_s >= self._film.seconds - OPENING_S[1] - BURST_FRAMES * FRAME_S:
            raise EndOfSource
        number = int(self._due_s / FRAME_S + 1e-9)
        if self._bursts:
            number += int(self._rng.uniform(*OPENING_S) / FRAME_S)
        motion = self._motion(number)
        if thrift.spares(motion):
            return Unmoved(self._until(number))
        first = Frame(self._until(number), _IMAGE, motion == "much")
        self._looked = number
        if not self._bursts:
            return first
        frames = [first]
        while len(frames) < BURST_FRAMES and not thrift.enough(frames):
            frames.append(Frame(self._until(number + len(frames)), _IMAGE))
        self._looked = number + len(frames) - 1
        return Burst(tuple(frames))

    def close(self) -> None:
        """Nothing is open."""

    def _until(self, number: int) -> Instant:
        self._clock.s = number * FRAME_S
        self._due_s = max(self._clock.s, self._due_s)
        return self._clock.now()

    def plan(self, was_due_s: float) -> None:
        """The next look, a period after the last was due."""
        self._due_s = was_due_s + self.interval_s
        if self._due_s <= self._clock.s:
            self._due_s = self._clock.s + self.interval_s

    @property
    def due_s(self) -> float:
        return self._due_s

    def _number(self, at: Instant) -> int:
        return round(at.gap_since(START) / FRAME_S)

    def _motion(self, number: int) -> Motion:
        if self._looked is None:
            return "much"
        now, was = self._film.parts[number], self._film.parts[self._looked]
        if (
            now.here != was.here
            or now.walker
            or was.walker
            or max(now.light, was.light) > MOST_GAIN * min(now.light, was.light)
        ):
            return "much"
        shifted = self._shifted(number, self._looked) if now.here else 0.0
        return "none" if shifted <= BLIND_RATIO else "little" if shifted <= LITTLE_RATIO else "much"

    def _shifted(self, number: int, before: int) -> float:
        """The most that any part moved by, in shoulder widths."""
        places = self._truth.places
        left, right = (places[name][self._person, before] for name in ("left_shoulder", "right_shoulder"))
        apart = [np.hypot(*(places[name][self._person, number] - places[name][self._person, before])) for name in SEEN]
        return float(max(apart)) / max(float(np.hypot(*(left - right))), 1.0)


def lived(
    stage: Stage, person: int, way: Way, seed: int, baselines: tuple[Baseline, ...] = (), *, sparing: bool
) -> tuple[Told, int]:
    """The story of one person through the Watcher, and how often the model was asked."""
    clock = ClipClock(START)
    settings = way.settings
    camera = StagedCamera(stage, person, way, clock, np.random.default_rng([seed, person]))
    watcher = Watcher(camera, camera.look, settings, begin(baselines), clock)
    watcher.may_spare = sparing
    judgements: list[Judgement] = []
    events: list[Event] = []
    while True:
        was_due_s = camera.due_s
        try:
            step = watcher.step(0.0)
        except EndOfSource:
            return Told(judgements, events, watcher.state), watcher.model_looks
        assert step is not None, "there is always a picture"
        judgements.append(step.judgement)
        events += step.events
        camera.plan(was_due_s)
        sooner_s = look_again_s(step.judgement, watcher.state, watcher.settings)
        if sooner_s is not None:
            camera.look_again_in(sooner_s)
