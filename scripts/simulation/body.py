"""A seated upper body as links that turn about their joints: hip–L5/S1–T12/L1–C7–head. Lengths never change.

Axes in cm from the middle of the hip joints as they were when sitting upright: x towards the screen, y to the subject's
left, z up. Pitch is positive forwards, sideways and roll positive to the subject's left. Arrays run over people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

import numpy as np

from simulation.distributions import FACE, MOUTH_WIDTH_CM, SHOULDER_BEFORE_C7_CM, TRUNK_SHARES
from simulation.people import Columns, Floats, People

UPRIGHT_EARS_CM = 14.0
"""Ear distance that the places of FACE are given for."""
PELVIS_BACK_DEG = 8.0
"""Hip joint to L5/S1 points this far behind the line of the trunk (starting guess)."""
Points = Mapping[str, Floats]
"""Points by landmark name, each (people, 3)."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where each link points (degrees against the vertical, absolute), and where the hips are (cm)."""

    pelvis_deg: Floats
    lumbar_deg: Floats
    thorax_deg: Floats
    neck_deg: Floats
    head_deg: Floats
    trunk_side_deg: Floats
    neck_side_deg: Floats
    head_roll_deg: Floats
    head_yaw_deg: Floats
    shoulders_deg: Floats
    trunk_yaw_deg: Floats
    hip_x_cm: Floats
    hip_y_cm: Floats
    hip_z_cm: Floats

    def plus(self, **changes: Floats | float) -> Pose:
        """The pose with these added to it."""
        return replace(self, **{name: getattr(self, name) + change for name, change in changes.items()})

    def towards(self, other: Pose, share: Floats) -> Pose:
        """Part of the way to another pose, for each person: 0 is this one, 1 the other."""
        mixed = {f.name: (1 - share) * getattr(self, f.name) + share * getattr(other, f.name) for f in fields(self)}
        return Pose(**mixed)


def upright(people: People) -> Pose:
    """How they sit when they sit well."""
    posture, zero = people.posture, np.zeros(people.count)
    trunk, rounding = posture["trunk_deg"], posture["rounding_deg"]
    cva = np.radians(posture["cva_deg"])
    to_ear = people.body["c7_to_ear_cm"]
    head_deg = -posture["gaze_deg"]
    dx, dz = _joint_to_ear(people.body, head_deg)
    neck_deg = np.degrees(np.arctan2(to_ear * np.cos(cva) - dx, to_ear * np.sin(cva) - dz))
    return Pose(
        pelvis_deg=trunk - PELVIS_BACK_DEG - rounding / 4,
        lumbar_deg=trunk - rounding / 2,
        thorax_deg=trunk + rounding / 2,
        neck_deg=neck_deg,
        head_deg=head_deg,
        trunk_side_deg=zero,
        neck_side_deg=zero,
        head_roll_deg=posture["head_roll_deg"],
        head_yaw_deg=posture["head_yaw_deg"],
        shoulders_deg=posture["shoulders_deg"],
        trunk_yaw_deg=zero,
        hip_x_cm=zero,
        hip_y_cm=zero,
        hip_z_cm=zero,
    )


def _joint_to_ear(body: Columns, head_deg: Floats) -> tuple[Floats, Floats]:
    """(forward, up) from where the head nods to the ears' midpoint, for a head pitched so."""
    size = body["ear_width_cm"] / UPRIGHT_EARS_CM
    forward, up = -FACE["joint"][0] * size, -FACE["joint"][1] * size
    pitch = np.radians(head_deg)
    return forward * np.cos(pitch) + up * np.sin(pitch), up * np.cos(pitch) - forward * np.sin(pitch)


def neck_length_cm(body: Columns, posture: Columns) -> Floats:
    """C7 to where the head nods: what is left of C7–ear, sitting upright."""
    cva = np.radians(posture["cva_deg"])
    dx, dz = _joint_to_ear(body, -posture["gaze_deg"])
    return np.hypot(body["c7_to_ear_cm"] * np.cos(cva) - dx, body["c7_to_ear_cm"] * np.sin(cva) - dz)


def points_of(people: People, pose: Pose) -> Points:
    """Every landmark of these bodies in this pose (cm)."""
    body = people.body
    size = body["ear_width_cm"] / UPRIGHT_EARS_CM
    hips = np.stack([pose.hip_x_cm, pose.hip_y_cm, pose.hip_z_cm], axis=1)
    trunk = _turn(pose.trunk_yaw_deg, pose.trunk_side_deg)
    spine = sum(
        (_link(pitch, share * body["hip_to_c7_cm"]) for pitch, share in _trunk_links(pose)), np.zeros((people.count, 3))
    )
    c7 = hips + _apply(trunk, spine)
    down = body["hip_to_c7_cm"] - body["hip_to_shoulder_cm"]
    thorax = np.radians(pose.thorax_deg)
    forward = np.stack([np.cos(thorax), np.zeros(people.count), -np.sin(thorax)], axis=1)
    shoulders = c7 + _apply(trunk, forward * SHOULDER_BEFORE_C7_CM - _link(pose.thorax_deg, down))
    neck = _turn(pose.trunk_yaw_deg, pose.trunk_side_deg + pose.neck_side_deg)
    nod = c7 + _apply(neck, _link(pose.neck_deg, neck_length_cm(body, people.posture)))
    head = _turn(pose.head_yaw_deg, pose.head_roll_deg) @ _pitch(pose.head_deg)
    ears = nod - _apply(head, _offset(*FACE["joint"], size=size))
    across = _apply(
        _turn(pose.trunk_yaw_deg, pose.trunk_side_deg + pose.shoulders_deg), _aside(body["shoulder_width_cm"])
    )
    hips_across = _apply(_turn(pose.trunk_yaw_deg, np.zeros(people.count)), _aside(body["hip_width_cm"]))
    out = {
        "nose": ears + _apply(head, _offset(*FACE["nose"], size=size)),
        **_pair("shoulder", shoulders, across),
        **_pair("hip", hips, hips_across),
        **_pair("ear", ears, _apply(head, _aside(body["ear_width_cm"]))),
        **_pair(
            "eye", ears + _apply(head, _offset(*FACE["eye"], size=size)), _apply(head, _aside(body["pupil_width_cm"]))
        ),
    }
    mouth = ears + _apply(head, _offset(*FACE["mouth"], size=size))
    wide = _apply(head, _aside(MOUTH_WIDTH_CM * size))
    return {**out, "mouth_left": mouth + wide, "mouth_right": mouth - wide}


def _trunk_links(pose: Pose) -> list[tuple[Floats, float]]:
    pitches = (pose.pelvis_deg, pose.lumbar_deg, pose.thorax_deg)
    return list(zip(pitches, TRUNK_SHARES.values(), strict=True))


def _pair(name: str, middle: Floats, across: Floats) -> dict[str, Floats]:
    return {f"left_{name}": middle + across, f"right_{name}": middle - across}


def _link(pitch_deg: Floats, length_cm: Floats) -> Floats:
    pitch = np.radians(pitch_deg)
    return np.stack([length_cm * np.sin(pitch), np.zeros_like(pitch), length_cm * np.cos(pitch)], axis=1)


def _offset(forward: float, up: float, *, size: Floats) -> Floats:
    return np.stack([forward * size, np.zeros_like(size), up * size], axis=1)


def _aside(width_cm: Floats) -> Floats:
    zero = np.zeros_like(width_cm)
    return np.stack([zero, width_cm / 2, zero], axis=1)


def _apply(turns: Floats, vectors: Floats) -> Floats:
    return np.einsum("nij,nj->ni", turns, vectors)


def _turn(yaw_deg: Floats, side_deg: Floats) -> Floats:
    """Sideways first, then about the vertical: (people, 3, 3)."""
    yaw, side = np.radians(yaw_deg), np.radians(side_deg)
    zero, one = np.zeros_like(yaw), np.ones_like(yaw)
    about_z = _matrix([np.cos(yaw), -np.sin(yaw), zero, np.sin(yaw), np.cos(yaw), zero, zero, zero, one])
    about_x = _matrix([one, zero, zero, zero, np.cos(side), np.sin(side), zero, -np.sin(side), np.cos(side)])
    return about_z @ about_x


def _pitch(pitch_deg: Floats) -> Floats:
    pitch = np.radians(pitch_deg)
    zero, one = np.zeros_like(pitch), np.ones_like(pitch)
    return _matrix([np.cos(pitch), zero, np.sin(pitch), zero, one, zero, -np.sin(pitch), zero, np.cos(pitch)])


def _matrix(cells: list[Floats]) -> Floats:
    return np.stack(cells, axis=1).reshape(-1, 3, 3)
