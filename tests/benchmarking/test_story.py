"""The hour of the benchmark: the shares that were asked for, nothing left out, the same for the same seed."""

from itertools import pairwise
from pathlib import Path

import pytest
from benchmarking.body import PX_A_CM, Body
from benchmarking.real import real_people
from benchmarking.story import LEAST_MINUTES, told


def test_the_hour_is_still_for_seven_tenths_and_moves_a_little_for_two() -> None:
    story = told(60, 7)
    assert story.share("still") == pytest.approx(0.7, abs=0.015)
    assert story.share("small") == pytest.approx(0.2, abs=0.001)
    assert story.share("change", "away") == pytest.approx(0.1, abs=0.015)


@pytest.mark.parametrize("minutes", [3, 10, 60])
def test_its_parts_follow_one_another_from_the_beginning_to_the_end(minutes: float) -> None:
    story = told(minutes, 7)
    assert story.parts[0].from_s == 0.0
    assert story.parts[-1].to_s == pytest.approx(60 * minutes)
    assert all(after.from_s == before.to_s and after.to_s > after.from_s for before, after in pairwise(story.parts))


def test_the_first_minute_is_left_for_learning_what_upright_is() -> None:
    assert told(LEAST_MINUTES, 7).parts[0].to_s >= 75.0


def test_a_seed_tells_one_story() -> None:
    assert told(10, 7) == told(10, 7)
    assert told(10, 7) != told(10, 8)


def test_the_hour_has_every_posture_and_absence_in_it() -> None:
    names = {part.name for part in told(60, 7).parts}
    assert {"slumped", "tilts to the right", "tilts to the left", "leans to the screen", "leaves"} <= names


def test_somebody_who_sits_still_breathes_and_sways_by_millimetres() -> None:
    body = Body(told(60, 7))
    poses = [body.pose(t / 15).sway for t in range(15 * 70)]
    across = [pose.x_px / PX_A_CM for pose in poses]
    up = [pose.y_px / PX_A_CM for pose in poses]
    assert 0.2 < max(across) - min(across) < 1.2
    assert 0.2 < max(up) - min(up) < 1.0
    assert all(one != other for one, other in pairwise(poses))


def test_small_movements_are_centimetres_and_shifts_stay() -> None:
    story = told(60, 7)
    body, shifts = Body(story), [move for move in story.movements if move.kind == "shift"]
    assert shifts
    for move in shifts:
        end_s = move.from_s + move.length_s
        moved_cm = abs(body.pose(end_s).sway.x_px - body.pose(move.from_s).sway.x_px) / PX_A_CM
        assert 0.4 < moved_cm < 2.6


def test_real_people_begin_with_one_clip_long_enough_to_learn_from(tmp_path: Path) -> None:
    for name in (
        "intel/a.mkv",
        "intel/b.mkv",
        "front_lean/A1_0001_upright.jpg",
        "front_lean/A1_0002_head_tilt_left.jpg",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    story = real_people(tmp_path, 8)
    assert story.real
    assert [(part.to_s - part.from_s, part.kind) for part in story.parts] == [
        (90.0, "small"),
        (60.0, "small"),
        (4.0, "still"),
        (4.0, "change"),
    ]
