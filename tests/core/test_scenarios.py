"""Days told as stories. The whole timeline is compared, so that an event too many fails a test like one too few.

The times follow from the story and the defaults: a step passes the 2 s median after 1 s and the 10 s mean after
10 s · ln(step / (step − limit)); the balanced slump rules hold 15 s (watch) and 300 s (act).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from posture_watch.core.engine import begin, recalibrated
from posture_watch.core.events import BaselineChanged, BoutEnded, MinuteEnded, NoticeDue, RuleRaised
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.core.reminder_state import Reminded, ReminderState
from posture_watch.core.sitting import Bout
from tests.core.stories import (
    baseline_of,
    changed,
    clock_set,
    intervals_of,
    minutes_of,
    placed,
    run,
    settings_of,
    simple_rule,
    timeline,
    with_person,
)
from tests.sim import GONE, SLUMPED, START_UTC, UPRIGHT, Phase, Pose, figure, play, scenes, settings_for

CALIBRATED = (baseline_of(),)
START = [(0, "BaselineChanged loaded"), (0, "PostureChanged unknown -> good since 0")]
LEARNT = [
    (60, "BaselineChanged learnt"),
    (60, "IntervalEnded unknown 59 s"),
    (60, "PostureChanged unknown -> good since 60"),
]


def test_a_day_sit_slump_leave_come_back_suspend() -> None:
    day = play(
        [
            Phase(90, UPRIGHT),
            Phase(600, SLUMPED, over_s=2),
            Phase(300, UPRIGHT, over_s=2),
            Phase(120, GONE),
            Phase(200, UPRIGHT),
            Phase(4000, UPRIGHT, silent=True),
            Phase(120, UPRIGHT),
        ]
    )
    assert timeline(day) == [
        *LEARNT,
        (111, "RuleRaised slump_watch"),
        (111, "IntervalEnded good 51 s"),
        (111, "PostureChanged good -> poor since 111"),
        (116, "RuleRaised head_drop_watch"),
        (396, "RuleRaised slump"),
        (396, "ReminderDue slump"),
        (696, "ReminderEnded ignored"),
        (722, "RuleCleared head_drop_watch (released)"),
        (726, "RuleCleared slump_watch (released)"),
        (726, "RuleCleared slump (released)"),
        (726, "IntervalEnded poor 615 s"),
        (726, "PostureChanged poor -> good since 726"),
        (999, "IntervalEnded good 264 s"),
        (999, "PostureChanged good -> away since 989"),
        (1049, "BoutEnded 989 s"),
        (1110, "IntervalEnded away 120 s"),
        (1110, "PostureChanged away -> good since 1110"),
        (5310, "IntervalEnded good 200 s"),
        (5310, "BoutEnded 199 s"),
        (5310, "PostureChanged good -> unknown since 5310"),
        (5310, "PostureChanged unknown -> good since 5310"),
    ]
    assert day.judgements[-1].sitting_s == 119


# --- frames that stop, or cannot be measured


def test_frames_that_stop_end_everything_and_are_told_once() -> None:
    told = play(
        [Phase(60, UPRIGHT), Phase(40, SLUMPED), Phase(90, UPRIGHT, missing=True), Phase(20, UPRIGHT)],
        baselines=CALIBRATED,
    )
    assert timeline(told) == [
        *START,
        (80, "RuleRaised slump_watch"),
        (80, "IntervalEnded good 79 s"),
        (80, "PostureChanged good -> poor since 80"),
        (84, "RuleRaised head_drop_watch"),
        (100, "RuleCleared slump_watch (unknown)"),
        (100, "RuleCleared head_drop_watch (unknown)"),
        (100, "IntervalEnded poor 20 s"),
        (100, "PostureChanged poor -> unknown since 100"),
        (100, "NoticeDue frames_stopped"),
        (159, "BoutEnded 99 s"),
        (190, "NoticeDue frames_resumed"),
        (190, "PostureChanged unknown -> good since 190"),
    ]
    stale = [j for j in told.judgements if 100 <= j.at.mono_s < 190]
    assert {(j.posture, j.active, j.over, j.person) for j in stale} == {("unknown", (), (), False)}
    assert sum(i.duration_s for i in intervals_of(told)) == 79 + 20 + 19


def test_a_hand_before_the_face_changes_nothing_for_ten_seconds() -> None:
    hidden = replace(UPRIGHT, visibility=0.3)
    short = play([Phase(60, UPRIGHT), Phase(10, hidden), Phase(30, UPRIGHT)], baselines=CALIBRATED)
    assert timeline(short) == START
    long = play([Phase(60, UPRIGHT), Phase(30, hidden), Phase(30, UPRIGHT)], baselines=CALIBRATED)
    assert timeline(long) == [
        *START,
        (70, "IntervalEnded good 59 s"),
        (70, "PostureChanged good -> unknown since 59"),
        (90, "IntervalEnded unknown 30 s"),
        (90, "PostureChanged unknown -> good since 90"),
    ]
    assert long.judgements[-1].sitting_s == 119, "somebody unmeasured still sits there"


def test_somebody_who_leaves_from_behind_a_hand_takes_nothing_with_them() -> None:
    left = play(
        [Phase(120, UPRIGHT), Phase(5, replace(UPRIGHT, visibility=0.3)), Phase(60, GONE), Phase(9, UPRIGHT)],
        baselines=CALIBRATED,
    )
    assert [(i.posture, i.sitting, i.duration_s) for i in intervals_of(left)] == [
        ("good", True, 119),
        ("unknown", True, 5),
        ("away", False, 60),
        ("good", True, 9),
    ]


def test_a_rule_does_not_stay_active_while_its_posture_cannot_be_seen() -> None:
    told = play(
        [Phase(60, UPRIGHT), Phase(60, SLUMPED), Phase(30, replace(SLUMPED, visibility=0.3)), Phase(10, UPRIGHT)],
        baselines=CALIBRATED,
    )
    assert timeline(told)[len(START) :] == [
        (80, "RuleRaised slump_watch"),
        (80, "IntervalEnded good 79 s"),
        (80, "PostureChanged good -> poor since 80"),
        (84, "RuleRaised head_drop_watch"),
        (130, "RuleCleared slump_watch (unknown)"),
        (130, "RuleCleared head_drop_watch (unknown)"),
        (130, "IntervalEnded poor 40 s"),
        (130, "PostureChanged poor -> unknown since 119"),
        (150, "IntervalEnded unknown 30 s"),
        (150, "PostureChanged unknown -> good since 150"),
    ]


def test_too_dark_is_unknown_whether_somebody_is_seen_or_not() -> None:
    seen = play([Phase(60, UPRIGHT), Phase(90, replace(UPRIGHT, light=0.02))], baselines=CALIBRATED)
    assert timeline(seen) == [
        *START,
        (70, "IntervalEnded good 59 s"),
        (70, "PostureChanged good -> unknown since 59"),
    ]
    unseen = play([Phase(60, UPRIGHT), Phase(90, replace(GONE, light=0.02))], baselines=CALIBRATED)
    assert {j.posture for j in unseen.judgements if j.at.mono_s >= 70} == {"unknown"}
    from_the_start = play([Phase(90, replace(GONE, light=0.02))])
    assert {j.posture for j in from_the_start.judgements} == {"unknown"}
    learning = play([Phase(200, replace(UPRIGHT, light=0.02))])
    assert {j.posture for j in learning.judgements} == {"unknown"}
    assert learning.of(BaselineChanged) == [], "a baseline is never learnt in the dark"


def test_another_light_is_not_judged_until_it_has_a_baseline_of_its_own() -> None:
    dim = play([Phase(60, UPRIGHT), Phase(150, replace(UPRIGHT, light=0.2))], baselines=CALIBRATED)
    assert timeline(dim) == [
        *START,
        (70, "IntervalEnded good 59 s"),
        (70, "PostureChanged good -> unknown since 59"),
        (120, "BaselineChanged light_changed"),
        (120, "IntervalEnded unknown 60 s"),
        (120, "PostureChanged unknown -> good since 120"),
    ]
    cloud = play([Phase(60, UPRIGHT), Phase(50, replace(UPRIGHT, light=0.2)), Phase(50, UPRIGHT)], baselines=CALIBRATED)
    assert cloud.of(BaselineChanged)[1:] == [], "a cloud that passes costs no baseline"


def test_who_moved_while_the_light_changed_is_learnt_anew() -> None:
    aside = Pose(shift_x=0.3, light=0.2)
    told = play([Phase(60, UPRIGHT), Phase(150, aside)], baselines=CALIBRATED)
    assert timeline(told)[len(START) :] == [
        (70, "IntervalEnded good 59 s"),
        (70, "PostureChanged good -> unknown since 59"),
        (120, "BaselineDropped light_changed"),
        (180, "BaselineChanged learnt"),
        (180, "IntervalEnded unknown 120 s"),
        (180, "PostureChanged unknown -> good since 180"),
    ]


def test_a_head_turned_to_a_second_screen_is_not_judged() -> None:
    told = play([Phase(60, UPRIGHT), Phase(60, Pose(turn_deg=50)), Phase(30, UPRIGHT)], baselines=CALIBRATED)
    # the smoothed turn passes 25 of 50 degrees after 1 + 6.9 s, and comes back likewise
    assert timeline(told) == [
        *START,
        (77, "IntervalEnded good 66 s"),
        (77, "PostureChanged good -> unknown since 66"),
        (127, "IntervalEnded unknown 60 s"),
        (127, "PostureChanged unknown -> good since 127"),
    ]
    turned = [j for j in told.judgements if 77 <= j.at.mono_s < 120]
    assert {(j.posture, j.over) for j in turned} == {("unknown", ())}


# --- the set-up moves; a person sinks


@pytest.mark.parametrize(
    ("after", "known_at_s"),
    [
        (Pose(shift_y=0.3), 66),  # the lid was tilted back: everything lower in the picture
        (Pose(shift_y=-0.3), 66),
        (Pose(shift_x=0.4, shift_y=0.1), 67),  # the camera was pushed aside
        (Pose(near=1.4), 66),  # the chair was rolled up
    ],
)
def test_a_moved_set_up_is_no_alarm_and_carries_the_baseline_along(after: Pose, known_at_s: float) -> None:
    told = play([Phase(60, UPRIGHT), Phase(400, after, over_s=1)], baselines=CALIBRATED)
    assert timeline(told) == [*START, (known_at_s, "BaselineChanged setup_moved")]
    assert all(abs(v) < 0.02 for n, v in told.judgements[-1].deviations.items() if n.endswith("_ratio"))
    assert told.judgements[-1].deviations["slump_score"] < 0.1


def test_a_slump_after_the_set_up_moved_still_alarms() -> None:
    further = Pose(near=0.8)
    told = play([Phase(60, UPRIGHT), Phase(60, further), Phase(400, replace(SLUMPED, near=0.8))], baselines=CALIBRATED)
    assert timeline(told) == [
        *START,
        (65, "BaselineChanged setup_moved"),
        (140, "RuleRaised slump_watch"),
        (140, "IntervalEnded good 139 s"),
        (140, "PostureChanged good -> poor since 140"),
        (144, "RuleRaised head_drop_watch"),
        (425, "RuleRaised slump"),
        (425, "ReminderDue slump"),
    ]


def test_a_slump_while_the_set_up_moves_does_not_become_the_new_upright() -> None:
    told = play(
        [Phase(60, UPRIGHT), Phase(60, SLUMPED), Phase(60, replace(SLUMPED, shift_y=0.4), over_s=1)],
        baselines=CALIBRATED,
    )
    assert "setup_moved" in [e.reason for e in told.of(BaselineChanged) if isinstance(e, BaselineChanged)]
    assert told.state.posture == "poor"
    assert told.judgements[-1].deviations["slump_score"] > 1.0


@pytest.mark.parametrize("sunk", [SLUMPED, Pose(sink=0.25)], ids=["shape", "rigid"])
def test_a_slump_that_sinks_over_half_an_hour_alarms(sunk: Pose) -> None:
    told = play([Phase(90, UPRIGHT), Phase(1800, sunk, over_s=1800), Phase(400, sunk)])
    raised = [e.rule for e in told.of(RuleRaised) if isinstance(e, RuleRaised)]
    assert raised[:2] == ["slump_watch", "slump"]
    assert [e.reason for e in told.of(BaselineChanged) if isinstance(e, BaselineChanged)] == ["learnt"]
    assert told.state.posture == "poor"


def test_who_was_slumped_while_the_baseline_was_learnt_is_told_when_seen_taller() -> None:
    told = play([Phase(120, Pose(head_drop=0.08, sink=0.05)), Phase(60, UPRIGHT, over_s=2), Phase(60, SLUMPED)])
    assert timeline(told)[:5] == [
        *LEARNT,
        (158, "NoticeDue not_seen_upright"),
        (158, "BaselineChanged seen_more_upright"),
    ]
    assert timeline(told)[5][1] == "RuleRaised slump_watch", "the slump is now measured from the taller posture"


def test_who_starts_deeply_slumped_is_told_at_once() -> None:
    told = play([Phase(70, SLUMPED)])
    notices = [(e.at.mono_s, e.topic) for e in told.of(NoticeDue) if isinstance(e, NoticeDue)]
    assert notices == [(60.0, "not_seen_upright")]


def test_a_calibrated_baseline_is_not_replaced_by_sitting_taller() -> None:
    told = play([Phase(60, SLUMPED), Phase(400, UPRIGHT)], baselines=(baseline_of(SLUMPED),))
    steps = [what for _, what in timeline(told)[len(START) :]]
    assert timeline(told)[: len(START)] == START
    assert 2 <= len(steps) <= 5
    assert set(steps) == {"BaselineChanged drifted"}, "it only follows a little, and slowly"
    assert told.state.reference.current is not None
    assert not told.state.reference.current.provisional


def test_calibrating_while_it_runs_forgets_what_was_held_against_the_old_baseline() -> None:
    slumped = play([Phase(60, UPRIGHT), Phase(60, SLUMPED)], baselines=CALIBRATED)
    state, events = recalibrated(slumped.state, baseline_of(SLUMPED), Instant(120.0, START_UTC))
    assert [type(e).__name__ for e in events] == ["RuleCleared", "RuleCleared", "BaselineChanged"]
    assert state.monitor.active == ()
    assert state.reference.current is not None
    assert not state.reference.current.provisional


# --- coming and going


def test_forty_seconds_of_coffee_do_not_end_the_bout_and_are_not_sat() -> None:
    told = play([Phase(120, UPRIGHT), Phase(40, GONE), Phase(60, UPRIGHT)], baselines=CALIBRATED)
    assert timeline(told) == [
        *START,
        (129, "IntervalEnded good 119 s"),
        (129, "PostureChanged good -> away since 119"),
        (160, "IntervalEnded away 40 s"),
        (160, "PostureChanged away -> good since 160"),
    ]
    assert told.judgements[-1].sitting_s == 119 + 59


def test_sixty_seconds_away_end_the_bout_at_the_last_sight() -> None:
    told = play([Phase(120, UPRIGHT), Phase(60, GONE), Phase(60, UPRIGHT)], baselines=CALIBRATED)
    assert timeline(told) == [
        *START,
        (129, "IntervalEnded good 119 s"),
        (129, "PostureChanged good -> away since 119"),
        (179, "BoutEnded 119 s"),
        (180, "IntervalEnded away 60 s"),
        (180, "PostureChanged away -> good since 180"),
    ]
    assert told.judgements[-1].sitting_s == 59
    assert [(e.start.mono_s, e.end.mono_s) for e in told.events if isinstance(e, BoutEnded)] == [(0, 119)]


def test_a_dropped_detection_of_five_seconds_does_not_restart_a_hold() -> None:
    whole = play([Phase(60, UPRIGHT), Phase(400, SLUMPED)], baselines=CALIBRATED)
    gappy = play([Phase(60, UPRIGHT), Phase(100, SLUMPED), Phase(5, GONE), Phase(295, SLUMPED)], baselines=CALIBRATED)
    assert timeline(gappy) == timeline(whole)
    assert (365, "ReminderDue slump") in timeline(whole)


def test_somebody_further_back_in_the_room_is_not_watched() -> None:
    passer_by = placed(figure(SLUMPED), scale=0.4, x_px=200, y_px=-60)
    story = changed(scenes([Phase(120, UPRIGHT)], 1), 30, 90, with_person(passer_by))
    assert timeline(run(story, settings_for(), state=begin(CALIBRATED))) == START


def test_somebody_bigger_crossing_for_three_seconds_is_not_followed() -> None:
    passer_by = placed(figure(SLUMPED), scale=1.5, x_px=250)
    story = changed(scenes([Phase(120, UPRIGHT)], 1), 30, 33, with_person(passer_by))
    told = run(story, settings_for(), state=begin(CALIBRATED))
    assert timeline(told) == START
    assert max(j.deviations["shoulder_scale_ratio"] for j in told.judgements) < 0.01


def test_a_passer_by_left_in_the_background_does_not_sit_for_the_user() -> None:
    passer_by = placed(figure(UPRIGHT), scale=0.4, x_px=150, y_px=-60)
    story = changed(scenes([Phase(120, UPRIGHT), Phase(90, GONE)], 1), 30, 300, with_person(passer_by))
    assert timeline(run(story, settings_for(), state=begin(CALIBRATED))) == [
        *START,
        (129, "IntervalEnded good 119 s"),
        (129, "PostureChanged good -> away since 119"),
        (179, "BoutEnded 119 s"),
    ]


def test_a_person_invented_in_an_empty_room_is_nobody() -> None:
    invented = placed(figure(UPRIGHT), scale=0.03)
    told = run(changed(scenes([Phase(60, GONE)], 1), 0, 60, with_person(invented)), settings_for())
    assert timeline(told) == [(10, "PostureChanged unknown -> away since 0")]
    assert {j.person for j in told.judgements} == {False}
    assert {i.posture for i in intervals_of(told)} == {"away"}


def test_the_minute_before_a_suspend_is_kept_when_nobody_is_back_after_it() -> None:
    told = play([Phase(30, UPRIGHT), Phase(90, UPRIGHT, silent=True), Phase(30, GONE)], baselines=CALIBRATED)
    minutes = [
        (e.minute.start_utc.minute, dict(e.minute.seconds)) for e in told.of(MinuteEnded) if isinstance(e, MinuteEnded)
    ]
    assert minutes == [(0, {"good": 29.0})]


def test_an_interval_has_one_clock() -> None:
    """Summer time, or a trip: from then on it is another interval, and none of the time is lost."""

    def an_hour_ahead(scene: Scene) -> Scene:
        return replace(scene, at=replace(scene.at, utc_offset_s=3600.0))

    story = changed(scenes([Phase(300, UPRIGHT)], 1), 120, 300, an_hour_ahead)
    spans = intervals_of(run(story, settings_for(), state=begin(CALIBRATED)))
    assert [(span.utc_offset_s, span.duration_s) for span in spans] == [(0.0, 119.0), (3600.0, 180.0)]
    assert spans[0].end_utc == spans[1].start_utc


# --- reminders

TILTED = Pose(head_tilt_deg=15)
"""10 of 15 degrees pass the filter after 1 + 11 s, in whole steps a second later; with a hold of 20 s the rule is
raised 32 s after."""
ONE_RULE = settings_of(simple_rule(), posture_gap_s=120.0)


def test_what_comes_of_a_reminder_moved() -> None:
    told = play([Phase(60, UPRIGHT), Phase(60, TILTED), Phase(60, UPRIGHT)], settings=ONE_RULE, baselines=CALIBRATED)
    assert timeline(told) == [
        *START,
        (92, "RuleRaised tilt"),
        (92, "IntervalEnded good 91 s"),
        (92, "PostureChanged good -> poor since 92"),
        (92, "ReminderDue tilt"),
        (134, "RuleCleared tilt (released)"),
        (134, "IntervalEnded poor 42 s"),
        (134, "PostureChanged poor -> good since 134"),
        (134, "ReminderEnded moved"),
    ]


def reminders_in(told: list[tuple[float, str]]) -> list[tuple[float, str]]:
    return [(at_s, what) for at_s, what in told if what.startswith("Reminder")]


def test_what_comes_of_a_reminder_left_ignored_or_nobody_knows() -> None:
    def outcome(*after: Phase) -> list[tuple[float, str]]:
        story = [Phase(60, UPRIGHT), Phase(60, TILTED), *after]
        return reminders_in(timeline(play(story, settings=ONE_RULE, baselines=CALIBRATED)))

    assert outcome(Phase(20, GONE)) == [(92, "ReminderDue tilt"), (129, "ReminderEnded left")]
    assert outcome(Phase(300, TILTED)) == [(92, "ReminderDue tilt"), (392, "ReminderEnded ignored")]
    unseen = [(92, "ReminderDue tilt")]
    assert outcome(Phase(40, replace(TILTED, visibility=0.3)), Phase(40, UPRIGHT)) == unseen
    assert outcome(Phase(40, UPRIGHT, silent=True), Phase(40, UPRIGHT)) == unseen
    assert outcome(Phase(40, UPRIGHT, missing=True), Phase(40, UPRIGHT)) == unseen


def test_a_reminder_waits_for_its_gap_and_is_cancelled_by_moving() -> None:
    story = [Phase(60, UPRIGHT), Phase(60, TILTED), Phase(30, UPRIGHT)]
    waited = play([*story, Phase(120, TILTED)], settings=ONE_RULE, baselines=CALIBRATED)
    assert reminders_in(timeline(waited))[2:] == [(181, "ReminderSkipped tilt (gap)"), (212, "ReminderDue tilt")]
    moved = play([*story, Phase(40, TILTED), Phase(100, UPRIGHT)], settings=ONE_RULE, baselines=CALIBRATED)
    assert reminders_in(timeline(moved))[2:] == [(181, "ReminderSkipped tilt (gap)")]


def test_two_postures_at_once_are_one_reminder() -> None:
    both = settings_of(simple_rule(), simple_rule("drop", "head_drop_ratio", enter=10.2 / 15 * 0.3))
    told = play([Phase(60, UPRIGHT), Phase(60, replace(TILTED, head_drop=0.3))], settings=both, baselines=CALIBRATED)
    assert reminders_in(timeline(told)) == [(92, "ReminderDue tilt+drop")]


def test_the_hourly_cap_holds_and_lifts_again() -> None:
    capped = settings_of(simple_rule(), posture_gap_s=60.0, posture_per_hour=3)
    told = play(
        [Phase(40, UPRIGHT), *[Phase(60, TILTED), Phase(60, UPRIGHT)] * 32], settings=capped, baselines=CALIBRATED
    )
    due = [at_s for at_s, what in timeline(told) if what.startswith("ReminderDue")]
    assert due[:4] == [72, 192, 312, 72 + 3600]
    skipped = [what for _, what in timeline(told) if "Skipped" in what]
    assert set(skipped) == {"ReminderSkipped tilt (hourly_cap)"}


def test_sitting_long_asks_to_move_whatever_the_posture_and_not_again_after_a_break() -> None:
    told = play([Phase(1830, UPRIGHT), Phase(70, GONE), Phase(300, UPRIGHT)], 0.5, baselines=CALIBRATED)
    assert [entry for entry in timeline(told) if "sitting" in entry[1] or "Reminder" in entry[1]] == [
        (1802, "RuleRaised sitting"),
        (1802, "ReminderDue sitting"),
        (1838, "ReminderEnded left"),
        (1888, "RuleCleared sitting (released)"),
    ]


# --- settings, clocks, restarts


def test_a_rule_taken_out_of_the_settings_ends_at_once_and_nobody_is_said_to_have_moved() -> None:
    without = settings_of()
    told = run(
        scenes([Phase(60, UPRIGHT), Phase(90, TILTED)], 1),
        lambda t_s: ONE_RULE if t_s < 120 else without,
        state=begin(CALIBRATED),
    )
    assert timeline(told)[len(START) :] == [
        (92, "RuleRaised tilt"),
        (92, "IntervalEnded good 91 s"),
        (92, "PostureChanged good -> poor since 92"),
        (92, "ReminderDue tilt"),
        (120, "RuleCleared tilt (settings)"),
        (120, "IntervalEnded poor 28 s"),
        (120, "PostureChanged poor -> good since 120"),
    ]


def test_a_stricter_limit_takes_hold_from_the_next_frame_on() -> None:
    strict = settings_of(simple_rule(enter=5.0, hold_s=20.0))
    told = run(
        scenes([Phase(60, UPRIGHT), Phase(90, Pose(head_tilt_deg=8))], 1),
        lambda t_s: ONE_RULE if t_s < 100 else strict,
        state=begin(CALIBRATED),
    )
    assert [entry for entry in timeline(told) if "Rule" in entry[1]] == [(120, "RuleRaised tilt")]


def test_a_clock_set_forward_counts_nothing_in_between() -> None:
    told = run(clock_set(scenes([Phase(600, UPRIGHT)], 1), 300, 7200), settings_for(), state=begin(CALIBRATED))
    assert timeline(told) == [
        *START,
        (300, "IntervalEnded good 299 s"),
        (300, "BoutEnded 299 s"),
        (300, "PostureChanged good -> unknown since 300"),
        (300, "PostureChanged unknown -> good since 300"),
    ]
    assert [i.duration_s for i in intervals_of(told)] == [299, 299]


def test_a_clock_set_back_logs_no_time_twice() -> None:
    told = run(clock_set(scenes([Phase(1200, UPRIGHT)], 1), 300, -600), settings_for(), state=begin(CALIBRATED))
    first, second = intervals_of(told)
    assert first.duration_s == 299
    assert (second.start_utc, second.duration_s) == (first.end_utc, 300)
    assert told.judgements[-1].sitting_s == 1198, "the sitting time itself goes on: one frame of it is not known"


def test_a_clock_corrected_by_a_moment_counts_nothing_twice() -> None:
    story = clock_set(scenes([Phase(30, UPRIGHT), Phase(30, GONE), Phase(30, UPRIGHT)], 10), 29.9, -0.8)
    told = run(story, settings_for(10), state=begin(CALIBRATED))
    spans = intervals_of(told)
    assert all(a.end_utc <= b.start_utc for a, b in pairwise(spans))
    assert [i.posture for i in spans] == ["good", "away", "good"]
    assert sum(i.duration_s for i in spans) == pytest.approx(89.9 - 0.8)
    assert sum(sum(minute.seconds.values()) for minute in minutes_of(told)) == pytest.approx(89.9 - 0.8)


def test_a_restart_goes_on_with_the_bout_and_the_reminders_of_before() -> None:
    now = Instant(0.0, START_UTC)
    bout = Bout(now.shifted(-1500), now.shifted(-20), 1480.0)
    given = (Reminded(now.shifted(-60), "posture"),)
    story = [Phase(40, UPRIGHT), Phase(100, TILTED)]
    told = run(scenes(story, 1), ONE_RULE, state=begin(CALIBRATED, bout=bout, reminders=ReminderState(given, count=1)))
    assert told.judgements[0].sitting_s == 1480.0, "the seconds in which nobody looked are not sat"
    assert told.judgements[-1].sitting_s == 1480.0 + 139
    assert reminders_in(timeline(told)) == [(72, "ReminderDue tilt")]
    later = replace(given[0], at=now.shifted(-20))
    waiting = run(
        scenes(story, 1), ONE_RULE, state=begin(CALIBRATED, bout=bout, reminders=ReminderState((later,), count=1))
    )
    assert reminders_in(timeline(waiting)) == [(72, "ReminderSkipped tilt (gap)"), (100, "ReminderDue tilt")]


def test_a_restart_after_a_long_pause_ends_the_bout_where_it_stood() -> None:
    now = Instant(0.0, START_UTC)
    bout = Bout(now.shifted(-1500), now.shifted(-200), 1300.0)
    told = run(scenes([Phase(30, UPRIGHT)], 1), settings_for(), state=begin(CALIBRATED, bout=bout))
    assert (0, "BoutEnded 1300 s") in timeline(told)
    assert told.judgements[-1].sitting_s == 29


def test_a_neighbour_does_not_become_the_user_who_leaves() -> None:
    neighbour = placed(figure(UPRIGHT), scale=0.7, x_px=260)
    story = changed(scenes([Phase(120, UPRIGHT), Phase(90, GONE)], 1), 30, 300, with_person(neighbour))
    assert timeline(run(story, settings_for(), state=begin(CALIBRATED))) == [
        *START,
        (129, "IntervalEnded good 119 s"),
        (129, "PostureChanged good -> away since 119"),
        (179, "BoutEnded 119 s"),
    ]
