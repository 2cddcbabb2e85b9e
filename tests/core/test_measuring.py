"""Geometry, view, metrics and deviations against figures worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from posture_watch.core import geometry as geo
from posture_watch.core.baseline import Baseline, BaselinePlace
from posture_watch.core.deviations import deviations_from
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.metrics import measure
from posture_watch.core.notes import METRICS
from posture_watch.core.rescaling import rescaled
from posture_watch.core.sample import PostureSample, View
from posture_watch.core.signals import SIGNAL_NAMES
from posture_watch.core.view import SETTLE_S, ViewState, follow_view, recognise_view
from tests.core.stories import baseline_of
from tests.sim import HEIGHT_PX, START_UTC, UPRIGHT, WIDTH_PX, Pose, figure, settings_for

GATE = settings_for().gate
HAND = {
    "left_ear": (355.0, 200.0), "right_ear": (285.0, 200.0), "nose": (320.0, 210.0),
    "left_shoulder": (420.0, 320.0), "right_shoulder": (220.0, 320.0),
}  # fmt: skip
"""Shoulders 200 px wide, ears 70 px apart and 120 px above them, all in the middle of 640 px."""


def person(places: dict[str, tuple[float, float]], visibility: float = 0.9) -> Landmarks:
    return Landmarks({name: Landmark(*place, visibility) for name, place in places.items()})


def sampled(who: Landmarks, width_px: int = WIDTH_PX, height_px: int = HEIGHT_PX) -> PostureSample:
    sample = measure(who, Scene(Instant(0.0, START_UTC), width_px, height_px), GATE)
    assert sample is not None
    return sample


def point(x: float, y: float) -> Landmark:
    return Landmark(x, y, 1.0)


def test_a_line_tilts_towards_the_left_shoulder_when_the_left_point_is_lower() -> None:
    assert geo.line_tilt_deg(point(100, 10), point(0, 0)) == pytest.approx(math.degrees(math.atan(0.1)))
    assert geo.line_tilt_deg(point(-100, -100), point(0, 0)) == pytest.approx(-45)
    assert geo.line_tilt_deg(point(5, 5), point(5, 5)) == 0.0


def test_inclination_is_positive_towards_where_the_person_looks() -> None:
    assert geo.inclination_deg((10, 0), (0, 10), 1) == pytest.approx(45)
    assert geo.inclination_deg((10, 0), (0, 10), -1) == pytest.approx(-45)
    assert geo.inclination_deg((0, 0), (0, 10), 1) == 0.0


def test_arcsine_of_noise_beyond_the_limit_is_ninety_degrees() -> None:
    assert geo.arcsin_deg(1.2) == 90.0
    assert geo.arcsin_deg(-7) == -90.0
    assert geo.arcsin_deg(0.5) == pytest.approx(30.0)


def test_points_count_only_when_all_are_visible_enough() -> None:
    points = {"nose": Landmark(1, 2, 0.6), "left_ear": Landmark(3, 4, 0.59)}
    assert geo.seen(points, ("nose",), 0.6) == [points["nose"]]
    assert geo.seen(points, ("nose", "left_ear"), 0.6) is None
    assert geo.seen(points, ("nose", "right_ear"), 0.0) is None


def test_a_front_view_by_hand() -> None:
    sample = sampled(person(HAND))
    assert (sample.view, sample.quality) == ("front", 1.0)
    expected = {
        "head_drop_ratio": -0.6, "face_size_px": 70.0, "face_scale_ratio": 70 / 640, "shoulder_width_px": 200.0,
        "shoulder_scale_ratio": 200 / 640, "lateral_offset_ratio": 0.0, "head_tilt_deg": 0.0, "shoulder_tilt_deg": 0.0,
        "head_turn_deg": 0.0, "head_x_px": 320.0, "head_y_px": 200.0, "shoulder_x_px": 320.0, "shoulder_y_px": 320.0,
    }  # fmt: skip
    assert dict(sample.values) == pytest.approx(expected)


def test_signs_of_the_front_view() -> None:
    left_lower = sampled(person({**HAND, "left_ear": (355, 210), "left_shoulder": (420, 340)})).values
    assert left_lower["head_tilt_deg"] == pytest.approx(math.degrees(math.atan2(10, 70)))
    assert left_lower["shoulder_tilt_deg"] == pytest.approx(math.degrees(math.atan2(20, 200)))
    assert sampled(person({**HAND, "nose": (334, 210)})).values["head_turn_deg"] == pytest.approx(
        math.degrees(math.atan(14 / 49))
    )
    shifted = {name: (x + 50, y) for name, (x, y) in HAND.items()}
    assert sampled(person(shifted)).values["lateral_offset_ratio"] == pytest.approx(0.25)


def test_a_turned_face_keeps_its_size() -> None:
    turned = sampled(figure(Pose(turn_deg=25)))
    # the proxy reads the nose, 0.7 ear distances before the ears; both shrink and grow with the same turn
    assert turned.values["head_turn_deg"] == pytest.approx(25, abs=0.1)
    assert turned.values["face_size_px"] == pytest.approx(74, rel=0.01)


SIDE = {"left_hip": (300.0, 420.0), "left_shoulder": (300.0, 240.0), "left_ear": (300.0, 150.0),
        "right_hip": (302.0, 420.0), "right_shoulder": (302.0, 240.0), "right_ear": (302.0, 150.0),
        "nose": (345.0, 155.0)}  # fmt: skip


def test_a_side_view_by_hand() -> None:
    sample = sampled(person(SIDE))
    assert sample.view == "side"
    assert sample.values["neck_inclination_deg"] == 0.0
    assert sample.values["torso_inclination_deg"] == 0.0
    assert sample.values["head_drop_torso_ratio"] == pytest.approx(-0.5)
    # C7: 0.13 torso lengths up and 0.08 back from the shoulder: 14.4 px behind the ear and 66.6 px below it
    assert sample.values["cva_proxy_deg"] == pytest.approx(math.degrees(math.atan2(66.6, 14.4)))


def test_forward_is_positive_whichever_way_the_person_looks() -> None:
    forward = {**SIDE, "left_ear": (330.0, 150.0), "right_ear": (332.0, 150.0), "nose": (375.0, 155.0)}
    looking_left = {name: (640 - x, y) for name, (x, y) in forward.items()}
    for places in (forward, looking_left):
        assert sampled(person(places)).values["neck_inclination_deg"] == pytest.approx(math.degrees(math.atan2(30, 90)))


def test_forty_five_degrees_in_a_wide_frame_read_forty_five() -> None:
    leaning = {**SIDE, "left_ear": (390.0, 150.0), "right_ear": (392.0, 150.0), "nose": (435.0, 155.0)}
    in_pixels = sampled(person(leaning), 1280, 720).values["neck_inclination_deg"]
    assert in_pixels == pytest.approx(45.0)
    in_shares = geo.inclination_deg((390 / 1280, 150 / 720), (300 / 1280, 240 / 720), 1)
    assert in_shares == pytest.approx(29.4, abs=0.05), "what reading normalised coordinates would give"


@pytest.mark.parametrize(
    ("without", "missing"),
    [
        ("nose", {"head_turn_deg"}),
        ("left_ear", {"head_tilt_deg", "face_size_px", "head_drop_ratio", "head_x_px"}),
        ("left_shoulder", {"shoulder_tilt_deg", "shoulder_width_px", "head_drop_ratio", "lateral_offset_ratio"}),
    ],
)
def test_a_point_hardly_seen_leaves_its_metrics_out(without: str, missing: set[str]) -> None:
    points = dict(person(HAND).points)
    points[without] = replace(points[without], visibility=0.3)
    sample = measure(Landmarks(points), Scene(Instant(0.0, START_UTC), WIDTH_PX, HEIGHT_PX), GATE)
    assert sample is None or not missing & set(sample.values)
    if without == "nose":
        assert sample is not None


def test_ears_in_one_place_have_no_tilt_and_no_size() -> None:
    one_ear = sampled(person({**HAND, "left_ear": (320, 200), "right_ear": (320, 200)}))
    assert not {"head_tilt_deg", "face_size_px", "head_turn_deg"} & set(one_ear.values)


def test_every_metric_and_every_deviation_is_documented() -> None:
    front, side = sampled(person(HAND)), sampled(person(SIDE))
    assert {*front.values, *side.values} <= {note.name for note in METRICS}
    for sample in (front, side):
        same = deviations_from(_baseline(dict(sample.values), sample.view), sample.values)
        assert set(same) <= SIGNAL_NAMES | {"head_turn_deg"}
        assert all(value == pytest.approx(0.0, abs=1e-9) for value in same.values())


def test_the_view_follows_the_shoulders_against_the_neck() -> None:
    def view_of(half_width_px: float) -> View | None:
        places = {**HAND, "left_shoulder": (320 + half_width_px, 320.0), "right_shoulder": (320 - half_width_px, 320.0)}
        return recognise_view(person(places), 0.6)

    assert [view_of(w) for w in (100, 66.1, 65.9, 45.1, 44.9, 0)] == [
        "front", "front", "between", "between", "side", "side",
    ]  # fmt: skip
    assert recognise_view(person({"nose": (1, 1)}), 0.6) is None


def test_another_view_is_believed_after_it_lasted() -> None:
    start = Instant(0.0, START_UTC)
    state = follow_view(ViewState(), "front", start)
    assert state.view == "front"
    state = follow_view(state, "between", start.shifted(1.0))
    state = follow_view(state, "between", start.shifted(0.9 + SETTLE_S))
    assert state.view == "front"
    assert follow_view(state, "front", start.shifted(4.0)).other is None
    assert follow_view(state, "between", start.shifted(1.0 + SETTLE_S)).view == "between"


def _baseline(medians: dict[str, float], view: View = "front") -> Baseline:
    place = BaselinePlace("sim", view, "image", WIDTH_PX, HEIGHT_PX)
    return Baseline(place, medians, dict.fromkeys(medians, 0.0), 9, START_UTC, provisional=False)


@pytest.mark.parametrize(("growth", "lean_deg"), [(1.11, 5), (1.24, 10), (1.40, 15), (1.61, 20), (1.0, 0)])
def test_lean_from_the_growth_of_the_face(growth: float, lean_deg: float) -> None:
    base = baseline_of()
    nearer = {**base.medians, "face_size_px": base.medians["face_size_px"] * growth}
    assert deviations_from(base, nearer)["forward_lean_deg"] == pytest.approx(lean_deg, abs=0.15)


def test_deviations_of_poses_by_hand() -> None:
    base = baseline_of()

    def of(pose: Pose) -> dict[str, float]:
        return deviations_from(base, sampled(figure(pose)).values)

    assert of(Pose(head_drop=0.14))["head_drop_ratio"] == pytest.approx(0.14)
    assert of(Pose(head_drop=0.06, sink=0.06))["slump_score"] == pytest.approx(1.0)
    assert of(Pose(sink=-0.2))["slump_score"] == 0.0, "sitting taller is no slump"
    assert of(Pose(sink=0.9))["slump_score"] == 2.0
    assert of(Pose(near=1.3))["face_scale_ratio"] == pytest.approx(0.3)
    assert of(Pose(near=1.3))["slump_score"] == pytest.approx(0.0, abs=1e-9), "coming nearer is not sinking"
    assert of(Pose(face_near=1.2))["head_forward_ratio"] == pytest.approx(0.2)
    assert of(Pose(head_tilt_deg=-12))["head_tilt_deg"] == pytest.approx(-12)
    assert of(Pose(lean_deg=15))["lateral_lean_deg"] == pytest.approx(15)
    assert of(UPRIGHT) == pytest.approx(dict.fromkeys(of(UPRIGHT), 0.0), abs=1e-9)


def test_a_smaller_craniovertebral_angle_is_a_positive_deviation() -> None:
    base = _baseline({"cva_proxy_deg": 50.0, "torso_inclination_deg": 5.0}, "side")
    assert deviations_from(base, {"cva_proxy_deg": 44.0, "torso_inclination_deg": 25.0}) == {
        "cva_proxy_deg": 6.0, "torso_inclination_deg": 20.0,
    }  # fmt: skip


def test_a_missing_value_is_a_missing_deviation() -> None:
    base = baseline_of()
    assert deviations_from(base, {"head_tilt_deg": 4.0}) == {"head_tilt_deg": 4.0}
    assert deviations_from(base, {}) == {}


def test_a_baseline_in_another_frame_size() -> None:
    base = baseline_of()
    large = rescaled(base, 1280, 960)
    for name, value in base.medians.items():
        factor = 2.0 if name.endswith("_px") else 1.0
        assert large.medians[name] == pytest.approx(factor * value), name
    assert (large.place.width_px, large.place.height_px) == (1280, 960)
    assert rescaled(base, WIDTH_PX, HEIGHT_PX) is base
    wide = rescaled(base, 1280, 480)
    assert wide.medians["head_drop_ratio"] == base.medians["head_drop_ratio"]
    assert not {"head_y_px", "face_size_px", "face_scale_ratio", "lateral_offset_ratio"} & set(wide.medians), (
        "who knows what a frame of another shape shows"
    )
    assert set(wide.spreads) == set(wide.medians)


def test_values_that_are_not_numbers_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="head_tilt_deg"):
        PostureSample(Instant(0.0, START_UTC), "front", {"head_tilt_deg": math.nan}, 1.0)
    for x in (math.nan, math.inf, 2e6):
        with pytest.raises(ValueError, match="coordinates"):
            Landmark(x, 0.0, 1.0)
    with pytest.raises(ValueError, match="finite"):
        _baseline({"head_tilt_deg": math.inf})
