"""What the fold remembers from frame to frame: the person, smoothed values, holds, learning, the set-up, reminders."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.core.baseline import Baseline, BaselinePlace
from posture_watch.core.calibration import REASONS, Refused, Take, add_frame, baselines_of, finish_take, measured_only
from posture_watch.core.events import Event, ReminderDue, RuleCleared, RuleRaised
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.learning import Learning, learn, looks_low, make_baseline, median_and_spread, unsteady_metric
from posture_watch.core.metrics import measure
from posture_watch.core.monitor import MonitorState, follow_rules
from posture_watch.core.moves import carry_along, rigid_move
from posture_watch.core.person import DeskPerson, find_desk_person
from posture_watch.core.reminder_state import ReminderState
from posture_watch.core.reminders import Situation, follow_reminders
from posture_watch.core.rules import HoldPoint, Rule
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import ReminderPolicy, Smoothing
from posture_watch.core.smoothing import Smoothed, smooth
from tests.core.stories import baseline_of, placed, simple_rule
from tests.sim import HEIGHT_PX, SLUMPED, START_UTC, UPRIGHT, WIDTH_PX, Pose, figure, settings_for

SETTINGS = settings_for()
NOW = Instant(0.0, START_UTC)


def scene_of(*people: Landmarks, t_s: float = 0.0, light: float | None = 0.5) -> Scene:
    return Scene(NOW.shifted(t_s), WIDTH_PX, HEIGHT_PX, people, light)


def sample_of(pose: Pose, t_s: float) -> PostureSample:
    made = measure(figure(pose), scene_of(t_s=t_s), SETTINGS.gate)
    assert made is not None
    return made


# --- who is at the desk


def found(*people: Landmarks, last: DeskPerson | None = None, known_px: float | None = None) -> Landmarks | None:
    chosen = find_desk_person(scene_of(*people), SETTINGS.gate, last, known_px)
    return chosen.person if chosen is not None else None


def test_the_nearest_sits_at_the_desk_until_somebody_is_known_to() -> None:
    near, far = figure(UPRIGHT), placed(figure(UPRIGHT), scale=0.7, x_px=150)
    assert found(far, near) is near
    assert found(far, near, last=DeskPerson(470, 317, 140)) is far, "the one of the last frame is stayed with"


def test_somebody_half_as_large_as_the_baseline_is_further_back() -> None:
    far = placed(figure(UPRIGHT), scale=0.5)
    assert found(far) is far
    assert found(far, known_px=200.0) is None
    assert found(placed(figure(UPRIGHT), scale=0.56), known_px=200.0) is not None


def test_size_and_plausibility_decide_not_visibility() -> None:
    share = SETTINGS.gate.min_shoulder_share * HEIGHT_PX / 200
    assert found(placed(figure(UPRIGHT), scale=share * 0.99)) is None
    assert found(placed(figure(UPRIGHT), scale=share * 1.01)) is not None
    upside_down = Landmarks({n: Landmark(p.x_px, 480 - p.y_px, 1.0) for n, p in figure(UPRIGHT).points.items()})
    assert found(upside_down) is None
    assert found(placed(figure(UPRIGHT), x_px=400)) is None, "the head is outside of the picture"
    assert found(figure(Pose(face_near=2.3))) is None, "ears wider apart than a body allows"
    no_ears = Landmarks({n: p for n, p in figure(UPRIGHT).points.items() if "ear" not in n})
    assert found(no_ears) is None


# --- smoothing

PLAIN = Smoothing(median_s=0.0, mean_s=10.0)


@given(st.sampled_from([0.1, 0.2, 0.5, 1.0, 2.0, 5.0]))
def test_the_mean_has_its_time_constant_at_any_frame_rate(interval_s: float) -> None:
    state = Smoothed()
    for n in range(round(-100 / interval_s), round(10 / interval_s) + 1):
        state = smooth(state, n * interval_s, {"x": float(n > 0)}, PLAIN)
    assert state.means["x"] == pytest.approx(1 - math.exp(-1), abs=1e-4)


@pytest.mark.parametrize("interval_s", [0.2, 1.0])
def test_the_first_frames_count_alike_so_one_noisy_frame_does_not_last(interval_s: float) -> None:
    state = smooth(Smoothed(), 0.0, {"x": 1.5}, PLAIN)
    for n in range(1, 5):
        state = smooth(state, n * interval_s, {"x": 1.0}, PLAIN)
    assert state.means["x"] == pytest.approx(1.0 + 0.5 / 5, abs=0.03), "not 1.3 to 1.5, as the time constant alone says"


def test_one_wild_frame_does_not_pass_the_median() -> None:
    policy = Smoothing(median_s=2.0, mean_s=0.0)
    state = Smoothed()
    seen: list[float] = []
    for t_s, value in enumerate([1.0, 1.0, 99.0, 1.0, 1.0, 5.0, 5.0]):
        state = smooth(state, t_s, {"x": value}, policy)
        seen.append(state.means["x"])
    assert seen == [1, 1, 1, 1, 1, 1, 5]


def test_without_smoothing_a_value_is_itself() -> None:
    state = smooth(Smoothed(), 0.0, {"x": 1.0}, Smoothing(0.0, 0.0))
    assert smooth(state, 1.0, {"x": 7.0}, Smoothing(0.0, 0.0)).means == {"x": 7.0}


def test_a_metric_missing_for_long_starts_afresh_and_one_missing_for_a_moment_goes_on() -> None:
    state = smooth(Smoothed(), 0.0, {"x": 0.0, "y": 0.0}, PLAIN)
    state = smooth(state, 5.0, {"y": 0.0}, PLAIN)
    assert smooth(state, 6.0, {"x": 1.0}, PLAIN).means["x"] == pytest.approx(1 / (1 + math.exp(-0.6)))
    assert smooth(state, 11.0, {"x": 1.0}, PLAIN).means["x"] == 1.0


# --- rules over time


def test_a_hold_is_interpolated_and_flat_beyond_its_points() -> None:
    rule = replace(simple_rule(), hold=(HoldPoint(20, 240), HoldPoint(60, 60), HoldPoint(60.001, 0)))
    assert [rule.hold_s(v) for v in (5, 20, 40, -40, 60, 61)] == [240, 240, 150, 150, 60, 0]


@pytest.mark.parametrize(
    "bad",
    [
        {"exit_below": 11.0}, {"enter_above": math.nan}, {"hold": ()}, {"release_s": -1.0},
        {"hold": (HoldPoint(10, -1),)}, {"hold": (HoldPoint(10, 1), HoldPoint(10, 2))},
    ],
)  # fmt: skip
def test_a_rule_that_cannot_work_cannot_be_built(bad: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="rule tilt"):
        replace(simple_rule(), **bad)


def follow(rule: Rule, values: list[float | None], step_s: float = 1.0) -> tuple[MonitorState, list[Event]]:
    state, events = MonitorState(), list[Event]()
    for n, value in enumerate(values):
        signals = {} if value is None else {rule.signal: value}
        state, more = follow_rules(state, (rule,), signals, NOW.shifted(n * step_s), step_s, 10.0)
        events += more
    return state, events


def times(events: list[Event], kind: type) -> list[float]:
    return [e.at.mono_s for e in events if isinstance(e, kind)]


RULE = simple_rule(enter=10.0, hold_s=5.0)


def test_a_rule_is_raised_after_its_hold_and_released_below_its_exit() -> None:
    _, events = follow(RULE, [0, *[11] * 10, *[5] * 8])
    assert (times(events, RuleRaised), times(events, RuleCleared)) == ([6], [16])


def test_at_the_limit_is_not_over_it() -> None:
    assert follow(RULE, [10.0] * 50)[1] == []
    assert times(follow(RULE, [-10.01] * 9)[1], RuleRaised) == [5], "two-sided"
    assert follow(replace(RULE, two_sided=False), [-50.0] * 9)[1] == []


def test_between_exit_and_enter_a_rule_stays_as_it_is() -> None:
    state, events = follow(RULE, [*[11] * 6, *[8] * 100])
    assert times(events, RuleCleared) == []
    assert state.active == ("tilt",)
    resumed = follow(RULE, [*[11] * 4, *[8] * 30, *[11] * 4])[1]
    assert times(resumed, RuleRaised) == [36], "3 of 5 seconds before, 2 after"


def test_a_short_relief_does_not_release() -> None:
    _, events = follow(RULE, [*[11] * 6, *[0] * 5, *[11] * 3, *[0] * 6])
    assert times(events, RuleCleared) == [19]


def test_a_steeper_value_uses_its_hold_up_faster() -> None:
    rule = replace(RULE, hold=(HoldPoint(10, 20), HoldPoint(30, 10)))
    assert times(follow(rule, [30.0] * 30)[1], RuleRaised) == [10]
    assert times(follow(rule, [20.0] * 30)[1], RuleRaised) == [15]


def test_a_signal_missing_for_long_clears_its_rule_as_unknown() -> None:
    _, events = follow(RULE, [*[11] * 6, *[None] * 10, 11])
    assert times(events, RuleCleared) == []
    _, events = follow(RULE, [*[11] * 6, *[None] * 11])
    assert [(e.at.mono_s, e.reason) for e in events if isinstance(e, RuleCleared)] == [(16, "unknown")]


# --- learning


def test_median_and_spread_by_hand() -> None:
    assert median_and_spread([1, 2, 3, 4, 100]) == (3, pytest.approx(1.4826))


def test_a_metric_that_most_frames_lack_is_not_in_the_baseline() -> None:
    samples = [sample_of(UPRIGHT, t) for t in range(4)]
    samples[0] = replace(samples[0], values={k: v for k, v in samples[0].values.items() if k != "head_turn_deg"})
    place = BaselinePlace("sim", "front", "image", WIDTH_PX, HEIGHT_PX)
    rare = [replace(s, values={**s.values, "cva_proxy_deg": 50.0}) if s.at.mono_s == 0 else s for s in samples]
    made = make_baseline(rare, place, provisional=True, light=None)
    assert made is not None
    assert "head_turn_deg" in made.medians
    assert "cva_proxy_deg" not in made.medians
    assert make_baseline(samples, replace(place, view="side"), provisional=True, light=None) is None


def test_the_window_slides_until_a_minute_is_steady() -> None:
    policy = SETTINGS.baseline
    state, ready_at = Learning(), 0.0
    for t in range(300):
        restless = Pose(head_tilt_deg=15 * math.sin(t)) if t < 100 else UPRIGHT
        state, ready = learn(state, sample_of(restless, t), policy, 5.0)
        if ready:
            ready_at = float(t)
            break
    # nine tenths of the minute must be still before its middle 80 % are
    assert 135 <= ready_at <= 160


def test_learning_starts_again_after_a_gap_or_from_another_side() -> None:
    state, _ = learn(Learning(), sample_of(UPRIGHT, 0), SETTINGS.baseline, 5.0)
    assert len(learn(state, sample_of(UPRIGHT, 5), SETTINGS.baseline, 5.0)[0].samples) == 2
    assert len(learn(state, sample_of(UPRIGHT, 6), SETTINGS.baseline, 5.0)[0].samples) == 1
    other_side = replace(sample_of(UPRIGHT, 1), view="between")
    assert len(learn(state, other_side, SETTINGS.baseline, 5.0)[0].samples) == 1


def test_steady_is_measured_against_the_size_of_the_body() -> None:
    def shaking(px: float) -> list[PostureSample]:
        return [sample_of(Pose(shift_x=px / 200 * (t % 2)), t) for t in range(20)]

    assert unsteady_metric(shaking(10), SETTINGS.baseline) is None
    assert unsteady_metric(shaking(40), SETTINGS.baseline) == "head_x_px"


def test_a_head_low_over_the_shoulders_looks_slumped() -> None:
    assert looks_low(baseline_of(SLUMPED))
    assert not looks_low(baseline_of(UPRIGHT))


# --- the set-up

MIDDLE = (WIDTH_PX / 2, HEIGHT_PX / 2)


def values_of(pose: Pose) -> dict[str, float]:
    return dict(sample_of(pose, 0).values)


def test_everything_shifted_or_grown_together_is_the_set_up() -> None:
    lid = rigid_move(values_of(UPRIGHT), values_of(Pose(shift_x=0.1, shift_y=0.3)), MIDDLE)
    assert lid is not None
    assert (lid.growth, lid.shift_x_px, lid.shift_y_px) == (pytest.approx(1.0), pytest.approx(20), pytest.approx(60))
    chair = rigid_move(values_of(UPRIGHT), values_of(Pose(near=1.3)), MIDDLE)
    assert chair is not None
    assert (chair.growth, chair.shift_y_px) == (pytest.approx(1.3), pytest.approx(0, abs=1e-6))


@pytest.mark.parametrize(
    "pose",
    [SLUMPED, Pose(head_drop=0.06), Pose(face_near=1.15), Pose(head_tilt_deg=5), Pose(lean_deg=5), Pose(lean_deg=-12)],
)
def test_a_body_that_changes_its_shape_is_not_the_set_up(pose: Pose) -> None:
    assert rigid_move(values_of(UPRIGHT), values_of(pose), MIDDLE) is None


def test_a_carried_baseline_measures_the_moved_posture_as_upright() -> None:
    after = Pose(near=1.2, shift_x=0.2, shift_y=-0.1)
    move = rigid_move(values_of(UPRIGHT), values_of(after), MIDDLE)
    assert move is not None
    carried = carry_along(baseline_of(), move, NOW)
    expected = baseline_of(after)
    for name, value in expected.medians.items():
        assert carried.medians[name] == pytest.approx(value, abs=1e-6), name


# --- calibration


def take_of(*scenes: Scene) -> Baseline | Refused:
    take = Take()
    for scene in scenes:
        take, _ = add_frame(take, scene, SETTINGS)
    return finish_take(take, SETTINGS)


def ten(*people: Landmarks, light: float = 0.5) -> list[Scene]:
    return [scene_of(*people, t_s=t, light=light) for t in range(10)]


def test_a_good_take_is_the_baseline_of_that_camera_and_light() -> None:
    made = take_of(*ten(figure(UPRIGHT), light=0.4))
    assert isinstance(made, Baseline)
    assert dict(made.medians) == pytest.approx(values_of(UPRIGHT))
    assert (made.provisional, made.light, made.frames, made.place.camera) == (False, 0.4, 10, "sim")


def test_a_few_bad_frames_do_not_spoil_a_take() -> None:
    assert isinstance(take_of(*ten(figure(UPRIGHT)), *ten()[:4]), Baseline)
    assert isinstance(take_of(*ten(figure(UPRIGHT)), *ten()[:5]), Refused)


@pytest.mark.parametrize(
    ("finding", "scenes"),
    [
        ("nobody", ten()),
        ("two_people", ten(figure(UPRIGHT), placed(figure(UPRIGHT), scale=0.8, x_px=180))),
        ("turned", ten(figure(Pose(turn_deg=50)))),
        ("dark", ten(figure(UPRIGHT), light=0.03)),
        ("hidden", ten(figure(Pose(visibility=0.2)))),
        ("short", ten(figure(UPRIGHT))[:4]),
        ("moving", [scene_of(figure(Pose(shift_x=t / 20)), t_s=t) for t in range(20)]),
    ],
)
def test_a_bad_take_is_refused_with_its_reason(finding: str, scenes: list[Scene]) -> None:
    refused = take_of(*scenes)
    assert isinstance(refused, Refused)
    assert (refused.finding, refused.reason, refused.advice) == (finding, *REASONS[finding])


def test_a_passer_by_far_back_does_not_spoil_a_take() -> None:
    assert isinstance(take_of(*ten(figure(UPRIGHT), placed(figure(UPRIGHT), scale=0.4, x_px=200))), Baseline)


def test_a_clip_said_to_be_upright_is_never_refused() -> None:
    one_frame = measured_only(Take(), scene_of(figure(Pose(turn_deg=50)), light=0.03), SETTINGS)
    assert [b.frames for b in baselines_of(one_frame, SETTINGS)] == [1]
    assert baselines_of(measured_only(Take(), scene_of(), SETTINGS), SETTINGS) == ()
    assert baselines_of(Take(), SETTINGS) == ()


def test_two_frames_of_one_moment_divide_by_nothing() -> None:
    policy = Smoothing(0.0, 10.0)
    once = smooth(Smoothed(), 5.0, {"x": 1.0}, policy)
    again = smooth(once, 5.0, {"x": 3.0}, policy)
    assert again.means == {"x": 1.0}
    assert smooth(again, 6.0, {"x": 1.0}, policy).means["x"] == 1.0


# --- reminders

POLICY = ReminderPolicy(600.0, 1500.0, 3, 4, 300.0, 1800.0, 600.0, 2, True, 3, 60.0)
TILT = simple_rule()
SITTING = Rule("sitting", "sitting_s", 1800, 1, (HoldPoint(1800, 0),), 0, "Stand up.", kind="move")


def give(state: ReminderState, at: Instant, *active: str) -> tuple[ReminderState, list[Event]]:
    """The rules become active at that moment, and are released right after it."""
    state, events = follow_reminders(state, (TILT, SITTING), Situation(active), at, POLICY)
    after, _ = follow_reminders(state, (TILT, SITTING), Situation((), frozenset(active)), at, POLICY)
    return after, events


def due(events: list[Event]) -> list[tuple[str, tuple[str, ...]]]:
    return [(e.kind, e.rules) for e in events if isinstance(e, ReminderDue)]


def test_no_more_a_day_than_the_cap_and_again_on_the_users_next_day() -> None:
    """The user lives two hours ahead of UTC: their day ends at 22:00 UTC."""
    evening = Instant(0.0, START_UTC.replace(hour=12), 7200.0)
    state, given = ReminderState(), list[float]()
    for quarter in range(56):
        at = evening.shifted(quarter * 900.0)
        state, events = give(state, at, "tilt")
        given += [at.mono_s / 3600 for _ in due(events)]
    # three in the first hour, one more when the first is an hour old: four; then none until 22:00 UTC
    assert given == [0.0, 0.25, 0.5, 1.0, 10.0, 10.25, 10.5, 11.0]


def test_moving_has_a_gap_of_its_own_and_waits_for_the_one_of_posture() -> None:
    state, events = give(ReminderState(), NOW, "sitting")
    assert due(events) == [("move", ("sitting",))]
    state, events = give(state, NOW.shifted(700), "sitting")
    assert due(events) == []
    state, events = give(state, NOW.shifted(700), "tilt")
    assert due(events) == [("posture", ("tilt",))]
    state, events = give(state, NOW.shifted(1299), "sitting")
    assert due(events) == []
    state, events = give(state, NOW.shifted(1500), "sitting")
    assert due(events) == [("move", ("sitting",))]


def test_posture_and_sitting_at_once_ask_to_move() -> None:
    _, events = give(ReminderState(), NOW, "tilt", "sitting")
    [reminder] = [e for e in events if isinstance(e, ReminderDue)]
    assert (reminder.kind, reminder.rules, reminder.message) == ("move", ("tilt", "sitting"), "Stand up.")


def test_a_posture_still_held_is_mentioned_again_after_a_while() -> None:
    state, given = ReminderState(), list[float]()
    for t in range(0, 4000, 50):
        state, events = follow_reminders(state, (TILT,), Situation(("tilt",)), NOW.shifted(t), POLICY)
        given += [float(t) for _ in due(events)]
    assert given == [0.0, 1800.0, 3600.0]


def test_watch_rules_never_remind() -> None:
    watch = replace(TILT, level="watch")
    assert follow_reminders(ReminderState(), (watch,), Situation(("tilt",)), NOW, POLICY)[1] == []


# --- instants


def test_a_gap_is_what_either_clock_saw() -> None:
    slept = Instant(10.0, START_UTC + timedelta(seconds=3600))
    assert slept.gap_since(NOW) == 3600
    set_back = Instant(10.0, START_UTC - timedelta(seconds=3600))
    assert set_back.gap_since(NOW) == 10


def test_the_users_day_follows_their_clock() -> None:
    late = START_UTC.replace(hour=23)
    assert Instant(0.0, late, 7200.0).local_date == late.date() + timedelta(days=1)
    assert Instant(0.0, late, -7200.0).local_date == late.date()
    with pytest.raises(ValueError, match="aware"):
        Instant(0.0, late.replace(tzinfo=None))
