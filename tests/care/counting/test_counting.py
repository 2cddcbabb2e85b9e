"""What is done is counted at any frame rate, what is not done is not, and unknown frames count nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from counting.acts import ACTS, Timing
from counting.filming import Filming, scenes_of, shoot
from counting.judging import GATE
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation.landmarks import START
from simulation.people import draw_people

from posture_watch.care.counting import COUNTED, Asked, advance, begin, can_count, movement_of
from posture_watch.care.counting.movements import MOVEMENTS, Counted
from posture_watch.care.exercises import EXERCISES
from posture_watch.core.landmarks import Landmarks, Scene
from tests.care.counting.acting import acted, counted, unknown

CLEAR: tuple[Counted, ...] = ("side_bend", "neck_rotation", "scapular_retraction", "standing_up")
LARGE = {"chin_tuck": 4.0, "side_bend": 25.0}
"""Sizes that are clear with any body and any camera."""


@pytest.mark.parametrize("fps", [1.0, 1.8, 2.0, 2.25, 2.75, 4.0, 8.0])
def test_rest_is_found_however_seldom_pictures_come(fps: float) -> None:
    still = [replace(acted("side_bend", times=1)[0], at=START.shifted(i / fps)) for i in range(round(6 * fps))]
    assert counted("side_bend", still).ready


@pytest.mark.parametrize("movement", COUNTED)
@pytest.mark.parametrize("fps", [3.0, 5.0, 10.0, 15.0])
def test_the_same_count_at_every_frame_rate(movement: Counted, fps: float) -> None:
    assert counted(movement, acted(movement, fps=fps, person=1, size=LARGE.get(movement))).repetitions == 3


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(CLEAR), st.floats(3.0, 15.0), st.integers(0, 3), st.floats(0.7, 2.0), st.integers(1, 3))
def test_whoever_does_it_at_whatever_speed(
    movement: Counted, fps: float, person: int, there_s: float, times: int
) -> None:
    how = Timing(there_s, ACTS[movement].hold_s or 1.0, 3.0)
    scenes = acted(movement, fps=fps, person=person, times=times, how=how, size=LARGE.get(movement))
    assert counted(movement, scenes).repetitions == times


@pytest.mark.parametrize("done", COUNTED)
@pytest.mark.parametrize("asked", COUNTED)
def test_another_movement_is_not_the_one_asked_for(done: Counted, asked: Counted) -> None:
    if done == asked or {done, asked} == {"standing_up", "walking_away"}:  # who walks away gets up first
        return
    assert counted(asked, acted(done), ACTS[done].hold_s).repetitions == 0


@pytest.mark.parametrize("movement", COUNTED)
def test_who_sits_still_does_nothing(movement: Counted) -> None:
    still = acted("side_bend", size=0.0, noise="remeasured", times=12)
    assert counted(movement, still).repetitions == 0


@pytest.mark.parametrize(("movement", "size"), [("side_bend", 5.0), ("neck_rotation", 12.0), ("standing_up", 10.0)])
def test_a_small_movement_is_none(movement: Counted, size: float) -> None:
    assert counted(movement, acted(movement, size=size)).repetitions == 0


@pytest.mark.parametrize("movement", ["side_bend", "neck_rotation"])
def test_sides_are_the_persons_own(movement: Counted) -> None:
    state = counted(movement, acted(movement, times=3))
    assert (state.left, state.right) == (2, 1)  # the first is to the left, then in turn


def test_the_side_is_told_while_it_goes_on() -> None:
    state, sides = begin(Asked("neck_rotation")), set[str | None]()
    for scene in acted("neck_rotation", times=2):
        state = advance(state, scene, GATE)
        sides.add(state.side)
    assert sides == {None, "left", "right"}


def test_a_hold_is_counted_in_seconds_and_too_short_a_one_is_none() -> None:
    held = counted("side_bend", acted("side_bend", how=Timing(1.0, 4.0, 2.5)), 4.0)
    assert held.repetitions == 3
    assert held.longest_s == pytest.approx(4.8, abs=0.8)
    assert counted("side_bend", acted("side_bend", how=Timing(1.0, 1.0, 2.5)), 4.0).repetitions == 0


def test_the_hold_grows_while_it_goes_on() -> None:
    state, held, longest = begin(Asked("neck_rotation", 3.0)), 0.0, 0.0
    for scene in acted("neck_rotation", times=1, how=Timing(1.0, 5.0, 2.5)):
        state = advance(state, scene, GATE)
        assert state.held_s == 0.0 or state.held_s >= held
        held, longest = state.held_s, max(longest, state.held_s)
    assert longest >= 3.0
    assert state.repetitions == 1


def test_unknown_frames_shorter_than_a_second_break_no_hold_and_add_nothing() -> None:
    scenes = acted("side_bend", times=1, fps=10.0, how=Timing(1.0, 5.0, 2.5))
    whole = counted("side_bend", scenes, 4.0)
    gap = counted("side_bend", unknown(scenes, 8.0, 8.7), 4.0)
    assert (whole.repetitions, gap.repetitions) == (1, 1)
    assert whole.longest_s - gap.longest_s == pytest.approx(0.8, abs=0.15)


def test_seconds_that_were_half_seen_are_not_held() -> None:
    scenes = acted("side_bend", times=1, fps=10.0, how=Timing(1.0, 5.0, 2.5))
    blinking = [replace(s, people=()) if i % 2 and i > 60 else s for i, s in enumerate(scenes)]
    assert counted("side_bend", blinking, 2.0).repetitions == 0


def test_a_longer_gap_breaks_it() -> None:
    scenes = acted("side_bend", times=1, fps=10.0, how=Timing(1.0, 5.0, 2.5))
    assert counted("side_bend", unknown(scenes, 8.0, 9.5), 4.0).repetitions == 0


def test_who_bends_and_stays_sits_differently() -> None:
    stays = acted("side_bend", times=1, how=Timing(1.0, 20.0, 2.5))
    assert counted("side_bend", stays).repetitions == 0


def test_who_starts_askew_is_not_at_rest() -> None:
    scenes = acted("side_bend", times=1, how=Timing(1.0, 6.0, 6.0))
    bent, level = scenes[30:55], scenes[-25:]
    story = [replace(scene, at=START.shifted(i / 5)) for i, scene in enumerate([*bent, *level, *bent, *level])]
    state = counted("side_bend", story)
    assert (state.left, state.right) == (1, 0)  # coming upright is no bend to the other side
    assert state.ready


def test_an_empty_place_counts_nothing_and_says_why() -> None:
    scenes = [replace(scene, people=()) for scene in acted("side_bend")]
    state = counted("side_bend", scenes)
    assert (state.repetitions, state.seen, state.ready, state.unseen) == (0, False, False, "nobody")


def _without(scene: Scene, *names: str) -> Scene:
    points = {
        name: replace(point, visibility=0.05) if name in names else point
        for name, point in scene.people[0].points.items()
    }
    return replace(scene, people=(Landmarks(points),))


def test_hidden_shoulders_and_a_hidden_face_are_not_seen() -> None:
    scenes = acted("side_bend")
    hidden = counted("side_bend", [_without(s, "left_shoulder") for s in scenes])
    assert (hidden.repetitions, hidden.unseen) == (0, "shoulders")
    masked = counted("neck_rotation", [_without(s, "nose") for s in scenes])
    assert (masked.repetitions, masked.unseen) == (0, "face")


def test_darkness_and_a_missing_picture_are_not_walking_away() -> None:
    scenes = acted("walking_away", times=1)
    dark = [replace(s, people=(), light=0.0) if s.at.mono_s > 6.2 else s for s in scenes]
    missing = unknown(scenes, 6.2, 100.0)
    assert counted("walking_away", dark).repetitions == 0
    assert counted("walking_away", missing).repetitions == 0
    assert counted("walking_away", dark).unseen == "dark"


def test_a_hand_over_the_lens_is_no_walk_and_no_getting_up() -> None:
    still = acted("side_bend", size=0.0, times=4)
    covered = [replace(s, people=()) if 8.0 < s.at.mono_s < 14.0 else s for s in still]
    assert counted("walking_away", covered).repetitions == 0
    assert counted("standing_up", covered).repetitions == 0


def test_who_moved_a_while_ago_and_is_covered_now_has_not_left() -> None:
    moved = acted("side_bend", size=25.0, times=1, how=Timing(1.0, 1.0, 9.0))
    covered = [replace(s, people=()) if s.at.mono_s > 13.0 else s for s in moved]
    assert counted("walking_away", covered).repetitions == 0


def test_how_long_somebody_is_away_is_told() -> None:
    state, longest = begin(Asked("walking_away", 5.0)), 0.0
    for scene in acted("walking_away", times=1, how=Timing(1.0, 8.0, 3.5)):
        state = advance(state, scene, GATE)
        assert state.seen or not state.moving
        longest = max(longest, state.held_s)
    assert state.repetitions == 1
    assert longest == pytest.approx(8.5, abs=1.2)


def test_another_frame_size_and_a_clock_set_back_start_from_rest_anew() -> None:
    scenes = acted("side_bend", times=1)
    state = counted("side_bend", scenes)
    assert state.ready
    wider = replace(scenes[-1], at=scenes[-1].at.shifted(0.2), width_px=scenes[-1].width_px + 10)
    assert not advance(state, wider, GATE).ready
    assert not advance(state, scenes[0], GATE).ready


def test_from_the_side_nothing_is_counted() -> None:
    people = draw_people(1, 5, side=True)
    shots = shoot(Filming(people, 5.0, 7, "none"), ACTS["side_bend"], 20.0, [0.0] * 20)
    state = counted("side_bend", list(scenes_of(shots, 0)))
    assert (state.seen, state.unseen) == (False, "side")


@pytest.mark.parametrize("hold_s", [-1.0, float("nan"), 1e9])
def test_a_hold_that_nobody_can_do_is_refused(hold_s: float) -> None:
    with pytest.raises(ValueError, match="hold_s"):
        Asked("side_bend", hold_s)
    with pytest.raises(ValueError, match="cannot be counted"):
        Asked("headstand")  # pyright: ignore[reportArgumentType]


def test_every_movement_ends_below_where_it_begins() -> None:
    assert set(MOVEMENTS) == set(COUNTED)
    assert all(0 < m.leave < m.enter for m in MOVEMENTS.values())


def test_the_exercises_that_say_a_camera_sees_them_are_those_that_are_counted() -> None:
    for exercise in EXERCISES:
        assert can_count(exercise.key) == (exercise.seen is not None), exercise.key
        assert (movement_of(exercise.key) is None) == (exercise.seen is None)
