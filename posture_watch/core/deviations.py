"""How far the measured posture is from the user's own upright: signed, named, positive where rules ask."""

from __future__ import annotations

import math
from collections.abc import Mapping

from posture_watch.core.baseline import Baseline
from posture_watch.core.geometry import arcsin_deg
from posture_watch.core.side_deviations import side_deviations

VIEW_DISTANCE_TO_HIP_EYE = 0.65 / 0.72
"""D0 / L: viewing distance 0.65 m over hip-to-eye 0.72 m (engineering choice, stated in the evidence)."""
FULL_SLUMP_RATIO = 0.12
"""Head lowered by so many shoulder widths is slump score 1: 0.65 eye distances, about 4 cm (starting guess)."""
TRUNK_LENGTH_RATIO = 1.6
"""Hip to shoulder line in shoulder widths, for turning a sideways shift into degrees (starting guess)."""

PLAIN = ("head_drop_ratio", "head_tilt_deg", "shoulder_tilt_deg", "head_turn_deg", "torso_inclination_deg",
         "neck_inclination_deg", "head_drop_torso_ratio")  # fmt: skip
"""Deviation is value − baseline."""
STEADY_DEG = 3.0
"""The spread of somebody who sits still stays under this (upright people measured 1°)."""
TURNED_DEG, NECK_SHARE_OF_TILT = 8.0, 1.5
"""A head turned further than this (°) than upright is tilted by no more than 1.5 times what the neck leans: before a
camera above or below the eyes, turning alone tilts the line of the ears (geometry). Heads that were really tilted moved
over the shoulders by 0.8 of their tilt (medians of three people)."""
RESTLESS = 2.0
"""A baseline taken while moving does not know so well how a head is held: this many spreads beyond the steady ones are
taken off a tilt against it (starting guess; for a steady baseline, as calibrate demands it, nothing)."""
TILTS = ("head_tilt_deg", "shoulder_tilt_deg")
GROWTH = {"face_scale_ratio": "face_size_px", "shoulder_scale_ratio": "shoulder_width_px"}
"""Deviation is value / baseline − 1."""


def deviations_from(baseline: Baseline, values: Mapping[str, float]) -> dict[str, float]:
    """Every deviation that both the values and the baseline allow. ``head_turn_deg`` is in it for the gate."""
    base = baseline.medians
    out = {name: values[name] - base[name] for name in PLAIN if name in values and name in base}
    out |= {name: _beyond_restless(out[name], baseline.spreads[name]) for name in TILTS if name in out}
    if abs(out.get("head_turn_deg", 0.0)) > TURNED_DEG and "head_tilt_deg" in out:
        out["head_tilt_deg"] = _tilt_though_turned(out["head_tilt_deg"], base, values)
    if "cva_proxy_deg" in values and "cva_proxy_deg" in base:
        out["cva_proxy_deg"] = base["cva_proxy_deg"] - values["cva_proxy_deg"]
    for name, px in GROWTH.items():
        if px in values and base.get(px, 0.0) > 0 and name in values:
            out[name] = values[px] / base[px] - 1.0
    if "lateral_offset_ratio" in values and "lateral_offset_ratio" in base and "shoulder_tilt_deg" in out:
        out["lateral_lean_deg"] = _agreed(shift_deg(baseline, values), out["shoulder_tilt_deg"])
    if "face_scale_ratio" in out:
        out |= _from_growth(baseline, values, out)
    return out | side_deviations(base, values)


def _beyond_restless(change_deg: float, spread_deg: float) -> float:
    """The change, less the room that a restless baseline leaves."""
    room_deg = RESTLESS * max(0.0, spread_deg - STEADY_DEG)
    return math.copysign(max(0.0, abs(change_deg) - room_deg), change_deg)


def _tilt_though_turned(lines_deg: float, base: Mapping[str, float], values: Mapping[str, float]) -> float:
    """The tilt of a turned head: what the lines of the face say, as far as the neck bears it out."""
    now, before = _neck_deg(values), _neck_deg(base)
    if now is None or before is None:
        return lines_deg
    neck_deg = now - before
    if lines_deg * neck_deg <= 0:
        return 0.0
    return math.copysign(min(abs(lines_deg), NECK_SHARE_OF_TILT * abs(neck_deg)), lines_deg)


def _neck_deg(values: Mapping[str, float]) -> float | None:
    """Shoulders' middle to ears' middle against the vertical, positive towards the picture's right; None without."""
    if not all(name in values for name in ("head_x_px", "head_y_px", "shoulder_x_px", "shoulder_y_px")):
        return None
    across_px = values["head_x_px"] - values["shoulder_x_px"]
    return math.degrees(math.atan2(across_px, values["shoulder_y_px"] - values["head_y_px"]))


def shift_deg(baseline: Baseline, values: Mapping[str, float]) -> float:
    """The shoulders' shift to the side as an angle about the hips: a lean, or a chair that rolled."""
    shift_ratio = values["lateral_offset_ratio"] - baseline.medians["lateral_offset_ratio"]
    return arcsin_deg(shift_ratio / TRUNK_LENGTH_RATIO)


def _agreed(shift: float, tilt: float) -> float:
    """Geometric mean of two signs of one lean, 0 when they point to different sides: who leans shifts and tilts the
    shoulders alike; a rolled chair only shifts them, a tilted head or a shrug only tilts them."""
    return math.copysign(math.sqrt(shift * tilt), tilt) if shift * tilt > 0 else 0.0


def _from_growth(baseline: Baseline, values: Mapping[str, float], known: Mapping[str, float]) -> dict[str, float]:
    """What follows from how much the face grew: lean, head forward, and sinking.

    A face that became smaller went back, and leaning back lowers the head without a slump: the share by which it shrank
    is taken off the sinking (by simulation, reclining by 15° then reads as sinking in 5 % instead of 47 % of people).
    """
    growth = max(0.05, 1.0 + known["face_scale_ratio"])
    out = {"forward_lean_deg": arcsin_deg(VIEW_DISTANCE_TO_HIP_EYE * (1.0 - 1.0 / growth))}
    if "shoulder_scale_ratio" not in known:
        return out
    out["head_forward_ratio"] = growth / max(0.05, 1.0 + known["shoulder_scale_ratio"]) - 1.0
    lowered = _lowering_ratio(baseline, values, growth)
    if lowered is not None:
        leant_deg = shift_deg(baseline, values) if known.get("lateral_lean_deg") else 0.0
        sink = lowered - _sideways_ratio(baseline.medians, values, leant_deg) + min(0.0, growth - 1.0)
        out["head_sink_ratio"] = sink
        out["slump_score"] = max(0.0, min(2.0, sink / (baseline.full_slump_ratio or FULL_SLUMP_RATIO)))
    return out


def _lowering_ratio(baseline: Baseline, values: Mapping[str, float], growth: float) -> float | None:
    """How far the head came down in the frame, in baseline shoulder widths.

    Coming nearer spreads everything from the middle of the frame; that part is not sinking and is taken off.
    """
    base = baseline.medians
    if "head_y_px" not in values or "head_y_px" not in base or base.get("shoulder_width_px", 0.0) <= 0:
        return None
    middle_px = baseline.place.height_px / 2
    expected_px = middle_px + (base["head_y_px"] - middle_px) * growth
    return (values["head_y_px"] - expected_px) / (base["shoulder_width_px"] * growth)


def _sideways_ratio(base: Mapping[str, float], values: Mapping[str, float], lean_deg: float) -> float:
    """How much of the lowering is leaning sideways: neck and trunk turn about their lower ends (shoulder widths)."""
    trunk = TRUNK_LENGTH_RATIO * (1.0 - math.cos(math.radians(lean_deg)))
    return trunk + max(0.0, _neck_lost_ratio(values) - _neck_lost_ratio(base))


def _neck_lost_ratio(values: Mapping[str, float]) -> float:
    """Length of the neck less its height, in shoulder widths: 0 when the head stands right above the shoulders."""
    names = ("head_x_px", "head_y_px", "shoulder_x_px", "shoulder_y_px", "shoulder_width_px")
    if not all(name in values for name in names) or values["shoulder_width_px"] <= 0:
        return 0.0
    across_px = values["head_x_px"] - values["shoulder_x_px"]
    up_px = values["shoulder_y_px"] - values["head_y_px"]
    return (math.hypot(across_px, up_px) - up_px) / values["shoulder_width_px"]
