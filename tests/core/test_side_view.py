"""A camera at the user's side: slump, lean and reclining told apart, and a camera that moved from a body that did."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from posture_watch.core.baseline import Baseline, BaselinePlace
from posture_watch.core.engine import begin
from posture_watch.core.events import BaselineChanged, ReminderDue
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.learning import make_baseline
from posture_watch.core.metrics import measure
from posture_watch.core.moves import rigid_move
from posture_watch.core.side_deviations import is_reclined
from posture_watch.core.side_setup import NEEDED, as_front
from tests.core.stories import run
from tests.sim import HEIGHT_PX, START_UTC, WIDTH_PX, Played, settings_for

TRUNK_PX, NECK_PX = 200.0, 80.0


def seated(
    trunk_deg: float = 0.0,
    neck_deg: float = 20.0,
    *,
    sink_px: float = 0.0,
    x_px: float = 0.0,
    y_px: float = 0.0,
    scale: float = 1.0,
    left_facing: bool = False,
) -> Landmarks:
    """Somebody seen from the right, hip at (250, 400). ``sink_px`` shortens the trunk (a rounded back); ``x_px``,
    ``y_px`` and ``scale`` move the camera."""
    trunk, neck = math.radians(trunk_deg), math.radians(neck_deg)
    hip = (250.0, 400.0)
    shoulder = (hip[0] + (TRUNK_PX - sink_px) * math.sin(trunk), hip[1] - (TRUNK_PX - sink_px) * math.cos(trunk))
    ear = (shoulder[0] + NECK_PX * math.sin(neck), shoulder[1] - NECK_PX * math.cos(neck))
    places = {"hip": hip, "shoulder": shoulder, "ear": ear, "eye": (ear[0] + 25, ear[1] - 5)}
    points = {f"{side}_{name}": place for name, place in places.items() for side in ("left", "right")}
    points |= {"nose": (ear[0] + 36, ear[1] + 8)}

    def seen(x: float, y: float) -> Landmark:
        x, y = 320 + (x - 320) * scale + x_px, 240 + (y - 240) * scale + y_px
        return Landmark(WIDTH_PX - x if left_facing else x, y, 0.99)

    return Landmarks({name: seen(*place) for name, place in points.items()})


def at(seconds: float) -> Instant:
    return Instant(seconds, START_UTC + timedelta(seconds=seconds))


def baseline(person: Landmarks) -> Baseline:
    sample = measure(person, Scene(at(0), WIDTH_PX, HEIGHT_PX), settings_for().gate)
    assert sample is not None
    place = BaselinePlace("sim", "side", "image", WIDTH_PX, HEIGHT_PX)
    made = make_baseline([sample], place, provisional=False, light=None)
    assert made is not None
    return made


def alone(person: Landmarks, upright: Landmarks | None = None) -> Played:
    """One frame against the upright one, without memory."""
    settings = settings_for(1.0, frozen_baseline=True)
    return run([Scene(at(0), WIDTH_PX, HEIGHT_PX, (person,))], settings, state=begin((baseline(upright or seated()),)))


def watched(parts: Sequence[tuple[float, Landmarks]]) -> Played:
    def frames() -> Iterator[Scene]:
        now_s = 0.0
        for seconds, person in parts:
            for _ in range(round(seconds)):
                yield Scene(at(now_s), WIDTH_PX, HEIGHT_PX, (person,))
                now_s += 1.0

    return run(frames(), settings_for(1.0), state=begin((baseline(seated()),)))


def deviation(person: Landmarks, name: str, upright: Landmarks | None = None) -> float:
    return alone(person, upright).judgements[0].deviations[name]


def test_places_by_hand() -> None:
    values = alone(seated()).judgements[0].metrics
    ear_x, ear_y = 250 + 80 * math.sin(math.radians(20)), 200 - 80 * math.cos(math.radians(20))
    assert values["ear_ahead_px"] == pytest.approx(ear_x)
    assert values["ear_y_px"] == pytest.approx(ear_y)
    assert values["hip_to_ear_px"] == pytest.approx(math.hypot(ear_x - 250, 400 - ear_y))
    assert values["body_inclination_deg"] == pytest.approx(math.degrees(math.atan2(ear_x - 250, 400 - ear_y)))


def test_with_the_hips_hidden_the_neck_says_how_large_the_body_is() -> None:
    points = {n: p for n, p in seated().points.items() if "hip" not in n}
    values = alone(Landmarks(points)).judgements[0].metrics
    assert values["hip_to_ear_px"] == pytest.approx(NECK_PX / 0.29)
    assert "torso_inclination_deg" not in values


def test_sinking_is_measured_in_lengths_from_hip_to_ear() -> None:
    length_px = alone(seated()).judgements[0].metrics["hip_to_ear_px"]
    assert deviation(seated(sink_px=20), "head_sink_side_ratio") == pytest.approx(20 / length_px, abs=0.001)


def test_a_trunk_that_turns_without_the_head_is_no_lean() -> None:
    """A hip hidden by the arm rest is put elsewhere: the trunk's angle changes, the head stays where it is."""
    points = {n: replace(p, x_px=p.x_px - 60) if "hip" in n else p for n, p in seated().points.items()}
    assert abs(deviation(Landmarks(points), "torso_inclination_deg")) > 15
    assert deviation(Landmarks(points), "trunk_lean_deg") == 0.0


def test_a_rolled_chair_is_no_lean() -> None:
    assert deviation(seated(x_px=70), "trunk_lean_deg") == pytest.approx(0.0, abs=1e-6)


def test_a_lean_is_the_smaller_of_its_two_signs() -> None:
    lean = seated(trunk_deg=20, neck_deg=40)
    moved_px = alone(lean).judgements[0].metrics["ear_ahead_px"] - alone(seated()).judgements[0].metrics["ear_ahead_px"]
    ahead_deg = math.degrees(math.asin(moved_px / alone(seated()).judgements[0].metrics["hip_to_ear_px"]))
    assert deviation(lean, "trunk_lean_deg") == pytest.approx(min(20.0, ahead_deg), abs=0.125)


@pytest.mark.parametrize(
    ("person", "kind"),
    [
        (seated(), "upright"),
        (seated(trunk_deg=5, neck_deg=24), "upright"),
        (seated(sink_px=40), "slump"),
        (seated(trunk_deg=35, neck_deg=35), "forward_lean"),
        (seated(trunk_deg=-20, neck_deg=0), "recline"),
        (seated(trunk_deg=-35, neck_deg=-5), "recline"),
        (seated(neck_deg=50), "head_forward"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("left_facing", [False, True])
def test_what_a_posture_is_called(person: Landmarks, kind: str, left_facing: bool) -> None:
    if left_facing:
        person = Landmarks({n: replace(p, x_px=WIDTH_PX - p.x_px) for n, p in person.points.items()})
    assert alone(person, seated(left_facing=left_facing)).judgements[0].kind == kind


@pytest.mark.parametrize("back_deg", [15, 20, 30, 40])
def test_reclining_is_never_over_any_limit(back_deg: float) -> None:
    told = alone(seated(trunk_deg=-back_deg, neck_deg=20 - back_deg)).judgements[0]
    assert (told.kind, told.over) == ("recline", ())


@pytest.mark.parametrize(
    ("upright_deg", "now_deg", "reclined"),
    [(5.0, -10.0, True), (-5.0, -10.0, False), (20.0, 5.0, False), (-10.0, -20.0, True)],
    ids=["behind the hips", "hardly further back than upright", "back, but not behind the hips", "further"],
)
def test_reclining_is_behind_the_hips_and_further_back_than_upright(
    upright_deg: float, now_deg: float, reclined: bool
) -> None:
    name = "body_inclination_deg"
    assert is_reclined({name: upright_deg}, {name: now_deg}) is reclined


def test_leaning_back_lowers_the_head_without_sinking() -> None:
    """Turned about the hips in one piece by 7°, which is no reclining yet, and by 20°, which is."""
    back = seated(trunk_deg=-10, neck_deg=10)
    assert deviation(seated(trunk_deg=-17, neck_deg=3), "head_sink_side_ratio", back) == pytest.approx(0.0, abs=1e-6)
    told = alone(seated(trunk_deg=-30, neck_deg=-10), back).judgements[0]
    assert "head_sink_side_ratio" not in told.deviations


def test_who_looks_the_other_way_than_upright_is_compared_by_angles_only() -> None:
    told = alone(seated(x_px=-150, left_facing=True)).judgements[0]
    assert (told.kind, told.over) == ("upright", ())
    assert "head_sink_side_ratio" not in told.deviations
    assert alone(seated(trunk_deg=-30, neck_deg=0, left_facing=True)).judgements[0].kind == "recline"
    assert alone(seated(trunk_deg=30, neck_deg=30, left_facing=True)).judgements[0].kind == "forward_lean"


@pytest.mark.parametrize(
    "moved", [seated(y_px=60), seated(y_px=-50, x_px=40), seated(scale=1.2), seated(scale=0.85, y_px=10)]
)
def test_a_camera_or_chair_that_moved_is_no_alarm(moved: Landmarks) -> None:
    told = watched([(60, seated()), (900, moved)])
    assert [e.reason for e in told.of(BaselineChanged) if isinstance(e, BaselineChanged)] == ["loaded", "setup_moved"]
    assert not told.of(ReminderDue)
    assert told.judgements[-1].kind == "upright"
    assert abs(told.judgements[-1].deviations["head_sink_side_ratio"]) < 0.01


def test_a_slump_is_told_before_and_after_the_camera_moved() -> None:
    assert watched([(60, seated()), (400, seated(sink_px=40))]).of(ReminderDue)
    told = watched([(60, seated()), (60, seated(y_px=60)), (400, seated(y_px=60, sink_px=40))])
    assert told.of(ReminderDue)
    assert told.judgements[-1].kind == "slump"


def as_if_front(person: Landmarks) -> dict[str, float]:
    values = as_front(alone(person).judgements[0].metrics)
    assert values is not None
    return values


@pytest.mark.parametrize("left_facing", [False, True])
def test_ear_and_hip_stand_for_head_and_shoulders(left_facing: bool) -> None:
    person = seated(left_facing=left_facing)
    values, ear = as_if_front(person), person.points["left_ear"]
    assert (values["head_x_px"], values["head_y_px"]) == (pytest.approx(ear.x_px), pytest.approx(ear.y_px))
    hip_x_px = WIDTH_PX - 250 if left_facing else 250
    assert (values["shoulder_x_px"], values["shoulder_y_px"]) == (pytest.approx(hip_x_px), pytest.approx(400))


def test_a_neck_that_bends_is_no_move_of_the_set_up() -> None:
    middle = (WIDTH_PX / 2, HEIGHT_PX / 2)
    assert rigid_move(as_if_front(seated()), as_if_front(seated(y_px=20)), middle) is not None
    assert rigid_move(as_if_front(seated()), as_if_front(seated(neck_deg=25, y_px=20)), middle) is None


@pytest.mark.parametrize("moved", [seated(scale=1.2), seated(y_px=-50, x_px=40)], ids=["nearer", "shifted"])
def test_what_is_carried_along_is_what_a_calibration_there_would_give(moved: Landmarks) -> None:
    told = watched([(60, seated()), (60, moved)])
    held, there = told.state.reference.current, baseline(moved)
    assert held is not None
    for name in (*NEEDED, "head_x_px", "head_y_px", "shoulder_x_px", "shoulder_y_px"):
        assert held.medians[name] == pytest.approx(there.medians[name], abs=0.5), name


def test_what_a_camera_that_rolled_a_little_does_to_the_angles_is_no_posture() -> None:
    told = watched([(60, seated()), (60, seated(y_px=60, neck_deg=23))])
    for name in ("torso_inclination_deg", "neck_inclination_deg"):
        assert told.judgements[-1].deviations[name] == pytest.approx(0.0, abs=0.1), name


def test_nothing_is_judged_until_it_is_clear_what_moved() -> None:
    told = watched([(60, seated()), (60, seated(y_px=60))])
    unclear = [j.at.mono_s for j in told.judgements if j.why_unknown == "camera or chair seem to have moved"]
    assert unclear
    assert 60 <= min(unclear) <= max(unclear) <= 75
