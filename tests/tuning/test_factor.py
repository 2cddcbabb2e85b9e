"""What a factor means is said with the user's own minutes."""

from __future__ import annotations

import pytest

from posture_watch.config import Config
from posture_watch.core.rules import Rule
from posture_watch.tuning.factor import factor_words
from posture_watch.tuning.limits import rules_in_common, with_limits_times

RULES = rules_in_common(Config().rules)


def pairs(rules: tuple[Rule, ...], factor: float) -> list[tuple[Rule, Rule]]:
    return [(rule, with_limits_times(rule, factor)) for rule in rules]


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        (1.5, "holds 50 % longer, getting up asked for after 45 instead of 30 minutes."),
        (0.6, "holds 40 % shorter, getting up asked for after 18 instead of 30 minutes."),
        (3.0, "holds 3 times as long, getting up asked for after 90 instead of 30 minutes."),
    ],
)
def test_in_words(factor: float, words: str) -> None:
    assert factor_words(factor, pairs(RULES, factor)) == words


def test_only_what_there_is() -> None:
    postures = tuple(rule for rule in RULES if rule.kind == "posture")
    assert factor_words(1.5, pairs(postures, 1.5)) == "holds 50 % longer."
    timers = tuple(rule for rule in RULES if rule.signal == "sitting_s")
    assert factor_words(1.5, pairs(timers, 1.5)) == "getting up asked for after 45 instead of 30 minutes."
    still = tuple(rule for rule in RULES if rule.signal == "still_s")
    assert factor_words(1.5, pairs(still, 1.5)) == "limits of time times 1.5."
