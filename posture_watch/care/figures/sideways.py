"""A person from the side, facing right: angles of each limb, and where the hip is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from posture_watch.care.figures.pen import Colours, Point, disc, line, path, place

LUMBAR, CHEST, NECK, HEAD_R = 20.0, 28.0, 17.0, 10.5
UPPER_ARM, FOREARM = 25.0, 23.0
THIGH, SHIN, FOOT = 33.0, 33.0, 11.0
LIMB_W, TRUNK_W = 9.0, 14.0

Limb = tuple[float, float]
"""Upper and lower part in degrees: 0 hangs down, 90 points forward (right), -90 back, 180 up."""
Leg = tuple[float, float, float]
"""Thigh, shin and foot, likewise; a flat foot is 90."""


@dataclass(frozen=True, slots=True)
class Sideways:
    """``lumbar``, ``chest`` and ``head`` are degrees from straight up, positive forward."""

    hip: Point
    lumbar: float = 0.0
    chest: float = 0.0
    head: float = 0.0
    near_arm: Limb | None = (0.0, 5.0)
    far_arm: Limb | None = None
    near_leg: Leg = (0.0, 0.0, 90.0)
    far_leg: Leg | None = None


def shoulder_of(pose: Sideways) -> Point:
    """Where the arms begin."""
    return _up(_up(pose.hip, pose.lumbar, LUMBAR), pose.chest, CHEST - 3)


def head_of(pose: Sideways) -> Point:
    """The middle of the head."""
    return _up(_up(_up(pose.hip, pose.lumbar, LUMBAR), pose.chest, CHEST), pose.head, NECK)


def sideways(pose: Sideways, colours: Colours) -> str:
    """The whole person; limbs behind are paler, the near arm has a rim so that it shows before the trunk."""
    parts: list[str] = []
    if pose.far_leg:
        parts.append(_leg(pose.hip, pose.far_leg, colours.far))
    if pose.far_arm:
        parts.append(_arm(shoulder_of(pose), pose.far_arm, colours.far))
    parts.append(_leg(pose.hip, pose.near_leg, colours.body))
    parts.append(_trunk(pose, colours.body))
    parts.append(_head(pose, colours.body))
    if pose.near_arm:
        joints = _joints(shoulder_of(pose), pose.near_arm)
        parts += [line(joints, colours.paper, LIMB_W + 4), line(joints, colours.body, LIMB_W)]
    return "".join(parts)


def _trunk(pose: Sideways, colour: str) -> str:
    waist = _up(pose.hip, pose.lumbar, LUMBAR)
    neck = _up(waist, pose.chest, CHEST)
    return path(
        f"M{place(pose.hip)} Q{place(waist)} {place(_up(waist, pose.chest, CHEST - 4))}", colour, TRUNK_W
    ) + line([_up(waist, pose.chest, CHEST - 4), neck, head_of(pose)], colour, 7)


def _head(pose: Sideways, colour: str) -> str:
    x, y = head_of(pose)
    nose = math.radians(pose.head)
    across, down = math.cos(nose), math.sin(nose)
    bridge, tip = ((x + out * across - low * down, y + out * down + low * across) for out, low in ((8, 0), (12, 4)))
    return disc((x, y), HEAD_R, colour) + line([bridge, tip, (x, y)], colour, 3.5)


def _arm(shoulder: Point, arm: Limb, colour: str) -> str:
    return line(_joints(shoulder, arm), colour, LIMB_W)


def _joints(shoulder: Point, arm: Limb) -> list[Point]:
    elbow = _down(shoulder, arm[0], UPPER_ARM)
    return [shoulder, elbow, _down(elbow, arm[1], FOREARM)]


def _leg(hip: Point, leg: Leg, colour: str) -> str:
    knee = _down(hip, leg[0], THIGH)
    ankle = _down(knee, leg[1], SHIN)
    return line([hip, knee, ankle, _down(ankle, leg[2], FOOT)], colour, LIMB_W)


def _up(start: Point, degrees: float, length: float) -> Point:
    turn = math.radians(degrees)
    return start[0] + length * math.sin(turn), start[1] - length * math.cos(turn)


def _down(start: Point, degrees: float, length: float) -> Point:
    turn = math.radians(degrees)
    return start[0] + length * math.sin(turn), start[1] + length * math.cos(turn)
