"""Drawings of some characters: where marks stand, what fills, what a line of the past shows."""

from __future__ import annotations

import pytest

from posture_watch.terminal.bars import ASCII_INK, UNICODE_INK, bar, clock, figure, filling, ink_for, limit, spark


@pytest.mark.parametrize(
    ("size", "drawn"),
    [
        (None, "......:...|....."),
        (0.0, "......:...|....."),
        (-3.0, "......:...|....."),
        (4.5, "=====.:...|....."),
        (10.0, "======:===|....."),
        (12.0, "======:===|==..."),
        (99.0, "======:===|====>"),
    ],
)
def test_a_bar_stands_beside_the_marks_of_its_limits(size: float | None, drawn: str) -> None:
    assert bar(size, 6.0, 10.0, 16, ASCII_INK) == drawn


def test_a_limit_of_zero_has_no_bar() -> None:
    assert bar(1.0, 0.0, 0.0, 6, ASCII_INK) == "......"


@pytest.mark.parametrize(
    ("share", "drawn"), [(0.0, "......"), (0.001, "=....."), (0.5, "===..."), (0.999, "=====."), (1.0, "======")]
)
def test_what_has_begun_shows_and_what_is_not_over_is_not_full(share: float, drawn: str) -> None:
    assert filling(share, 6, ASCII_INK) == drawn


def test_only_what_is_over_the_limit_is_as_tall_as_can_be() -> None:
    assert spark([None, -1.0, 0.0, 5.0, 10.0, 10.01], 10.0, UNICODE_INK) == " ▁▁▄▇█"


@pytest.mark.parametrize(
    ("value", "signal", "said"),
    [
        (12.34, "forward_lean_deg", "12.3°"),
        (-0.01, "head_tilt_deg", "0.0°"),
        (0.5, "slump_score", "0.50"),
        (0.0525, "head_sink_side_ratio", "0.052"),
        (63.6, "strain", "64"),
        (754.9, "sitting_s", "12:34"),
        (None, "slump_score", "–"),
    ],
)
def test_figures_have_the_digits_that_limits_have(value: float | None, signal: str, said: str) -> None:
    assert figure(value, signal, UNICODE_INK) == said


def test_limits_and_clocks() -> None:
    assert limit(8.5, "head_tilt_deg", UNICODE_INK) == "8.5"
    assert limit(1800.0, "sitting_s", UNICODE_INK) == "30:00"
    assert clock(59.9) == "0:59"


@pytest.mark.parametrize(
    ("encoding", "ink"),
    [("utf-8", UNICODE_INK), ("ascii", ASCII_INK), ("latin-1", ASCII_INK), (None, ASCII_INK), ("nothing", ASCII_INK)],
)
def test_characters_are_those_that_the_terminal_has(encoding: str | None, ink: object) -> None:
    assert ink_for(encoding) is ink
