"""Reminders a day, and how uncertain they are."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from math import exp

from posture_watch.tuning.rates import rate_of
from posture_watch.tuning.said import Said

DAYS = [date(2026, 3, 2) + timedelta(days=number) for number in range(10)]


def said(counts: list[int]) -> list[Said]:
    return [
        Said(datetime(day.year, day.month, day.day, 9, tzinfo=UTC), 0.0, "posture", ("slump",))
        for day, count in zip(DAYS, counts, strict=False)
        for _ in range(count)
    ]


def test_days_without_a_reminder_count() -> None:
    rate = rate_of(said([4, 0, 2]), DAYS[:4])
    assert rate is not None
    assert rate.spread is not None
    assert (rate.total, rate.average, rate.spread.middle) == (6, 1.5, 1.0)


def test_no_days_no_figure() -> None:
    assert rate_of(said([3]), []) is None


def test_nothing_said_is_uncertain_too() -> None:
    rate = rate_of([], DAYS)
    assert rate is not None
    assert (rate.average, rate.least) == (0.0, 0.0)
    assert 0.3 < rate.most < 0.4


def test_more_days_are_more_certain_and_unequal_days_less() -> None:
    few, many = rate_of(said([4] * 3), DAYS[:3]), rate_of(said([4] * 10), DAYS)
    unequal = rate_of(said([0, 8] * 5), DAYS)
    assert few
    assert many
    assert unequal
    assert few.most - few.least > many.most - many.least
    assert unequal.most - unequal.least > many.most - many.least


def test_the_interval_holds_the_truth_nineteen_times_in_twenty() -> None:
    dice = random.Random(1)
    held = 0
    for _ in range(400):
        rate = rate_of(said([_poisson(dice, 3.0) for _ in DAYS]), DAYS)
        assert rate is not None
        held += rate.least <= 3.0 <= rate.most
    assert held >= 376


def _poisson(dice: random.Random, mean: float) -> int:
    count, product = 0, dice.random()
    while product > exp(-mean):
        count, product = count + 1, product * dice.random()
    return count
