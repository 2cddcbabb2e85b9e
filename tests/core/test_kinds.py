"""What a posture is called from the front: sides are the subject's own, and one name says most."""

from __future__ import annotations

import pytest

from posture_watch.core.kinds import KINDS, kind_of
from posture_watch.core.rules import HoldPoint, Rule

LIMITS = {"lateral_lean_deg": 5.0, "head_tilt_deg": 8.0, "shoulder_tilt_deg": 5.0, "head_sink_ratio": 0.08,
          "face_scale_ratio": 0.2, "somebodys_own_deg": 1.0}  # fmt: skip


def kind(**deviations: float) -> str:
    """By rules with the LIMITS, all of them over."""
    over = [
        Rule(name, name, LIMITS[name], LIMITS[name] / 2, (HoldPoint(LIMITS[name], 60.0),), 20.0, "Move.",
             two_sided=name.endswith("_deg"))
        for name in deviations
    ]  # fmt: skip
    return kind_of(over, deviations)


@pytest.mark.parametrize(
    ("deviations", "expected"),
    [
        ({}, "upright"),
        ({"head_tilt_deg": 12.0}, "head_tilt_left"),
        ({"head_tilt_deg": -12.0}, "head_tilt_right"),
        ({"shoulder_tilt_deg": 6.0, "head_tilt_deg": -12.0}, "head_tilt_right"),
        ({"lateral_lean_deg": 9.0, "head_tilt_deg": 12.0, "shoulder_tilt_deg": 9.0}, "trunk_lean_left"),
        ({"lateral_lean_deg": 5.5, "head_tilt_deg": 24.0}, "head_tilt_left"),  # too little to carry the head along
        ({"lateral_lean_deg": 5.5}, "trunk_lean_left"),
        ({"head_tilt_deg": 9.0, "head_sink_ratio": 0.3}, "head_tilt_left"),  # a tilted head is lower, too
        ({"head_sink_ratio": 0.09, "face_scale_ratio": 0.4}, "forward_lean"),
        ({"head_sink_ratio": 0.20, "face_scale_ratio": 0.25}, "slump"),
        ({"somebodys_own_deg": 3.0}, "upright"),
    ],
)
def test_one_name_says_most(deviations: dict[str, float], expected: str) -> None:
    assert kind(**deviations) == expected
    assert expected in KINDS


def test_a_lean_or_a_bent_neck_explains_a_lower_ear_only_if_it_is_over_a_limit_itself() -> None:
    """Trunk 20° and neck 20° further forward lower the ear by 0.10 hip-to-ear lengths, measured were 0.11."""
    base = {"torso_inclination_deg": 0.0, "neck_inclination_deg": 20.0}
    now = {"torso_inclination_deg": 20.0, "neck_inclination_deg": 40.0}
    sunk, leant = (
        Rule(name, name, limit, limit / 2, (HoldPoint(limit, 60.0),), 20.0, "Move.")
        for name, limit in (("head_sink_side_ratio", 0.056), ("trunk_lean_deg", 10.0))
    )
    deviations = {"head_sink_side_ratio": 0.11, "trunk_lean_deg": 18.0}
    assert kind_of([sunk], deviations, base, now) == "slump"
    assert kind_of([sunk, leant], deviations, base, now) == "forward_lean"
    assert kind_of([sunk, leant], {**deviations, "head_sink_side_ratio": 0.2}, base, now) == "slump"
