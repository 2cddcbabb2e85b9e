"""Trials can be repeated, live ones take their time, and the report's script refuses nonsense."""

from __future__ import annotations

import pytest
from simulate import main
from simulation.campaign import HELD_S, crowds, posture_trials, upright_trials
from simulation.dataset import samples
from simulation.distributions import SEEDS
from simulation.movements import MOVEMENTS
from simulation.others import live_trials
from simulation.scenes import BEFORE_S, Trial, scenes_to_judge


def test_the_same_trial_gives_the_same_scenes() -> None:
    first, again = (samples("lean", 10, 6, 1) for _ in range(2))
    assert first == again
    assert samples("lean", 10, 6, 2) != first
    baseline, test = first[0]
    assert (len(baseline), len(test)) == (5, 1)
    assert test[0].at.mono_s > baseline[-1].at.mono_s + 60


def test_tests_of_the_same_people_differ_and_their_baseline_does_not() -> None:
    one, two = (Trial("upright", 0, 6, 1, again=i) for i in range(2))
    assert scenes_to_judge(one) != scenes_to_judge(two)


def test_a_live_movement_begins_after_a_while_and_a_glance_goes_back() -> None:
    tests = scenes_to_judge(Trial("look_down", 35, 6, 1, "live", noise="remeasured"))
    for frames in tests:
        noses = [scene.people[0].points["nose"].y_px / scene.height_px for scene in frames]
        before, during, later = (noses[BEFORE_S + s] for s in (-3, 4, 20))
        assert during > before + 0.02
        assert abs(later - before) < 0.06


def test_trials_cover_every_size_and_every_crowd() -> None:
    some = crowds(50, SEEDS[0], quality_gate=True)
    assert [crowd.name for crowd in some] == ["people", "second seed", "wider bodies", "noise measured again"]
    assert some[1].trial.seed == SEEDS[1]
    assert some[2].trial.wider
    assert [t.size for t in posture_trials(some[0].trial, "slump")] == list(MOVEMENTS["slump"].sizes)
    assert len(set(upright_trials(some[0].trial))) == len(upright_trials(some[0].trial))
    assert some[0].trial.held_s == HELD_S
    assert {t.movement for t in live_trials(some[0].trial, 10)} >= {"chair_lower", "lid_back", "look_down", "slouch"}


@pytest.mark.parametrize("arguments", [["--people", "3"], ["--seed", "-1"]])
def test_nonsense_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "--people" in capsys.readouterr().err
