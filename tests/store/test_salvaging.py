"""The parts of mending by themselves: frames, rows that cannot be, and the highest number of the diary."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from log_story import FAR, NOTHING_OPEN, at, ended, minute

from posture_watch.core.diary import DiaryEntry
from posture_watch.core.intervals import Checkpoint
from posture_watch.store import mending, swapping
from posture_watch.store.log import Log
from posture_watch.store.plausible import can_be
from posture_watch.store.wal import frames

INTERVAL = {
    "start_utc": 1_700_000_000_000, "end_utc": 1_700_000_060_000, "posture": "good", "sitting": 1,
    "utc_offset_s": 3600.0, "open": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [("posture", "goof"), ("sitting", 3), ("utc_offset_s", 1e9), ("end_utc", 1_600_000_000_000), ("end_utc", 1 << 60)],
)
def test_a_row_with_a_value_that_cannot_be_is_none(name: str, value: object) -> None:
    assert can_be("intervals", INTERVAL)
    assert not can_be("intervals", {**INTERVAL, name: value})


def test_reports_leave_out_what_cannot_be(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with Log.open(path, now=at(0)) as log:
        log.append([ended(0, 60), ended(60, 120)], Checkpoint(None, minute(0)))
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE intervals SET posture = 'goof' WHERE start_utc = (SELECT max(start_utc) FROM intervals)")
        db.execute("UPDATE minutes SET seconds = CAST(x'7b22ff' AS TEXT)")
        db.commit()
    with Log.open_readonly(path) as log:
        assert (len(log.intervals(*FAR)), log.minutes(*FAR)) == (1, [])


def test_a_write_ahead_log_that_is_damaged_in_the_middle_is_told_from_one_that_is_torn(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with Log.open(path, now=at(0)) as log:
        for number in range(12):
            log.append([ended(60 * number, 60 * number + 60)], NOTHING_OPEN)
        plain = path.with_name("log.sqlite-wal").read_bytes()
    step = 24 + 4096
    middle = bytearray(plain)
    middle[32 + 5 * step + 500] ^= 1
    assert not frames(plain).is_damaged
    assert frames(bytes(middle)).is_damaged
    assert not frames(plain[: len(plain) - 700]).is_damaged, "the last of it was never acknowledged"


def test_no_number_of_the_diary_is_given_again(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with Log.open(path) as log:
        for number in range(5):
            log.diary.save(DiaryEntry(f"{number:032x}", "pain", at(0).utc, 0.0, at(0).utc))
        assert log.diary.drop(f"{4:032x}")
    assert mending.mend(path, "a test", unless_changed_from=swapping.identity(path)) is not None
    with Log.open(path) as log:
        assert log.diary.save(DiaryEntry("f" * 32, "pain", at(0).utc, 0.0, at(0).utc)) == 6


def test_only_the_last_damaged_files_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    for number in range(mending.MOST_KEPT + 2):
        path.write_text(json.dumps({"this is": number}))
        with Log.open(path):
            pass
    assert len(mending.kept_aside(path)) == mending.MOST_KEPT
