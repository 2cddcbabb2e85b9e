"""Through the program's own fold: every signal moves the way it should, and more of a movement is noticed by more."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pytest
from simulation.distributions import NOISES, STATED, Noise
from simulation.figures import over_rules, share
from simulation.judging import Outcome, outcomes
from simulation.movements import MOVEMENTS
from simulation.scenes import Trial

SILENT = "silent"
PEOPLE = 24


@pytest.fixture(autouse=True)
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera without any noise beside the real ones."""
    none = {name: Noise(1e-9, 1.32e-9, row.wander_share, "") for name, row in STATED.items()}
    monkeypatch.setitem(NOISES, SILENT, none)  # type: ignore[arg-type]  # a dict in truth


@lru_cache(maxsize=64)
def seen(movement: str, size: float, noise: str = SILENT, people: int = PEOPLE) -> tuple[Outcome, ...]:
    return tuple(outcomes(Trial(movement, size, people, 11, "frame", noise=noise, quality_gate=False)))


def median(movement: str, size: float, signal: str) -> float:
    return float(np.median([o.deviations[signal] for o in seen(movement, size) if signal in o.deviations]))


def test_without_noise_upright_is_where_the_baseline_is() -> None:
    for outcome in seen("upright", 0):
        assert outcome.known
        assert outcome.over == ()
        assert all(abs(value) < 1e-4 for value in outcome.deviations.values())


@pytest.mark.parametrize(
    ("movement", "size", "signal", "least"),
    [
        ("lean", 20, "forward_lean_deg", 10),
        ("lean", 20, "face_scale_ratio", 0.2),
        ("lean", 20, "shoulder_scale_ratio", 0.1),
        ("lean", 20, "head_forward_ratio", 0.05),
        ("slump", 4, "head_sink_ratio", 0.03),
        ("slump", 4, "slump_score", 0.3),
        ("neck", 20, "head_drop_ratio", 0.05),
        ("neck", 20, "head_sink_ratio", 0.04),
        ("neck", 30, "head_forward_ratio", 0.02),
        ("slouch", 0.21, "forward_lean_deg", 8),
        ("chair_nearer", 15, "face_scale_ratio", 0.15),
        ("chair_nearer", 15, "shoulder_scale_ratio", 0.15),
        ("chair_lower", 6, "head_sink_ratio", 0.1),
        ("lid_back", 4, "head_sink_ratio", 0.08),
    ],
)
def test_signals_rise_where_they_should(movement: str, size: float, signal: str, least: float) -> None:
    assert median(movement, size, signal) > least


@pytest.mark.parametrize(
    ("movement", "size", "signal", "most"),
    [
        ("recline", 15, "forward_lean_deg", -4),
        ("chair_farther", 10, "face_scale_ratio", -0.05),
        ("desk_lower", 8, "head_sink_ratio", -0.1),
        ("lid_forward", 4, "head_sink_ratio", -0.08),
    ],
)
def test_signals_fall_where_they_should(movement: str, size: float, signal: str, most: float) -> None:
    assert median(movement, size, signal) < most


@pytest.mark.parametrize(
    ("movement", "size", "signal"),
    [
        ("chair_nearer", 5, "head_forward_ratio"),
        ("chair_lower", 3, "head_drop_ratio"),
        ("lid_back", 4, "face_scale_ratio"),
    ],
)
def test_what_moves_as_one_piece_keeps_its_shape(movement: str, size: float, signal: str) -> None:
    assert abs(median(movement, size, signal)) < 0.02


@pytest.mark.parametrize("movement", ["lean", "slump", "neck", "slouch"])
def test_more_of_a_movement_is_noticed_by_more_people(movement: str) -> None:
    sizes = MOVEMENTS[movement].sizes
    shares = [share(seen(movement, size, "stated"), over_rules) for size in (sizes[0], sizes[2], sizes[-1])]
    assert shares[0] < shares[1] <= shares[2] + 0.05
    assert shares[2] > 0.8


def test_whoever_does_nothing_is_hardly_ever_noticed() -> None:
    assert share(seen("upright", 0, "stated", 60), over_rules) < 0.25


def test_a_head_turned_away_is_unknown_and_not_noticed() -> None:
    turned = seen("head_turned", 40)
    assert sum(outcome.known for outcome in turned) < len(turned) / 2
    assert not any(outcome.deviations for outcome in turned if not outcome.known)


def test_sideways_movements_are_not_taken_for_sinking() -> None:
    assert median("side_bend", 10, "slump_score") < 0.3
    assert median("head_tilt", 15, "slump_score") < 0.3
