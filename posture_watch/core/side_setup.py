"""A moved camera or chair seen from the side: ear and hip go along as one piece; who slumps leaves the hip behind.

The side view's points take the places of head and shoulders, so that one watch tells a moved set-up in both views.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from posture_watch.core.baseline import Baseline
from posture_watch.core.events import BaselineChanged
from posture_watch.core.instant import Instant
from posture_watch.core.learning import Learning
from posture_watch.core.moves import Move, carry_along
from posture_watch.core.reference import NOTES, Reference, Verdict, renew
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import Settings
from posture_watch.core.setup import SUSPECTED, watch_setup

WIDTH_SHARE = 0.55
"""Shoulder width over hip to ear: 40 cm / 72 cm. Limits of moves are in shoulder widths (starting guess)."""
NEEDED = (
    "ear_ahead_px", "ear_y_px", "hip_to_ear_px", "neck_px",
    "body_inclination_deg", "neck_inclination_deg", "torso_inclination_deg",
)  # fmt: skip


def follow_side_setup(reference: Reference, sample: PostureSample, settings: Settings) -> Verdict:
    """Carry a side view's baseline along when the set-up moved; do not judge while that is suspected."""
    current = reference.current
    values, base = as_front(sample.values), as_front(current.medians) if current else None
    if current is None or values is None or base is None:
        return Verdict(reference)
    setup, move, suspected = watch_setup(
        reference.setup,
        replace(sample, values=values),
        replace(current, medians=base, spreads=dict.fromkeys(base, 0.0)),
        settings.baseline,
        settings.sample_interval_s,
    )
    reference = replace(reference, setup=setup)
    if move is None:
        return Verdict(reference, why_not=SUSPECTED if suspected else "")
    moved = carried_side(current, base, move, sample.at)
    reference = replace(renew(reference, moved), learning=Learning(), upright_since=None)
    return Verdict(reference, (BaselineChanged(sample.at, "setup_moved", moved, NOTES["setup_moved"]),), changed=True)


def as_front(values: Mapping[str, float]) -> dict[str, float] | None:
    """Ear and hip in the places of head and shoulders, neck and trunk in those of the two lines; None without them."""
    if not all(name in values for name in NEEDED) or values["hip_to_ear_px"] <= 0:
        return None
    length_px, body = values["hip_to_ear_px"], math.radians(values["body_inclination_deg"])
    facing = math.copysign(1.0, values["ear_ahead_px"])
    ear_x_px, width_px = abs(values["ear_ahead_px"]), WIDTH_SHARE * length_px
    return {
        "head_x_px": ear_x_px,
        "head_y_px": values["ear_y_px"],
        "shoulder_x_px": ear_x_px - facing * length_px * math.sin(body),
        "shoulder_y_px": values["ear_y_px"] + length_px * math.cos(body),
        "shoulder_width_px": width_px,
        "face_size_px": values["neck_px"],
        "head_drop_ratio": -values["neck_px"] / width_px,
        "head_tilt_deg": values["neck_inclination_deg"],
        "shoulder_tilt_deg": values["torso_inclination_deg"],
        "face_scale_ratio": 1.0,
        "shoulder_scale_ratio": 1.0,
        "lateral_offset_ratio": 0.0,
    }


def carried_side(baseline: Baseline, base: Mapping[str, float], move: Move, at: Instant) -> Baseline:
    """The same posture from the moved set-up: places and length follow, and so do the two lines' angles."""
    moved = carry_along(replace(baseline, medians=base, spreads=dict.fromkeys(base, 0.0)), move, at).medians
    m = dict(baseline.medians)
    m["ear_ahead_px"] = math.copysign(moved["head_x_px"], m["ear_ahead_px"])
    m["ear_y_px"] = moved["head_y_px"]
    m["hip_to_ear_px"] = moved["shoulder_width_px"] / WIDTH_SHARE
    m["neck_px"] = moved["face_size_px"]
    for name, line in (("neck_inclination_deg", "head_tilt_deg"), ("torso_inclination_deg", "shoulder_tilt_deg")):
        m[name] += move.after[line] - move.before[line]
    m["body_inclination_deg"] += move.after["shoulder_tilt_deg"] - move.before["shoulder_tilt_deg"]
    for part in ("head", "shoulder"):
        for axis in ("x", "y"):
            name = f"{part}_{axis}_px"
            if name in m:
                ear = f"head_{axis}_px"
                m[name] = moved[ear] + (m[name] - base[ear]) * move.growth
    return replace(baseline, medians=m, made_utc=at.utc)
