"""The scale chosen on others, and time blocks."""

from __future__ import annotations

import math

import pytest
from evaluation.figures import Scored
from evaluation.judging import UNKNOWN, Said
from evaluation.leaving import best_scale, time_blocks


def frames(positive: list[float], negative: list[float]) -> list[Scored]:
    return [
        Scored(p, Said(score > 1, score)) for p, scores in ((True, positive), (False, negative)) for score in scores
    ]


def test_the_best_scale_lies_between_the_classes() -> None:
    assert 0.4 < best_scale(frames([0.6, 0.8, 3.0], [0.1, 0.4])) < 0.6
    assert 1.5 < best_scale(frames([2.0, 3.0], [0.5, 1.5])) < 2.0


def test_of_equally_good_scales_ours_is_kept() -> None:
    assert best_scale(frames([2.0, 3.0], [0.1, 0.5])) == 1.0
    assert best_scale(frames([1.2, 3.0], [0.1, 0.2])) == 1.0  # 0.7 would do as well


def test_a_frame_that_cannot_be_judged_is_never_over_any() -> None:
    scored = [*frames([2.0], [0.5]), Scored(True, UNKNOWN), Scored(False, UNKNOWN)]
    assert best_scale(scored) == 1.0


def test_nothing_to_choose_from() -> None:
    assert math.isnan(best_scale([]))
    assert math.isnan(best_scale(frames([1.0], [])))


@pytest.mark.parametrize(("count", "sizes"), [(30, [30]), (119, [119]), (160, [80, 80]), (311, [78, 78, 77, 78])])
def test_blocks_follow_each_other(count: int, sizes: list[int]) -> None:
    whole = frames([float(i) for i in range(count)], [])
    blocks = time_blocks("s", whole)
    assert [len(block) for block in blocks.values()] == sizes
    assert [frame for block in blocks.values() for frame in block] == whole
