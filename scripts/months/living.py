"""Months of the simulated user, written into a log by the program's own code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from months.body import Habits
from months.calendar import Session, sessions
from months.desk import Desk, beginning, default_settings
from posture_watch.core.events import Event
from posture_watch.core.settings import Settings
from posture_watch.resuming import resumed
from posture_watch.store.log import Log


def live(
    log_file: Path,
    first: date,
    last: date,
    *,
    interval_s: float = 15.0,
    habits: Habits | None = None,
    told: Callable[[date], object] | None = None,
) -> list[Event]:
    """Everything that happens to the user from ``first`` to ``last``, written into ``log_file``.

    ``told`` is called after each run with its day.
    """
    habits, settings, events = habits or Habits(), default_settings(interval_s), list[Event]()
    for session in sessions(first, last, habits.seed):
        events += _live(log_file, session, settings, habits)
        if told is not None:
            told(session.day)
    return events


def _live(log_file: Path, session: Session, settings: Settings, habits: Habits) -> list[Event]:
    now = beginning(session)
    with Log.open(log_file, now=now) as log:
        begun = resumed(log.resume_facts(now, break_s=settings.sitting.break_s), log.orders(), now)
        return Desk(session, settings, habits, begun, log).live()
