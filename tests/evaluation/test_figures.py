"""The figures against small examples worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from evaluation.figures import Scored, auc, figures_of, intervals_of, recall_at, recall_by_label
from evaluation.judging import UNKNOWN, Said


def scored(positive: bool, score: float) -> Scored:
    return Scored(positive, Said(score > 1, score))


def array(*values: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(values, dtype=np.float64)


def test_auc_counts_ties_half() -> None:
    """Pairs: 3>1, 3>2, 2>1, 2=2 → 3.5 of 4."""
    assert auc(array(3, 2), array(1, 2)) == 3.5 / 4
    assert auc(array(-math.inf), array(-math.inf)) == 0.5
    assert auc(array(1, 2), array(3)) == 0
    assert math.isnan(auc(array(), array(1)))


def test_recall_at_a_share_of_false_alarms() -> None:
    negative = array(*range(100))  # 5 % may be over: 95 to 99, so the limit is 94; 1 %: the limit is 98
    positive = array(94, 94.5, 98, 98.5, 200)
    assert recall_at(positive, negative, 0.05) == 4 / 5
    assert recall_at(positive, negative, 0.01) == 2 / 5
    assert recall_at(positive, array(97.0), 0.05) == 3 / 5  # none of one may be over


def test_recall_at_takes_tied_negatives_together_and_never_flags_the_unknown() -> None:
    assert recall_at(array(2, 3), array(*[2.0] * 6, *[0.0] * 94), 0.05) == 1 / 2
    assert recall_at(array(-math.inf, 1), array(*[-math.inf] * 100), 0.01) == 1 / 2


def test_all_figures_of_seven_frames() -> None:
    """Four positives, two flagged, one unknown; three negatives, one flagged."""
    frames = [scored(True, 3), scored(True, 2), scored(True, 0.5), Scored(True, UNKNOWN)]
    frames += [scored(False, 1.5), scored(False, 0.2), scored(False, 0.1)]
    of = figures_of(frames)
    assert of.recall == 2 / 4
    assert of.false_positive_rate == 1 / 3
    assert of.balanced == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert of.precision == 2 / 3
    assert of.f1 == pytest.approx(2 * 2 / (4 + 3))
    assert of.auc == (3 + 3 + 2 + 0) / 12
    assert of.recall_at_1 == of.recall_at_5 == 2 / 4
    assert of.coverage == 6 / 7


def test_a_figure_without_meaning_is_nan() -> None:
    of = figures_of([scored(True, 0.5)])
    assert of.recall == 0
    assert of.coverage == 1
    assert all(math.isnan(v) for v in (of.auc, of.precision, of.false_positive_rate, of.balanced, of.recall_at_1))


def test_intervals_draw_whole_sessions() -> None:
    """Two sessions of recall 0 and 1: whole draws give 0, 1/2 or 1, and each end is in more than 2.5 % of them."""
    sessions = {
        "a": [scored(True, 2)] * 50 + [scored(False, 0)],
        "b": [scored(True, 0)] * 50 + [scored(False, 0)],
    }
    spread = intervals_of(sessions)
    assert (spread["recall"].low, spread["recall"].high) == (0, 1)
    assert (spread["false_positive_rate"].low, spread["false_positive_rate"].high) == (0, 0)
    assert intervals_of(sessions) == spread
    assert math.isnan(intervals_of({"a": sessions["a"]})["recall"].low)  # one session says nothing about another


def test_share_flagged_by_label() -> None:
    frames = [scored(True, 2), scored(True, 0), scored(False, 0)]
    assert recall_by_label(frames, ["lean", "lean", "upright"]) == {"lean": 0.5, "upright": 0.0}
