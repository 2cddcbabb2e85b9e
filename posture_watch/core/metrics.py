"""From the landmarks of one person to posture metrics by name. Missing points give missing metrics, never zeros."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from posture_watch.core import geometry as geo
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.quality import rate
from posture_watch.core.sample import PostureSample, View
from posture_watch.core.settings import Gate
from posture_watch.core.view import recognise_view

NOSE_DEPTH_RATIO = 0.7
"""Nose before the ear axis over ear distance: 10.5 cm / 15 cm (starting guess)."""
LEAST_LENGTH_PX = 1.0
"""Points closer together than this (px) have no direction and no scale: what needs these is missing, not zero."""
NECK_SHARE = 0.29
"""Shoulder to ear over hip to ear: what the latter is guessed from with the hips hidden (0.29 measured upright)."""
C7_UP_RATIO, C7_BACK_RATIO = 0.13, 0.08
"""C7 from the shoulder point, up the trunk and behind it, in torso lengths (starting guess from anthropometry)."""


def measure(person: Landmarks, scene: Scene, gate: Gate) -> PostureSample | None:
    """Every metric that the visible points allow; None if there are none. ``quality`` is how clear they are."""
    view = recognise_view(person, gate.min_visibility)
    if view is None:
        return None
    values = _positions(person.points, gate.min_visibility)
    if view != "side":
        values |= _front(person.points, scene, gate.min_visibility)
    if view != "front":
        values |= _side(person.points, gate.min_visibility)
    if not _useful(values, view):
        return None
    quality = rate(person, scene, view)
    return PostureSample(scene.at, view, values, quality.score, quality.reason)


def _useful(values: Mapping[str, float], view: View) -> bool:
    """Whether there is anything that a rule could be asked about."""
    return "neck_inclination_deg" in values if view == "side" else "head_drop_ratio" in values


def _positions(points: Mapping[str, Landmark], min_visibility: float) -> dict[str, float]:
    """Where head and shoulders are: what both views have."""
    values: dict[str, float] = {}
    if ears := geo.seen(points, ("left_ear", "right_ear"), min_visibility):
        values["head_x_px"], values["head_y_px"] = geo.midpoint(*ears)
    if shoulders := geo.seen(points, ("left_shoulder", "right_shoulder"), min_visibility):
        values["shoulder_x_px"], values["shoulder_y_px"] = geo.midpoint(*shoulders)
    return values


def _front(points: Mapping[str, Landmark], scene: Scene, min_visibility: float) -> dict[str, float]:
    values: dict[str, float] = {}
    shoulders = geo.seen(points, ("left_shoulder", "right_shoulder"), min_visibility)
    ears = geo.seen(points, ("left_ear", "right_ear"), min_visibility)
    nose = geo.seen(points, ("nose",), min_visibility)
    width_px = geo.distance_px(geo.at(shoulders[0]), geo.at(shoulders[1])) if shoulders else 0.0
    if shoulders and width_px >= LEAST_LENGTH_PX:
        values["shoulder_width_px"] = width_px
        values["shoulder_scale_ratio"] = width_px / scene.width_px
        values["shoulder_tilt_deg"] = geo.line_tilt_deg(*shoulders)
        values["lateral_offset_ratio"] = (geo.midpoint(*shoulders)[0] - scene.width_px / 2) / width_px
    if ears and shoulders and width_px >= LEAST_LENGTH_PX:
        values["head_drop_ratio"] = -geo.distance_px(geo.midpoint(*ears), geo.midpoint(*shoulders)) / width_px
    ears_px = geo.distance_px(geo.at(ears[0]), geo.at(ears[1])) if ears else 0.0
    if ears and ears_px >= LEAST_LENGTH_PX:
        values["head_tilt_deg"] = _head_tilt_deg(points, ears, min_visibility)
        turn_deg = _turn_deg(ears[0], ears[1], nose[0]) if nose else 0.0
        if nose:
            values["head_turn_deg"] = turn_deg
        size_px = ears_px / max(0.5, math.cos(math.radians(turn_deg)))
        values["face_size_px"] = size_px
        values["face_scale_ratio"] = size_px / scene.width_px
    return values


def _head_tilt_deg(points: Mapping[str, Landmark], ears: Sequence[Landmark], min_visibility: float) -> float:
    """Mean tilt of two lines that tilt as one, ears and eyes: a hand at one ear moves only half of it."""
    ears_deg = geo.line_tilt_deg(*ears)
    eyes = geo.seen(points, ("left_eye", "right_eye"), min_visibility)
    return (ears_deg + geo.line_tilt_deg(*eyes)) / 2 if eyes else ears_deg


def _turn_deg(left_ear: Landmark, right_ear: Landmark, nose: Landmark) -> float:
    """Head yaw from where the nose stands along the line between the ears; positive towards the picture's right."""
    first, last = sorted((left_ear, right_ear), key=lambda ear: ear.x_px)
    dx, dy = last.x_px - first.x_px, last.y_px - first.y_px
    length_px = math.hypot(dx, dy)
    middle = geo.midpoint(first, last)
    offset_px = ((nose.x_px - middle[0]) * dx + (nose.y_px - middle[1]) * dy) / length_px
    return math.degrees(math.atan2(offset_px, NOSE_DEPTH_RATIO * length_px))


def side_points(
    points: Mapping[str, Landmark], min_visibility: float
) -> tuple[geo.Point, geo.Point, geo.Point | None] | None:
    """Ear, shoulder and hip (None: hidden) that the angles of a side view are between (px); None without the first
    two."""
    side = _nearer_side(points)
    ear, shoulder, hip = (_middle_or_near(points, kind, side, min_visibility) for kind in ("ear", "shoulder", "hip"))
    return None if ear is None or shoulder is None else (ear, shoulder, hip)


def _side(points: Mapping[str, Landmark], min_visibility: float) -> dict[str, float]:
    nose, found = points.get("nose"), side_points(points, min_visibility)
    if found is None or nose is None:
        return {}
    ear, shoulder, hip = found
    facing = 1 if nose.x_px >= ear[0] else -1
    values = {
        "neck_inclination_deg": geo.inclination_deg(ear, shoulder, facing),
        "ear_ahead_px": ear[0] * facing,
        "ear_y_px": ear[1],
        "neck_px": geo.distance_px(ear, shoulder),
        "hip_to_ear_px": geo.distance_px(ear, shoulder) / NECK_SHARE,
    }
    return values if hip is None else values | _torso(ear, shoulder, hip, facing)


def _middle_or_near(
    points: Mapping[str, Landmark], kind: str, near_side: str, min_visibility: float
) -> geo.Point | None:
    """The middle of both sides' points where both are seen (steadier than one), else the nearer side's."""
    if both := geo.seen(points, (f"left_{kind}", f"right_{kind}"), min_visibility):
        return geo.midpoint(*both)
    near = geo.seen(points, (f"{near_side}_{kind}",), min_visibility)
    return geo.at(near[0]) if near else None


def _torso(ear: geo.Point, shoulder: geo.Point, hip: geo.Point, facing: int) -> dict[str, float]:
    length_px = geo.distance_px(shoulder, hip)
    if length_px < LEAST_LENGTH_PX:
        return {}
    up_x, up_y = (shoulder[0] - hip[0]) / length_px, (shoulder[1] - hip[1]) / length_px
    back_x, back_y = (up_y, -up_x) if facing > 0 else (-up_y, up_x)
    c7 = (
        shoulder[0] + length_px * (C7_UP_RATIO * up_x + C7_BACK_RATIO * back_x),
        shoulder[1] + length_px * (C7_UP_RATIO * up_y + C7_BACK_RATIO * back_y),
    )
    return {
        "torso_inclination_deg": geo.inclination_deg(shoulder, hip, facing),
        "body_inclination_deg": geo.inclination_deg(ear, hip, facing),
        "hip_to_ear_px": geo.distance_px(ear, hip),
        "head_drop_torso_ratio": -(shoulder[1] - ear[1]) / length_px,
        "cva_proxy_deg": math.degrees(math.atan2(c7[1] - ear[1], (ear[0] - c7[0]) * facing)),
    }


def _nearer_side(points: Mapping[str, Landmark]) -> str:
    """The side whose ear, shoulder and hip the model sees better: the other is behind the body."""

    def visible(side: str) -> float:
        return sum(points[n].visibility for n in (f"{side}_ear", f"{side}_shoulder", f"{side}_hip") if n in points)

    return "left" if visible("left") >= visible("right") else "right"
