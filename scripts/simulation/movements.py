"""What simulated people do: postures that should be noticed, and what must not alarm. Each has a size and a unit."""
# ruff: noqa: E501  # a table

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulation import changes as to
from simulation.body import Pose, points_of, upright
from simulation.camera import middle
from simulation.changes import Change, Scenario
from simulation.people import Floats, People

Seconds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Movement:
    """``change`` with a size in ``unit``; ``sizes`` to try, small to large; ``takes_s`` least and most seconds that it
    takes; ``lasts_s`` how long it is held, None for as long as the test."""

    name: str
    kind: Literal["posture", "sideways", "innocent"]
    meaning: str
    unit: str
    sizes: tuple[float, ...]
    change: Change
    takes_s: Seconds
    lasts_s: float | None = None


SLOWLY, QUICKLY, SET_UP = (4.0, 30.0), (1.5, 4.0), (1.0, 2.5)
"""Seconds it takes (starting guess): sagging into a posture, moving on purpose, changing chair, lid or camera."""

# fmt: off
_ALL = (
    Movement("lean", "posture", "forwards at the hips", "° at the hip", (2.5, 5, 10, 15, 20, 30), to.lean, SLOWLY),
    Movement("slump", "posture", "sinking in the chair: pelvis back, thorax forwards", "cm eyes down", (1, 2, 4, 6, 8, 12), to.slump, SLOWLY),
    Movement("slide", "posture", "sliding down: hips forwards, upper back on the backrest", "cm eyes down", (1, 2, 4, 6), to.slide, SLOWLY),
    Movement("neck", "posture", "neck collapsing: head forwards and down", "° of the neck", (5, 10, 20, 30, 40), to.neck, SLOWLY),
    Movement("slouch", "posture", "all of them, as in the side pictures", "torso lengths ears down", (0.03, 0.06, 0.1, 0.15, 0.21), to.slouch, SLOWLY),
    Movement("side_bend", "sideways", "trunk to the left", "°", (2.5, 5, 7.5, 10, 15), to.posed(trunk_side_deg=1, head_roll_deg=0.5, neck_side_deg=-0.3), SLOWLY),
    Movement("head_tilt", "sideways", "head to the left shoulder", "°", (5, 10, 15, 20), to.posed(head_roll_deg=1, neck_side_deg=0.5), SLOWLY),
    Movement("upright", "innocent", "goes on sitting well", "", (0,), to.posed(), QUICKLY),
    Movement("reseated", "innocent", "sits down again, upright", "times", (1,), to.reseated, QUICKLY),
    Movement("chair_nearer", "innocent", "chair rolled nearer", "cm", (5, 15), to.posed(hip_x_cm=1), SET_UP),
    Movement("chair_farther", "innocent", "chair rolled back", "cm", (10, 20), to.posed(hip_x_cm=-1), SET_UP),
    Movement("chair_aside", "innocent", "chair rolled aside", "cm", (5, 12), to.posed(hip_y_cm=1), SET_UP),
    Movement("chair_lower", "innocent", "chair lowered", "cm", (2, 3, 6), to.chair_lower, SET_UP),
    Movement("desk_higher", "innocent", "desk with the camera raised", "cm", (2, 3, 4, 8), to.camera_up, SET_UP),
    Movement("desk_lower", "innocent", "desk with the camera lowered", "cm", (3, 8), to.camera_down, SET_UP),
    Movement("lid_back", "innocent", "lid tilted back", "°", (2, 3, 4, 8), to.set_up(pitch_deg=1), SET_UP),
    Movement("lid_forward", "innocent", "lid tilted forwards", "°", (4, 8), to.set_up(pitch_deg=-1), SET_UP),
    Movement("camera_turned", "innocent", "camera turned aside", "°", (5, 10), to.set_up(yaw_deg=1), SET_UP),
    Movement("camera_moved", "innocent", "camera put elsewhere", "cm", (5, 10), to.camera_moved, SET_UP),
    Movement("look_down", "innocent", "a look down at paper for 6 seconds", "° of the head", (20, 35), to.posed(head_deg=1, neck_deg=0.35), (0.5, 1.0), 6.0),
    Movement("head_turned", "innocent", "head turned", "°", (10, 15, 20, 40), to.posed(head_yaw_deg=1), QUICKLY),
    Movement("recline", "innocent", "leaning back", "°", (8, 15, 25), to.recline, QUICKLY),
    Movement("reach", "innocent", "reaching for something, 4 seconds", "° of the trunk", (15, 25), to.posed(trunk_yaw_deg=1, trunk_side_deg=0.4, pelvis_deg=0.5, lumbar_deg=0.5, thorax_deg=0.5, neck_deg=0.5), (0.5, 1.0), 4.0),
)
# fmt: on
MOVEMENTS: Mapping[str, Movement] = {movement.name: movement for movement in _ALL}


def after(movement: Movement, people: People, was: Scenario, size: float, seed: int) -> Scenario:
    """How they sit after the movement. The same seed shares it out between the joints alike."""
    return movement.change(people, was, np.full(people.count, size), np.random.default_rng(seed))


def eyes_cm(people: People, pose: Pose) -> tuple[Floats, Floats]:
    """How far the eyes came nearer and down (cm) against sitting upright."""
    change = middle(points_of(people, pose), "eye") - middle(points_of(people, upright(people)), "eye")
    return change[:, 0], -change[:, 2]
