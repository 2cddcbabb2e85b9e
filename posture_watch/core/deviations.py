"""How far the measured posture is from the user's own upright: signed, named, positive where rules ask."""

from __future__ import annotations

from collections.abc import Mapping

from posture_watch.core.baseline import Baseline
from posture_watch.core.geometry import arcsin_deg

VIEW_DISTANCE_TO_HIP_EYE = 0.65 / 0.72
"""D0 / L: viewing distance 0.65 m over hip-to-eye 0.72 m (engineering choice, stated in the evidence)."""
FULL_SLUMP_RATIO = 0.12
"""Head lowered by so many shoulder widths is slump score 1: 0.65 eye distances, about 4 cm (starting guess)."""
TRUNK_LENGTH_RATIO = 1.6
"""Hip to shoulder line in shoulder widths, for turning a sideways shift into degrees (starting guess)."""

PLAIN = ("head_drop_ratio", "head_tilt_deg", "shoulder_tilt_deg", "head_turn_deg", "torso_inclination_deg",
         "neck_inclination_deg", "head_drop_torso_ratio")  # fmt: skip
"""Deviation is value − baseline."""
GROWTH = {"face_scale_ratio": "face_size_px", "shoulder_scale_ratio": "shoulder_width_px"}
"""Deviation is value / baseline − 1."""


def deviations_from(baseline: Baseline, values: Mapping[str, float]) -> dict[str, float]:
    """Every deviation that both the values and the baseline allow. ``head_turn_deg`` is in it for the gate."""
    base = baseline.medians
    out = {name: values[name] - base[name] for name in PLAIN if name in values and name in base}
    if "cva_proxy_deg" in values and "cva_proxy_deg" in base:
        out["cva_proxy_deg"] = base["cva_proxy_deg"] - values["cva_proxy_deg"]
    for name, px in GROWTH.items():
        if px in values and base.get(px, 0.0) > 0 and name in values:
            out[name] = values[px] / base[px] - 1.0
    if "face_scale_ratio" in out:
        growth = max(0.05, 1.0 + out["face_scale_ratio"])
        out["forward_lean_deg"] = arcsin_deg(VIEW_DISTANCE_TO_HIP_EYE * (1.0 - 1.0 / growth))
        if "shoulder_scale_ratio" in out:
            out["head_forward_ratio"] = growth / max(0.05, 1.0 + out["shoulder_scale_ratio"]) - 1.0
        if (drop := _lowering_ratio(baseline, values, growth)) is not None:
            out["head_sink_ratio"] = drop
            out["slump_score"] = max(0.0, min(2.0, drop / FULL_SLUMP_RATIO))
    if (shift := _shift_ratio(baseline, values)) is not None:
        out["lateral_lean_deg"] = arcsin_deg(shift / TRUNK_LENGTH_RATIO)
    return out


def _lowering_ratio(baseline: Baseline, values: Mapping[str, float], growth: float) -> float | None:
    """How far the head sank in the frame, in baseline shoulder widths.

    Coming nearer spreads everything from the middle of the frame; that part is not sinking and is taken off.
    """
    base = baseline.medians
    if "head_y_px" not in values or "head_y_px" not in base or base.get("shoulder_width_px", 0.0) <= 0:
        return None
    middle_px = baseline.place.height_px / 2
    expected_px = middle_px + (base["head_y_px"] - middle_px) * growth
    return (values["head_y_px"] - expected_px) / (base["shoulder_width_px"] * growth)


def _shift_ratio(baseline: Baseline, values: Mapping[str, float]) -> float | None:
    """How far the shoulders moved to the picture's right, in baseline shoulder widths, after allowing for distance."""
    base = baseline.medians
    if "lateral_offset_ratio" not in values or "lateral_offset_ratio" not in base:
        return None
    return values["lateral_offset_ratio"] - base["lateral_offset_ratio"]
