"""Each rule of another program against a case worked out by hand. Frame heights: the frame is twice as wide as high."""

from __future__ import annotations

import math

import pytest
from evaluation import peers
from evaluation.judging import UNKNOWN
from evaluation.peers import Person

UPRIGHT = {
    "nose": (0.5, 0.4),
    "left_eye": (0.51, 0.38), "right_eye": (0.49, 0.38),
    "left_ear": (0.55, 0.4), "right_ear": (0.45, 0.4),
    "left_shoulder": (0.6, 0.6), "right_shoulder": (0.4, 0.6),
    "left_hip": (0.6, 0.9), "right_hip": (0.4, 0.9),
}  # fmt: skip
"""Shoulders 0.4 frame heights apart, ears 0.2, nose 0.2 above the shoulders: clearance 0.5, head 0.5."""


def person(**moved: tuple[float, float]) -> Person:
    points = {**UPRIGHT, **moved}
    return Person(points, 2.0, dict.fromkeys(points, 1.0))


BASE = [person()] * 5


def test_tutorial_measures_neck_and_torso_from_the_vertical_in_pixels() -> None:
    neck = 0.2 * math.tan(math.radians(41)) / 2  # the ear is 0.2 above the shoulder, and x counts twice
    torso = 0.3 * math.tan(math.radians(11)) / 2
    upright = person(left_ear=(0.6, 0.4), left_shoulder=(0.6, 0.6))
    assert peers.tutorial(upright, ()).score == pytest.approx(0, abs=1e-9)
    bent = peers.tutorial(person(left_ear=(0.6 + neck, 0.4)), ())
    assert bent.flagged
    assert bent.score == pytest.approx(41 / 40)
    leaning = peers.tutorial(person(left_ear=(0.6, 0.4), left_hip=(0.6 - torso, 0.9)), ())
    assert leaning.flagged
    assert leaning.score == pytest.approx(1.1)
    assert not peers.tutorial(person(left_ear=(0.6 + neck * 0.9, 0.4)), ()).flagged


def test_tutorial_takes_the_side_that_is_seen_better() -> None:
    points = {**UPRIGHT, "left_ear": (0.9, 0.5), "right_ear": (0.4, 0.4)}
    seen = {name: 0.1 if name.startswith("left") else 0.9 for name in points}
    assert not peers.tutorial(Person(points, 2.0, seen), ()).flagged


@pytest.mark.parametrize(("degrees", "flagged"), [(9.9, False), (10.1, True), (-10.1, True)])
def test_ear_line_is_measured_in_pixels(degrees: float, flagged: bool) -> None:
    rise = 0.2 * math.tan(math.radians(degrees))
    said = peers.ear_line(person(left_ear=(0.55, 0.4 + rise)), ())
    assert said.flagged is flagged
    assert said.score == pytest.approx(abs(degrees) / 10)


@pytest.mark.parametrize(("nose_y", "flagged"), [(0.35, False), (0.37, True)])
def test_nose_to_shoulder(nose_y: float, flagged: bool) -> None:
    """0.25 / 0.4 = 0.625 and 0.23 / 0.4 = 0.575 shoulder widths."""
    said = peers.nose_to_shoulder(person(nose=(0.5, nose_y)), ())
    assert said.flagged is flagged
    assert said.score == pytest.approx(1.6 - (0.6 - nose_y) / 0.4)


def test_dorso_linux_from_the_mean_of_the_baseline() -> None:
    base = [person(nose=(0.5, y)) for y in (0.39, 0.40, 0.41)]
    assert not peers.dorso_linux(person(nose=(0.5, 0.429)), base).flagged
    low = peers.dorso_linux(person(nose=(0.5, 0.436)), base)
    assert low.flagged
    assert low.score == pytest.approx(0.036 / 0.03)


def test_postured_alarms_a_fortieth_of_the_range_below_the_lowest() -> None:
    base = [person(nose=(0.5, y)) for y in (0.36, 0.38, 0.40)]  # line: 0.40 + 0.025 × 0.04 = 0.401
    assert not peers.postured(person(nose=(0.5, 0.4009)), base).flagged
    assert peers.postured(person(nose=(0.5, 0.4011)), base).flagged


@pytest.mark.parametrize(
    ("moved", "share"),
    [
        ({"nose": (0.5, 0.456)}, (1 - 0.36 / 0.5 - 0.18) / 0.30),  # slouch 0.33
        ({"nose": (0.5, 0.464)}, (1 - 0.34 / 0.5 - 0.18) / 0.30),  # slouch 0.47
        ({"nose": (0.5, 0.58)}, (1 - 0.05 / 0.5 - 0.18) / 0.30),  # 2.4; absolutely 1.6
        ({"left_ear": (0.559, 0.4), "right_ear": (0.441, 0.4)}, (0.18 - 0.10) / 0.22),  # forward 0.36
        ({"left_ear": (0.562, 0.4), "right_ear": (0.438, 0.4)}, (0.24 - 0.10) / 0.22),  # forward 0.64
    ],
)
def test_upsit_uses_a_share_of_four_tenths(moved: dict[str, tuple[float, float]], share: float) -> None:
    said = peers.upsit(person(**moved), BASE)
    assert said.score == pytest.approx(share / 0.4)
    assert said.flagged is (share > 0.4)


def test_upsit_has_an_absolute_limit_too() -> None:
    """Clearance 0.145 of a baseline of 0.16: little lost, but (0.18 − 0.145) / 0.08 is 0.4375."""
    base = [person(nose=(0.5, 0.536))]
    said = peers.upsit(person(nose=(0.5, 0.542)), base)
    assert said.flagged
    assert said.score == pytest.approx(0.4375 / 0.4)


def test_upsit_takes_eyes_for_ears() -> None:
    """Eyes 0.1 apart: head 2.5 × 0.1 / 0.4 = 0.625, a quarter more than the baseline."""
    points = {name: at for name, at in UPRIGHT.items() if "ear" not in name}
    earless = Person({**points, "left_eye": (0.525, 0.38), "right_eye": (0.475, 0.38)}, 2.0, {})
    assert peers.upsit(earless, BASE).score == pytest.approx((1.25 - 1.1) / 0.22 / 0.4)


def test_upsit_baselines_are_the_70th_and_30th_percentile() -> None:
    """Of eleven steps from 0 to 1 these are the eighth and the fourth: clearance 0.8, head 0.4."""
    base = [person(nose=(0.5, 0.6 - 0.4 * c)) for c in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1)]
    assert peers.upsit(person(), base).score == pytest.approx((1 - 0.5 / 0.8 - 0.18) / 0.3 / 0.4)
    heads = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1]
    base = [person(left_ear=(0.5 + h / 10, 0.4), right_ear=(0.5 - h / 10, 0.4)) for h in heads]
    assert peers.upsit(person(), base).score == pytest.approx((0.5 / 0.4 - 1.1) / 0.22 / 0.4)


def pitched(degrees: float, growth: float = 1.0, shift: float = 0.0) -> Person:
    """Nose ``degrees`` below the ear line, ears ``growth`` × 0.2 apart, head moved by ``shift`` frame heights."""
    x, half, ears = 0.5 + shift / 2, 0.05 * growth, 0.2 * growth
    nose_y = 0.4 + 0.7 * ears * math.tan(math.radians(degrees))
    return person(nose=(x, nose_y), left_ear=(x + half, 0.4), right_ear=(x - half, 0.4))


@pytest.mark.parametrize(
    ("posture", "flagged"),
    [
        (pitched(13), False),  # pitch alone
        (pitched(13, growth=1.13), True),
        (pitched(11, growth=1.13), False),
        (pitched(13, shift=0.076), True),  # 0.19 shoulder widths
        (pitched(13, shift=0.068), False),  # 0.17
    ],
)
def test_posely_needs_pitch_and_one_other(posture: Person, flagged: bool) -> None:
    said = peers.posely(posture, BASE)
    assert said.flagged is flagged
    assert (said.score > 1) is flagged


def test_posely_says_nothing_of_a_turned_or_tilted_head() -> None:
    yaw = 0.7 * 0.2 * math.tan(math.radians(31)) / 2
    assert peers.posely(person(nose=(0.5 + yaw, 0.5)), BASE) == UNKNOWN
    assert peers.posely(person(nose=(0.5 + yaw * 0.9, 0.5)), BASE) != UNKNOWN
    roll = 0.2 * math.tan(math.radians(21))
    assert peers.posely(person(left_ear=(0.55, 0.4 + roll)), BASE) == UNKNOWN


@pytest.mark.parametrize(
    ("moved", "score"),
    [
        ({"nose": (0.5, 0.492)}, 0.23 / 0.22),  # 0.092 / 0.4 lower
        ({"nose": (0.5, 0.484)}, 0.21 / 0.22),
        ({"nose": (0.5, 0.3)}, 0.0),  # higher is not worse
        ({"nose": (0.542, 0.4)}, 0.21 / 0.20),  # 0.084 / 0.4 sideways
        ({"nose": (0.462, 0.4)}, 0.19 / 0.20),
    ],
)
def test_posegood_gap_and_offset(moved: dict[str, tuple[float, float]], score: float) -> None:
    said = peers.posegood(person(**moved), BASE)
    assert said.score == pytest.approx(score, abs=1e-9)
    assert said.flagged is (score > 1)


def test_posegood_tilt() -> None:
    """Shoulders 0.06 apart in height over hypot(0.4, 0.06)."""
    said = peers.posegood(person(left_shoulder=(0.6, 0.63), right_shoulder=(0.4, 0.57)), BASE)
    assert said.flagged
    assert said.score == pytest.approx(0.06 / math.hypot(0.4, 0.06) / 0.13)
