"""A day looked at in bursts, as the live run does on Linux: noisy, not quite regular, and sooner when the fold asks."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from posture_watch.core.bursts import merged
from posture_watch.core.engine import EngineState, advance, begin
from posture_watch.core.events import BaselineChanged, BoutEnded, Event, PostureChanged, ReminderDue, RuleRaised
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.setup import SUSPECTED
from posture_watch.core.upcoming import SOONEST_S, look_again_s
from tests.core.stories import baseline_of, intervals_of, placed
from tests.sim import GONE, SLUMPED, UPRIGHT, WIDTH_PX, Phase, Played, Pose, figure, scenes, settings_for

PERIOD_S, FRAME_S, FRAMES = 15.0, 0.25, 5
SETTINGS = settings_for(1 / PERIOD_S)
LATEST_S = PERIOD_S + 4.0
"""A change is looked at so much later at most: a period, the camera's opening and the burst itself."""
CALIBRATED = (baseline_of(),)
NOISE_PX = 2.0
"""Of each point in each frame: a hundredth of the shoulder width."""


def lived(
    phases: list[Phase],
    *,
    seed: int = 1,
    state: EngineState | None = None,
    change: Callable[[Scene], Scene] = lambda scene: scene,
    closer: bool = True,
) -> Played:
    """The story in bursts from a random moment on; ``closer`` False ignores that the fold asks for a look sooner."""
    dice = random.Random(seed)
    film = [change(scene) for scene in scenes(phases, 1 / FRAME_S)]
    played = Played(state=state or begin(CALIBRATED))
    due_s = dice.uniform(0.0, PERIOD_S)
    while (first := round((due_s + dice.uniform(0.25, 1.5)) / FRAME_S)) + FRAMES <= len(film):
        burst = merged([shaky(scene, dice) for scene in film[first : first + FRAMES]])
        played.state, judgement, events = advance(played.state, burst, SETTINGS)
        played.judgements.append(judgement)
        played.events.extend(events)
        sooner = look_again_s(judgement, played.state, SETTINGS)
        due_s += PERIOD_S
        if sooner is not None and closer:
            due_s = min(due_s, burst.at.mono_s + sooner)
    return played


def shaky(scene: Scene, dice: random.Random) -> Scene:
    def moved(point: Landmark) -> Landmark:
        return Landmark(point.x_px + dice.gauss(0, NOISE_PX), point.y_px + dice.gauss(0, NOISE_PX), point.visibility)

    people = tuple(Landmarks({name: moved(p) for name, p in one.points.items()}) for one in scene.people)
    return replace(scene, people=people)


def when(told: Played, kind: type[Event]) -> list[float]:
    return [e.at.mono_s for e in told.of(kind)]


def left(told: Played) -> list[float]:
    """When the person had gone away for good."""
    return [e.at.mono_s for e in told.events if isinstance(e, PostureChanged) and e.after == "away"]


def changes(told: Played) -> list[tuple[str, float]]:
    found = [(e.reason, e.at.mono_s) for e in told.events if isinstance(e, BaselineChanged)]
    return [(reason, at_s) for reason, at_s in found if reason != "loaded"]


def raised(told: Played) -> list[str]:
    return [e.rule for e in told.events if isinstance(e, RuleRaised)]


SEEDS = range(1, 7)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "after",
    [Pose(shift_y=0.2), Pose(shift_y=-0.2), Pose(near=1.2), Pose(near=0.85, shift_x=0.1)],
    ids=["lid back", "lid forwards", "chair nearer", "camera elsewhere"],
)
def test_a_set_up_that_moved_between_two_bursts_is_carried_along_before_anything_is_said(
    after: Pose, seed: int
) -> None:
    told = lived([Phase(120, UPRIGHT), Phase(300, after)], seed=seed)
    assert [reason for reason, _ in changes(told)] == ["setup_moved"]
    assert changes(told)[0][1] <= 120 + LATEST_S + 6 + 2 * (SOONEST_S + 4)
    assert raised(told) == []
    later = [j for j in told.judgements if j.at.mono_s > changes(told)[0][1]]
    assert {j.posture for j in later} == {"good"}


@pytest.mark.parametrize("seed", SEEDS)
def test_without_closer_looks_it_takes_three_more_bursts(seed: int) -> None:
    told = lived([Phase(120, UPRIGHT), Phase(300, Pose(shift_y=0.2))], seed=seed, closer=False)
    assert [reason for reason, _ in changes(told)] == ["setup_moved"]
    assert changes(told)[0][1] <= 120 + 4 * LATEST_S
    assert raised(told) == []


def test_a_suspicion_is_looked_into_at_once_and_only_so_long() -> None:
    told = lived([Phase(120, UPRIGHT), Phase(300, Pose(shift_y=0.2))])
    asked = [j.at.mono_s for j in told.judgements if j.why_unknown == SUSPECTED]
    assert len(asked) == 3
    assert asked[-1] - asked[0] <= 2 * (SOONEST_S + 4)


@pytest.mark.parametrize("seed", SEEDS)
def test_who_sinks_slowly_in_one_piece_is_no_set_up(seed: int) -> None:
    told = lived([Phase(120, UPRIGHT), Phase(500, Pose(shift_y=0.2), over_s=90)], seed=seed)
    assert changes(told) == []
    assert "slump" in raised(told)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_stretch_that_one_burst_saw_carries_nothing_along(seed: int) -> None:
    story = [Phase(120, UPRIGHT), Phase(14, Pose(shift_y=-0.2)), Phase(120, UPRIGHT)]
    told = lived(story, seed=seed, closer=False)
    assert changes(told) == []
    assert raised(told) == []
    assert sum(j.why_unknown == SUSPECTED for j in told.judgements) <= 1, "who is back is judged at once"


@pytest.mark.parametrize("seed", SEEDS)
def test_a_slump_in_bursts_is_noticed_one_period_after_its_hold_at_the_latest(seed: int) -> None:
    hold_s = next(r for r in SETTINGS.rules if r.name == "slump").hold[0].hold_s
    told = lived([Phase(120, UPRIGHT), Phase(500, SLUMPED)], seed=seed)
    assert changes(told) == []
    assert 120 + hold_s <= when(told, ReminderDue)[0] <= 120 + hold_s + LATEST_S + SOONEST_S


@pytest.mark.parametrize("seed", SEEDS)
def test_who_came_back_to_a_moved_camera_is_not_judged_by_the_old_place(seed: int) -> None:
    story = [Phase(120, UPRIGHT), Phase(120, GONE), Phase(300, Pose(shift_y=0.2))]
    told = lived(story, seed=seed)
    assert [reason for reason, _ in changes(told)] == ["setup_moved"]
    back_s = next(j.at.mono_s for j in told.judgements if j.person and j.at.mono_s > 240)
    assert changes(told)[0][1] <= back_s + 6 + 2 * SOONEST_S + 4
    assert raised(told) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_another_light_between_two_bursts_carries_the_baseline_of_who_sits_still(seed: int) -> None:
    told = lived([Phase(150, UPRIGHT), Phase(300, Pose(light=0.2))], seed=seed)
    assert [reason for reason, _ in changes(told)] == ["light_changed"]
    assert changes(told)[0][1] <= 150 + SETTINGS.baseline.light_hold_s + 2 * LATEST_S
    assert raised(told) == []


def test_a_cloud_changes_nothing() -> None:
    told = lived([Phase(150, UPRIGHT), Phase(40, Pose(light=0.2)), Phase(200, UPRIGHT)])
    assert (changes(told), raised(told)) == ([], [])


@pytest.mark.parametrize("seed", SEEDS)
def test_getting_up_before_the_camera_between_two_bursts_is_standing(seed: int) -> None:
    told = lived([Phase(300, UPRIGHT), Phase(120, Pose(shift_y=-0.8)), Phase(200, UPRIGHT)], seed=seed)
    stood = [j.at.mono_s for j in told.judgements if j.standing]
    assert 300 <= stood[0] <= 300 + LATEST_S
    assert 420 - LATEST_S <= stood[-1] <= 420
    assert len(when(told, BoutEnded)) == 1, "two minutes on the feet end a bout"
    sat_s = sum(i.duration_s for i in intervals_of(told) if i.sitting)
    assert 500 - 3 * LATEST_S <= sat_s <= 500 + LATEST_S


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("gone_s", [80, 120, 300])
def test_a_break_is_seen_and_counted_within_a_period(gone_s: int, seed: int) -> None:
    told = lived([Phase(300, UPRIGHT), Phase(gone_s, GONE), Phase(200, UPRIGHT)], seed=seed)
    bouts = [e for e in told.events if isinstance(e, BoutEnded)]
    assert len(bouts) == 1
    assert 300 - 2 * LATEST_S <= bouts[0].sitting_s <= 300
    away = [j.at.mono_s for j in told.judgements if j.posture == "away"]
    assert 300 <= away[0] <= 300 + LATEST_S
    assert 300 + gone_s - LATEST_S <= away[-1] <= 300 + gone_s
    logged_s = sum(i.duration_s for i in intervals_of(told) if i.posture == "away")
    assert abs(logged_s - gone_s) <= LATEST_S
    assert 200 - 2 * LATEST_S <= told.judgements[-1].sitting_s <= 200


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("gone_s", [25, 43])
def test_less_than_a_minute_away_is_no_break(gone_s: int, seed: int) -> None:
    """Nobody was seen for half a period more at either end, in which nobody knows where they were."""
    told = lived([Phase(300, UPRIGHT), Phase(gone_s, GONE), Phase(200, UPRIGHT)], seed=seed)
    assert when(told, BoutEnded) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_an_empty_chair_is_looked_at_again_when_its_wait_is_over(seed: int) -> None:
    told = lived([Phase(300, UPRIGHT), Phase(200, GONE)], seed=seed)
    first_s = next(j.at.mono_s for j in told.judgements if j.at.mono_s > 300 and not j.person)
    left_s = left(told)
    assert SETTINGS.away_s <= left_s[0] - first_s <= SETTINGS.away_s + 3.0


@pytest.mark.parametrize("seed", SEEDS)
def test_who_bends_down_for_a_moment_has_not_been_away(seed: int) -> None:
    told = lived([Phase(300, UPRIGHT), Phase(8, GONE), Phase(100, UPRIGHT)], seed=seed)
    assert left(told) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_a_limit_that_only_colours_the_tray_is_told_as_early_as_a_reminder(seed: int) -> None:
    hold_s = next(r for r in SETTINGS.rules if r.name == "slump_watch").hold[0].hold_s
    told = lived([Phase(120, UPRIGHT), Phase(300, SLUMPED)], seed=seed)
    at_s = next(e.at.mono_s for e in told.events if isinstance(e, RuleRaised) and e.rule == "slump_watch")
    assert 120 + hold_s <= at_s <= 120 + hold_s + LATEST_S + SOONEST_S


def test_an_upright_posture_is_learnt_from_five_bursts_and_then_judged() -> None:
    told = lived([Phase(600, UPRIGHT)], state=begin())
    assert [reason for reason, _ in changes(told)] == ["learnt"]
    assert changes(told)[0][1] <= SETTINGS.baseline.learn_s + 2 * LATEST_S
    assert raised(told) == []
    assert told.judgements[-1].posture == "good"


def test_somebody_who_walks_about_behind_is_not_taken_for_the_person_at_the_desk() -> None:
    def with_walker(scene: Scene) -> Scene:
        across_px = (scene.at.mono_s % 8 / 8 - 0.5) * WIDTH_PX
        return replace(scene, people=(*scene.people, placed(figure(UPRIGHT), scale=0.45, x_px=across_px)))

    told = lived([Phase(600, UPRIGHT)], change=with_walker)
    assert (changes(told), raised(told)) == ([], [])
    assert {j.posture for j in told.judgements} == {"good"}
    gone = lived([Phase(120, UPRIGHT), Phase(200, GONE)], change=with_walker)
    assert gone.judgements[-1].posture == "away"


def test_one_burst_in_which_the_face_is_hidden_does_not_stop_a_hold() -> None:
    hidden = replace(SLUMPED, visibility=0.3)
    story = [Phase(120, UPRIGHT), Phase(130, SLUMPED), Phase(14, hidden), Phase(400, SLUMPED)]
    hold_s = next(r for r in SETTINGS.rules if r.name == "slump").hold[0].hold_s
    told = lived(story)
    assert any(j.why_unknown for j in told.judgements if 250 <= j.at.mono_s < 268)
    assert when(told, ReminderDue)[0] <= 120 + hold_s + LATEST_S + SOONEST_S
    assert {j.posture for j in told.judgements if 160 < j.at.mono_s < 400} == {"poor"}, "the watch rule's, all along"
