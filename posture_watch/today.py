"""Today's figures for the tray and `status`: read from the log now and then, and only while somebody asks."""

from __future__ import annotations

import logging

from posture_watch.core.instant import Instant
from posture_watch.core.summary import DayFigures
from posture_watch.errors import UserError
from posture_watch.store.log import Log

EVERY_S = 30.0
"""Figures in minutes need no more (s)."""

_log = logging.getLogger(__name__)


class Today:
    """``wanted`` may be called from any thread; ``figures`` only from the one that has the log."""

    def __init__(self, log: Log, break_s: float) -> None:
        self._log = log
        self._break_s = break_s
        self._read_at: Instant | None = None
        self._figures: DayFigures | None = None
        self._wanted = True

    def wanted(self) -> None:
        """Somebody asks: keep them fresh."""
        self._wanted = True

    def figures(self, now: Instant) -> DayFigures | None:
        """Those of the user's today, at most half a minute old while somebody asks; None if nothing was logged."""
        at = self._read_at
        due = at is None or now.gap_since(at) >= EVERY_S or now.mono_s < at.mono_s
        if self._wanted and due:
            self._read_at, self._wanted = now, False
            try:
                day = self._log.day(now.local_date, break_s=self._break_s)
            except UserError as error:
                _log.warning("%s", error.message)
            else:
                self._figures = day.figures if day else None
        return self._figures if self._figures and self._figures.day == now.local_date else None
