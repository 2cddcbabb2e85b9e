"""A guided break keeps its time: ready, go, next; paused, skipped, slept through. What was followed is noted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.care import guiding
from posture_watch.care.breathing import BREATH_S, IN_S, breath, whole_breaths_s
from posture_watch.care.guiding import Guide, Stage, advance, begin, breathing_stage, cue, end, pause, skip, stages_of
from posture_watch.care.lately import Lately
from posture_watch.care.routine import Minutes, routine

TUCK = Stage("chin_tuck", "Chin tucks", ("Hold.",), 56.0, 4.0, repetitions=8, hold_s=5.0, seen="repetitions")
WALK = Stage("walk", "Walk about", ("Walk.",), 60.0, 6.0)
STEP_S = 0.25


def lived(guide: Guide, seconds: float) -> Guide:
    """As a loop does that looks four times a second."""
    for _ in range(round(seconds / STEP_S)):
        guide = advance(guide, guide.last_s + STEP_S)
    return guide


def test_each_stage_begins_with_getting_ready_and_the_next_follows_by_itself() -> None:
    guide = begin((TUCK, WALK), 100.0)
    now = cue(guide)
    assert now is not None
    assert (now.ready, now.left_s, now.share, now.following) == (True, 4.0, 0.0, WALK)
    now = cue(lived(guide, 5.0))
    assert now is not None
    assert (now.ready, now.left_s, now.number) == (False, 55.0, 1)
    guide = lived(guide, 4.0 + 56.0)
    now = cue(guide)
    assert now is not None
    assert (now.stage, now.ready, now.number, now.following) == (WALK, True, 2, None)
    guide = lived(guide, 66.0)
    assert guide.over
    assert cue(guide) is None
    assert [(done.stage.key, done.began_s, done.seconds) for done in guide.done] == [
        ("chin_tuck", 104.0, 56.0),
        ("walk", 166.0, 60.0),
    ]


def test_a_rhythm_to_follow_holds_and_lets_go() -> None:
    guide = lived(begin((TUCK,), 0.0), 4.0)
    seen: list[tuple[int, bool]] = []
    for _ in range(56):
        now = cue(guide)
        assert now is not None
        assert now.pace is not None
        seen.append((now.pace.number, now.pace.hold))
        guide = lived(guide, 1.0)
    assert seen[:8] == [(1, True)] * 5 + [(1, False)] * 2 + [(2, True)]
    assert seen[-1] == (8, False)


def test_in_a_pause_nothing_passes() -> None:
    guide = pause(lived(begin((TUCK, WALK), 0.0), 10.0), 10.0)
    before = cue(guide)
    after = cue(lived(guide, 600.0))
    assert before == after
    assert before is not None
    assert before.paused
    guide = pause(lived(guide, 600.0), 610.0)
    now = cue(lived(guide, 1.0))
    assert now is not None
    assert (now.paused, now.left_s) == (False, 49.0)


def test_a_computer_that_slept_exercised_nothing() -> None:
    guide = lived(begin((TUCK, WALK), 0.0), 10.0)
    assert cue(advance(guide, 4000.0)) == cue(guide)
    assert cue(advance(guide, 3.0)) == cue(guide), "nor does a clock that goes back"


def test_what_is_skipped_at_once_was_not_done_and_what_was_followed_for_a_moment_was() -> None:
    guide = skip(begin((TUCK, WALK), 0.0), 1.0)
    assert (guide.at, guide.done) == (1, ())
    guide = lived(guide, 6.0 + 20.0)
    guide = end(guide, guide.last_s)
    assert guide.over
    assert [(done.stage.key, done.seconds) for done in guide.done] == [("walk", 20.0)]
    assert end(guide, 99.0).done == guide.done
    assert skip(guide, 99.0).over


def test_a_skip_in_a_pause_goes_on() -> None:
    guide = skip(pause(lived(begin((TUCK, WALK), 0.0), 10.0), 10.0), 20.0)
    now = cue(guide)
    assert now is not None
    assert (now.stage, now.paused) == (WALK, False)
    assert [done.seconds for done in guide.done] == [6.0], "the pause itself is no exercise"


@given(st.lists(st.tuples(st.sampled_from(["tick", "skip", "pause", "end"]), st.floats(0.0, 20.0)), max_size=60))
def test_nothing_is_done_for_longer_than_the_clock_went(orders: list[tuple[str, float]]) -> None:
    guide, now_s = begin((TUCK, WALK, breathing_stage(60.0)), 0.0), 0.0
    for order, passed_s in orders:
        now_s += passed_s
        guide = getattr(guiding, {"tick": "advance"}.get(order, order))(guide, now_s)
        now = cue(guide)
        assert (now is None) == guide.over
        assert now is None or (0.0 <= now.share <= 1.0 and now.left_s >= 0.0)
    assert sum(done.seconds for done in guide.done) <= now_s + 1e-6
    assert all(guiding.LEAST_S <= done.seconds <= done.stage.seconds for done in guide.done)


@pytest.mark.parametrize(
    "wrong",
    [{"key": ""}, {"steps": ()}, {"seconds": 0.0}, {"ready_s": -1.0}, {"hold_s": -1.0}, {"repetitions": 0}],
)
def test_a_stage_that_nobody_can_do_cannot_be_built(wrong: dict[str, object]) -> None:
    fine: dict[str, object] = {"key": "walk", "title": "Walk", "steps": ("Walk.",), "seconds": 60.0}
    Stage(**fine)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"."):
        Stage(**{**fine, **wrong})  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="nothing"):
        begin((), 0.0)


def test_breathing_is_four_in_and_six_out() -> None:
    assert (breath(0.0).phase, breath(0.0).left_s, breath(0.0).fullness) == ("in", 4.0, 0.0)
    assert (breath(4.0).phase, breath(4.0).left_s, breath(4.0).fullness) == ("out", 6.0, 1.0)
    assert breath(9.999).fullness == pytest.approx(0.0, abs=1e-4)
    assert (breath(10.0).phase, breath(10.0).number) == ("in", 2)
    rising = [breath(IN_S * part / 20).fullness for part in range(20)]
    assert rising == sorted(rising)


@given(st.floats(0.0, 600.0))
def test_nobody_is_stopped_in_the_middle_of_a_breath(seconds: float) -> None:
    whole_s = whole_breaths_s(seconds)
    assert whole_s % BREATH_S == 0
    assert whole_s == BREATH_S or whole_s <= seconds + 1e-6


def test_the_breathing_stage_breathes() -> None:
    guide = lived(begin((breathing_stage(125.0),), 0.0), guiding.READY_S + 5.0)
    now = cue(guide)
    assert now is not None
    assert now.breath is not None
    assert (now.stage.seconds, now.breath.phase, now.breath.left_s) == (120.0, "out", 5.0)


@pytest.mark.parametrize("minutes", [1, 3, 5])
@pytest.mark.parametrize("breathing", [False, True])
def test_a_break_takes_no_longer_than_it_says(minutes: Minutes, breathing: bool) -> None:
    stages = stages_of(routine(minutes, Lately(), (), breathing=breathing))
    assert 0.8 * 60 * minutes <= sum(stage.ready_s + stage.seconds for stage in stages) <= 60 * minutes
    assert (stages[-1].kind == "breathing") is (breathing and minutes > 1)


def test_what_is_said_before_is_no_exercise() -> None:
    guide = begin((guiding.intro_stage("A break", ("You have sat for long.",)), TUCK, WALK), 0.0)
    now = cue(guide)
    assert now is not None
    assert (now.number, now.all, now.left_s, now.ready) == (0, 2, guiding.INTRO_S, False)
    now = cue(lived(guide, guiding.INTRO_S))
    assert now is not None
    assert (now.number, now.all, now.stage) == (1, 2, TUCK)
    assert lived(guide, guiding.INTRO_S).done == ()
