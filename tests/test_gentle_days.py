"""Gentler days begin and end by the user's word, with or without a monitor, and outlive a kill."""

from __future__ import annotations

import json
import sqlite3
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from posture_watch.core.gentle import gentled
from posture_watch.core.history import Limits
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.gentle_days import GentleDays, begin, end_of, standing, until
from posture_watch.paths import paths_below
from posture_watch.standing_orders import StandingOrders
from posture_watch.store.facts import StandingOrder
from posture_watch.store.log import Log
from posture_watch.tuning.trial import trial_of
from tests.history.days import live
from tests.program import refused, run_command
from tests.sim import UPRIGHT, Phase, scenes, settings_for

NOON = Instant(1000.0, datetime(2026, 11, 23, 11, 0, tzinfo=UTC), 3600.0)


def test_they_end_at_the_users_midnight() -> None:
    assert end_of(1, NOON) == datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    assert end_of(3, NOON) == datetime(2026, 11, 25, 23, 0, tzinfo=UTC)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone of a process is set so on Unix")
@pytest.mark.parametrize(
    ("now", "offset_s", "end"),
    [
        (datetime(2026, 3, 28, 11, tzinfo=UTC), 3600.0, datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (datetime(2026, 10, 24, 11, tzinfo=UTC), 7200.0, datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
)
def test_the_clocks_are_changed_meanwhile(
    now: datetime, offset_s: float, end: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        moment = Instant(1.0, now, offset_s)
        assert end_of(2, moment) == end
        assert f"{moment.local_date + timedelta(days=1)}" in begin(paths_below(tmp_path), 2, moment)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("days", [0, -1, 29])
def test_no_other_number_of_days(days: int) -> None:
    with pytest.raises(UserError):
        end_of(days, NOON)


def test_without_a_monitor_the_log_keeps_them(tmp_path: Path) -> None:
    paths = paths_below(tmp_path)
    assert until(paths.database_file, NOON) is None
    assert "2026-11-24" in begin(paths, 2, NOON)
    assert until(paths.database_file, NOON) == end_of(2, NOON)
    assert until(paths.database_file, NOON.shifted(2 * 86_400)) is None, "they are over by themselves"
    begin(paths, 0, NOON)
    assert until(paths.database_file, NOON) is None


def test_a_log_that_cannot_be_read_is_not_taken_for_none(tmp_path: Path) -> None:
    paths = paths_below(tmp_path / "home")
    begin(paths, 2, NOON)
    with sqlite3.connect(paths.database_file) as log:
        log.execute("PRAGMA user_version = 99")
    refused("gentle", home=tmp_path / "home", saying="written by a newer posture-watch")
    noted = run_command("gentle", "--json", home=tmp_path / "home")
    assert (noted.code, noted.out) == (2, "")


def test_ending_none_makes_no_log(tmp_path: Path) -> None:
    paths = paths_below(tmp_path)
    begin(paths, 0, NOON)
    assert not paths.database_file.exists()


def test_a_run_finds_them_after_a_kill_and_stop_does_not_end_them(tmp_path: Path) -> None:
    file = tmp_path / "log.sqlite3"
    with Log.open(file, now=NOON) as log:
        promises = StandingOrders(log)
        days = GentleDays(promises, NOON)
        days.begin(NOON, 3600.0)
        promises.drop_all()
    with Log.open(file, now=NOON.shifted(60)) as log:
        days = GentleDays(StandingOrders(log), NOON.shifted(60))
        assert days.until(NOON.shifted(60)) is not None
        assert days.until(NOON.shifted(3601)) is None
        days.begin(NOON.shifted(61), None)
        assert standing(log.orders(), NOON.shifted(61)) is None


def test_a_midnight_is_meant_though_the_order_travels(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log.sqlite3", now=NOON) as log:
        days, later = GentleDays(StandingOrders(log), NOON), NOON.shifted(0.3)
        days.begin(later, (end_of(2, NOON) - NOON.utc).total_seconds())
        assert days.until(later) == end_of(2, NOON)
        assert standing(log.orders(), later) == end_of(2, NOON)


def test_another_order_is_not_taken_for_them() -> None:
    assert standing([StandingOrder("pause", NOON.utc + timedelta(hours=1))], NOON) is None


def test_the_history_says_what_they_made_of_the_limits_and_tune_keeps_to_it(tmp_path: Path) -> None:
    """Else a replay would hold reminders about posture against days that were to have none."""
    usual = settings_for()
    file = tmp_path / "log.sqlite3"
    live(file, scenes([Phase(120, UPRIGHT)], 1.0), gentled(usual, 0.5))
    with Log.open_readonly(file) as log:
        found = [
            e.settings
            for e in log.history(*[datetime(y, 1, 1, tzinfo=UTC) for y in (2020, 2040)])
            if isinstance(e, Limits)
        ]
    assert [one.gentle_share for one in found] == [0.5]
    tried = trial_of(usual)(found[0])
    assert tried.gentle_share == 0.5
    assert not [rule for rule in tried.rules if rule.kind == "posture" and rule.level == "act"]
    assert trial_of(usual)(usual).gentle_share is None


def test_the_command(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert "No gentler days" in run_command("gentle", home=home).out
    said = json.loads(run_command("gentle", "2", "--json", home=home).out)
    end = datetime.fromisoformat(said["until"])
    assert (end - timedelta(seconds=1)).astimezone().date() == date.today() + timedelta(days=1)  # noqa: DTZ011  # the user's day
    assert "Gentler until" in run_command("gentle", home=home).out
    assert run_command("gentle", "0", home=home).out == "The gentler days are over.\n"
    wrong = run_command("gentle", "many", home=home)
    assert wrong.code == 2
    assert "0 to 28" in wrong.err
