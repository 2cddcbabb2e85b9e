"""What may be asked for on the command line, and what is told about a slip."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.config import Config
from posture_watch.errors import UserError
from posture_watch.tuning.wanted import MOST_VALUES, Range, enter_range, hold_range, steps, target_a_day

RULES = {rule.name: rule for rule in Config().rules}


def test_round_values_between_the_ends() -> None:
    assert steps(0.5, 0.8) == (0.5, 0.6, 0.7, 0.8)
    assert steps(120, 600) == (120, 200, 300, 400, 500, 600)
    assert Range(120, 600).values == (120, 240, 360, 480, 600)
    assert Range(1200, 3600).values == (1200, 1800, 2400, 3000, 3600)
    assert steps(0.7, 0.7) == (0.7,)


@given(st.floats(0.001, 5000), st.floats(0.001, 5000))
def test_any_range_has_both_ends_and_a_few_rising_values(one: float, other: float) -> None:
    low, high = sorted((one, other))
    values = steps(low, high)
    assert (values[0], values[-1]) == (low, high)
    assert len(values) <= MOST_VALUES
    assert list(values) == sorted(set(values))
    assert low == high or len(values) >= 2


def test_limits_in_the_unit_of_the_signal() -> None:
    assert enter_range("0.5..0.8", RULES["slump"]).values[0] == 0.5
    assert enter_range("12", RULES["head_tilt"]).is_one
    assert (enter_range("20m..1h", RULES["sitting"]).low, enter_range("20m..1h", RULES["sitting"]).high) == (1200, 3600)
    assert enter_range("80..120", RULES["strain"]).high == 120


@pytest.mark.parametrize(
    ("text", "rule", "told"),
    [
        ("50..80", "slump", "slump_score goes from 0 to 2"),
        ("0", "slump", "goes from 0 to 2"),
        ("-5..5", "head_tilt", "goes from 0 to 90"),
        ("20..45", "sitting", "under a minute"),
        ("0.8..0.5", "slump", "0.5 is below 0.8"),
        ("a..b", "slump", "no value and no range"),
        ("0.5..0.6..0.7", "slump", "no value and no range"),
        ("5m", "slump", "no value and no range"),
        ("", "slump", "no value and no range"),
        ("nan", "slump", "no value and no range"),
        ("inf", "strain", "no value and no range"),
        ("300", "strain", "goes from 0 to 200"),
    ],
)
def test_a_slip_is_told_with_what_would_do(text: str, rule: str, told: str) -> None:
    with pytest.raises(UserError, match=told) as refused:
        enter_range(text, RULES[rule])
    assert refused.value.advice


def test_minutes_taken_for_seconds_are_set_right() -> None:
    with pytest.raises(UserError) as refused:
        enter_range("20..45", RULES["sitting"])
    assert "--enter 20m..45m" in refused.value.advice


def test_holds() -> None:
    assert hold_range("2m..10m").values == hold_range("120..600").values
    for text in ("-1", "90000", "x"):
        with pytest.raises(UserError):
            hold_range(text)


def test_targets() -> None:
    assert [target_a_day(text) for text in ("6/day", "6", "2.5 / day", "6/d", "6 a day")] == [6, 6, 2.5, 6, 6]
    for text in ("0", "-3", "six", "6/week", "1000"):
        with pytest.raises(UserError):
            target_a_day(text)
