"""The movements that can be counted, done by simulated bodies: a size, a speed, how long held, how often.

How far people go and how the parts share it are starting guesses; docs/counting.md says what follows from them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from simulation.body import Points, Pose, points_of
from simulation.people import People

from posture_watch.care.counting.movements import Counted

CLAVICLE_CM, CLAVICLE_DEG = 15.0, 20.0
"""Collarbone from breastbone to shoulder, and how far it points backwards at rest (starting guess)."""
GETS_UP_CM = 38.0
"""Hips rise from a chair (starting guess: half of 85 cm of hip height)."""
ASIDE_CM = 170.0
"""Who walks away goes so far aside, out of every picture."""


@dataclass(frozen=True, slots=True)
class Act:
    """``points`` of people who have done a ``share`` (−1 to 1, right to left where it has sides) of ``size``."""

    points: Callable[[People, Pose, float, float], Points]
    unit: str
    sizes: tuple[float, ...]
    usual: float
    hold_s: float
    sided: bool = False


def _bend(people: People, pose: Pose, size: float, share: float) -> Points:
    return points_of(people, pose.plus(trunk_side_deg=size * share, head_roll_deg=0.8 * size * share))


def _turn(people: People, pose: Pose, size: float, share: float) -> Points:
    return points_of(people, pose.plus(head_yaw_deg=size * share))


def _tuck(people: People, pose: Pose, size: float, share: float) -> Points:
    length = people.body["c7_to_ear_cm"]
    forward = length * np.sin(np.radians(pose.neck_deg)) - size * share
    back = np.degrees(np.arcsin(np.clip(forward / length, -0.9, 0.9))) - pose.neck_deg
    return points_of(people, pose.plus(neck_deg=back, head_deg=4.0 * share))


def _draw_back(people: People, pose: Pose, size: float, share: float) -> Points:
    rest, now = np.radians(CLAVICLE_DEG), np.radians(CLAVICLE_DEG + size * share)
    back, narrower = CLAVICLE_CM * (np.sin(now) - np.sin(rest)), CLAVICLE_CM * (np.cos(rest) - np.cos(now))
    points = dict(points_of(people, pose))
    for name, sign in (("left_shoulder", -1.0), ("right_shoulder", 1.0)):
        points[name] = points[name] + np.array([-back, sign * narrower, 0.0])
    return points


def _get_up(people: People, pose: Pose, size: float, share: float) -> Points:
    lean = 30.0 * np.sin(np.pi * share)
    return points_of(people, pose.plus(hip_z_cm=size * share, pelvis_deg=lean, lumbar_deg=lean, thorax_deg=lean))


def _walk(people: People, pose: Pose, size: float, share: float) -> Points:
    up, aside = min(1.0, 2 * abs(share)), max(0.0, 2 * abs(share) - 1.0)
    return points_of(people, pose.plus(hip_z_cm=GETS_UP_CM * up, hip_y_cm=size * aside))


ACTS: Mapping[Counted, Act] = {
    "chin_tuck": Act(_tuck, "cm back", (1.0, 2.0, 3.0, 4.0, 5.0), 3.0, 5.0),
    "side_bend": Act(_bend, "°", (6.0, 10.0, 15.0, 20.0, 30.0), 20.0, 0.0, sided=True),
    "neck_rotation": Act(_turn, "°", (20.0, 30.0, 40.0, 50.0, 60.0), 50.0, 0.0, sided=True),
    "scapular_retraction": Act(_draw_back, "° of the collarbone", (4.0, 8.0, 12.0, 16.0, 20.0), 12.0, 5.0),
    "standing_up": Act(_get_up, "cm up", (10.0, 20.0, 30.0, 38.0, 45.0), GETS_UP_CM, 0.0),
    "walking_away": Act(_walk, "cm aside", (100.0, ASIDE_CM), ASIDE_CM, 0.0),
}


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds: there (and as long back), held, at rest between."""

    there_s: float
    hold_s: float
    rest_s: float = 1.5

    @property
    def seconds(self) -> float:
        """From the start of one repetition to the next."""
        return 2 * self.there_s + self.hold_s + self.rest_s


BEFORE_S, AFTER_S = 5.0, 3.0
"""Sitting still before the first repetition and after the last."""


def shares(act: Act, timing: Timing, times: int, fps: float) -> list[float]:
    """How much of the movement is done in each frame; repetitions to left and right in turn."""
    out: list[float] = []
    total_s = BEFORE_S + times * timing.seconds + AFTER_S
    for number in range(round(total_s * fps)):
        since = number / fps - BEFORE_S
        which, within = divmod(since, timing.seconds)
        if since < 0 or which >= times:
            out.append(0.0)
            continue
        up = min(within, 2 * timing.there_s + timing.hold_s - within) / timing.there_s
        smooth = (1 - np.cos(np.pi * np.clip(up, 0.0, 1.0))) / 2
        out.append(float(smooth) * (-1.0 if act.sided and which % 2 else 1.0))
    return out
