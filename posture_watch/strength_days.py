"""On the days the user chose: that it is time for the strength block. Once a day, never on gentler days."""

from __future__ import annotations

import subprocess
from datetime import date

from posture_watch.config.schema import CareSection
from posture_watch.core.events import NoticeDue
from posture_watch.core.hush import ALL_DAYS
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.notify.base import Action, Notification
from posture_watch.store.log import Log
from posture_watch.texts import retold, text
from posture_watch.tray.programs import start_apart

SLOT = "strength"
START = "start_strength"
LATEST_H = 21.0
"""No later than this (hour of the day): a computer opened in the night is no time for exercises (starting guess)."""


class StrengthDays:
    """Of the log it is given, which also knows what a run before this one has told today, and what was done."""

    def __init__(self, log: Log, now: Instant) -> None:
        self._log = log
        told = [one for one in log.notices(now.midnight_utc, now.utc) if one.topic == SLOT]
        self._settled_on: date | None = now.local_date if told else None

    def due(self, now: Instant, wish: CareSection, *, silent: bool, gentle: bool, somebody: bool) -> NoticeDue | None:
        """The notice, if it is time for it: ``somebody`` at the desk, nobody asked for silence, no ``gentle`` day."""
        if self._settled_on == now.local_date or silent or gentle or not somebody or not _is_time(now, wish):
            return None
        self._settled_on = now.local_date
        if self._done_today(now):
            return None
        return NoticeDue(now, SLOT, "Strength day: ten minutes when it suits you, with posture-watch break --strength")

    def _done_today(self, now: Instant) -> bool:
        try:
            done = self._log.diary.practice(now.midnight_utc, now.utc)
        except UserError:
            return False
        return any(one.routine == "strength" for one in done)


def _is_time(now: Instant, wish: CareSection) -> bool:
    hour = now.local.hour + now.local.minute / 60
    today = ALL_DAYS[now.local.weekday()]
    return today in wish.strength_days and wish.strength_h <= hour < max(LATEST_H, wish.strength_h + 1)


def notification(notice: NoticeDue) -> Notification:
    """The notice with its button."""
    button = Action(START, text("Start now"))
    return Notification("posture watch", retold(notice.text), "low", slot=SLOT, actions=(button,))


def start_block() -> subprocess.Popen[bytes]:
    """The guided block in a window, by a program of its own: the monitor goes on."""
    return start_apart("break", "--strength", "--window")
