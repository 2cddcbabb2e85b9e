"""kill -9 at any moment, again and again on one log: what its history is judged to again is what the log says."""

from __future__ import annotations

import os
import random
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Timer

import pytest

from posture_watch.core.events import MinuteEnded, ReminderDue, ReminderEnded
from posture_watch.core.instant import Instant
from posture_watch.store.log import Log
from posture_watch.store.rows import from_ms, to_ms
from tests.history.days import live
from tests.history.test_replaying import EVER, FPS, answers, history_of, someone
from tests.sim import settings_for

START = datetime(2026, 3, 2, 5, tzinfo=UTC)
LIVES = 12

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and kill -9")


def live_until_killed(log_file: Path, seed: int, start: datetime, life_s: float) -> None:
    """A run in a process of its own, as fast as it goes."""
    pid = os.fork()
    if pid == 0:
        try:
            Timer(life_s, os.kill, (os.getpid(), signal.SIGKILL)).start()
            live(log_file, someone(seed, 9, start, 100.0 * seed), settings_for(FPS, timers=None), answers(seed))
        finally:
            sys.stdout = sys.stderr = None  # pyright: ignore[reportAttributeAccessIssue]
            os._exit(3)
    os.waitpid(pid, 0)


@pytest.mark.slow
@pytest.mark.timeout(120)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_history_of_killed_runs_is_judged_again_to_what_the_log_says(tmp_path: Path) -> None:
    log_file, dice = tmp_path / "log.sqlite3", random.Random(5)
    for number in range(LIVES):
        live_until_killed(log_file, number, START + timedelta(hours=10 * number), dice.uniform(0.2, 1.5))
    with Log.open(log_file, now=Instant(0.0, START + timedelta(days=9))) as log:
        assert sum(not run.clean for run in log.runs()) >= LIVES // 2, "hardly any was killed"
        logged, minutes = log.reminders(*EVER), log.minutes(*EVER)
    again = history_of(log_file, settings_for(FPS, timers=None))
    due = {(to_ms(e.at.utc), e.number): (e.kind, e.rules, e.message) for e in again if isinstance(e, ReminderDue)}
    ended = {(to_ms(e.due.utc), e.number): e.outcome for e in again if isinstance(e, ReminderEnded)}
    assert due == {(to_ms(r.due_utc), r.number): (r.kind, r.rules, r.message) for r in logged}
    assert ended == {(to_ms(r.due_utc), r.number): r.outcome for r in logged if r.outcome is not None}
    assert len(due) > LIVES
    strain = {from_ms(to_ms(e.minute.start_utc)): e.minute.strain for e in again if isinstance(e, MinuteEnded)}
    whole = [m for m in minutes if sum(m.seconds.values()) > 59.9 and m.start_utc in strain]
    assert len(whole) > 60 * LIVES
    assert all(m.strain is None or m.strain == pytest.approx(strain[m.start_utc], abs=0.06) for m in whole)
