"""Deviations that only a side view has: head sunk, trunk leant forward or reclined, told from position and shape."""

from __future__ import annotations

import math
from collections.abc import Mapping

from posture_watch.core.geometry import arcsin_deg
from posture_watch.core.metrics import NECK_SHARE

RECLINED_DEG = 8.0
"""The ear behind the hips by this angle, and this much further back than upright, is reclining: one standard deviation
of side view angles (5–8°) beyond the vertical; in photographs of leaning back it measured 24° (starting guess)."""
NEEDED = ("ear_ahead_px", "ear_y_px", "hip_to_ear_px")


def side_deviations(base: Mapping[str, float], values: Mapping[str, float]) -> dict[str, float]:
    """``head_sink_side_ratio`` and ``trunk_lean_deg``, where values and baseline allow.

    Who looks to the other side of the picture than upright sits elsewhere: only the body's own angles are compared.
    """
    out: dict[str, float] = {}
    places = all(name in values and name in base for name in NEEDED) and base["hip_to_ear_px"] > 0
    same_way = places and values["ear_ahead_px"] * base["ear_ahead_px"] > 0
    second_deg = _ahead_deg(base, values) if same_way else _change(base, values, "body_inclination_deg")
    trunk_deg = _change(base, values, "torso_inclination_deg")
    if trunk_deg is not None and second_deg is not None:
        out["trunk_lean_deg"] = _smaller(trunk_deg, second_deg)
    if same_way and not is_reclined(base, values):
        lower_ratio = (values["ear_y_px"] - base["ear_y_px"]) / base["hip_to_ear_px"]
        out["head_sink_side_ratio"] = lower_ratio - _turned_back(base, values)
    return out


def _ahead_deg(base: Mapping[str, float], values: Mapping[str, float]) -> float:
    """How far the ear came ahead, as an angle about the hips."""
    return arcsin_deg((values["ear_ahead_px"] - base["ear_ahead_px"]) / base["hip_to_ear_px"])


def _change(base: Mapping[str, float], values: Mapping[str, float], name: str) -> float | None:
    return values[name] - base[name] if name in values and name in base else None


def is_reclined(base: Mapping[str, float], values: Mapping[str, float]) -> bool:
    """Whether the ear went behind the hips: then it is lower too, but that is leaning back and no slump."""
    change_deg = _change(base, values, "body_inclination_deg")
    return change_deg is not None and max(change_deg, values["body_inclination_deg"]) <= -RECLINED_DEG


def bent_ratio(base: Mapping[str, float], values: Mapping[str, float]) -> float:
    """How much lower the ear is because trunk and neck turned (hip-to-ear lengths); the rest is a rounded back or a
    body that slid."""
    names = ("torso_inclination_deg", "neck_inclination_deg")
    if not all(name in values and name in base for name in names):
        return 0.0

    def height(of: Mapping[str, float]) -> float:
        trunk, neck = (math.cos(math.radians(of[name])) for name in names)
        return (1.0 - NECK_SHARE) * trunk + NECK_SHARE * neck

    return height(base) - height(values)


def _smaller(a_deg: float, b_deg: float) -> float:
    """The smaller of two signs of one movement, 0 when they contradict: hips hidden by an arm rest turn the trunk
    without the head, a rolled chair moves the head without the trunk."""
    return min(a_deg, b_deg, key=abs) if a_deg * b_deg > 0 else 0.0


def _turned_back(base: Mapping[str, float], values: Mapping[str, float]) -> float:
    """The part of the lowering that leaning back explains: the ear turns about the hips (hip-to-ear lengths, ≥ 0)."""
    name = "body_inclination_deg"
    if name not in values or name not in base or values[name] >= min(0.0, base[name]):
        return 0.0
    before, now = math.radians(base[name]), math.radians(values[name])
    return max(0.0, math.cos(before) - math.cos(now))
