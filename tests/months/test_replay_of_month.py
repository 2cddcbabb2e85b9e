"""A month judged again by its own limits writes the same log: reminders, answers, skips, intervals, minutes, bouts."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from months.desk import default_settings

from posture_watch.core.events import Event
from posture_watch.core.history import Begun, replayed
from posture_watch.core.intervals import Checkpoint
from posture_watch.store.log import Log
from tests.months.conftest import Month

EVER = (datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
TABLES = {
    "intervals": "start_utc, end_utc, posture, sitting, utc_offset_s, open",
    "minutes": "start_utc, part, utc_offset_s, seconds, sitting_s, deviation_means, over_s, judged_frames, strain",
    "bouts": "*",
    "reminders": "due_utc, number, utc_offset_s, kind, rules, title, message, outcome, outcome_utc",
    "skips": "*",
    "notices": "*",
}
"""All that was concluded; the kinds of posture are told from landmarks, which the log does not keep."""


def rows(log_file: Path, table: str) -> list[tuple[object, ...]]:
    db = sqlite3.connect(f"file:{log_file}?mode=ro", uri=True)
    found = db.execute(f"SELECT {TABLES[table]} FROM {table} ORDER BY 1, 2").fetchall()
    db.close()
    return found


def judged_again(log_file: Path, again_file: Path) -> None:
    """A second log, written by what the first one's history comes to."""
    log: Log | None = None
    events: list[Event] = []
    checkpoint = Checkpoint(None, None)
    with Log.open_readonly(log_file) as logged:
        for entry, state, more in replayed(logged.history(*EVER), default_settings(15.0)):
            if isinstance(entry, Begun) and not entry.noted:
                if log is not None:
                    log.append(events, checkpoint)
                    log.close()
                events, log = [], Log.open(again_file, now=entry.at)
            events += more
            checkpoint = state.checkpoint
    assert log is not None
    log.append(events, checkpoint)
    log.close()


def test_the_same_limits_write_the_same_log(month: Month, tmp_path: Path) -> None:
    again_file = tmp_path / "again.sqlite3"
    judged_again(month.log_file, again_file)
    for table in TABLES:
        assert rows(again_file, table) == rows(month.log_file, table), table
    assert len(rows(month.log_file, "reminders")) > 100
    assert len(rows(month.log_file, "skips")) > 10
