"""Once a day, if the user chose it: that the report of the day is there. It waits while silence is asked for."""

from __future__ import annotations

import subprocess
from datetime import date

from posture_watch.config.schema import ReportSection
from posture_watch.core.events import NoticeDue
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.notify.base import Action, Notification
from posture_watch.store.log import Log
from posture_watch.texts import retold, text
from posture_watch.tray.programs import start_apart

SLOT = "evening"
OPEN = "open_report"


ASK_EVERY_S = 300.0
"""Whether anybody has sat today is looked up no more often than this (s)."""


class Evening:
    """Of the log it is given, which also knows what a run before this one has told today."""

    def __init__(self, log: Log, now: Instant, break_s: float) -> None:
        self._log, self._break_s = log, break_s
        told = [one for one in log.notices(now.midnight_utc, now.utc) if one.topic == SLOT]
        self._told_on: date | None = now.local_date if told else None
        self._asked_at: Instant | None = None

    def due(self, now: Instant, wish: ReportSection, *, silent: bool) -> NoticeDue | None:
        """The notice, if it is time for it and nobody has had it today. A day without sitting has none."""
        if not wish.evening or silent or self._told_on == now.local_date or not _is_evening(now, wish.evening_h):
            return None
        if self._asked_at is not None and now.gap_since(self._asked_at) < ASK_EVERY_S:
            return None
        self._asked_at = now
        if not self._sat(now.local_date):
            return None
        self._told_on = now.local_date
        return NoticeDue(now, SLOT, "Your day's report is there: posture-watch report --open")

    def told_on(self, now: Instant) -> date:
        """The day of the last notice, which may still be on the screen the next morning; else today."""
        return self._told_on or now.local_date

    def _sat(self, day: date) -> bool:
        try:
            found = self._log.day(day, break_s=self._break_s)
        except UserError:
            return False
        return found is not None and found.figures.sitting_s > 0


def _is_evening(now: Instant, from_h: float) -> bool:
    return now.local.hour + now.local.minute / 60 >= from_h


def notification(notice: NoticeDue) -> Notification:
    """The notice with its button."""
    button = Action(OPEN, text("Open the report"))
    return Notification("posture watch", retold(notice.text), "low", slot=SLOT, actions=(button,))


def open_report(day: date) -> subprocess.Popen[bytes]:
    """The report in the user's browser, by a program of its own: the monitor goes on watching."""
    return start_apart("report", "--open", "--date", day.isoformat())
