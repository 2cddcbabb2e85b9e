"""A camera that others use, and one taken in bursts: time of its own, one observation, and no later than due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from posture_watch.core.bursts import merged
from posture_watch.core.engine import begin
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.upcoming import WHILE_OPEN_S, look_again_s
from tests.core.stories import baseline_of, intervals_of, placed, run, timeline
from tests.sim import GONE, HEIGHT_PX, SLUMPED, UPRIGHT, WIDTH_PX, Phase, Pose, figure, scenes, settings_for

CALIBRATED = (baseline_of(),)
PERIOD_S = 15.0


def taken(story: Iterator[Scene], from_s: float, to_s: float) -> Iterator[Scene]:
    """Another program has the camera from ``from_s`` to before ``to_s``."""
    for scene in story:
        busy = from_s <= scene.at.mono_s < to_s
        yield Scene(scene.at, WIDTH_PX, HEIGHT_PX, frame_missing=True, busy=True) if busy else scene


def test_time_in_which_another_program_has_the_camera_is_neither_sitting_nor_away() -> None:
    told = run(taken(scenes([Phase(400, UPRIGHT)], 1), 100, 300), settings_for(1), state=begin(CALIBRATED))
    spans = [(i.posture, i.sitting, i.duration_s) for i in intervals_of(told)]
    assert spans == [("good", True, 99.0), ("busy", False, 200.0), ("good", True, 100.0)]
    assert [word for _, word in timeline(told) if "Notice" in word] == [], "a call is no news"
    assert told.judgements[-1].sitting_s == 99.0, "a bout of its own since the camera is back"


def test_while_the_camera_is_busy_no_rule_stays_active_and_nothing_is_claimed() -> None:
    story = [Phase(60, UPRIGHT), Phase(200, SLUMPED)]
    told = run(taken(scenes(story, 1), 150, 260), settings_for(1), state=begin(CALIBRATED))
    during = [j for j in told.judgements if j.at.mono_s >= 150]
    assert {j.posture for j in during} == {"busy"}
    assert all(j.active == () and j.over == () and not j.person for j in during)


def test_a_camera_that_is_taken_while_nobody_is_there_was_away_until_then() -> None:
    told = run(taken(scenes([Phase(60, UPRIGHT), Phase(100, GONE)], 1), 130, 160), settings_for(1), state=begin())
    assert [i.posture for i in intervals_of(told)][-2:] == ["away", "busy"]


def looks(phases: list[Phase], phase_s: float = 0.0) -> tuple[list[tuple[float, str]], float]:
    """The story looked at as the live run does: every PERIOD_S, and sooner when asked. Returns reminders, last look."""
    story = list(scenes(phases, 1))
    settings = settings_for(1 / PERIOD_S)
    state, said, at_s = begin(CALIBRATED), list[tuple[float, str]](), phase_s
    while at_s < len(story):
        told = run([story[int(at_s)]], settings, state=state)
        state = told.state
        sooner = look_again_s(told.judgements[-1], state, settings)
        at_s += PERIOD_S if sooner is None else min(PERIOD_S, max(1.0, round(sooner)))
        said += [(e.at.mono_s, type(e).__name__) for e in told.events]
    return said, at_s


@pytest.mark.parametrize("phase_s", [0.0, 4.0, 11.0])
def test_a_reminder_comes_one_period_after_its_hold_at_the_latest(phase_s: float) -> None:
    settings = settings_for(1 / PERIOD_S)
    hold_s = next(r for r in settings.rules if r.name == "slump").hold[0].hold_s
    said, _ = looks([Phase(120, UPRIGHT), Phase(600, SLUMPED)], phase_s)
    due = [t for t, word in said if word == "ReminderDue"]
    assert due, said
    assert 120 + hold_s <= due[0] <= 120 + hold_s + PERIOD_S + 1, "one second: the story's own grain"


def test_a_reminder_is_taken_back_soon_after_the_person_sat_up() -> None:
    settings = settings_for(1 / PERIOD_S)
    release_s = next(r for r in settings.rules if r.name == "slump").release_s
    said, _ = looks([Phase(120, UPRIGHT), Phase(420, SLUMPED), Phase(120, UPRIGHT)])
    ended = [t for t, word in said if word == "ReminderEnded"]
    assert 540 + release_s <= ended[0] <= 540 + release_s + 10 + 2 * WHILE_OPEN_S + PERIOD_S


def test_sitting_upright_looked_at_in_bursts_stays_quiet() -> None:
    said, _ = looks([Phase(1700, UPRIGHT)])
    assert [word for _, word in said if word.startswith(("Rule", "Reminder"))] == []


def scene_of(*people: Landmarks, t: float = 0.0, light: float | None = 0.5) -> Scene:
    return replace(next(iter(scenes([Phase(1, UPRIGHT)], 1))), people=people, light=light)


def test_a_burst_is_the_median_of_its_frames() -> None:
    still = figure(UPRIGHT)
    off = [-9.0, -1.0, 0.0, 2.0, 40.0]
    burst = merged([scene_of(placed(still, x_px=x), light=0.4 + x / 1000) for x in off])
    assert burst.people[0].points["nose"].x_px == still.points["nose"].x_px
    assert burst.light == 0.4
    assert burst.people[0].points.keys() == still.points.keys()


def test_a_burst_keeps_people_apart_and_drops_who_was_seen_in_fewer_than_half() -> None:
    near, far = figure(UPRIGHT), placed(figure(Pose(shift_x=1.5)), scale=0.4)
    ghost = placed(figure(UPRIGHT), scale=0.2, x_px=-250)
    frames = [scene_of(near, far), scene_of(far, near), scene_of(near, ghost), scene_of(far, near), scene_of(near)]
    burst = merged(frames)
    assert [p.points["nose"].x_px for p in burst.people] == [near.points["nose"].x_px, far.points["nose"].x_px]


def test_a_point_that_most_frames_lack_is_lacking() -> None:
    whole = figure(UPRIGHT)
    part = Landmarks({name: point for name, point in whole.points.items() if name != "left_ear"})
    assert "left_ear" not in merged([scene_of(part), scene_of(whole), scene_of(part)]).people[0].points
    assert "left_ear" in merged([scene_of(whole), scene_of(whole), scene_of(part)]).people[0].points


def test_a_burst_of_one_frame_is_that_frame_and_of_none_is_a_mistake() -> None:
    one = scene_of(Landmarks({"nose": Landmark(1, 2, 0.9)}))
    assert merged([one]) is one
    with pytest.raises(ValueError, match="at least one"):
        merged([])


def test_a_busy_camera_gives_no_frame() -> None:
    with pytest.raises(ValueError, match="no frame"):
        replace(scene_of(), busy=True)
