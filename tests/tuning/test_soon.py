"""A later limit loses reminders that were acted on: those are counted, and no others."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture_watch.core.rules import Rule
from posture_watch.tuning.limits import with_enter, with_hold
from posture_watch.tuning.past import Past
from posture_watch.tuning.said import Said
from posture_watch.tuning.soon import acted_before, acted_lines
from tests.tuning.days import SETTINGS, past

SLUMP = next(rule for rule in SETTINGS.rules if rule.name == "slump")
"""Its hold is 300 s."""


@pytest.fixture(scope="module")
def known() -> Past:
    return past(days=1)[0]


def count(known: Past, rule: Rule, **more: object) -> int:
    one = replace(known.said[0], **{"outcome": "break", "settled_s": 200.0, **more})
    return acted_before(known, [one], [rule])


def test_who_got_up_before_the_longer_hold_was_over(known: Past) -> None:
    assert count(known, with_hold(SLUMP, 540)) == 1
    assert count(known, with_hold(SLUMP, 480)) == 0, "by then it would have spoken: 180 s later, and they sat for 200"
    assert count(known, with_hold(SLUMP, 540), settled_s=None) == 0


def test_who_left_was_gone_before_it_was_noticed(known: Past) -> None:
    noticed_s = SETTINGS.away_s + SETTINGS.sample_interval_s
    assert SETTINGS.is_apart
    assert count(known, with_hold(SLUMP, 360), outcome="left", settled_s=59 + noticed_s) == 1
    assert count(known, with_hold(SLUMP, 360), outcome="left", settled_s=61 + noticed_s) == 0


def test_a_higher_limit_would_never_have_spoken(known: Past) -> None:
    assert count(known, with_enter(SLUMP, 0.8), outcome="moved") == 1
    assert count(known, with_enter(SLUMP, 0.5)) == 0
    assert count(known, SLUMP) == 0


@pytest.mark.parametrize("outcome", ["ignored", "wrong", "not_now", "snoozed", None])
def test_who_sat_on_is_not_counted(known: Past, outcome: str | None) -> None:
    assert count(known, with_enter(SLUMP, 0.8), outcome=outcome) == 0


def test_the_limits_that_held_then_are_what_counts(known: Past) -> None:
    sitting = replace(SLUMP, name="sitting", signal="sitting_s", enter_above=1800.0, kind="move")
    later = with_enter(sitting, 2100)
    assert count(known, later, rules=("sitting",)) == 0, "no such rule held"
    settings = replace(SETTINGS, rules=(sitting,))
    entries = tuple(replace(e, settings=settings) if hasattr(e, "settings") else e for e in known.entries)
    assert count(replace(known, entries=entries), later, rules=("sitting",)) == 1
    assert count(replace(known, entries=entries), with_enter(sitting, 1900), rules=("sitting",)) == 0


def test_said_by_value_and_only_where_there_are_some() -> None:
    (line, *more) = acted_lines([("0.6", 0), ("0.7", 14), ("0.8", 16)])
    assert line.startswith("Of those that would go, 14 (at 0.7), 16 (at 0.8) are ones")
    assert more
    assert acted_lines([("0.6", 0)]) == []


def test_the_log_says_how_soon(known: Past) -> None:
    assert Said(known.said[0].due_utc, 0.0, "posture", ("slump",)).settled_s is None
