"""The last hours out of a real log: with what is still open, without a log, and what was done on the user's own day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from posture_watch.care.lately import Lately
from posture_watch.commands.lately_reading import done_today, read_lately
from posture_watch.core.events import IntervalEnded, MinuteEnded
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint, Interval, Minute
from posture_watch.core.practice import Practised
from posture_watch.store.log import Log

NOW = Instant(50_000.0, datetime(2026, 3, 2, 14, tzinfo=UTC), 3600.0)


def test_without_a_log_nothing_is_known_and_none_is_made(tmp_path: Path) -> None:
    assert read_lately(tmp_path / "log.sqlite3", NOW, break_s=60) == Lately()
    assert done_today(tmp_path / "log.sqlite3", NOW) == []
    assert list(tmp_path.iterdir()) == []


def test_sitting_that_goes_on_is_read_beside_a_running_monitor(tmp_path: Path) -> None:
    begun = NOW.utc - timedelta(minutes=50)
    away = Interval(begun - timedelta(minutes=5), begun, "away", sitting=False, utc_offset_s=3600.0)
    still = Interval(begun, NOW.utc, "poor", sitting=True, utc_offset_s=3600.0)
    minutes = [Minute(begun + timedelta(minutes=n), 3600.0, kinds_s={"slump": 60.0}) for n in range(30)]
    with Log.open(tmp_path / "log.sqlite3", now=NOW) as log:
        log.append([IntervalEnded(NOW, away), *(MinuteEnded(NOW, m) for m in minutes)], Checkpoint(still, None))
        known = read_lately(tmp_path / "log.sqlite3", NOW, break_s=60)
    assert known.unbroken_s == 50 * 60
    assert known.answers == ("slump", "long_sitting", "rounded_shoulders")
    assert not known.early


def test_done_today_is_since_the_users_own_midnight(tmp_path: Path) -> None:
    at = [NOW.midnight_utc - timedelta(minutes=1), NOW.midnight_utc, NOW.utc]
    rows = [Practised(when, 3600.0, "break", "walk", 120.0) for when in at]
    with Log.open(tmp_path / "log.sqlite3") as log:
        log.diary.note_practice(rows)
    assert [row.at_utc for row in done_today(tmp_path / "log.sqlite3", NOW)] == at[1:]
