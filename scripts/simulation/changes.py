"""How bodies and set-ups change: each takes people, how they sit before which camera, a size for each, and dice.

How a posture is shared out between the joints differs between people; those shares are starting guesses.
"""
# ruff: noqa: ARG001  # every change is called alike

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from simulation.body import Pose, points_of
from simulation.camera import Aim, middle
from simulation.distributions import RESEATED
from simulation.people import Floats, People, draw

Scenario = tuple[Pose, Aim]
Change = Callable[[People, Scenario, Floats, np.random.Generator], Scenario]
"""How they sit before which camera afterwards."""


def lean(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
    """The whole trunk forwards about the hips; the head keeps its gaze as far as each person does."""
    return was[0].plus(**_bent(people, size)), was[1]


def _bent(people: People, hip_deg: Floats) -> dict[str, Floats]:
    nods = hip_deg * (1.0 - people.posture["gaze_kept"])
    return {"pelvis_deg": hip_deg, "lumbar_deg": hip_deg, "thorax_deg": hip_deg, "neck_deg": hip_deg, "head_deg": nods}


def slump(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
    """Pelvis back, thorax and neck forwards, hips sliding forwards, until the eyes came down by ``size`` cm."""
    how = _slump_shares(people, rng)
    return was[0].plus(**_until(people, was[0], how, _eyes_down_cm, size)), was[1]


def _slump_shares(people: People, rng: np.random.Generator) -> dict[str, Floats]:
    pelvis, thorax, neck = (rng.uniform(low, high, people.count) for low, high in ((12, 25), (12, 25), (5, 15)))
    nods = (thorax + neck) / 2 * (1.0 - people.posture["gaze_kept"])
    slide = rng.uniform(0, 8, people.count)
    return {
        "pelvis_deg": -pelvis,
        "lumbar_deg": (thorax - pelvis) / 2,
        "thorax_deg": thorax,
        "neck_deg": thorax / 2 + neck,
        "head_deg": nods,
        "hip_x_cm": slide,
    }


def slide(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
    """Hips forwards on the seat, the upper back on the backrest, the head bent forwards to go on seeing the screen."""
    back = rng.uniform(8, 12, people.count)
    hips_cm = people.body["hip_to_c7_cm"] * np.sin(np.radians(back))
    how = {
        "pelvis_deg": -back,
        "lumbar_deg": -back,
        "thorax_deg": -0.8 * back,
        "neck_deg": 0.6 * back,
        "hip_x_cm": hips_cm,
    }
    return was[0].plus(**_until(people, was[0], how, _eyes_down_cm, size)), was[1]


def neck(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
    """The neck forwards and down about its lower end; the trunk stays."""
    return was[0].plus(neck_deg=size, head_deg=size * (1.0 - people.posture["gaze_kept"])), was[1]


def slouch(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
    """Everything at once, in shares that differ, until the ears came down by ``size`` torso lengths."""
    how = _slump_shares(people, rng)
    lean, neck = rng.uniform(2, 18, people.count), rng.uniform(0, 15, people.count)
    for name, part in _bent(people, lean).items():
        how[name] = how[name] + part
    how["neck_deg"] = how["neck_deg"] + neck
    return was[0].plus(**_until(people, was[0], how, _ears_down_share, size)), was[1]


def _until(
    people: People,
    pose: Pose,
    how: Mapping[str, Floats],
    measured: Callable[[People, Pose, Pose], Floats],
    size: Floats,
) -> dict[str, Floats]:
    """``how`` times as much as it takes to measure ``size`` (halving the interval)."""
    low, high = np.zeros(people.count), np.full(people.count, 6.0)
    for _ in range(24):
        half = (low + high) / 2
        enough = measured(people, pose, pose.plus(**{name: half * part for name, part in how.items()})) >= size
        low, high = np.where(enough, low, half), np.where(enough, half, high)
    return {name: high * part for name, part in how.items()}


def _eyes_down_cm(people: People, before: Pose, after: Pose) -> Floats:
    return _fall(people, before, after, "eye")


def _ears_down_share(people: People, before: Pose, after: Pose) -> Floats:
    return _fall(people, before, after, "ear") / people.body["hip_to_shoulder_cm"]


def _fall(people: People, before: Pose, after: Pose, part: str) -> Floats:
    return (middle(points_of(people, before), part) - middle(points_of(people, after), part))[:, 2]


def posed(**shares: float) -> Change:
    """A change of the pose by so much for each unit of the size."""

    def change(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
        return was[0].plus(**{name: share * size for name, share in shares.items()}), was[1]

    return change


def chair_lower(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
    return was[0].plus(hip_z_cm=-size), was[1]


def set_up(**shares: float) -> Change:
    """A change of the camera by so much for each unit of the size."""

    def change(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
        return was[0], was[1].moved(**{name: share * size for name, share in shares.items()})

    return change


def camera_up(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
    return was[0], was[1].moved(at_cm=size[:, None] * np.array([0.0, 0.0, 1.0]))


def camera_down(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
    return camera_up(people, was, -size, rng)


def camera_moved(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
    """Somewhere else within ``size`` cm, and turned back to the person."""
    way = rng.standard_normal((people.count, 3))
    way *= (size / np.linalg.norm(way, axis=1))[:, None]
    distance = people.camera["distance_cm"]
    yaw, pitch = np.degrees(np.arctan2(way[:, 1], distance)), np.degrees(np.arctan2(way[:, 2], distance))
    return was[0], was[1].moved(at_cm=way, yaw_deg=-yaw, pitch_deg=-pitch)


def recline(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
    """The trunk back about the hips, the hips sliding forwards a little; the head goes on facing the screen."""
    back = {name: part for name, part in _bent(people, -size).items() if name != "head_deg"}
    return was[0].plus(**back, hip_x_cm=size * 0.2, head_deg=-size * 0.3), was[1]


def reseated(people: People, was: Scenario, size: Floats, rng: np.random.Generator) -> Scenario:
    new = draw(RESEATED, people.count, rng)
    pose = was[0].plus(**_bent(people, size * new["trunk_deg"]))
    nods = size * new["gaze_deg"]
    return pose.plus(head_deg=nods, hip_x_cm=size * new["distance_cm"], hip_y_cm=size * new["aside_cm"]), was[1]
