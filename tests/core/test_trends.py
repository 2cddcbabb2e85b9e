"""Trends: medians and quartiles beside the user's own weeks; quiet while nothing changes, told when something does."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.core.summary import DayFigures
from posture_watch.core.trends import GROWING, Standing, Trend, rank_z, spread_of, trends

MONDAY = date(2024, 3, 4)
TODAY = date(2024, 4, 5)


def day(
    number: int, *, sitting_s: float = 18_000.0, good: float = 0.8, strain_peak: float | None = None, breaks: int = 5
) -> DayFigures:
    """A day ``number`` days after a Monday, judged all the time."""
    begin = datetime(2024, 3, 4, 9, tzinfo=UTC) + timedelta(days=number)
    return DayFigures(
        day=MONDAY + timedelta(days=number),
        first_local=begin,
        last_local=begin + timedelta(seconds=sitting_s),
        seconds={"good": good * sitting_s, "poor": (1 - good) * sitting_s},
        sitting_s=sitting_s,
        desk_s=sitting_s,
        judged_s=sitting_s,
        bouts=breaks + 1,
        breaks=breaks,
        longest_bout_s=sitting_s / (breaks + 1),
        outcomes={"moved": 3},
        skipped=0,
        over_s={},
        strain_peak=strain_peak,
    )


def named(found: Sequence[Trend], name: str) -> Trend:
    return next(trend for trend in found if trend.name == name)


def sitting(values: Sequence[float], before: Sequence[float]) -> Trend:
    now = [day(100 + n, sitting_s=value) for n, value in enumerate(values)]
    return named(trends(now, [day(n, sitting_s=value) for n, value in enumerate(before)]), "sitting_s")


USUAL = [18_000.0 + 600 * n for n in range(20)]


@pytest.mark.parametrize(("hours", "standing"), [(9, "higher"), (6.5, "as usual"), (4, "lower")])
def test_a_day_lies_below_in_or_above_the_usual_half(hours: float, standing: Standing) -> None:
    trend = sitting([hours * 3600], USUAL)
    assert trend.standing == standing
    assert trend.usual == spread_of(USUAL)


def test_a_week_that_differs_is_told_and_one_odd_day_in_it_is_not() -> None:
    assert sitting([31_000.0, 30_500, 32_000, 29_800, 33_000], USUAL).standing == "higher"
    assert sitting([10_000.0, 10_500, 12_000, 9_800, 13_000], USUAL).standing == "lower"
    assert sitting([24_000.0, 23_000, 50_000, 22_000, 25_000], USUAL).standing == "as usual"


def test_too_few_days_are_said_to_be_too_few() -> None:
    assert sitting([20_000.0], USUAL[:4]).standing == "too few days"
    assert sitting([20_000.0, 21_000.0], USUAL).standing == "too few days"
    assert sitting([20_000.0], USUAL[:4]).usual is None


def test_days_hardly_at_the_desk_take_no_part() -> None:
    assert sitting([20_000.0], [*USUAL[:4], *[3000.0] * 10]).standing == "too few days"


def test_a_figure_that_no_day_has_is_not_compared() -> None:
    trend = named(trends([day(100)], [day(n) for n in range(10)]), "strain_peak")
    assert (trend.now, trend.standing) == (None, "too few days")


def test_a_day_that_goes_on_is_not_called_low() -> None:
    before = [day(n, strain_peak=90.0) for n in range(10)]
    today = day(100, sitting_s=4000.0, good=0.1, strain_peak=20.0)
    told = trends([today], before, today=today.day)
    assert not GROWING & {trend.name for trend in told}
    assert named(told, "good_share").standing == "lower"
    high = trends([day(100, sitting_s=30_000.0)], before, today=today.day)
    assert named(high, "sitting_s").standing == "higher"


def test_a_day_that_goes_on_is_left_out_of_its_week() -> None:
    before, week = [day(n) for n in range(10)], [day(100 + n) for n in range(4)]
    now = named(trends([*week, day(104, sitting_s=4000.0)], before, today=day(104).day), "sitting_s").now
    assert now is not None
    assert (now.days, now.low) == (4, 18_000.0)


def normal(dice: random.Random) -> float:
    return dice.gauss(25_000.0, 5000.0)


def skewed(dice: random.Random) -> float:
    return 20_000.0 * dice.lognormvariate(0.0, 0.5)


def in_steps(dice: random.Random) -> float:
    return 10_000.0 + 3000.0 * sum(dice.random() < 0.1 for _ in range(30))


@pytest.mark.parametrize("draw", [normal, skewed, in_steps])
@pytest.mark.parametrize(("days", "before"), [(5, 20), (5, 10), (21, 20)])
def test_unchanged_weeks_are_hardly_ever_news(draw: Callable[[random.Random], float], days: int, before: int) -> None:
    """At most 1 in 40 of 500 weeks or months; the median outside of the usual half alone would be 1 in 3."""
    dice = random.Random(5)
    told = [
        sitting([draw(dice) for _ in range(days)], [draw(dice) for _ in range(before)]).standing for _ in range(500)
    ]
    assert told.count("as usual") >= 488


def test_a_week_two_spreads_off_is_mostly_noticed() -> None:
    dice = random.Random(5)
    told = [
        sitting([normal(dice) + 10_000 for _ in range(5)], [normal(dice) for _ in range(20)]).standing
        for _ in range(300)
    ]
    assert told.count("higher") >= 240
    assert told.count("lower") == 0


values = st.lists(st.integers(0, 20).map(float), max_size=12)


@given(values, values)
def test_ranks_are_fair(these: list[float], those: list[float]) -> None:
    z = rank_z(these, those)
    assert z == pytest.approx(-rank_z(those, these))
    assert z == pytest.approx(-rank_z([-v for v in these], [-v for v in those]))
    assert z == pytest.approx(rank_z([v**3 for v in these], [v**3 for v in those]))


def test_ranks_are_those_of_mann_and_whitney() -> None:
    # U = 25 of 25, mean 12.5, variance 5·5·11/12: (12.5 − 0.5) / 4.787
    assert rank_z([6.0, 7, 8, 9, 10], [1.0, 2, 3, 4, 5]) == pytest.approx(2.5067, abs=1e-4)
    # ranks 2, 4.5 against 2, 2, 4.5; U = 3.5 of mean 3; ties 24 + 6: variance 6/12·(6 − 30/20)
    assert rank_z([1.0, 2.0], [1.0, 1.0, 2.0]) == 0.0
    assert rank_z([2.0, 2.0], [1.0, 1.0, 1.0]) == pytest.approx(2.5 / (0.5 * (6 - 30 / 20)) ** 0.5)
    assert rank_z([1.0, 1.0], [1.0]) == 0.0
    assert rank_z([], [1.0]) == 0.0


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30))
def test_the_middle_half_holds_the_middle(drawn: list[float]) -> None:
    spread = spread_of(drawn)
    assert spread is not None
    assert min(drawn) <= spread.low <= spread.middle <= spread.high <= max(drawn)
    assert spread_of([]) is None
