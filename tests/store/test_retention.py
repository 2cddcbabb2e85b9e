"""Forgetting: the detail goes, its figures stay for ever; what the user deletes is gone from the file."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from log_story import FAR, NOTHING_OPEN, T0, at, baseline, due, ended, minute, span, still

from posture_watch.core.events import BoutEnded, MinuteEnded, NoticeDue, ReminderEnded, ReminderSkipped
from posture_watch.core.intervals import Checkpoint
from posture_watch.store.log import Log

DAY_S = 86_400
BREAK_S = 60.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite"


def live_a_day(log: Log, number: int) -> None:
    """Half an hour at the desk on the morning of day ``number``."""
    begin = number * DAY_S
    log.append(
        [
            ended(begin, begin + 600),
            ended(begin + 600, begin + 1800, "poor"),
            BoutEnded(at(begin + 1800), at(begin), at(begin + 1800), 1800.0),
            due(begin + 1000, 1),
            ReminderEnded(at(begin + 1030), 1, at(begin + 1000), "moved"),
            ReminderSkipped(at(begin + 1500), "posture", ("lean",), "gap"),
            NoticeDue(at(begin + 5), "provisional", "Learning how you sit."),
            MinuteEnded(at(begin + 60), minute(begin // 60)),
        ],
        NOTHING_OPEN,
    )


def rows(log: Log) -> list[int]:
    told = log.detail(*FAR)
    return [len(part) for part in (told.intervals, told.minutes, told.bouts, told.reminders, told.skips)]


def test_old_detail_goes_and_its_figures_stay_the_same(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        for number in range(4):
            live_a_day(log, number)
        days = [T0.date() + timedelta(days=n) for n in range(4)]
        before = [log.day(day, break_s=BREAK_S) for day in days]
        log.apply_retention(2, at(4 * DAY_S), break_s=BREAK_S)
        after = [log.day(day, break_s=BREAK_S) for day in days]
    assert [summary.figures for summary in after if summary] == [summary.figures for summary in before if summary]
    assert [summary.has_detail for summary in after if summary] == [False, False, True, True]


def test_retention_again_neither_counts_twice_nor_forgets(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        # Through midnight: its second half still belongs to a day that is kept in detail.
        night = 14.5 * 3600
        log.append([ended(night, night + 3600)], NOTHING_OPEN)
        assert log.apply_retention(0, at(DAY_S), break_s=BREAK_S) == 0
        live_a_day(log, 1)
        for day in range(1, 4):
            log.apply_retention(0, at(day * DAY_S), break_s=BREAK_S)
        assert log.intervals(*FAR) == []
        assert [(f.day, f.sitting_s) for f in log.days(date.min, date.max)] == [
            (T0.date(), 1800.0), (T0.date() + timedelta(days=1), 3600.0),
        ]  # fmt: skip
        assert log.reach() == (at(night).utc, at(DAY_S + 1800).utc)


def test_recent_detail_is_not_touched(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        live_a_day(log, 0)
        before = rows(log)
        assert log.apply_retention(90, at(90 * DAY_S), break_s=BREAK_S) == 0
        assert rows(log) == before
        assert log.apply_retention(90, at(91 * DAY_S), break_s=BREAK_S) > 0
        assert rows(log) == [0, 0, 0, 0, 0]
        assert log.notices(*FAR) == []


def test_retention_keeps_the_baselines_that_hold(path: Path) -> None:
    with Log.open(path) as log:
        for made_s in (0.0, 1.0):
            log.save_baseline(baseline(made_s))
        log.apply_retention(90, at(200 * DAY_S), break_s=BREAK_S)
        assert log.baselines() == [baseline(1.0)]
        assert log._db.execute("SELECT count(*) FROM baselines").fetchone()[0] == 1  # pyright: ignore[reportPrivateUsage]


def test_deleting_a_stretch_leaves_the_rest(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        for number in range(3):
            live_a_day(log, number)
        log.delete(at(DAY_S + 300).utc, at(2 * DAY_S).utc, now=at(3 * DAY_S))
        assert rows(log) == [5, 3, 2, 2, 2]
        assert span(DAY_S, DAY_S + 300) in log.intervals(*FAR)


def test_deleting_takes_the_daily_figures_too(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        for number in range(3):
            live_a_day(log, number)
        log.apply_retention(0, at(5 * DAY_S), break_s=BREAK_S)
        log.delete(at(DAY_S).utc, at(2 * DAY_S).utc, now=at(5 * DAY_S))
        assert [figures.day.day for figures in log.days(date.min, date.max)] == [5, 7]


def test_deleting_everything(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        live_a_day(log, 0)
        log.save_baseline(baseline())
        log.delete_all(now=at(DAY_S))
        assert rows(log) == [0, 0, 0, 0, 0]
        assert (log.reach(), log.baselines(), log.notices(*FAR), len(log.runs())) == (None, [], [], 1)


def test_what_is_deleted_is_not_left_in_the_file(path: Path) -> None:
    secret = b"Learning how you sit."

    def in_files() -> bool:
        return any(secret in file.read_bytes() for file in path.parent.iterdir())

    for everything in (False, True):
        with Log.open(path, now=at(0)) as log:
            live_a_day(log, 0)
            assert in_files()
            if everything:
                log.delete_all(now=at(DAY_S))
            else:
                log.delete(at(-1).utc, at(DAY_S).utc, now=at(DAY_S))
            assert not in_files()


def test_a_running_monitor_does_not_write_again_what_was_deleted(path: Path) -> None:
    with Log.open(path, now=at(0)) as monitor:
        monitor.append([], Checkpoint(span(0, 50), minute(0)))
        with Log.open(path) as other:
            other.delete_all(now=at(55))
        monitor.append([BoutEnded(at(70), at(0), at(60), 60.0)], Checkpoint(span(0, 70), minute(0)))
        assert monitor.intervals(*FAR) == [span(55, 70)]
        assert rows(monitor) == [1, 0, 0, 0, 0]
        monitor.append([], Checkpoint(span(0, 130), minute(1)))
        assert monitor.intervals(*FAR) == [span(55, 130)]
        assert rows(monitor) == [1, 1, 0, 0, 0]


def test_deleting_today_lets_the_rest_of_the_day_be_logged(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([], still(0, 50))
        log.delete(at(-9 * 3600).utc, at(15 * 3600).utc, now=at(100))
        log.append([ended(200, 300)], NOTHING_OPEN)
        assert log.intervals(*FAR) == [span(200, 300)]


def test_the_size_is_that_of_the_files(path: Path) -> None:
    with Log.open(path, now=at(0)) as log:
        live_a_day(log, 0)
        assert log.size_bytes == sum(file.stat().st_size for file in path.parent.iterdir())
        assert log.where == path
