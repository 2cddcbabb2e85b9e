"""What is said about light and camera, with what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from posture_watch.core.advice import Advice, advise, jump_ratio
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.metrics import measure
from tests.core.stories import baseline_of, placed
from tests.sim import GONE, UPRIGHT, Phase, Pose, figure, scenes, settings_for


def seen(pose: Pose = UPRIGHT, seconds: float = 8) -> list[Scene]:
    return list(scenes([Phase(seconds, pose)], 1))


def advice_on(story: Sequence[Scene]) -> dict[str, Advice]:
    return {one.topic: one for one in advise(story, settings_for())}


def moved(*, scale: float = 1.0, x_px: float = 0.0, y_px: float = 0.0) -> list[Scene]:
    return [replace(s, people=(placed(figure(UPRIGHT), scale=scale, x_px=x_px, y_px=y_px),)) for s in seen()]


def test_somebody_who_is_seen_well_needs_no_advice() -> None:
    assert advice_on(seen()) == {}
    assert advice_on(seen(Pose(near=1.3))) == {}


@pytest.mark.parametrize(
    ("story", "topic", "measured"),
    [
        (seen(Pose(light=0.03)), "light", "0.03 of 1, too little: the least is 0.06"),
        (seen(Pose(light=0.10)), "light", "0.10 of 1, hardly enough"),
        (seen(GONE), "nobody", "8 of 8 pictures"),
        ([*seen(UPRIGHT, 4), *seen(GONE, 4)], "missed", "4 of 8 pictures"),
        (moved(scale=0.4), "small", "17 % of the picture, at least 15 are"),
        (seen(Pose(near=3.0)), "large", "94 % of the picture's width"),
        (moved(x_px=-205), "beside", "32 % of the picture's width"),
        (seen(Pose(turn_deg=40)), "angle", "40° past the camera"),
        (moved(x_px=-300), "edge", "8 of 8 pictures the face is at the edge"),
        (seen(Pose(sink=0.9)), "shoulders", "8 of 8 pictures the shoulders are not"),
        (seen(Pose(visibility=0.65)), "unclear", "8 of 8 pictures the face is covered or not clear"),
    ],
)
def test_what_is_wrong_is_said_with_its_measure(story: list[Scene], topic: str, measured: str) -> None:
    found = advice_on(story)
    assert topic in found
    assert measured in found[topic].found
    assert found[topic].todo.endswith(".")


def test_less_light_than_when_it_was_calibrated_is_said() -> None:
    dimmer = advise(seen(Pose(light=0.2)), settings_for(), baseline_of(light=0.5))
    assert [one.topic for one in dimmer] == ["light"]
    assert "0.20 of 1; it was 0.50" in dimmer[0].found
    assert advise(seen(Pose(light=0.3)), settings_for(), baseline_of(light=0.5)) == ()


def test_a_dark_or_a_light_face_changes_nothing() -> None:
    """Advice knows the whole picture's light only; nothing in a scene tells how bright a face is."""
    assert {name for name in Scene.__dataclass_fields__ if "light" in name or "bright" in name} == {"light"}


def test_jumping_points_are_told_from_a_slow_movement() -> None:
    def heights(*drops: float) -> list[Scene]:
        return [replace(s, people=(figure(Pose(head_drop=d)),)) for s, d in zip(seen(), drops, strict=True)]

    noisy = heights(0.0, 0.06, 0.0, 0.05, -0.01, 0.06, 0.0, 0.05)
    slow = heights(0.0, 0.02, 0.04, 0.06, 0.08, 0.10, 0.12, 0.14)
    assert "jumps" in advice_on(noisy)
    assert "0.057 shoulder widths" in advice_on(noisy)["jumps"].found
    assert advice_on(slow) == {}
    assert jump_ratio([]) is None


def test_a_few_pictures_are_not_enough() -> None:
    assert advise(seen(GONE, 3), settings_for()) == ()


def test_somebody_at_an_angle_is_told_so() -> None:
    def narrow(person: Landmarks) -> Landmarks:
        p = dict(person.points)
        middle = (p["left_shoulder"].x_px + p["right_shoulder"].x_px) / 2
        for name in ("left_shoulder", "right_shoulder"):
            p[name] = Landmark(middle + (p[name].x_px - middle) * 0.55, p[name].y_px, p[name].visibility)
        return Landmarks(p)

    story = [replace(s, people=(narrow(s.people[0]),)) for s in seen()]
    sample = measure(story[0].people[0], story[0], settings_for().gate)
    assert sample is not None
    assert sample.view == "between"
    assert "8 of 8 pictures" in advice_on(story)["angle"].found
