"""What the user is told once a day, if they chose it, and what the buttons of these notices start."""

from __future__ import annotations

from posture_watch import evening, strength_days
from posture_watch.capture.clock import Clock
from posture_watch.config import Config
from posture_watch.core.events import NoticeDue
from posture_watch.core.instant import Instant
from posture_watch.evening import Evening
from posture_watch.store.log import Log
from posture_watch.strength_days import StrengthDays


class DailyNotices:
    """Of the log it is given, which also knows what was told today before ``now``. ``clicked`` may be called from any
    thread."""

    def __init__(self, log: Log, now: Instant, break_s: float) -> None:
        self._evening = Evening(log, now, break_s)
        self._strength = StrengthDays(log, now)

    def due(self, now: Instant, config: Config, *, silent: bool, gentle: bool, at_desk: bool) -> list[NoticeDue]:
        """Those it is time for; each is due once a day."""
        found = (
            self._evening.due(now, config.report, silent=silent),
            self._strength.due(now, config.care, silent=silent, gentle=gentle, somebody=at_desk),
        )
        return [notice for notice in found if notice is not None]

    def clicked(self, slot: str, key: str, clock: Clock) -> None:
        """A button was pressed, which may be one of another notification."""
        if (slot, key) == (evening.SLOT, evening.OPEN):
            evening.open_report(self._evening.told_on(clock.now()))
        if (slot, key) == (strength_days.SLOT, strength_days.START):
            strength_days.start_block()
