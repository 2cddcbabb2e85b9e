"""A target found in few replays, or said plainly that it cannot be had."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from posture_watch.tuning.limits import rounded
from posture_watch.tuning.searching import FACTORS, Found, search, tolerance


def found(target: float, rate: Callable[[float], float]) -> tuple[Found, int]:
    asked: list[float] = []

    def rates(values: Sequence[float]) -> Sequence[float]:
        asked.extend(values)
        return [rate(value) for value in values]

    return search(target, FACTORS, 1.0, rates, rounded), len(asked)


@pytest.mark.parametrize("target", [1, 3, 6, 9, 11])
def test_a_smooth_fall_is_met_in_few_replays(target: float) -> None:
    one, replays = found(target, lambda factor: 12 / (1 + factor))
    assert one.verdict == "found"
    assert abs(one.rate - target) <= tolerance(target)
    assert replays <= 8
    assert one.tried == tuple(sorted(one.tried))


def test_what_cannot_be_had() -> None:
    assert found(20, lambda factor: 12 / (1 + factor))[0].verdict == "never so many"
    assert found(1, lambda _: 4.0)[0].verdict == "never so few"


def test_a_jump_gives_the_nearest() -> None:
    one, _ = found(5, lambda factor: 9.0 if factor < 2 else 2.0)
    assert (one.verdict, one.rate) == ("in steps", 2.0)


def test_nothing_to_refine_when_the_grid_is_near_enough() -> None:
    one, replays = found(6, lambda factor: 6.0 if factor == 1.0 else 12.0 if factor < 1 else 1.0)
    assert (one.value, replays) == (1.0, 2)


def test_small_bends_do_not_lead_astray() -> None:
    """Gaps and fading make the fall bumpy."""
    bumps = {0.1: 8.0, 0.3: 8.3, 1.0: 4.0, 3.0: 4.2, 10.0: 0.5}
    one, _ = found(6, lambda factor: bumps.get(factor, 8.6 - 4.6 * (factor - 0.3) / 0.7))
    assert one.verdict == "found"


def test_the_nearest_values_come_first() -> None:
    grid, asked = (1, 2, 3, 4, 5, 6, 7), list[float]()

    def rates(values: Sequence[float]) -> Sequence[float]:
        asked.extend(values)
        return [10.0 - value for value in values]

    assert search(8, grid, 6, rates, rounded).value == 2
    assert asked == [5, 6, 3, 4, 1, 2]
    asked.clear()
    assert search(4, grid, 3, rates, rounded).value == 6
    assert asked == [2, 3, 4, 5, 6, 7]


def test_the_first_pair_is_on_the_side_where_the_target_should_be() -> None:
    asked: list[float] = []

    def rates(values: Sequence[float]) -> Sequence[float]:
        asked.extend(values)
        return [12 / (1 + value) for value in values]

    assert search(3.5, FACTORS, 1.0, rates, rounded, likely=6.0).verdict == "found"
    assert asked[:2] == [1.0, 1.7]
    assert len(asked) <= 6


def test_a_jump_takes_eight_replays_at_most() -> None:
    one, replays = found(6, lambda factor: 9.4 if factor < 1.04 else 5.1 / factor)
    assert one.verdict == "in steps"
    assert replays <= 8
