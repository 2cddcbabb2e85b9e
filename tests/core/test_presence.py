"""Who is there: shown within three seconds, logged with patience; shapes in an empty room; on their feet or sitting."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture_watch.core.engine import begin, recalibrated
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.standing import ON_FEET, legs_are_straight, rise_ratio
from tests.core.stories import baseline_of, changed, intervals_of, placed, run, timeline
from tests.sim import GONE, SLUMPED, UPRIGHT, Phase, Played, Pose, figure, play, scenes, settings_for

CALIBRATED = (baseline_of(),)
RISEN = Pose(shift_y=-0.7)
"""Nearly the whole way up: the ears are still within the frame."""


def first(played: Played, posture: str, from_s: float) -> float:
    """Seconds from ``from_s`` until this posture is shown."""
    return next(j.at.mono_s - from_s for j in played.judgements if j.at.mono_s >= from_s and j.posture == posture)


# --- away and back


@pytest.mark.parametrize("fps", [0.2, 0.5, 1.0, 2.0, 5.0])
def test_away_and_back_are_shown_within_three_seconds(fps: float) -> None:
    told = play([Phase(60, UPRIGHT), Phase(40, GONE), Phase(20, UPRIGHT)], fps, baselines=CALIBRATED)
    assert first(told, "away", 60) <= 3.0
    assert first(told, "good", 100) <= 3.0
    gone = [j for j in told.judgements if 60 <= j.at.mono_s < 100]
    assert not any(j.person for j in gone)
    assert all(not j.active for j in gone if j.posture == "away")


def test_a_frame_in_which_somebody_is_overlooked_shows_nobody_away() -> None:
    told = play([Phase(60, UPRIGHT), Phase(2, GONE), Phase(30, UPRIGHT)], baselines=CALIBRATED)
    assert {j.posture for j in told.judgements} == {"good"}


def test_who_bends_down_for_five_seconds_is_not_away_in_the_log() -> None:
    told = play([Phase(60, UPRIGHT), Phase(5, GONE), Phase(30, UPRIGHT)], baselines=CALIBRATED)
    assert first(told, "away", 60) == 2.0
    assert {i.posture for i in intervals_of(told)} == {"good"}


def test_in_the_dark_nobody_is_shown_to_be_away() -> None:
    told = play([Phase(60, UPRIGHT), Phase(30, replace(GONE, light=0.01))], baselines=CALIBRATED)
    assert "away" not in {j.posture for j in told.judgements}


# --- shapes in an empty room


def shapeless(scene: Scene) -> Scene:
    """Something like a person, that the model is not sure of."""
    points = {n: Landmark(p.x_px, p.y_px, 0.7) for n, p in figure(UPRIGHT).points.items()}
    return replace(scene, people=(Landmarks(points),))


def test_a_shape_of_a_moment_does_not_bring_anybody_back() -> None:
    story = changed(scenes([Phase(60, UPRIGHT), Phase(60, GONE)], 1), 90, 92, shapeless)
    told = run(story, settings_for(), state=begin(CALIBRATED))
    assert {j.posture for j in told.judgements if j.at.mono_s >= 70} == {"away"}


def test_a_shape_that_stays_is_somebody_who_cannot_be_made_out() -> None:
    story = changed(scenes([Phase(60, UPRIGHT), Phase(60, GONE)], 1), 90, 120, shapeless)
    told = run(story, settings_for(), state=begin(CALIBRATED))
    assert first(told, "unknown", 90) <= 3.0
    assert told.judgements[-1].person


# --- standing


def test_standing_up_is_an_interval_of_its_own_not_sitting_and_no_moved_set_up() -> None:
    told = play([Phase(60, UPRIGHT), Phase(120, RISEN, over_s=1), Phase(60, UPRIGHT, over_s=1)], baselines=CALIBRATED)
    up = [j for j in told.judgements if 61 <= j.at.mono_s < 180]
    assert {(j.standing, j.why_unknown, j.over) for j in up} == {(True, ON_FEET, ())}
    assert first(told, "standing", 60) <= 5.0
    spans = [(i.posture, i.sitting) for i in intervals_of(told)]
    assert spans == [("good", True), ("standing", False), ("good", True)]
    assert "setup_moved" not in str(timeline(told))
    assert "BoutEnded 60 s" in str(timeline(told)), "two minutes on one's feet are a break"
    assert told.judgements[-1].sitting_s < 61


def test_a_posture_is_not_held_against_who_stands() -> None:
    up = replace(SLUMPED, shift_y=-0.8)
    told = play([Phase(60, UPRIGHT), Phase(60, SLUMPED), Phase(120, up, over_s=1)], baselines=CALIBRATED)
    assert told.judgements[-1].active == ()
    assert told.judgements[-1].posture == "standing"


def test_stretching_up_for_two_seconds_changes_nothing() -> None:
    told = play([Phase(60, UPRIGHT), Phase(2, RISEN), Phase(30, UPRIGHT)], baselines=CALIBRATED)
    assert {j.posture for j in told.judgements} == {"good"}


def test_a_raised_chair_is_not_standing() -> None:
    told = play([Phase(60, UPRIGHT), Phase(60, Pose(shift_y=-0.35), over_s=1)], baselines=CALIBRATED)
    assert not any(j.standing for j in told.judgements)
    assert "setup_moved" in str(timeline(told))


def test_coming_nearer_is_not_rising() -> None:
    told = play([Phase(60, UPRIGHT), Phase(60, Pose(near=1.4), over_s=2)], baselines=CALIBRATED)
    assert not any(j.standing for j in told.judgements)


def test_who_was_never_seen_lower_sits_before_a_camera_that_was_moved() -> None:
    """The lid stands otherwise than yesterday: that is no standing up."""
    told = play([Phase(60, RISEN)], baselines=CALIBRATED)
    assert not any(j.standing for j in told.judgements)
    assert told.judgements[-1].posture == "good"


def test_who_comes_back_to_a_lid_that_was_tilted_meanwhile_does_not_stand() -> None:
    told = play([Phase(60, UPRIGHT), Phase(60, GONE), Phase(30, RISEN)], baselines=CALIBRATED)
    assert not any(j.standing for j in told.judgements)


def test_who_stays_up_there_sits_before_a_camera_that_was_moved() -> None:
    told = play([Phase(60, UPRIGHT), Phase(400, RISEN, over_s=1)], baselines=CALIBRATED)
    assert told.judgements[-1].posture == "good"
    assert not told.judgements[-1].standing
    assert "setup_moved" in str(timeline(told))


def test_a_calibration_ends_a_mistaken_standing_at_once() -> None:
    settings = settings_for()
    told = play([Phase(60, UPRIGHT), Phase(30, RISEN, over_s=1)], baselines=CALIBRATED)
    at = told.judgements[-1].at
    state, _ = recalibrated(told.state, baseline_of(RISEN), at)
    later = (
        replace(s, at=replace(s.at, mono_s=s.at.mono_s + at.mono_s + 1)) for s in scenes([Phase(20, RISEN)], 1, at.utc)
    )
    after = run(later, settings, state=state)
    assert {(j.posture, j.standing) for j in after.judgements} == {("good", False)}


def whole(*, hip: float, knee: float, knee_x: float = 0.0) -> Landmarks:
    """The small figure of somebody seen whole: hips and knees so many shoulder widths below the shoulders."""
    small = placed(figure(UPRIGHT), scale=0.45, y_px=-160)
    p = dict(small.points)
    width_px = p["left_shoulder"].x_px - p["right_shoulder"].x_px

    def below(side: str, down: float, x: float = 0.0) -> Landmark:
        shoulder = p[f"{side}_shoulder"]
        return Landmark(shoulder.x_px + x * width_px, shoulder.y_px + down * width_px, 0.95)

    for side in ("left", "right"):
        p[f"{side}_hip"], p[f"{side}_knee"] = below(side, hip), below(side, knee, knee_x)
    return Landmarks(p)


SEEN = next(iter(scenes([Phase(1, UPRIGHT)], 1)))


@pytest.mark.parametrize(
    ("person", "stands"),
    [
        (whole(hip=1.4, knee=2.5), True),
        (whole(hip=1.4, knee=1.8), False),  # thighs towards the camera
        (whole(hip=1.4, knee=1.6, knee_x=1.1), False),  # seen from the side
        (figure(UPRIGHT), False),  # nothing below the shoulders
        (whole(hip=1.4, knee=6.0), False),  # knees below the frame are a guess
    ],
)
def test_legs_tell_standing_from_sitting(person: Landmarks, stands: bool) -> None:
    assert legs_are_straight(person, SEEN) is stands


def test_one_leg_that_hangs_is_not_standing() -> None:
    crossed = {**whole(hip=1.4, knee=2.5).points, "left_knee": whole(hip=1.4, knee=1.8).points["left_knee"]}
    assert not legs_are_straight(Landmarks(crossed), SEEN)


def test_head_and_shoulders_both_have_to_rise() -> None:
    assert rise_ratio(figure(RISEN), SEEN, CALIBRATED[0]) == pytest.approx(0.7)
    assert rise_ratio(figure(Pose(head_drop=-0.7)), SEEN, CALIBRATED[0]) == pytest.approx(0.0)


def test_a_baseline_of_a_side_view_knows_no_height_to_rise_from() -> None:
    from_the_side = replace(CALIBRATED[0], place=replace(CALIBRATED[0].place, view="side"))
    assert rise_ratio(figure(RISEN), SEEN, from_the_side) is None


def test_somebody_standing_in_full_view_is_not_sitting_however_long() -> None:
    person = whole(hip=1.4, knee=2.5)
    story = changed(scenes([Phase(900, UPRIGHT)], 1), 0, 900, lambda s: replace(s, people=(person,)))
    told = run(story, settings_for())
    assert {i.sitting for i in intervals_of(told)} == {False}
    assert told.judgements[-1].sitting_s == 0
