"""The baseline follows a better posture over minutes, never far, and not at all while anything is wrong."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from posture_watch.core.baseline import Baseline, Rise
from posture_watch.core.drifting import CLEARLY_RATIO, MEANT_S, TOLD_RATIO, raised
from posture_watch.core.engine import begin
from posture_watch.core.events import BaselineChanged, RuleRaised
from tests.core.stories import baseline_of, run
from tests.sim import GONE, SLUMPED, UPRIGHT, Phase, Played, Pose, play, scenes, settings_for

CALIBRATED = (baseline_of(),)
POLICY = settings_for().baseline
MOST = POLICY.drift_most_ratio
TALL = Pose(sink=-0.10)
"""Higher in the frame by 2 cm, the head as high over the shoulders as ever."""
LONG_NECK = Pose(head_drop=-0.05)


def current(told: Played) -> Baseline:
    held = told.state.reference.current
    assert held is not None
    return held


def posture_rules(told: Played) -> list[str]:
    return [e.rule for e in told.of(RuleRaised) if isinstance(e, RuleRaised) and not e.rule.startswith("sitting")]


def drifted(told: Played) -> list[Baseline]:
    return [e.baseline for e in told.of(BaselineChanged) if isinstance(e, BaselineChanged) and e.reason == "drifted"]


@pytest.mark.parametrize("fps", [0.2, 1.0, 2.0])
def test_the_baseline_follows_a_taller_seat_within_minutes_at_any_frame_rate(fps: float) -> None:
    told = play([Phase(60, UPRIGHT), Phase(370, TALL, over_s=60)], fps, baselines=CALIBRATED)
    # a minute to get there (followed from half way on), smoothing, a minute that shows it is meant; then exponentially
    expected = (0.10 - CLEARLY_RATIO) * (1 - math.exp(-(370 - 30 - 10 - MEANT_S) / POLICY.drift_s))
    assert current(told).rise.frame_ratio == pytest.approx(expected, abs=0.003)
    assert current(told).rise.over_ratio == 0
    assert posture_rules(told) == []


def test_it_follows_no_further_than_its_bound_and_is_no_other_baseline() -> None:
    told = play([Phase(60, UPRIGHT), Phase(2400, TALL, over_s=60)], 0.2, baselines=CALIBRATED)
    assert current(told).rise == Rise(0.0, MOST)
    upright = baseline_of(Pose(sink=-MOST)).medians
    assert dict(current(told).medians) == pytest.approx(upright, abs=1e-6)
    assert posture_rules(told) == []
    assert not current(told).provisional


def test_what_was_calibrated_does_not_become_a_slump_by_itself() -> None:
    told = play(
        [Phase(60, UPRIGHT), Phase(3600, TALL, over_s=60), Phase(1800, UPRIGHT, over_s=20)], 0.2, baselines=CALIBRATED
    )
    assert posture_rules(told) == []
    assert told.state.posture == "good"


def test_sitting_as_calibrated_again_takes_back_slowly_what_was_followed() -> None:
    tall = [Phase(60, UPRIGHT), Phase(1800, TALL, over_s=60)]
    after = [play([*tall, Phase(s, UPRIGHT, over_s=20)], 0.2, baselines=CALIBRATED) for s in (300, 6000)]
    rises = [current(told).rise.frame_ratio for told in after]
    assert rises[0] == pytest.approx(MOST, rel=0.1)
    assert rises[1] < 0.6 * MOST


def test_a_slump_is_measured_from_the_taller_seat() -> None:
    told = play(
        [Phase(60, UPRIGHT), Phase(600, LONG_NECK, over_s=20), Phase(60, SLUMPED, over_s=5)], 0.5, baselines=CALIBRATED
    )
    plain = play([Phase(60, UPRIGHT), Phase(600, UPRIGHT), Phase(60, SLUMPED, over_s=5)], 0.5, baselines=CALIBRATED)
    more = told.judgements[-1].deviations["head_drop_ratio"] - plain.judgements[-1].deviations["head_drop_ratio"]
    assert 0.01 < more <= MOST + 1e-9


def test_nothing_moves_downwards() -> None:
    told = play(
        [Phase(60, UPRIGHT), Phase(3600, Pose(head_drop=0.03, sink=0.03), over_s=600)], 0.2, baselines=CALIBRATED
    )
    assert current(told) == CALIBRATED[0]


@pytest.mark.parametrize("fps", [0.5, 2.0])
def test_stretching_and_standing_up_for_a_moment_leave_it_where_it_is(fps: float) -> None:
    stretch = [Phase(20, TALL, over_s=4), Phase(100, UPRIGHT, over_s=4), Phase(60, Pose(sink=-0.6), over_s=4)]
    told = play([Phase(60, UPRIGHT), *stretch * 3], fps, baselines=CALIBRATED)
    assert current(told).rise == Rise()


def test_a_stretch_that_lasts_is_no_way_to_sit() -> None:
    told = play([Phase(60, UPRIGHT), Phase(300, Pose(sink=-0.3), over_s=50)], baselines=CALIBRATED)
    assert told.judgements[-1].deviations["head_sink_ratio"] == pytest.approx(-0.3, abs=0.01)
    assert current(told).rise == Rise()


@pytest.mark.parametrize(
    "pose",
    [
        replace(TALL, head_tilt_deg=12.0),  # a limit is over
        replace(TALL, turn_deg=40.0),
        replace(TALL, turn_deg=15.0),  # judged, but not simply upright
        replace(TALL, light=0.1),
        replace(TALL, visibility=0.3),
        Pose(head_drop=-0.06, sink=0.10),  # a head pulled up in a sunken body
    ],
    ids=["tilted", "turned", "turned a little", "other light", "hidden", "sunken"],
)
def test_it_is_frozen_while_the_posture_is_not_simply_good(pose: Pose) -> None:
    # the light is other for less than a minute: after it the baseline would be another one
    seconds = 55 if pose.light != UPRIGHT.light else 400
    told = play([Phase(60, UPRIGHT), Phase(seconds, pose, over_s=20)], 0.5, baselines=CALIBRATED)
    assert current(told).rise == Rise()


def test_it_is_frozen_while_a_deviation_holds_though_no_limit_is_over_any_more() -> None:
    story = [Phase(60, UPRIGHT), Phase(40, Pose(head_tilt_deg=15)), Phase(300, replace(TALL, head_tilt_deg=6.5))]
    told = play(story, baselines=CALIBRATED)
    assert told.state.monitor.progress, "between exit and enter limit the rule still holds"
    assert current(told).rise == Rise()


def test_a_frozen_baseline_does_not_drift() -> None:
    told = play([Phase(900, TALL)], settings=settings_for(frozen_baseline=True), baselines=CALIBRATED)
    assert told.state.reference.current == CALIBRATED[0]


def test_a_gap_or_an_absence_counts_for_nothing() -> None:
    pauses = [Phase(25, TALL), Phase(3600, TALL, silent=True), Phase(25, TALL), Phase(60, GONE)]
    told = play([Phase(60, UPRIGHT), *pauses * 3], baselines=(baseline_of(Pose(sink=-0.05)),))
    assert current(told).rise == Rise()


def test_the_log_learns_of_it_in_visible_steps_and_a_restart_goes_on_from_there() -> None:
    told = play([Phase(60, UPRIGHT), Phase(900, TALL, over_s=60)], baselines=CALIBRATED)
    rows = drifted(told)
    assert 2 <= len(rows) <= MOST / TOLD_RATIO
    assert [b.made_utc for b in rows] == sorted(b.made_utc for b in rows), "the newest holds"
    last = rows[-1]
    assert last.rise.frame_ratio == pytest.approx(current(told).rise.frame_ratio, abs=TOLD_RATIO)
    again = run(scenes([Phase(7200, Pose(sink=-0.085))], 0.2), settings_for(0.2), state=begin((last,)))
    assert current(again).rise.frame_ratio == MOST, "the bound is counted from where it was made, not from the restart"


def test_what_is_raised_can_be_taken_back() -> None:
    up = raised(CALIBRATED[0], Rise(0.02, 0.03))
    assert up.medians["head_drop_ratio"] == pytest.approx(CALIBRATED[0].medians["head_drop_ratio"] - 0.02)
    neck_px = CALIBRATED[0].medians["shoulder_y_px"] - CALIBRATED[0].medians["head_y_px"]
    longer_px = 0.02 * CALIBRATED[0].medians["shoulder_width_px"]
    assert up.medians["shoulder_y_px"] - up.medians["head_y_px"] == pytest.approx(neck_px + longer_px)
    assert dict(raised(up, Rise()).medians) == pytest.approx(dict(CALIBRATED[0].medians))
    for bad in (-0.01, math.nan, 2.0):
        with pytest.raises(ValueError, match="rises by"):
            Rise(bad, 0.0)


def test_light_that_comes_back_finds_the_baseline_as_it_was_last() -> None:
    told = play(
        [Phase(60, UPRIGHT), Phase(900, TALL, over_s=60), Phase(300, replace(TALL, light=0.15)), Phase(120, TALL)],
        baselines=CALIBRATED,
    )
    assert not current(told).provisional
    assert current(told).rise.frame_ratio > 0.5 * MOST
