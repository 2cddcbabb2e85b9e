"""Gentler days: sooner reminders to move, none about posture; what was seen is logged all the same."""

from __future__ import annotations

import pytest

from posture_watch.core.engine import begin
from posture_watch.core.events import ReminderDue
from posture_watch.core.gentle import gentled
from tests.core.stories import baseline_of, run
from tests.sim import SITTING, SLUMPED, UPRIGHT, Phase, Played, play, scenes, settings_for

USUAL = settings_for()
GENTLE = gentled(USUAL, 0.5)


def reminders(played: Played) -> list[tuple[float, str]]:
    return played.told(ReminderDue)


def test_a_slump_is_seen_and_not_mentioned() -> None:
    story = [Phase(60, UPRIGHT), Phase(700, SLUMPED)]
    usual = play(story, settings=USUAL, baselines=(baseline_of(),))
    gentle = play(story, settings=GENTLE, baselines=(baseline_of(),))
    assert "slump" in usual.told(ReminderDue)[0][1]
    assert reminders(gentle) == []
    assert [one.posture for one in gentle.judgements] == [one.posture for one in usual.judgements]


def test_moving_is_asked_for_in_half_the_time() -> None:
    story = [Phase(2000, UPRIGHT)]
    usual = play(story, settings=USUAL, baselines=(baseline_of(),))
    gentle = play(story, settings=GENTLE, baselines=(baseline_of(),))
    (first_usual, what), *_ = reminders(usual)
    (first_gentle, what_gentle), *_ = reminders(gentle)
    assert what == what_gentle == "ReminderDue sitting"
    assert first_gentle == pytest.approx(first_usual / 2, abs=2)
    assert first_gentle == pytest.approx(900, abs=5)


def test_an_open_reminder_about_posture_is_taken_back_when_gentler_days_begin() -> None:
    story = scenes([Phase(60, UPRIGHT), Phase(700, SLUMPED)], 1.0)
    after = play([Phase(60, UPRIGHT), Phase(700, SLUMPED)], settings=USUAL, baselines=(baseline_of(),))
    due_s = after.told(ReminderDue)[0][0]
    told = run(
        story,
        lambda t_s: USUAL if t_s < due_s + 20 else GENTLE,
        state=begin((baseline_of(),)),
    )
    assert len(reminders(told)) == 1
    assert told.state.reminders.open is None


def test_the_same_again_changes_nothing() -> None:
    assert gentled(GENTLE, 0.5) == GENTLE
    assert GENTLE.gentle_share == 0.5
    assert {rule.name for rule in GENTLE.rules if rule.level == "act"} == set(SITTING)


def test_limits_stay_possible_at_any_share() -> None:
    everything = settings_for(timers=None)
    for share in (0.1, 0.37, 1.0):
        for rule in gentled(everything, share).rules:
            assert rule.exit_below <= rule.enter_above
