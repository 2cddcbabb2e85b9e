"""What is done to a baseline's landmarks to make it worse."""

from __future__ import annotations

import math

import pytest
from evaluation.stored import START
from evaluation.worse import HEAD, grown_head, rolled, tilted_head

from posture_watch.core.landmarks import Scene
from tests.sim import UPRIGHT, Phase, scenes


def person() -> Scene:
    return next(iter(scenes([Phase(1, UPRIGHT)], 1.0)))


def line_deg(scene: Scene, kind: str) -> float:
    """Clockwise as seen, from the subject's right to the left: 0 is level."""
    points = scene.people[0].points
    left, right = points[f"left_{kind}"], points[f"right_{kind}"]
    return math.degrees(math.atan2(left.y_px - right.y_px, left.x_px - right.x_px))


@pytest.mark.parametrize("deg", [5.0, -5.0])
def test_a_tilted_head_leaves_the_shoulders(deg: float) -> None:
    before, after = person(), tilted_head(person(), deg)
    assert line_deg(after, "ear") - line_deg(before, "ear") == pytest.approx(deg)
    assert line_deg(after, "shoulder") == line_deg(before, "shoulder")
    nose = after.people[0].points["nose"].x_px - before.people[0].points["nose"].x_px
    assert nose * deg > 0  # clockwise is towards the right of the picture, the subject's left


def test_a_rolled_camera_turns_everything() -> None:
    after = rolled(person(), 5)
    assert line_deg(after, "ear") - line_deg(person(), "ear") == pytest.approx(5)
    assert line_deg(after, "shoulder") - line_deg(person(), "shoulder") == pytest.approx(5)


def test_a_grown_head_keeps_its_middle() -> None:
    before, after = person().people[0].points, grown_head(person(), 1.2).people[0].points
    ears = [p["left_ear"].x_px - p["right_ear"].x_px for p in (before, after)]
    assert ears[1] == pytest.approx(1.2 * ears[0])
    names = [name for name in HEAD if name in before]
    assert sum(after[n].x_px for n in names) == pytest.approx(sum(before[n].x_px for n in names))
    assert after["left_shoulder"] == before["left_shoulder"]


def test_nobody_stays_nobody() -> None:
    empty = Scene(START, 10, 10)
    assert (tilted_head(empty, 5), rolled(empty, 5), grown_head(empty, 2)) == (empty, empty, empty)
