"""kill -9 at any moment, again and again on one file: what the log said it had written is there, the file is sound."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
from contextlib import closing
from datetime import datetime
from itertools import count, pairwise
from pathlib import Path
from select import select
from time import monotonic

import pytest
from log_story import FAR, at, due, ended, minute, span, still

from posture_watch.core.events import Event
from posture_watch.core.intervals import Checkpoint
from posture_watch.store.log import Log

ROUNDS = 200
LONGEST_LIFE_S = 0.12
DEADLINE_S = 20.0

STEP_S = 60
"""Step n is a minute: an interval that ended, its figures, and the next interval open; every seventh a reminder."""
OPEN_S = 4
"""How far the open interval reaches into the next step."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9")


def write_on_and_on(path: Path, first: int, said: int) -> None:
    """Step by step as fast as it goes; a step's number is said only after the log has it on the disk."""
    log = Log.open(path, now=at(first * STEP_S))
    for number in count(first):
        start, end = number * STEP_S, (number + 1) * STEP_S
        events: list[Event] = [ended(start, end)]
        if number % 7 == 0:
            events.append(due(start, number))
        log.append(events, Checkpoint(still(end, end + OPEN_S, "poor").interval, minute(number)))
        os.write(said, b"%d\n" % number)


def start_writer(path: Path, first: int) -> tuple[int, int]:
    """The process id of a writer in a process of its own, and the reading end of what it says."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            write_on_and_on(path, first, writing)
        finally:
            os._exit(3)
    os.close(writing)
    return pid, reading


def listen(reading: int, until_s: float) -> bytes:
    """What the writer says up to the moment ``until_s`` of the monotonic clock, or until it is dead."""
    said = b""
    while (left_s := until_s - monotonic()) > 0 and select([reading], [], [], left_s)[0]:
        chunk = os.read(reading, 65_536)
        if not chunk:
            break
        said += chunk
    return said


def one_life(path: Path, first: int, life_s: float) -> int:
    """Let a writer live for ``life_s`` and kill it. The last step that it said is on the disk, or ``first`` - 1."""
    pid, reading = start_writer(path, first)
    said = listen(reading, monotonic() + life_s)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    said += listen(reading, monotonic() + DEADLINE_S)
    os.close(reading)
    assert os.WIFSIGNALED(status), "the writer ended by itself"
    steps = said.split(b"\n")[:-1]
    return int(steps[-1]) if steps else first - 1


def step_of(moment: datetime) -> int:
    return round((moment - at(0).utc).total_seconds()) // STEP_S


def require_whole(path: Path, first: int, last: int) -> int:
    """The steps from ``first`` to ``last`` were acknowledged and are there; how many more are (one at most)."""
    with Log.open(path, now=at(0)) as log:
        told = log.detail(at(first * STEP_S).utc, FAR[1])
    more = max((step_of(m.start_utc) for m in told.minutes), default=last) - last
    assert more in (0, 1) or (first > last and not told.intervals)
    steps = list(range(first, last + more + 1))
    expected = [span(n * STEP_S, (n + 1) * STEP_S) for n in steps]
    if steps:
        expected.append(span((steps[-1] + 1) * STEP_S, (steps[-1] + 1) * STEP_S + OPEN_S, "poor"))
    assert list(told.intervals) == expected
    assert [step_of(m.start_utc) for m in told.minutes] == steps
    assert [r.number for r in told.reminders] == [n for n in steps if n % 7 == 0]
    return more


def require_sound(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        open_rows = "SELECT (SELECT sum(open) FROM intervals), (SELECT sum(open) FROM minutes)"
        assert db.execute(open_rows).fetchone() in ((0, 0), (None, None))


@pytest.mark.slow
@pytest.mark.timeout(120)
def test_a_killed_writer_has_lost_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    path, chance = tmp_path / "log.sqlite", random.Random(20240305)
    acknowledged, first, early = list[int](), 0, 0
    for _ in range(ROUNDS):
        last = one_life(path, first, chance.uniform(0.0005, LONGEST_LIFE_S))
        more = require_whole(path, first, last)
        require_sound(path)
        acknowledged += range(first, last + 1)
        early += last < first
        first = last + more + 2  # the open interval of this life reaches into the step after its last
    with Log.open_readonly(path) as log:
        told = log.detail(*FAR)
        assert sum(not run.clean for run in log.runs()) >= ROUNDS - early
    assert set(acknowledged) <= {step_of(m.start_utc) for m in told.minutes}
    assert set(acknowledged) <= {step_of(i.start_utc) for i in told.intervals if i.duration_s == STEP_S}
    assert all(a.end_utc <= b.start_utc for a, b in pairwise(told.intervals))
    assert len(acknowledged) > 2 * ROUNDS, "the writers were killed too early to show anything"
    assert early > 0, "no writer was killed while it was opening the log"
