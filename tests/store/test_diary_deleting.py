"""What is deleted of the diary is nowhere in the file any more, nor beside it; and nothing else went with it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from posture_watch.core.diary import DiaryEntry, FollowUp
from posture_watch.store.log import Log
from posture_watch.store.rows import to_ms
from tests.program import ROOT
from tests.store.log_story import NOTHING_OPEN, at, ended

DAY_S = 86_400.0
LONG = " which is a long story" * 60
"""A note of more than 1300 characters: with some of them rows go over to other pages."""


def key_of(number: int) -> str:
    return f"{number:032x}"


def marked(number: int) -> str:
    """What nothing else in the file looks like."""
    return f"xyzzy-{number:03}-entry"


def marked_later(number: int, of: int) -> str:
    return f"xyzzy-{of:03}-later-{number:03}"


def entry(number: int, began_s: float) -> DiaryEntry:
    began = at(began_s).utc
    written = at(began_s + 30 * DAY_S).utc  # what counts is when it was, not when it was told
    return DiaryEntry(key_of(number), "spasm", began, 0.0, written, ("neck",), note=marked(number) + LONG)


def follow_up(number: int, of: int, at_s: float) -> FollowUp:
    key = f"f{of:015x}{number:016x}"
    return FollowUp(key, key_of(of), at(at_s).utc, 0.0, 3, note=marked_later(number, of) + LONG)


def keep_hours(log: Log, number: int, began_s: float, start_s: float, *, is_case: bool) -> None:
    """As retention keeps them."""
    row = (key_of(number), to_ms(at(began_s).utc), to_ms(at(start_s).utc), is_case, 60.0, 6000.0)
    log._db.execute("INSERT INTO exposures VALUES (?, ?, ?, ?, ?, ?)", row)  # pyright: ignore[reportPrivateUsage]


def write(path: Path, days: int = 12) -> None:
    """An episode a day at noon, from day 0 on, with follow-ups on the two days after it, and the hours before it and a
    day earlier."""
    with Log.open(path) as log:
        for day in range(days):
            began_s = day * DAY_S + 3 * 3600
            log.diary.save(entry(day, began_s))
            for later in (1, 2):
                log.diary.save_follow_up(follow_up(later, day, began_s + later * DAY_S))
            keep_hours(log, day, began_s, began_s - 7200, is_case=True)
            keep_hours(log, day, began_s, began_s - 7200 - DAY_S, is_case=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "log.sqlite3"
    write(file)
    return file


def found(path: Path, text: str) -> list[str]:
    """The files beside the log that hold the text, the log itself among them."""
    return sorted(file.name for file in path.parent.iterdir() if text.encode() in file.read_bytes())


def days_of(path: Path) -> list[int]:
    """The episodes that are left, by the day they began on."""
    with Log.open_readonly(path) as log:
        return [int(one.entry.key, 16) for one in log.diary.episodes()]


def hours_of(path: Path) -> set[tuple[int, int]]:
    """What is left of the hours before: the number of the entry, and how many days before it."""
    with Log.open_readonly(path) as log:
        rows = log._db.execute("SELECT * FROM exposures").fetchall()  # pyright: ignore[reportPrivateUsage]
    return {
        (int(row["entry_key"], 16), round((row["began_utc"] - row["start_utc"] - 7_200_000) / 86_400_000))
        for row in rows
    }


def midnight_of(day: int) -> datetime:
    """The one that begins it, for a user whose clock shows UTC; the story begins at nine."""
    return at(day * DAY_S).utc.replace(hour=0)


def test_an_entry_goes_with_its_follow_ups_and_its_hours(path: Path) -> None:
    assert found(path, marked(5)) == found(path, marked_later(2, 5)) == ["log.sqlite3"]
    with Log.open(path) as log:
        assert log.diary.drop(key_of(5))
        # at once, not only when the log is closed
        assert found(path, "xyzzy-005") == []
    assert found(path, "xyzzy-005") == found(path, key_of(5)) == []
    assert found(path, marked(4)) == found(path, marked_later(1, 6)) == ["log.sqlite3"]
    assert days_of(path) == [day for day in range(12) if day != 5]
    assert {number for number, _ in hours_of(path)} == set(range(12)) - {5}


def test_a_follow_up_goes_alone(path: Path) -> None:
    with Log.open(path) as log:
        assert log.diary.drop_follow_up(follow_up(1, 5, 0.0).key)
        assert found(path, marked_later(1, 5)) == []
    assert found(path, marked_later(2, 5)) == found(path, marked(5)) == ["log.sqlite3"]
    assert len(days_of(path)) == 12


def test_what_an_edit_took_out_is_gone(path: Path) -> None:
    """A shorter note in place of a longer one, and of a follow-up, while a monitor has the log open."""
    with Log.open(path, now=at(50 * DAY_S)), Log.open(path) as log:
        log.diary.save(entry(40, 0.0))
        log.diary.save_follow_up(follow_up(1, 40, 0.0))
        for number in (5, 40):
            log.diary.save(DiaryEntry(key_of(number), "pain", at(0).utc, 0.0, at(9).utc, note="short"))
            key = follow_up(1, number, 0.0).key
            log.diary.save_follow_up(FollowUp(key, key_of(number), at(0).utc, 0.0, note="short"))
        assert found(path, marked(40)) == found(path, marked_later(1, 40)) == []
    assert found(path, marked(5)) == found(path, marked_later(1, 5)) == []
    assert found(path, marked_later(2, 5)) == ["log.sqlite3"]


def test_nothing_to_delete_is_no_harm(path: Path) -> None:
    with Log.open(path) as log:
        assert not log.diary.drop(key_of(99))
        assert not log.diary.drop_follow_up("e" * 32)
    assert len(days_of(path)) == 12


@pytest.mark.parametrize(("first", "last"), [(3, 5), (0, 0), (11, 40), (-9, 40)])
def test_a_range_of_days_takes_what_was_written_about_it(path: Path, first: int, last: int) -> None:
    """Entries that began then, with all that belongs to them; follow-ups of then; hours of then."""
    start, end = midnight_of(first), midnight_of(last + 1)
    with Log.open(path) as log:
        log.delete(start, end, now=at(100 * DAY_S))
        left = [day for day in range(12) if not first <= day <= last]
        assert days_of(path) == left
        for day in range(12):
            kept = ["log.sqlite3", "log.sqlite3-wal"] if day in left else []
            assert set(found(path, marked(day))) <= set(kept), day
            assert bool(found(path, marked(day))) == bool(kept), day
            for later in (1, 2):
                stays = day in left and not first <= day + later <= last
                assert bool(found(path, marked_later(later, day))) == stays, (day, later)
    wanted = {(day, back) for day in left for back in (0, 1) if not first <= day - back <= last}
    assert hours_of(path) == wanted


def test_the_borders_of_a_range_are_the_first_moment_in_and_the_end_out(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    with Log.open(path) as log:
        for number, began_s in ((1, 999.999), (2, 1000.0), (3, 1999.999), (4, 2000.0)):
            log.diary.save(entry(number, began_s))
        log.delete(at(1000).utc, at(2000).utc, now=at(9000))
    assert days_of(path) == [1, 4]


def test_everything(path: Path) -> None:
    with Log.open(path) as log:
        log.delete_all(now=at(100 * DAY_S))
        assert found(path, "xyzzy") == []
    assert found(path, "long story") == []
    assert (days_of(path), hours_of(path)) == ([], set())


def test_an_emptied_diary_begins_no_number_anew(path: Path) -> None:
    """A number on a note to somebody is never that of another episode."""
    with Log.open(path) as log:
        for day in range(12):
            log.diary.drop(key_of(day))
        assert log.diary.save(entry(77, 0.0)) == 13


def test_under_a_running_monitor_it_is_gone_as_well(path: Path) -> None:
    """Another process has the log open, and pages of it in its write-ahead log."""
    with Log.open(path, now=at(50 * DAY_S)) as monitor:
        monitor.append([ended(50 * DAY_S, 50 * DAY_S + 60)], NOTHING_OPEN)
        with Log.open(path) as log:
            log.diary.save(entry(30, 60.0))
            monitor.append([ended(50 * DAY_S + 60, 50 * DAY_S + 120)], NOTHING_OPEN)
            assert log.diary.drop(key_of(30))
            assert log.diary.drop(key_of(5))
        assert found(path, marked(30)) == found(path, "xyzzy-005") == []
        monitor.append([ended(50 * DAY_S + 120, 50 * DAY_S + 180)], NOTHING_OPEN)
    assert found(path, marked(30)) == found(path, "xyzzy-005") == []


def test_while_somebody_reads_it_is_gone_when_they_have_read(path: Path) -> None:
    """A reader keeps old pages in the write-ahead log; the next to close the log empties it."""
    with Log.open_readonly(path) as reader, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM diary").fetchone()
        with Log.open(path) as log:
            log.diary.drop(key_of(5))
            assert all(int(one.entry.key, 16) != 5 for one in log.diary.episodes())
        other.execute("ROLLBACK")
        assert len(reader.diary.episodes()) == 11
    with Log.open(path):
        pass
    assert found(path, "xyzzy-005") == []


KILLED = """
import os, signal, sys
from pathlib import Path
from posture_watch.store import diary, opening
from posture_watch.store.log import Log
log = Log.open(Path(sys.argv[1]))
log._db.execute("BEGIN IMMEDIATE")
log._db.execute("DELETE FROM follow_ups WHERE entry_key = ?", (sys.argv[2],))
log._db.execute("DELETE FROM diary WHERE key = ?", (sys.argv[2],))
if sys.argv[3] == "done":
    log._db.execute("COMMIT")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
@pytest.mark.parametrize("when", ["half", "done"])
def test_killed_at_it_all_of_it_is_there_or_gone(path: Path, when: str) -> None:
    """Before the end of the deletion it never was; after it the next to open and close the log leaves no trace."""
    ran = subprocess.run(
        [sys.executable, "-c", KILLED, str(path), key_of(5), when],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, capture_output=True,
    )  # fmt: skip
    assert ran.returncode == -signal.SIGKILL
    with Log.open(path) as log:
        log.diary.note_practice([])
    assert (5 in days_of(path)) == (when == "half")
    assert found(path, marked(5)) == (["log.sqlite3"] if when == "half" else [])


def test_retention_forgets_no_word_of_the_diary(path: Path) -> None:
    """It is the user's, not what the camera made of them."""
    with Log.open(path) as log:
        log.apply_retention(1, at(400 * DAY_S), break_s=60.0)
    assert days_of(path) == list(range(12))
    assert found(path, marked_later(2, 0)) == ["log.sqlite3"]


def test_a_page_of_notes_is_overwritten_in_the_free_pages_too(tmp_path: Path) -> None:
    """Many long notes fill pages of their own, which come free as a whole."""
    path = tmp_path / "log.sqlite3"
    with Log.open(path) as log:
        for number in range(60):
            log.diary.save(entry(number, number * 60.0))
        for number in range(30):
            log.diary.drop(key_of(number))
    assert [number for number in range(60) if found(path, marked(number)) == []] == list(range(30))
    with Log.open_readonly(path) as log:
        assert log._db.execute("PRAGMA freelist_count").fetchone()[0] > 5  # pyright: ignore[reportPrivateUsage]
