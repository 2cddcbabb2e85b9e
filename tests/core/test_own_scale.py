"""The user's own full slump: read by the score, kept by whatever the fold does to a baseline."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture_watch.core.baseline import with_scale_of
from posture_watch.core.events import BaselineChanged
from posture_watch.core.instant import Instant
from posture_watch.core.moves import Move, carry_along
from posture_watch.core.rescaling import rescaled
from tests.core.stories import baseline_of
from tests.sim import SLUMPED, START_UTC, UPRIGHT, Phase, play

OWN = replace(baseline_of(), full_slump_ratio=0.4)


def score(share_of_scale: float) -> float:
    """The score of SLUMPED (0.2 shoulder widths lower) against a full slump of so much."""
    base = replace(baseline_of(), full_slump_ratio=share_of_scale)
    return play([Phase(2, SLUMPED)], baselines=(base,)).judgements[0].deviations["slump_score"]


def test_the_score_is_a_share_of_the_users_own_full_slump() -> None:
    assert score(0.4) == pytest.approx(0.5, abs=0.01)
    assert score(0.2) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("ratio", [0.079, 0.61, 0.0, -0.2, float("nan"), float("inf")])
def test_a_full_slump_that_cannot_be(ratio: float) -> None:
    with pytest.raises(ValueError, match="full slump"):
        replace(baseline_of(), full_slump_ratio=ratio)


def test_it_is_kept_when_the_baseline_is_carried_along_or_brought_to_another_size() -> None:
    metrics = OWN.medians
    moved = carry_along(OWN, Move(1.0, 0.0, 0.0, metrics, metrics), Instant(5.0, START_UTC))
    assert moved.full_slump_ratio == 0.4
    assert rescaled(OWN, 1280, 960).full_slump_ratio == 0.4
    assert rescaled(OWN, 1280, 720).full_slump_ratio == 0.4, "another shape, but the same body"


def test_a_baseline_learnt_in_other_light_keeps_it() -> None:
    dim = replace(UPRIGHT, light=0.15, shift_x=0.3)  # who sits still is not learnt anew
    told = play([Phase(5, UPRIGHT), Phase(400, dim)], baselines=(OWN,))
    learnt = [e.baseline for e in told.of(BaselineChanged) if isinstance(e, BaselineChanged) and e.reason == "learnt"]
    assert [b.full_slump_ratio for b in learnt] == [0.4]


def test_it_comes_from_the_newest_of_the_same_camera_and_view() -> None:
    made = baseline_of()
    older = replace(OWN, full_slump_ratio=0.3, made_utc=OWN.made_utc.replace(year=2020))
    elsewhere = replace(OWN, place=replace(OWN.place, camera="other"), made_utc=OWN.made_utc.replace(year=2030))
    other_size = replace(OWN, place=replace(OWN.place, width_px=1280))
    assert with_scale_of(made, (other_size, older, elsewhere, made)).full_slump_ratio == 0.4
    assert with_scale_of(made, (elsewhere,)).full_slump_ratio is None
    assert with_scale_of(older, (OWN,)).full_slump_ratio == 0.3, "its own first"
