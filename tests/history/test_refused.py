"""A log that cannot be written for a while: its history has everything once, and is judged again to what happened."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from posture_watch.app import Monitor
from posture_watch.core.engine import begin
from posture_watch.core.history import Answered, Begun, Limits, replayed
from posture_watch.core.instant import Instant
from posture_watch.core.reading import Reading
from posture_watch.journal import Journal
from posture_watch.store.errors import LogFullError
from posture_watch.store.log import Log
from tests.history.days import Order, live
from tests.history.test_replaying import EVER, FPS, answers, compared, history_of, someone
from tests.sim import UPRIGHT, Phase, Pose, scenes, settings_for

START = datetime(2026, 3, 2, 20, tzinfo=UTC)
"""The user's clock is an hour ahead of it; three hours later it is midnight."""


def fill(*, full: bool) -> Order:
    """From then on SQLite itself says that the disk is full, or no longer."""

    def order(monitor: Monitor, _: Instant) -> None:
        db = monitor._log._db  # pyright: ignore[reportPrivateUsage]  # the only way to make SQLite itself say "full"
        pages = db.execute("PRAGMA page_count").fetchone()[0] if full else 1_000_000
        db.execute(f"PRAGMA max_page_count = {pages}")

    return order


def readings_of(log_file: Path) -> list[datetime]:
    with Log.open_readonly(log_file) as log:
        return [entry.at.utc for entry in log.history(*EVER) if isinstance(entry, Reading)]


@pytest.mark.parametrize("seed", range(2))
def test_a_disk_that_is_full_now_and_then_costs_nothing_and_doubles_nothing(tmp_path: Path, seed: int) -> None:
    settings, log_file, dice = settings_for(FPS, timers=None), tmp_path / "log.sqlite3", random.Random(seed)
    orders = answers(seed) | {number: fill(full=dice.random() < 0.7) for number in range(3, 1400, 40)}
    told = live(log_file, someone(seed, 7, START), settings, orders | {1400: fill(full=False)}).events
    assert compared(history_of(log_file, settings)) == compared(told)
    assert len(readings_of(log_file)) == len(set(readings_of(log_file)))


def test_old_days_that_cannot_be_forgotten_double_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The history is on the disk then, though forgetting failed after it."""
    forget, calls = Log.apply_retention, count(1)

    def refused_at_midnight(log: Log, days: int, now: Instant, *, break_s: float) -> int:
        if next(calls) in (2, 3):
            raise LogFullError("No room left on the disk.", "Free some.")
        return forget(log, days, now, break_s=break_s)

    monkeypatch.setattr(Log, "apply_retention", refused_at_midnight)
    settings, log_file = settings_for(FPS), tmp_path / "log.sqlite3"
    hours = scenes([Phase(4 * 3600, UPRIGHT)], FPS, START)
    live(log_file, (replace(s, at=Instant(s.at.mono_s, s.at.utc, 3600.0)) for s in hours), settings)
    assert next(calls) == 5, "forgetting is tried again"
    assert len(readings_of(log_file)) == len(set(readings_of(log_file))) == 4 * 240


def test_what_readings_are_judged_by_outlives_a_disk_that_was_full_for_long() -> None:
    journal = Journal()
    instants = [Instant(float(s), START + timedelta(seconds=s)) for s in range(40)]
    journal.note(Begun(instants[0]))
    for at in instants:
        journal.before(at, begin(), settings_for(FPS))
        journal.note(Reading(at, "nobody", {}))
    journal.keep_latest(10)
    assert [type(entry) for entry in journal.unwritten] == [Begun, Limits] + [Reading] * 10
    assert journal.unwritten[-1].at == instants[-1]


def test_an_answer_is_judged_again_by_the_limits_it_was_judged_by(tmp_path: Path) -> None:
    """Settings changed, and answered before the next look."""
    settings, log_file = settings_for(FPS), tmp_path / "log.sqlite3"

    def snoozed_for_longer(monitor: Monitor, at: Instant) -> None:
        watcher = monitor.watcher
        assert watcher.state.reminders.open is not None
        watcher.settings = replace(settings, reminders=replace(settings.reminders, snooze_s=1777.0))
        monitor.apply(Answered(at, "snooze", None, watcher.state.reminders.open.due.utc))

    story = scenes([Phase(60, UPRIGHT), Phase(240, Pose(head_tilt_deg=15)), Phase(60, UPRIGHT)], FPS, START)
    live(log_file, story, settings, {12: snoozed_for_longer})
    with Log.open_readonly(log_file) as log:
        steps = list(replayed(log.history(*EVER), settings))
    quiet = [state.reminders.quiet_for_s(entry.at) for entry, state, _ in steps if isinstance(entry, Answered)]
    assert quiet == [1777.0]


def test_yesterday_deleted_under_a_running_monitor_costs_today_nothing(tmp_path: Path) -> None:
    """The blocks of a day are its own: what stood at midnight stays, without the reminders of the deleted day."""
    settings, log_file = settings_for(FPS), tmp_path / "log.sqlite3"
    midnight = datetime(2026, 3, 2, 23, tzinfo=UTC)

    def delete_yesterday(monitor: Monitor, at: Instant) -> None:
        with Log.open(log_file) as log:
            log.delete(midnight - timedelta(days=1), midnight, now=at)

    def shown_and_deleted(monitor: Monitor, at: Instant) -> None:
        assert monitor.watcher.state.reminders.given
        delete_yesterday(monitor, at)

    story = [Phase(10_000, UPRIGHT), Phase(740, Pose(head_tilt_deg=15)), Phase(1800, UPRIGHT)]
    told = (replace(s, at=Instant(s.at.mono_s, s.at.utc, 3600.0)) for s in scenes(story, FPS, START))
    live(log_file, told, settings, {718: shown_and_deleted, 750: delete_yesterday})
    with Log.open_readonly(log_file) as log:
        entries = list(log.history(*EVER))
    assert isinstance(entries[0], Begun)
    assert (entries[0].noted, entries[0].given, entries[0].at.utc) == (True, (), midnight)
    assert isinstance(entries[1], Limits)
    assert entries[-1].at.utc > midnight


def test_the_history_goes_on_at_once_after_what_the_user_deleted(tmp_path: Path) -> None:
    settings, log_file = settings_for(FPS), tmp_path / "log.sqlite3"
    deleted: list[datetime] = []

    def delete_everything_so_far(_: Monitor, at: Instant) -> None:
        deleted.append(at.utc)
        with Log.open(log_file) as log:
            log.delete(EVER[0], EVER[1], now=at)

    live(log_file, scenes([Phase(3600, UPRIGHT)], FPS, START), settings, {101: delete_everything_so_far})
    assert readings_of(log_file) == [deleted[0] + timedelta(seconds=15 * n) for n in range(240 - 101)]
