"""The diary in the log: whole or not at all, beside a running monitor, and there after kill -9 once it was said so."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from select import select
from time import monotonic

import pytest
from log_story import FAR, NOTHING_OPEN, at, ended

from posture_watch.core.diary import DiaryEntry, FollowUp
from posture_watch.core.practice import Practised
from posture_watch.store.errors import LogError, LogFullError
from posture_watch.store.log import Log

ROUNDS = 40
LONGEST_LIFE_S = 0.05
DEADLINE_S = 20.0
BEGAN = at(3600).utc
HOSTILE = "<script>alert(1)</script>\n'; DROP TABLE diary; -- \u202e\x00end 😀"


def key(number: int) -> str:
    return f"{number:032x}"


def entry(number: int = 1, **said: object) -> DiaryEntry:
    return replace(DiaryEntry(key(number), "spasm", BEGAN, 3600.0, BEGAN), **said)  # type: ignore[arg-type]


FULL = entry(
    7, kind="pain", sites=("neck", "left_leg"), pain_now=0, pain_worst=10, duration_s=60.5, onset="gradual",
    before=("lift", "tired"), stress=0, helped=("heat", "nothing"), note=HOSTILE,
)  # fmt: skip


def later(number: int, hours: float, of: int = 1, **said: object) -> FollowUp:
    told = FollowUp(key(100 + number), key(of), BEGAN + timedelta(hours=hours), 3600.0)
    return replace(told, **said)  # type: ignore[arg-type]


def open_log(tmp_path: Path) -> Log:
    return Log.open(tmp_path / "log.sqlite")


def test_what_was_said_comes_back_as_it_was_and_zero_is_not_unsaid(tmp_path: Path) -> None:
    with open_log(tmp_path) as log:
        log.diary.save(FULL)
        log.diary.save(entry(1))
        log.diary.save_follow_up(later(1, 5, of=7, pain_now=0, pain_worst=2, helped=("cold",), over=True, note=HOSTILE))
    with Log.open_readonly(tmp_path / "log.sqlite") as log:
        told = {one.entry.key: one for one in log.diary.episodes()}
    assert told[FULL.key].entry == FULL
    assert told[FULL.key].follow_ups[0].note == HOSTILE
    silent = told[key(1)].entry
    assert (silent.pain_now, silent.pain_worst, silent.stress, silent.duration_s, silent.onset) == (None,) * 5


def test_a_change_keeps_the_number_and_a_number_is_never_given_twice(tmp_path: Path) -> None:
    with open_log(tmp_path) as log:
        assert [log.diary.save(entry(n)) for n in (1, 2, 3)] == [1, 2, 3]
        assert log.diary.save(entry(2, pain_now=4)) == 2
        assert log.diary.drop(key(3))
        assert not log.diary.drop(key(3))
        assert log.diary.save(entry(4)) == 4
        assert [one.number for one in log.diary.episodes()] == [1, 2, 4]
        found = log.diary.episode(2)
        assert found is not None
        assert found.entry.pain_now == 4
        assert log.diary.episode(3) is None


def test_deleted_is_gone_from_the_file_too(tmp_path: Path) -> None:
    with open_log(tmp_path) as log:
        log.diary.save(entry(1, note="xyzzy-entry " * 50))
        log.diary.save(entry(2))
        log.diary.save_follow_up(later(1, 5, note="xyzzy-later " * 50))
        log.diary.save_follow_up(later(2, 6, of=2, note="xyzzy-other " * 50))
        assert log.diary.drop(key(1))
        assert log.diary.drop_follow_up(key(102))
        assert [(one.number, one.follow_ups) for one in log.diary.episodes()] == [(2, ())]
        files = [file.read_bytes() for file in tmp_path.iterdir()]
    assert not any(b"xyzzy" in file for file in files)


def test_a_follow_up_needs_its_entry_and_they_come_in_order(tmp_path: Path) -> None:
    with open_log(tmp_path) as log:
        with pytest.raises(LogError):
            log.diary.save_follow_up(later(1, 5))
        log.diary.save(entry(1))
        for number, hours in ((1, 9), (2, 3)):
            log.diary.save_follow_up(later(number, hours, pain_now=number))
        log.diary.save_follow_up(later(1, 9, pain_now=8))
        assert [one.pain_now for one in log.diary.episodes()[0].follow_ups] == [2, 8]


def test_a_reader_and_a_running_monitor_go_on_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with Log.open(path, now=at(0)) as monitor:
        monitor.append([ended(0, 60)], NOTHING_OPEN)
        with Log.open(path) as other:
            other.diary.save(entry(1))
            monitor.append([ended(60, 120)], NOTHING_OPEN)
            other.diary.save_follow_up(later(1, 5, over=True))
        monitor.append([ended(120, 180)], NOTHING_OPEN)
        assert len(monitor.intervals(*FAR)) == 3
        assert monitor.diary.episodes()[0].is_over
        assert monitor.runs()[-1].ended_utc is None, "the run was taken for a killed one"


def test_a_full_disk_writes_nothing_and_says_so(tmp_path: Path) -> None:
    with open_log(tmp_path) as log:
        log.diary.save(entry(1))
        db = log._db  # pyright: ignore[reportPrivateUsage]  # the only way to make SQLite itself say "full"
        db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0]}")
        kept = fill_until_full(log)
        with pytest.raises(LogFullError, match="No room"):
            log.diary.save(entry(998, note="n" * 2000))
        assert len(log.diary.episodes()) == kept
        db.execute("PRAGMA max_page_count = 100000")
        log.diary.save(entry(999))


def fill_until_full(log: Log) -> int:
    """How many entries there are then."""
    for number in range(1, 500):
        try:
            log.diary.save(entry(number, note="n" * 2000))
        except LogFullError:
            return number - 1
    raise AssertionError("the disk did not fill up")


def test_practice_noted_twice_stands_once(tmp_path: Path) -> None:
    done = Practised(BEGAN, 3600.0, "break", "chin_tuck", 40.0, 8)
    with open_log(tmp_path) as log:
        log.diary.note_practice([done])
        log.diary.note_practice([done, replace(done, exercise="walk", counted=None)])
        assert len(log.diary.practice(BEGAN, BEGAN + timedelta(seconds=1))) == 2
        assert log.diary.practice(BEGAN + timedelta(seconds=1), BEGAN + timedelta(hours=1)) == []


def note_on_and_on(path: Path, first: int, said: int) -> None:
    """Entries and follow-ups as fast as it goes; a number is said only after the log has both on the disk."""
    log = Log.open(path)
    for number in count(first):
        log.diary.save(entry(number, note="n" * 500))
        log.diary.save_follow_up(FollowUp(key(10**6 + number), key(number), BEGAN, 3600.0, pain_now=3))
        os.write(said, b"%d\n" % number)


def killed_while(work: Callable[[int], None], life_s: float, *, waiting: bool) -> bytes:
    """What a process of its own said before kill -9, ``life_s`` after its first word or (not ``waiting``) its start."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            work(writing)
        finally:
            os._exit(3)
    os.close(writing)
    said = os.read(reading, 65536) if waiting and select([reading], [], [], DEADLINE_S)[0] else b""
    end = monotonic() + life_s
    while (left := end - monotonic()) > 0:
        if select([reading], [], [], left)[0]:
            said += os.read(reading, 65536)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while chunk := os.read(reading, 65536):
        said += chunk
    os.close(reading)
    return said


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9")
def test_what_was_acknowledged_is_there_after_kill_9(tmp_path: Path) -> None:
    path, lives = tmp_path / "log.sqlite", random.Random(5)
    acknowledged: list[int] = []
    for number in range(ROUNDS):
        first = number * 1000
        life_s, waiting = lives.uniform(0.001, LONGEST_LIFE_S), number % 3 > 0
        said = killed_while(lambda pipe, n=first: note_on_and_on(path, n, pipe), life_s, waiting=waiting)
        acknowledged += [int(line) for line in said.splitlines(keepends=True) if line.endswith(b"\n")]
    with Log.open(path, now=at(10**6)) as log:
        told = {one.entry.key: one for one in log.diary.episodes()}
    assert len(acknowledged) >= 2 * ROUNDS // 3, "the writers were killed too early to show anything"
    lost = [number for number in acknowledged if key(number) not in told or not told[key(number)].follow_ups]
    assert lost == []
