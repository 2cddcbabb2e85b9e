"""Simulated people who do a movement, for the tests of the counter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counting.acts import ACTS, Timing, shares
from counting.filming import Filming, scenes_of, shoot
from counting.judging import GATE
from simulation.people import draw_people

from posture_watch.care.counting import Asked, Counting, advance, begin
from posture_watch.care.counting.movements import Counted
from posture_watch.core.landmarks import Scene

PEOPLE = draw_people(4, 5)
USUAL = Timing(1.0, 0.8, 2.5)
AWAY = Timing(1.0, 6.0, 3.5)


def timing(movement: Counted) -> Timing:
    """There, held, back and at rest, as long as the exercise asks."""
    return AWAY if movement == "walking_away" else replace(USUAL, hold_s=ACTS[movement].hold_s or USUAL.hold_s)


def acted(  # what may be chosen
    movement: Counted,
    *,
    size: float | None = None,
    times: int = 3,
    fps: float = 5.0,
    person: int = 0,
    noise: str = "none",
    how: Timing | None = None,
) -> list[Scene]:
    """One person doing it ``times`` times, after and before some seconds of rest."""
    act = ACTS[movement]
    course = shares(act, how or timing(movement), times, fps)
    shots = shoot(Filming(PEOPLE, fps, 7, noise), act, act.usual if size is None else size, course)
    return list(scenes_of(shots, person))


def counted(movement: Counted, scenes: Sequence[Scene], hold_s: float | None = None) -> Counting:
    """The state after all of them."""
    state = begin(Asked(movement, ACTS[movement].hold_s if hold_s is None else hold_s))
    for scene in scenes:
        state = advance(state, scene, GATE)
    return state


def unknown(scenes: Sequence[Scene], from_s: float, until_s: float) -> list[Scene]:
    """The same, with no picture from the camera for some seconds."""
    start = scenes[0].at
    return [
        replace(scene, people=(), frame_missing=True) if from_s <= scene.at.gap_since(start) < until_s else scene
        for scene in scenes
    ]
