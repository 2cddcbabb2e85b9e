"""What stays, goes and is new on days of which every minute is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from posture_watch.core.answering import Answer
from posture_watch.core.rules import Rule
from posture_watch.tuning.comparing import Compared, Part, compared
from posture_watch.tuning.limits import posture_rules, with_enter, with_hold, with_holds_times
from posture_watch.tuning.matching import same
from posture_watch.tuning.replaying import Replayed, replay
from posture_watch.tuning.trial import trial_of
from tests.tuning.days import SETTINGS, past

SLUMP = next(rule for rule in SETTINGS.rules if rule.name == "slump")
NOW = trial_of(SETTINGS)
FALSE: Mapping[float, Answer] = {55.0: "wrong"}
"""Minute 55: the middling slump, of minute 48 to 60, has been mentioned at minute 53."""


def by(*rules: Rule) -> Compared:
    known, _ = past(answers=FALSE)
    return compared(known, replay(known.entries, SETTINGS, NOW.with_rules(rules)), "slump")


def test_what_was_said_on_the_days() -> None:
    known, said = past(answers=FALSE)
    assert [(one.day.day, one.due_utc.strftime("%H:%M"), one.rules, one.outcome) for one in said[:2]] == [
        (2, "09:25", ("slump",), "left"),
        (2, "09:53", ("slump",), "wrong"),
    ]
    assert len(said) == 8
    assert len(known.days) == 4
    assert same(known.said, said) == 8


def test_the_same_limits_change_nothing() -> None:
    found = by(SLUMP)
    assert found.own == found.all
    assert (found.own.heeded, found.own.felt_false, found.own.unheeded) == (Part(4, 0), Part(4, 0), Part(0, 0))
    assert found.own.new == 0
    assert found.own.rate is not None
    assert found.own.rate.average == 2.0


def test_a_higher_limit_drops_the_middling_slump_alone() -> None:
    found = by(with_enter(SLUMP, 0.8))
    assert (found.own.heeded, found.own.felt_false, found.own.new) == (Part(4, 0), Part(0, 4), 0)


def test_a_lower_limit_says_one_more_a_day() -> None:
    found = by(with_enter(SLUMP, 0.5))
    assert found.own.new == 4
    assert found.own.felt_false == Part(4, 0)
    assert found.own.rate is not None
    assert found.own.rate.average == 3.0


def test_a_hold_longer_than_any_slump_says_nothing() -> None:
    found = by(with_hold(SLUMP, 13 * 60))
    assert found.said == ()
    assert found.own.felt_false == Part(0, 4)
    longer = by(with_hold(SLUMP, 9 * 60))
    assert (longer.own.heeded, longer.own.felt_false) == (Part(0, 4), Part(4, 0))


def test_all_holds_by_one_factor() -> None:
    rules = posture_rules(SETTINGS.rules)
    assert by(*(with_holds_times(rule, 3.0) for rule in rules)).said == ()
    assert len(by(*(with_holds_times(rule, 0.5) for rule in rules)).said) == 8


def test_the_reminders_policy_of_now_holds_in_a_trial() -> None:
    known, _ = past()
    seldom = replace(SETTINGS, reminders=replace(SETTINGS.reminders, posture_per_day=1))
    assert len(replay(known.entries, SETTINGS, trial_of(seldom)).said) == 4


def test_nobody_leaves_between_two_looks() -> None:
    trial = trial_of(replace(SETTINGS, sitting=replace(SETTINGS.sitting, break_s=5.0)))
    assert trial(SETTINGS).sitting.break_s == 2 * SETTINGS.sample_interval_s


def test_a_reminder_is_about_what_it_was_really_about() -> None:
    known, said = past(days=1)
    lean = replace(said[0], rules=("lean",))
    found = compared(replace(known, said=(lean,)), Replayed((replace(said[0], rules=("slump", "lean")),), {}), "slump")
    assert (found.all.heeded, found.own.heeded, found.own.new) == (Part(1, 0), Part(0, 0), 0)
