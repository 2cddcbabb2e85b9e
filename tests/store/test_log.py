"""What is appended can be read back; what is open is closed where it stood; nothing is written twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from log_story import FAR, NOTHING_OPEN, T0, at, baseline, due, ended, minute, span, still

from posture_watch.core.baseline import Rise
from posture_watch.core.events import (
    BaselineChanged,
    BaselineDropped,
    BoutEnded,
    MinuteEnded,
    NoticeDue,
    PostureChanged,
    ReminderEnded,
    ReminderSkipped,
    RuleCleared,
    RuleRaised,
)
from posture_watch.core.intervals import Checkpoint
from posture_watch.store.log import Log


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "log.sqlite"


def test_a_checkpoint_is_one_open_interval_that_grows(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        for end in (10, 20, 30):
            log.append([], still(0, end))
            assert log.intervals(*FAR) == [span(0, end)]


def test_an_ended_interval_takes_the_place_of_the_open_one(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([], still(0, 20))
        log.append([ended(0, 14)], still(14, 20, "away"))
        assert log.intervals(*FAR) == [span(0, 14), span(14, 20, "away")]


def test_what_was_open_and_never_ended_stays_up_to_what_comes_next(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([], still(0, 20))
        log.append([], still(15, 25, "poor"))
        assert log.intervals(*FAR) == [span(0, 15), span(15, 25, "poor")]
        log.append([], NOTHING_OPEN)
        assert log.intervals(*FAR) == [span(0, 15), span(15, 25, "poor")]


def test_the_same_append_again_changes_nothing(path: Path) -> None:
    events = [
        ended(0, 14),
        due(14, 1),
        ReminderSkipped(at(14), "posture", ("lean",), "gap"),
        BoutEnded(at(14), at(0), at(14), 14.0),
        NoticeDue(at(14), "too_dark", "It is too dark to see you."),
        BaselineChanged(at(14), "learnt", baseline(), "A baseline was learnt."),
        ReminderEnded(at(14), 1, at(14), "moved"),
    ]
    checkpoint = Checkpoint(span(14, 20), minute(0))
    with Log.open(path, now=at(0)) as log:
        log.append(events, checkpoint)
        once = log.detail(*FAR), log.notices(*FAR), log.baselines()
        log.append(events, checkpoint)
        assert (log.detail(*FAR), log.notices(*FAR), log.baselines()) == once
    assert [len(part) for part in (once[0].intervals, once[0].reminders, once[0].skips, once[0].bouts, once[1])] == [
        2, 1, 1, 1, 2,
    ]  # fmt: skip


def test_events_that_intervals_already_tell_leave_no_rows(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append(
            [
                PostureChanged(at(1), "good", "poor", at(1)),
                RuleRaised(at(1), "lean", "act", "lean_deg", 21.0, "Lean back."),
                RuleCleared(at(2), "lean", "released"),
            ],
            NOTHING_OPEN,
        )
        assert log.reach() is None


def test_an_hour_told_twice_keeps_its_first_account(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([ended(100, 200), ended(300, 400)], NOTHING_OPEN)
        log.append([ended(50, 350, "poor")], NOTHING_OPEN)
        assert log.intervals(*FAR) == [
            span(50, 100, "poor"), span(100, 200), span(200, 300, "poor"), span(300, 400),
        ]  # fmt: skip


def test_a_clock_set_back_does_not_erase_what_was_open(path: Path) -> None:
    with Log.open(path, now=at(3600)) as log:
        log.append([], still(3600, 3700))
        log.append([], still(100, 110))
        assert log.intervals(*FAR) == [span(100, 110), span(3600, 3700)]


def test_a_killed_run_is_closed_where_it_stood(path: Path) -> None:
    killed = Log.open(path, now=at(0))
    killed.append([ended(0, 10)], still(10, 25, "poor"))
    with Log.open(path, now=at(500)) as log:
        assert log.intervals(*FAR) == [span(0, 10), span(10, 25, "poor")]
        log.append([], still(500, 510))
        assert log.intervals(*FAR)[1:] == [span(10, 25, "poor"), span(500, 510)]
        first, second = log.runs()
        assert (first.ended_utc, first.clean, second.ended_utc) == (at(25).utc, False, None)
    killed._db.close()  # pyright: ignore[reportPrivateUsage]  # only now: closing would have ended the run cleanly


def test_a_clean_end_is_known(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([], still(0, 25))
    with Log.open_readonly(path) as log:
        (run,) = log.runs()
        assert (run.started_utc, run.ended_utc, run.clean) == (at(0).utc, at(25).utc, True)


def test_a_minute_is_replaced_by_its_later_figures(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        for good in (10.0, 20.0, 60.0):
            log.append([], Checkpoint(None, minute(3, good=good)))
        assert log.minutes(*FAR) == [minute(3)]


def test_a_restart_inside_a_minute_adds_up(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([], Checkpoint(None, minute(0, good=20, mean=1.0, frames=10)))
    with Log.open(path, now=at(30)) as log:
        log.append([], Checkpoint(None, minute(0, good=30, mean=2.0, frames=30)))
        (both,) = log.minutes(*FAR)
    assert (both.seconds, both.sitting_s, both.over_s, both.judged_frames) == ({"good": 50}, 50, {"lean": 25}, 40)
    assert both.deviation_means == {"lean_deg": 1.75}


def test_a_pause_inside_a_minute_adds_up_and_a_repeated_append_does_not(path: Path) -> None:
    before, after = MinuteEnded(at(20), minute(0, good=20)), minute(0, good=15)
    with Log.open(path, now=at(0)) as log:
        log.append([], Checkpoint(None, minute(0, good=18)))
        log.append([before], NOTHING_OPEN)
        log.append([before], Checkpoint(None, minute(0, good=5)))
        log.append([MinuteEnded(at(60), after)], Checkpoint(None, minute(1, good=1)))
        assert [m.seconds for m in log.minutes(*FAR)] == [{"good": 35}, {"good": 1}]


def test_a_minute_told_twice_is_no_longer_than_a_minute(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([MinuteEnded(at(60), minute(0, good=60))], NOTHING_OPEN)
        log.append([MinuteEnded(at(60), minute(0, good=30))], NOTHING_OPEN)
        (both,) = log.minutes(*FAR)
    assert (both.seconds, both.over_s) == ({"good": 60}, {"lean": 30})


def test_reminders_and_what_came_of_them(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([due(100, 1), due(900, 2)], NOTHING_OPEN)
        log.append([ReminderEnded(at(130), 1, at(100), "moved")], NOTHING_OPEN)
        first, second = log.reminders(*FAR)
    assert (first.rules, first.title, first.outcome, first.outcome_utc) == (
        ("slump", "lean"), "Time to change position", "moved", at(130).utc,
    )  # fmt: skip
    assert (second.number, second.outcome, second.outcome_utc) == (2, None, None)


def test_numbers_of_another_run_are_other_reminders(path: Path) -> None:
    for start in (0, 1000):
        with Log.open(path, now=at(start)) as log:
            log.append([due(start + 5, 1)], NOTHING_OPEN)
    with Log.open(path, now=at(2000)) as log:
        log.append([ReminderEnded(at(2000), 1, at(1005), "left")], NOTHING_OPEN)
        assert [r.outcome for r in log.reminders(*FAR)] == [None, "left"]


def test_notes_about_baselines_are_kept(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([BaselineChanged(at(1), "loaded", baseline(), "Using your baseline.")], NOTHING_OPEN)
        log.append([BaselineDropped(at(2), "setup_moved", "The camera has moved.")], NOTHING_OPEN)
        assert log.baselines() == []
        assert [(n.topic, n.text) for n in log.notices(*FAR)] == [
            ("baseline_loaded", "Using your baseline."),
            ("baseline_dropped_setup_moved", "The camera has moved."),
        ]


def test_a_baseline_comes_back_to_the_last_digit(path: Path) -> None:
    with Log.open(path) as log:
        log.save_baseline(baseline())
        assert log.baselines() == [baseline()]


def test_the_own_full_slump_comes_back_with_its_baseline(path: Path) -> None:
    with Log.open(path) as log:
        log.save_baseline(replace(baseline(), full_slump_ratio=0.2345678901234567))
        assert [b.full_slump_ratio for b in log.baselines()] == [0.2345678901234567]


def test_each_light_has_its_baseline_until_the_place_is_calibrated_again(path: Path) -> None:
    day, night = replace(baseline(1, provisional=True), light=0.6), replace(baseline(2, provisional=True), light=0.1)
    with Log.open(path) as log:
        for made in (day, night, replace(day, made_utc=baseline(0).made_utc)):
            log.save_baseline(made)
        assert log.baselines() == [day, night]
        asked = replace(baseline(3), light=0.6)
        log.save_baseline(asked)
        assert log.baselines() == [asked]
        later = replace(baseline(4, provisional=True), light=0.1)
        log.save_baseline(later)
        assert log.baselines() == [asked, later]


def test_how_far_a_baseline_has_risen_comes_back_with_it(path: Path) -> None:
    with Log.open(path) as log:
        log.save_baseline(replace(baseline(), rise=Rise(0.0123456789012345, 0.02)))
        assert [b.rise for b in log.baselines()] == [Rise(0.0123456789012345, 0.02)]


def test_the_newest_baseline_of_a_place_holds_and_a_calibrated_one_first(path: Path) -> None:
    calibrated = baseline(100, lean=0.5)
    with Log.open(path) as log:
        log.save_baseline(baseline(200, lean=0.7, provisional=True))
        log.save_baseline(baseline(0, lean=0.3))
        log.save_baseline(calibrated)
        log.save_baseline(baseline(0, view="side", provisional=True))
        log.save_baseline(baseline(5, view="side", provisional=True))
        assert log.baselines() == [calibrated, baseline(5, view="side", provisional=True)]


def test_the_sitting_that_a_restart_interrupts_goes_on(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([ended(0, 100), ended(100, 190, "away", sitting=False), ended(190, 300)], NOTHING_OPEN)
        log.append([ended(300, 330, "away", sitting=False)], still(330, 400, "poor"))
    with Log.open(path, now=at(430)) as log:
        facts = log.resume_facts(at(430), break_s=60)
        assert (facts.bout_start_utc, facts.bout_sitting_s) == (at(190).utc, 180.0)
        assert (facts.bout_last_sitting_utc, facts.first_utc) == (at(400).utc, at(0).utc)
        assert log.resume_facts(at(460), break_s=60).bout_start_utc is None


def test_a_bout_that_has_ended_does_not_go_on(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([ended(0, 100), BoutEnded(at(100), at(0), at(100), 100.0)], still(130, 150))
        facts = log.resume_facts(at(151), break_s=60)
        assert (facts.bout_start_utc, facts.bout_sitting_s) == (at(130).utc, 20.0)


def test_resuming_knows_the_reminders_of_today_and_of_the_last_hour(path: Path) -> None:
    midnight = 15 * 3600
    with Log.open(path, now=at(0)) as log:
        log.append([due(midnight - 7200, 1), due(midnight - 1200, 2), due(midnight + 60, 3)], NOTHING_OPEN)
        numbers = [r.number for r in log.resume_facts(at(midnight + 600), break_s=60).reminders]
        assert numbers == [2, 3]
        numbers = [r.number for r in log.resume_facts(at(midnight + 7200), break_s=60).reminders]
        assert numbers == [3]
        # An hour further east the day has only begun at the same moment's local midnight.
        numbers = [r.number for r in log.resume_facts(at(midnight + 7200, 3600.0), break_s=60).reminders]
        assert numbers == [2, 3]


def test_a_stretch_answers_with_what_shares_time_with_it(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([ended(0, 100), ended(100, 200, "poor"), ended(200, 300)], Checkpoint(None, minute(2)))
        assert log.intervals(at(100).utc, at(200).utc) == [span(100, 200, "poor")]
        assert log.intervals(at(99).utc, at(201).utc) == [span(0, 100), span(100, 200, "poor"), span(200, 300)]
        assert log.intervals(at(150).utc, at(160).utc) == [span(100, 200, "poor")]
        assert log.intervals(at(300).utc, at(400).utc) == []
        assert log.minutes(at(179).utc, at(200).utc) == [minute(2)]
        assert log.minutes(at(180).utc, at(200).utc) == []
        assert log.reach() == (T0, at(300).utc)


def test_times_are_kept_to_the_millisecond(path: Path) -> None:
    start = at(0.1239)
    interval = replace(span(0, 1), start_utc=start.utc)
    with Log.open(path, now=at(0)) as log:
        log.append([], Checkpoint(interval, None))
        (read,) = log.intervals(*FAR)
    assert read.start_utc == T0 + timedelta(milliseconds=123)


def test_a_reader_sees_what_a_running_monitor_wrote_and_cannot_write(path: Path) -> None:
    with Log.open(path, now=at(0)) as log, Log.open_readonly(path) as reader:
        log.append([], still(0, 10))
        assert reader.intervals(*FAR) == [span(0, 10)]
        with pytest.raises(Exception, match="read-only"):
            reader.save_baseline(baseline())


def test_appending_needs_a_run(path: Path) -> None:
    with Log.open(path) as log, pytest.raises(ValueError, match="without a run"):
        log.append([], NOTHING_OPEN)


def test_opening_without_a_run_leaves_the_running_monitor_alone(path: Path) -> None:
    with Log.open(path, now=at(0)) as monitor:
        monitor.append([], still(0, 10))
        with Log.open(path) as other:
            other.save_baseline(baseline())
        monitor.append([], still(0, 20))
        assert monitor.intervals(*FAR) == [span(0, 20)]
        assert [run.ended_utc for run in monitor.runs()] == [None]


def test_every_commit_reaches_the_disk(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        settings = [log._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]  # pyright: ignore[reportPrivateUsage]
    assert settings == ["wal", 2]
