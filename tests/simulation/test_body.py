"""Bodies: links keep their lengths however they turn, and every turn goes the way it is said to go."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from simulation.body import Points, neck_length_cm, points_of, upright
from simulation.camera import aim, middle
from simulation.distributions import HIP_ABOVE_SEAT_CM, MEN, WOMEN, Spread
from simulation.movements import MOVEMENTS, after, eyes_cm
from simulation.people import Floats, People, draw_people

PEOPLE = draw_people(200, 3)
PARTS = ("pelvis", "lumbar", "thorax", "neck", "head", "head_roll", "head_yaw")


def length_cm(points: Points, a: str, b: str) -> Floats:
    return np.linalg.norm(points[a] - points[b], axis=1)


def moved(name: str, size: float, people: People = PEOPLE) -> Points:
    pose = upright(people)
    was = (pose, aim(people, points_of(people, pose)))
    return points_of(people, after(MOVEMENTS[name], people, was, size, 5)[0])


SEATED = points_of(PEOPLE, upright(PEOPLE))


@pytest.mark.parametrize(
    ("name", "size"),
    [("lean", 30), ("slump", 12), ("neck", 40), ("slouch", 0.21), ("side_bend", 15), ("recline", 25), ("reach", 25)],
)
def test_rigid_parts_keep_their_lengths(name: str, size: float) -> None:
    after_it = moved(name, size)
    for a, b in (
        ("left_ear", "right_ear"),
        ("left_eye", "nose"),
        ("nose", "mouth_left"),
        ("left_shoulder", "right_shoulder"),
        ("left_hip", "right_hip"),
    ):
        assert np.allclose(length_cm(after_it, a, b), length_cm(SEATED, a, b))


def test_links_reach_as_far_as_they_are_long() -> None:
    """By hand: every link straight up, then every link straight forwards."""
    pose = upright(PEOPLE)
    up = replace(pose, **{f"{part}_deg": np.zeros(200) for part in PARTS})
    flat = up.plus(pelvis_deg=90.0, lumbar_deg=90.0, thorax_deg=90.0, neck_deg=90.0, head_deg=90.0)
    tall, neck = PEOPLE.body["hip_to_shoulder_cm"], neck_length_cm(PEOPLE.body, PEOPLE.posture)
    size = PEOPLE.body["ear_width_cm"] / 14.0
    to_ear = PEOPLE.body["hip_to_c7_cm"] + neck + 2.5 * size
    standing, lying = points_of(PEOPLE, up), points_of(PEOPLE, flat)
    assert np.allclose(middle(standing, "shoulder"), np.stack([np.full(200, 4.0), np.zeros(200), tall], axis=1))
    assert np.allclose(middle(standing, "ear")[:, 2], to_ear)
    assert np.allclose(middle(lying, "shoulder"), np.stack([tall, np.zeros(200), np.full(200, -4.0)], axis=1))
    assert np.allclose(middle(lying, "ear")[:, 0], to_ear)


def test_upright_bodies_measure_what_the_tables_say() -> None:
    ears, shoulders, hips = (middle(SEATED, part) for part in ("ear", "shoulder", "hip"))
    assert np.allclose(length_cm(SEATED, "left_shoulder", "right_shoulder"), PEOPLE.body["shoulder_width_cm"])
    assert np.allclose(length_cm(SEATED, "left_ear", "right_ear"), PEOPLE.body["ear_width_cm"])
    # tragion above the acromion, sitting: 78.7 - 60 = 18.7 and 72.9 - 55.6 = 17.3; the joint is 3.6 to 4 below it
    assert np.median((ears - shoulders)[:, 2]) == pytest.approx(21.8, abs=1.5)
    # tragion above the seat: between 72.9 (women) and 78.7 (men)
    assert np.median((ears - hips)[:, 2]) + HIP_ABOVE_SEAT_CM == pytest.approx(75.8, abs=3)


def test_half_are_men_and_wider_bodies_spread_wider() -> None:
    widths = draw_people(4000, 1).body["shoulder_width_cm"]
    men, women = MEN["shoulder_width_cm"], WOMEN["shoulder_width_cm"]
    assert isinstance(men, Spread)
    assert isinstance(women, Spread)
    assert widths.mean() == pytest.approx((men.mean + women.mean) / 2, abs=0.2)
    wider = draw_people(4000, 1, wider=True).body
    for name in ("hip_to_shoulder_cm", "c7_to_ear_cm"):
        assert wider[name].std() > 1.4 * draw_people(4000, 1).body[name].std()


def test_the_same_seed_gives_the_same_people() -> None:
    again, other = draw_people(200, 3), draw_people(200, 4)
    assert np.array_equal(again.body["ear_width_cm"], PEOPLE.body["ear_width_cm"])
    assert not np.array_equal(other.body["ear_width_cm"], PEOPLE.body["ear_width_cm"])


def test_leaning_turns_the_trunk_by_the_angle_asked_for() -> None:
    def trunk_deg(points: Points) -> Floats:
        off = middle(points, "shoulder") - middle(points, "hip")
        return np.degrees(np.arctan2(off[:, 0], off[:, 2]))

    assert np.allclose(trunk_deg(moved("lean", 20)) - trunk_deg(SEATED), 20)
    assert np.allclose(trunk_deg(moved("recline", 15)) - trunk_deg(SEATED), -15)


def test_whoever_does_not_look_up_leans_as_one_piece() -> None:
    stiff = replace(PEOPLE, posture={**PEOPLE.posture, "gaze_kept": np.zeros(PEOPLE.count)})
    leant = moved("lean", 25, stiff)
    for part in ("ear", "shoulder", "eye"):
        before, now = (np.linalg.norm(middle(points, part), axis=1) for points in (SEATED, leant))
        assert np.allclose(before, now, atol=0.1)  # a head held a little askew nods a little askew


def test_sinking_brings_the_eyes_down_by_the_centimetres_asked_for() -> None:
    down = middle(SEATED, "eye")[:, 2] - middle(moved("slump", 6), "eye")[:, 2]
    assert np.allclose(down, 6, atol=0.01)


def test_sliding_down_keeps_the_distance_to_the_screen() -> None:
    slid = moved("slide", 4)
    eyes = middle(slid, "eye") - middle(SEATED, "eye")
    assert np.allclose(eyes[:, 2], -4, atol=0.01)
    assert np.abs(np.median(eyes[:, 0])) < 4
    assert (middle(slid, "hip")[:, 0] > 5).all()


def test_a_slouch_brings_the_ears_down_by_torso_lengths() -> None:
    down = middle(SEATED, "ear")[:, 2] - middle(moved("slouch", 0.21), "ear")[:, 2]
    assert np.allclose(down / PEOPLE.body["hip_to_shoulder_cm"], 0.21, atol=0.001)


def test_a_collapsing_neck_moves_the_head_and_not_the_shoulders() -> None:
    after_it = moved("neck", 20)
    assert np.allclose(after_it["left_shoulder"], SEATED["left_shoulder"])
    went = middle(after_it, "ear") - middle(SEATED, "ear")
    assert (went[:, 0] > 0).all()
    assert (went[:, 2] < 0).all()


def test_left_is_the_subjects_left() -> None:
    tilted, bent = moved("head_tilt", 10), moved("side_bend", 10)
    assert (tilted["left_ear"][:, 2] < SEATED["left_ear"][:, 2]).all()
    assert (middle(bent, "shoulder")[:, 1] > 0).all()
    assert (SEATED["left_shoulder"][:, 1] > 0).all()


def test_what_the_eyes_did_is_told_nearer_and_down() -> None:
    pose = upright(PEOPLE)
    nearer, down = eyes_cm(PEOPLE, pose.plus(hip_x_cm=7.0, hip_z_cm=-3.0))
    assert np.allclose(nearer, 7)
    assert np.allclose(down, 3)
