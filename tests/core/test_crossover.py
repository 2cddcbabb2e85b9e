"""The one test and the odds ratio against what can be counted by hand; the gates; and nothing said before its time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import inf
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture_watch.core.crossover import (
    POWER,
    crossover,
    gate_of,
    minutes_of,
    odds_ratio,
    permutation_p,
    power_at,
    scores_of,
)
from posture_watch.core.exposure import LENGTH_S, Compared, Lacking, Window
from tests.core.diaries import MONDAY, clock, spasm

SETS = st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=5), min_size=1, max_size=5)


def comparison(minutes: Sequence[float], number: int = 1, lacking: Lacking | None = None) -> Compared:
    """An episode with so many minutes of sitting before it, then on its ordinary days."""
    case, *controls = (Window(clock(MONDAY, 8), 60 * each, LENGTH_S) for each in minutes)
    return Compared(spasm(number, MONDAY, 10), case, tuple(controls), lacking)


def counted(sets: Sequence[Sequence[int]]) -> float:
    """The same p by going through every arrangement there is."""

    def score(case: int, one: Sequence[int]) -> int:
        return sum(other < one[case] for other in one) - sum(other > one[case] for other in one)

    totals = [
        sum(score(case, one) for case, one in zip(cases, sets, strict=True))
        for cases in product(*(range(len(one)) for one in sets))
    ]
    observed = totals[0]  # the first of each is the one before the spasm
    tails = (sum(total >= observed for total in totals), sum(total <= observed for total in totals))
    return min(1.0, 2 * min(tails) / len(totals))


@settings(max_examples=100)
@given(SETS)
def test_p_is_that_of_every_arrangement(sets: list[list[int]]) -> None:
    p = permutation_p(sets)
    assert p == pytest.approx(counted(sets), rel=1e-12)
    assert 0 < p <= 1
    assert permutation_p([[-value for value in one] for one in sets]) == p


def test_p_of_the_clearest_case_and_of_none() -> None:
    assert permutation_p([[9, 1, 2, 3, 4]] * 6) == 2 / 5**6
    assert permutation_p([[5, 5, 5, 5, 5]] * 6) == 1.0
    assert permutation_p([[9, 1, 2, 3, 4]] * 600) > 0


@given(st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_scores_balance(values: list[int]) -> None:
    assert sum(scores_of(values)) == 0


@pytest.mark.parametrize(
    ("episodes", "gate", "row"),
    [(0, "timeline", None), (2, "timeline", None), (3, "raw", None), (5, "raw", None), (6, "exploratory", 6),
     (9, "exploratory", 6), (10, "exploratory", 10), (14, "exploratory", 10), (15, "ratio", 10), (20, "ratio", 20),
     (29, "ratio", 20), (400, "ratio", 30)],
)  # fmt: skip
def test_what_so_many_allow(episodes: int, gate: str, row: int | None) -> None:
    assert gate_of(episodes) == gate
    found = power_at(episodes)
    assert (found and found[0]) == row
    told = crossover([comparison((60, 30, 20, 50, 10), n) for n in range(episodes)])
    assert told.gate == gate
    assert (told.difference_s is not None) == (told.p is not None) == (told.power is not None) == (episodes >= 6)
    assert (told.ratio is not None) == (episodes >= 15)


def test_only_what_can_be_compared_counts() -> None:
    told = crossover(
        [*(comparison((60, 30), n) for n in range(5)), comparison((60, 30), 7, "follows"), comparison((9,), 8, "alone")]
    )
    assert (told.gate, len(told.usable), told.lacking) == ("raw", 5, {"follows": 1, "alone": 1})


def test_the_difference_is_the_median_over_the_episodes() -> None:
    told = crossover([comparison((60 + n, 30, 40, 50), n) for n in range(6)])
    assert told.difference_s == 60 * 22.5


def test_the_exposure_is_whole_minutes() -> None:
    assert minutes_of(comparison((59.51, 60.4, 0.2))) == (60, 60, 0)


def test_a_gap_is_not_taken_for_less_sitting() -> None:
    """Spasms at hours seen whole, ordinary ones with gaps, nothing else between them: by raw minutes p was under 0.05
    in four of five such studies."""
    dice, found = Random(20260105), 0
    for _ in range(300):
        told: list[Compared] = []
        for number in range(10):
            seen = [1.0, *(dice.uniform(0.6, 1.0) for _ in range(4))]
            windows = [Window(clock(MONDAY, 8), s * LENGTH_S * dice.betavariate(4, 2), s * LENGTH_S) for s in seen]
            told.append(Compared(spasm(number + 1, MONDAY, 10), windows[0], tuple(windows[1:]), None))
        p = crossover(told).p
        found += p is not None and p < 0.05
    assert found <= 300 * 0.05 + 8, "two standard deviations above what the test may find"


def test_the_odds_ratio_of_pairs_is_that_of_the_textbook() -> None:
    # of pairs that differ 10 to 2: 10 / 2, and the limits of Clopper and Pearson for 10 of 12 as odds
    sets = [(9, 1)] * 10 + [(1, 9)] * 2 + [(9, 9)] * 4 + [(1, 1)] * 20
    found = odds_ratio(sets)
    assert found is not None
    assert (found.estimate, found.low, found.high) == pytest.approx((5.0, 1.0654, 46.93), rel=1e-3)
    assert (found.over_min, found.cases_over, found.controls_over, found.controls) == (1, 14, 6, 36)


def test_an_odds_ratio_may_have_no_limit_and_may_not_exist() -> None:
    always, never = odds_ratio([(9, 1, 1, 1, 2)] * 15), odds_ratio([(0, 1, 1, 1, 2)] * 15)
    assert always is not None
    assert (always.estimate, always.high) == (inf, inf)
    assert 1 < always.low < inf
    assert never is not None
    assert (never.estimate, never.low) == (0.0, 0.0)
    assert 0 < never.high < inf
    assert odds_ratio([(5, 5, 5)] * 15) is None


@settings(max_examples=30)
@given(st.lists(st.lists(st.integers(0, 4), min_size=2, max_size=5), min_size=15, max_size=20))
def test_the_interval_holds_its_estimate(sets: list[list[int]]) -> None:
    found = odds_ratio(sets)
    if found is not None:
        assert found.low <= found.estimate <= found.high


def test_power_rises_with_the_number() -> None:
    assert sorted(POWER) == list(POWER)
    assert sorted(share for _, share in POWER) == [share for _, share in POWER]
