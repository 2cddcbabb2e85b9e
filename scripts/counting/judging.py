"""What the counter says of a sequence, beside what was done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from counting.acts import BEFORE_S, Timing
from posture_watch.care.counting import Asked, advance, begin
from posture_watch.config import Config, build_settings
from posture_watch.core.landmarks import Scene

GATE = build_settings(Config(), camera="counting", mode="image", sample_interval_s=0.2).gate
LATE_S = 2.5
"""A repetition is counted so long after its end at the latest (s)."""


@dataclass(frozen=True, slots=True)
class Told:
    """When each repetition was counted (s from the first frame), and which way (1 left, −1 right, 0 neither);
    ``ready_share`` of the frames could count: seen, and rest known."""

    at_s: tuple[float, ...]
    signs: tuple[int, ...]
    longest_s: float
    ready_share: float


def count(asked: Asked, scenes: Iterable[Scene]) -> Told:
    """The fold over these scenes."""
    state = begin(asked)
    start = None
    at_s: list[float] = []
    signs: list[int] = []
    frames = usable = 0
    for scene in scenes:
        start = start or scene.at
        before, state = state, advance(state, scene, GATE)
        frames, usable = frames + 1, usable + (state.seen and state.ready)
        if state.repetitions > before.repetitions:
            at_s.append(scene.at.gap_since(start))
            signs.append((state.left > before.left) - (state.right > before.right))
    return Told(tuple(at_s), tuple(signs), state.longest_s, usable / max(frames, 1))


@dataclass(frozen=True, slots=True)
class Score:
    """Repetitions ``done``, those of them ``found``, and ``false`` ones: counted twice or where none was done."""

    done: int = 0
    found: int = 0
    false: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.done + other.done, self.found + other.found, self.false + other.false)

    @property
    def recall(self) -> float:
        """Share of those done that were counted."""
        return self.found / self.done if self.done else 0.0

    @property
    def precision(self) -> float:
        """Share of those counted that were done; 1 if none was counted."""
        counted = self.found + self.false
        return self.found / counted if counted else 1.0


def score(told: Told, timing: Timing, times: int) -> Score:
    """Each counted one belongs to the repetition during which, or shortly after whose end, it was counted."""
    found: set[int] = set()
    false = 0
    for at_s in told.at_s:
        ends = [BEFORE_S + i * timing.seconds for i in range(times)]
        own = [i for i, begins in enumerate(ends) if begins <= at_s <= begins + timing.seconds - timing.rest_s + LATE_S]
        new = [i for i in own if i not in found]
        if new:
            found.add(new[0])
        else:
            false += 1
    return Score(times, len(found), false)
