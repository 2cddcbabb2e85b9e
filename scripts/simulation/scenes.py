"""A movement as scenes: upright for the baseline, then in the posture at once, or sitting, moving and staying."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from posture_watch.core.landmarks import Scene
from simulation.body import points_of, upright
from simulation.camera import aim
from simulation.changes import Scenario
from simulation.distributions import NOISES, Noise
from simulation.landmarks import INTERVAL_S, Picture, pictures, scenes
from simulation.movements import MOVEMENTS, Movement, after
from simulation.people import Floats, People, draw_people

Mode = Literal["frame", "held", "live"]
HELD_S = {"frame": 1, "held": 60, "live": 60}
"""How long the posture is seen; a frame is one picture."""
BEFORE_S = 20
"""Live: sitting upright before it."""
PAUSE_S = 300.0
"""Between baseline and test: what wanders is elsewhere by then."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Which people do what, before which cameras, and how it is looked at. Everything follows from it.

    ``again`` counts tests of the same people with the same baseline. ``held_s`` instead of HELD_S of the mode.
    """

    movement: str
    size: float
    people: int
    seed: int
    mode: Mode = "frame"
    baseline_frames: int = 5
    wider: bool = False
    side: bool = False
    noise: str = "stated"
    quality_gate: bool = True
    held_s: int | None = None
    again: int = 0


def baseline_scenes(trial: Trial) -> list[list[Scene]]:
    """For each person the upright frames that the baseline is taken from. The same trial gives the same scenes."""
    people, was = _seated(trial)
    return scenes(people, _still(people, was, trial.baseline_frames, NOISES[trial.noise], trial.seed + 1))


def scenes_to_judge(trial: Trial) -> list[list[Scene]]:
    """For each person the frames to be judged. The same trial gives the same scenes."""
    people, was = _seated(trial)
    noise, movement = NOISES[trial.noise], MOVEMENTS[trial.movement]
    course_seed, noise_seed = (int(s) for s in np.random.SeedSequence(_entropy(trial)).generate_state(2))
    now = after(movement, people, was, trial.size, trial.seed + 2 + trial.again)
    seconds = (trial.mode != "frame" and trial.held_s) or HELD_S[trial.mode]
    if trial.mode == "live":
        shares = _course(movement, people.count, seconds, np.random.default_rng(course_seed))
        pictured = _on_the_way(people, was, now, shares, noise, noise_seed)
    else:
        pictured = _still(people, now, seconds, noise, noise_seed)
    return scenes(people, pictured, start_s=trial.baseline_frames * INTERVAL_S + PAUSE_S)


def _seated(trial: Trial) -> tuple[People, Scenario]:
    people = draw_people(trial.people, trial.seed, wider=trial.wider, side=trial.side)
    pose = upright(people)
    return people, (pose, aim(people, points_of(people, pose)))


def _entropy(trial: Trial) -> list[int]:
    return [trial.seed, list(MOVEMENTS).index(trial.movement), round(trial.size * 1000), trial.again]


def _still(people: People, how: Scenario, frames: int, noise: Mapping[str, Noise], seed: int) -> Picture:
    points = points_of(people, how[0])
    return pictures(people, [points] * frames, [how[1]] * frames, noise, seed)


def _course(movement: Movement, count: int, seconds: int, rng: np.random.Generator) -> list[Floats]:
    """How much of the movement is done, each second, for each person: 0 before it, 1 when it is done."""
    takes = rng.uniform(*movement.takes_s, count)
    longest = int(np.ceil(movement.takes_s[1]))
    out: list[Floats] = []
    for second in range(BEFORE_S + longest + seconds):
        since = second * INTERVAL_S - BEFORE_S
        share = np.clip(since / takes, 0.0, 1.0)
        if movement.lasts_s is not None:
            share = np.minimum(share, np.clip((2 * takes + movement.lasts_s - since) / takes, 0.0, 1.0))
        out.append(share)
    return out


def _on_the_way(
    people: People, was: Scenario, now: Scenario, shares: list[Floats], noise: Mapping[str, Noise], seed: int
) -> Picture:
    poses = [was[0].towards(now[0], share) for share in shares]
    aims = [was[1].towards(now[1], share) for share in shares]
    return pictures(people, [points_of(people, pose) for pose in poses], aims, noise, seed)
