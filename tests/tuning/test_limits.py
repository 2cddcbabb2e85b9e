"""One rule with other limits: hysteresis stays, holds keep their shape."""

from __future__ import annotations

import pytest

from posture_watch.config import Config
from posture_watch.core.rules import HoldPoint
from posture_watch.tuning.limits import (
    changes,
    posture_rules,
    rules_in_common,
    with_enter,
    with_hold,
    with_holds_times,
    with_limits_times,
)

RULES = {rule.name: rule for rule in Config().rules}


def test_exit_moves_along_in_proportion() -> None:
    slump = with_enter(RULES["slump"], 0.75)
    assert (slump.enter_above, slump.exit_below) == (0.75, 0.5)
    assert changes(RULES["slump"], slump) == {"enter_above": 0.75, "exit_below": 0.5}
    assert with_enter(RULES["strain"], 120).exit_below == 60


@pytest.mark.parametrize("name", sorted(RULES))
def test_any_rule_by_its_own_limits_is_itself(name: str) -> None:
    rule = RULES[name]
    assert with_enter(rule, rule.enter_above) == rule
    assert with_hold(rule, rule.hold_s(rule.enter_above)).hold_s(rule.enter_above) == rule.hold_s(rule.enter_above)
    assert changes(rule, rule) == {}


def test_time_sitting_starts_again_from_nothing() -> None:
    assert with_enter(RULES["sitting"], 2400).exit_below == RULES["sitting"].exit_below


def test_a_hold_by_value_keeps_its_shape() -> None:
    lean = with_hold(RULES["lean"], 120)
    assert [point.hold_s for point in RULES["lean"].hold] == [60, 15, 0]
    assert [point.hold_s for point in lean.hold] == [120, 30, 0]
    assert changes(RULES["lean"], lean) == {"hold_s": lean.hold}
    assert with_hold(RULES["strain"], 60).hold == (HoldPoint(100, 60),)


def test_rules_that_remind_about_posture() -> None:
    names = {rule.name for rule in posture_rules(Config().rules)}
    assert {"slump", "neck"} < names
    assert not names & {"slump_watch", "sitting", "strain", "still"}


def test_rules_that_one_factor_makes_gentler_alike() -> None:
    names = {rule.name for rule in rules_in_common(Config().rules)}
    assert {"slump", "sitting", "sitting_long", "still"} < names
    assert not names & {"slump_watch", "strain", "strain_watch"}
    assert with_limits_times(RULES["slump"], 1.5) == with_holds_times(RULES["slump"], 1.5)
    sitting = with_limits_times(RULES["sitting"], 1.48)
    assert changes(RULES["sitting"], sitting) == {"enter_above": 2640.0, "exit_below": 1.0}
    assert sitting.hold_s(2640) == 0
    assert with_limits_times(with_enter(RULES["still"], 300), 0.1).enter_above == 60


def test_holds_are_whole_seconds() -> None:
    assert with_holds_times(RULES["head_tilt"], 0.333).hold[0].hold_s == 5
