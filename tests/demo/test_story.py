"""The story is data: it starts and ends as told, and moves the way people do."""

from __future__ import annotations

import pytest

from posture_watch.config import Config
from posture_watch.demo.story import STORY, UPRIGHT, Phase, Stance, length_s, phase_at, stance_at


def test_each_phase_is_reached_in_its_order() -> None:
    t_s = 0.0
    for phase in STORY:
        assert phase_at(t_s) is phase
        assert stance_at(t_s + phase.move_s) == phase.stance
        t_s += phase.length_s
    assert t_s == length_s()


def test_the_end_lasts() -> None:
    assert phase_at(length_s() + 1000) is STORY[-1]
    assert stance_at(length_s() + 1000) == STORY[-1].stance


def test_no_move_is_a_jump() -> None:
    """What shifts as a whole within 3 s is taken for a moved camera: the story must not."""
    worst = max(
        abs(stance_at(t_s + 0.1).head_drop - stance_at(t_s).head_drop)
        for t_s in (0.1 * tick for tick in range(round(10 * length_s())))
    )
    assert worst < 0.01


def test_half_way_is_half_way() -> None:
    story = (Phase("sits well", 0, 10, UPRIGHT), Phase("tilts", 4, 6, Stance(tilt_deg=20)))
    assert stance_at(10, story) == UPRIGHT
    assert stance_at(12, story).tilt_deg == pytest.approx(10)
    assert stance_at(14, story).tilt_deg == 20


def test_long_enough_for_the_default_rules() -> None:
    """Whoever changes a default hold sees here that the story must follow."""
    config = Config()
    holds_s = {rule.name: rule.hold_s(rule.enter_above) for rule in config.rules}
    seconds = {phase.name: phase.hold_s for phase in STORY}
    settle_s = config.smoothing.median_s + config.smoothing.mean_s
    assert seconds["sits well"] >= config.baseline.learn_s + settle_s / 2
    assert seconds["sinks"] >= holds_s["slump"] + settle_s
    assert seconds["leans in"] >= holds_s["near_screen"] + settle_s
    assert seconds["tilts"] >= holds_s["head_tilt"] + settle_s
    assert seconds["leaves"] >= max(config.sitting.break_s, config.gate.away_after_s)


@pytest.mark.parametrize("wrong", [{"present": 1.1}, {"closeness": 0.0}, {"tilt_deg": float("nan")}])
def test_an_impossible_stance_cannot_be_built(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"present|closeness|finite"):
        Stance(**wrong)
