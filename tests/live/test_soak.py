"""A compressed day through the real live run: what it holds stays the same, and a kill -9 in it loses seconds."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from soaking import life
from soaking.desk import Desk
from soaking.measuring import PASSING, Limits, growth
from soaking.soak import FAR, MORNING_UTC, Soaked, soak
from soaking.told_camera import Use
from soaking.told_clock import ToldClock
from soaking.told_day import doing_at

from posture_watch.control.client import ask
from posture_watch.core.logged import Detail
from posture_watch.errors import UserError
from posture_watch.heart import STOPS_WITHIN_S
from posture_watch.native_memory import Returning
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from tests.desktop_session import wait_for
from tests.program import assert_quiet, program_environment

needs_proc = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory and files are read from /proc")
LIMITS = Limits(memory_kb=1024, objects=2500)
"""docs/soak.md says what was measured."""
CHECKPOINT_S, POSTURE_GAP_S = 5.0, 600.0
LEAK_BYTES = 60_000_000


@pytest.fixture(autouse=True)
def others_have_ended() -> None:
    """Threads of tests before these, such as the timers of a stop, end before anything is measured.

    What those tests left of memory is given back now as well, not while this is measured.
    """
    for thread in threading.enumerate():
        if thread.name.startswith(PASSING):
            thread.join(STOPS_WITHIN_S)
    gc.collect()
    Returning().mind(0.0)


def short_soak(home: Path, meddle: Callable[[Desk], None] = lambda _: None) -> Soaked:
    """Two hours: by then everything has happened once."""
    return soak(home, 2.1, "bursts", every_s=1500.0, meddle=meddle)


@needs_proc
def test_two_hours_of_a_day_hold_no_more_than_half_an_hour(tmp_path: Path) -> None:
    soaked = short_soak(tmp_path)
    assert growth(soaked.held, LIMITS) == []
    assert {i.posture for i in soaked.detail.intervals} == {"good", "poor", "away", "busy", "unknown"}, "things happen"
    assert len(soaked.detail.reminders) >= 3
    assert {"snoozed", "break"} & {r.outcome for r in soaked.detail.reminders}
    assert soaked.shown >= len(soaked.detail.reminders)
    assert soaked.cameras == 3, "let go of for the pause and the lock, and taken again"
    assert soaked.statuses == 2.1 * 3600 // 30


@needs_proc
def test_what_grows_is_noticed(tmp_path: Path) -> None:
    """A list that keeps each moment, buffers, a file and a thread that nobody ends."""
    kept: list[object] = []
    ending = threading.Event()

    def leak(desk: Desk) -> None:
        desk.clock.on_tick = lambda passed_s: kept.extend((str(passed_s), str(passed_s + 1)))
        for hour in (0.6, 0.8, 1.0):
            desk.clock.at(hour * 3600, lambda: kept.append(b"x" * LEAK_BYTES))
        for _ in range(3):  # what tests before this one left may end meanwhile
            desk.clock.at(3600, lambda: kept.append(Path(os.devnull).open("rb")))  # noqa: SIM115
            desk.clock.at(3600, threading.Thread(target=ending.wait, args=(300.0,)).start)

    try:
        found = growth(short_soak(tmp_path, leak).held, LIMITS)
    finally:
        ending.set()
        for one in kept:
            if not isinstance(one, (str, bytes)):
                one.close()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    expected = ("memory", "blocks", "files", "threads")
    assert [word in line for word, line in zip(expected, found, strict=True)] == [True] * 4


def test_over_midnight_each_day_has_its_own(tmp_path: Path) -> None:
    late = datetime(2026, 3, 2, 22, 15, tzinfo=UTC)  # 23:15 at the desk
    soaked = soak(tmp_path, 1.5, "bursts", start_utc=late, every_s=3600.0)
    with Log.open_readonly(paths_below(tmp_path).database_file) as log:
        before, after = (log.day(date(2026, 3, day), break_s=60.0) for day in (2, 3))
    assert before is not None
    assert after is not None
    whole_s = sum(i.duration_s for i in soaked.detail.intervals if i.sitting)
    assert before.figures.sitting_s + after.figures.sitting_s == pytest.approx(whole_s, abs=1)
    assert min(before.figures.sitting_s, after.figures.sitting_s) > 600


def test_seldom_bursts_are_no_breaks(tmp_path: Path) -> None:
    """The longest period that may be set is longer than the break that ends a bout."""
    seen: list[Mapping[str, Any]] = []
    with Desk(tmp_path, ToldClock(MORNING_UTC), "bursts", interval_s=120.0) as desk:
        desk.clock.at(2100, lambda: seen.append(desk.ask("status")))
        desk.clock.at(2101, lambda: setattr(desk, "posture", None))
        desk.clock.at(3000, lambda: desk.ask("stop"))
        desk.live.run()
    assert seen[0]["sitting_s"] == pytest.approx(2100, abs=130)
    assert seen[0]["reminders_today"] == 1, "for half an hour of sitting"
    with Log.open_readonly(desk.paths.database_file) as log:
        assert len(log.bouts(*FAR)) == 1


class Life:
    """A monitor in a process of its own that lives through the day until it is killed."""

    def __init__(self, home: Path, use: Use) -> None:
        self.home, self.moment, self.use = home, home / "moment", use
        self._said = home / "said"
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, life.__file__, home, self.moment, use],
                env=program_environment(home), stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            )  # fmt: skip

    def kill_at(self, passed_s: float) -> float:
        """SIGKILL once so much of the day has passed; returns when it was."""
        try:
            wait_for(lambda: self._is_past(passed_s), within_s=60.0, what=f"{passed_s} s")
        finally:
            self.process.kill()
            self.process.wait(10)
        assert self.process.returncode == -signal.SIGKILL
        assert_quiet(self._said.read_text())
        return life.read_moment(self.moment)

    def status(self) -> Mapping[str, Any]:
        """The present; empty while it does not answer."""
        with contextlib.suppress(UserError):
            reply = ask(paths_below(self.home).runtime_folder, "status")
            return reply if reply["pid"] == self.process.pid else {}
        return {}

    def _is_past(self, passed_s: float) -> bool:
        assert self.process.poll() is None, self._said.read_text()
        return self.moment.exists() and self.moment.stat().st_size > 0 and life.read_moment(self.moment) >= passed_s


def seconds(moment: datetime) -> float:
    return (moment - MORNING_UTC).total_seconds()


def whole_log(home: Path) -> Detail:
    """What the log says after a kill; SQLite itself finds no fault with it."""
    file = paths_below(home).database_file
    with closing(sqlite3.connect(file)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with Log.open_readonly(file) as log:
        return log.detail(*FAR)


@pytest.mark.skipif(sys.platform == "win32", reason="needs kill -9")
@pytest.mark.parametrize(
    ("use", "period_s", "kills_min"), [("bursts", 17.0, (41, 75, 105, 113, 160)), ("open", 1.0, (12, 24))]
)
def test_killed_in_the_middle_of_the_day_it_loses_seconds(
    tmp_path: Path, use: Use, period_s: float, kills_min: tuple[float, ...]
) -> None:
    kills_s, told = list[float](), Detail()
    for minutes in kills_min:
        kills_s.append(Life(tmp_path, use).kill_at(minutes * 60))
        before, told = told, whole_log(tmp_path)
        last_s = seconds(max(i.end_utc for i in told.intervals))
        if doing_at(kills_s[-1]) not in ("pause", "locked", "away"):
            assert kills_s[-1] - period_s - CHECKPOINT_S <= last_s <= kills_s[-1]
        assert dues(told)[: len(before.reminders)] == dues(before), "what was said is known"
        closed = minutes_of(before)[:-1]  # the last was open
        assert minutes_of(told)[: len(closed)] == closed
    assert [i for i in told.intervals if i.duration_s <= 0] == []
    assert all(a.end_utc <= b.start_utc for a, b in pairwise(told.intervals))
    for killed_s in kills_s[:-1]:
        dead = (killed_s, killed_s + life.STARTS_WITHIN_S)
        assert [i for i in told.intervals if seconds(i.start_utc) < dead[1] and seconds(i.end_utc) > dead[0]] == []
    pairs = [(a, b) for a, b in pairwise(told.reminders) if a.outcome != "snoozed"]
    gaps_s = [(b.due_utc - a.due_utc).total_seconds() for a, b in pairs]
    assert all(gap_s >= POSTURE_GAP_S for gap_s in gaps_s), gaps_s
    assert_caps_go_on(tmp_path, use, len(told.reminders))
    with Log.open_readonly(paths_below(tmp_path).database_file) as log:
        assert [run.clean for run in log.runs()] == [False] * (len(kills_min) + 1)


def dues(told: Detail) -> list[datetime]:
    return [reminder.due_utc for reminder in told.reminders]


def minutes_of(told: Detail) -> list[tuple[datetime, float]]:
    return [(minute.start_utc, minute.sitting_s) for minute in told.minutes]


def assert_caps_go_on(home: Path, use: Use, given: int) -> None:
    """The next life counts those that were given today before it began."""
    monitor = Life(home, use)
    try:
        wait_for(lambda: bool(monitor.status()), within_s=30.0, what="an answer")
        assert monitor.status()["reminders_today"] >= given
    finally:
        monitor.process.kill()
        monitor.process.wait(10)
