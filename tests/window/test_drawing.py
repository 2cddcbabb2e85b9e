"""What is drawn over somebody: the lines that are measured, their numbers, what is only guessed, as in a mirror."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from posture_watch.core.landmarks import Landmark, Landmarks
from posture_watch.core.metrics import measure
from posture_watch.window.drawing import Drawing, Stroke, drawn
from posture_watch.window.verdict import verdict
from tests.core.stories import baseline_of
from tests.sim import GONE, WIDTH_PX, Phase, Pose, figure, play, scenes, settings_for

LEAST_SEEN = settings_for().gate.min_visibility
SIDE = Landmarks(
    {
        "left_ear": Landmark(340, 180, 0.99),
        "left_shoulder": Landmark(320, 250, 0.99),
        "left_hip": Landmark(300, 400, 0.99),
        "right_shoulder": Landmark(322, 252, 0.1),
        "left_eye": Landmark(365, 175, 0.99),
        "nose": Landmark(380, 185, 0.99),
    }
)
"""Somebody who looks to the picture's right, neck and trunk a little forward."""


def drawing_of(person: Landmarks, changes: dict[str, float] | None = None) -> Drawing:
    scene = next(iter(scenes([Phase(1, GONE)], 1.0)))
    scene = replace(scene, people=(person,))
    return drawn(person, measure(person, scene, settings_for().gate), changes or {}, LEAST_SEEN)


def words(drawing: Drawing) -> list[str]:
    return [label.words for label in drawing.labels]


def of_kind(drawing: Drawing, kind: str) -> list[Stroke]:
    return [stroke for stroke in drawing.strokes if stroke.kind == kind]


def tilt_deg(stroke: Stroke) -> float:
    """Of the line as it is seen: 0 is level, positive is lower on the right."""
    return math.degrees(math.atan2(stroke.y2_px - stroke.y1_px, stroke.x2_px - stroke.x1_px))


@pytest.mark.parametrize("deg", [-18.0, 0.0, 7.5])
def test_from_in_front_the_numbers_are_those_of_the_drawn_lines(deg: float) -> None:
    drawing = drawing_of(figure(Pose(head_tilt_deg=deg)))
    assert words(drawing) == [f"Ears {deg:z.1f}°", "Shoulders 0.0°"]
    ears, shoulders = of_kind(drawing, "measured")
    assert tilt_deg(ears) == pytest.approx(deg, abs=0.05)
    assert tilt_deg(shoulders) == pytest.approx(0.0, abs=0.05)
    assert all(tilt_deg(level) == pytest.approx(0.0) for level in of_kind(drawing, "level"))


def test_the_change_from_upright_stands_beside_it_where_it_is_known() -> None:
    drawing = drawing_of(figure(Pose(head_tilt_deg=12.0)), {"head_tilt_deg": 9.75})
    assert words(drawing) == ["Ears 12.0° (+9.8°)", "Shoulders 0.0°"]


def test_from_the_side_neck_and_trunk_are_measured_against_the_vertical() -> None:
    drawing = drawing_of(SIDE, {"neck_inclination_deg": -3.0})
    neck, trunk = math.degrees(math.atan2(20, 70)), math.degrees(math.atan2(20, 150))
    assert words(drawing) == [f"Neck {neck:.1f}° (-3.0°)", f"Trunk {trunk:.1f}°"]
    assert all(level.x1_px == level.x2_px and level.y2_px < level.y1_px for level in of_kind(drawing, "level"))
    assert [label.side for label in drawing.labels] == ["left", "left"], "behind the head, not on the face"


def test_what_is_not_seen_well_is_guessed_and_not_measured() -> None:
    clear = figure(Pose())
    dim = Landmarks({n: replace(p, visibility=0.2) if n == "left_shoulder" else p for n, p in clear.points.items()})
    drawing = drawing_of(dim)
    assert words(drawing) == []
    (shoulder,) = [dot for dot in drawing.dots if not dot.seen]
    assert (shoulder.x_px, shoulder.y_px, shoulder.visibility) == (dim.points["left_shoulder"].x_px,
                                                                   dim.points["left_shoulder"].y_px, 0.2)  # fmt: skip
    assert of_kind(drawing, "guessed")
    assert not of_kind(drawing_of(clear), "guessed")


def test_as_in_a_mirror_all_moves_over_and_words_stay() -> None:
    drawing = drawing_of(SIDE)
    mirrored = drawing.mirrored(WIDTH_PX)
    assert mirrored.mirrored(WIDTH_PX) == drawing
    assert words(mirrored) == words(drawing)
    assert [dot.x_px for dot in mirrored.dots] == [WIDTH_PX - dot.x_px for dot in drawing.dots]
    assert [label.side for label in mirrored.labels] == ["right", "right"]


def test_nobody_measured_has_bones_but_no_numbers() -> None:
    person = figure(Pose())
    drawing = drawn(person, None, {}, LEAST_SEEN)
    assert drawing.labels == ()
    assert drawing.dots


def test_the_verdict_names_what_is_over_and_every_limit() -> None:
    settings = settings_for()
    tilted = play([Phase(30, Pose()), Phase(10, Pose(head_tilt_deg=20.0))], baselines=(baseline_of(),))
    said = verdict(tilted.judgements[-1], settings)
    assert said.found == "Sitting well."
    assert said.more.startswith("Over a limit now: head tilted. It counts when it is held.")
    rows = {row.what: row for row in said.rows}
    assert rows["head_tilt"].over
    assert rows["head_tilt"].limit == "±10"
    assert rows["head_tilt"].standing == "over the limit"
    assert rows["slump"].standing == "under the limit"
    assert "sitting" not in rows


def test_without_an_upright_posture_it_says_so() -> None:
    fresh = play([Phase(2, Pose())])
    said = verdict(fresh.judgements[-1], settings_for())
    assert "not known yet" in said.more
    assert said.rows == ()
