"""Today's figures for the tray and `status`: read from the log when somebody asks, beside the one who writes."""

from __future__ import annotations

import logging
from pathlib import Path

from posture_watch.core.instant import Instant
from posture_watch.core.summary import DayFigures
from posture_watch.errors import UserError
from posture_watch.store.log import Log

EVERY_S = 30.0
"""Figures in minutes are read no more often than this (s)."""

_log = logging.getLogger(__name__)


class Today:
    """Of the log at ``where``. One thread at a time may ask, whichever: each reading has a connection of its own."""

    def __init__(self, where: Path, break_s: float) -> None:
        self._where = where
        self._break_s = break_s
        self._read_at: Instant | None = None
        self._figures: DayFigures | None = None

    def figures(self, now: Instant) -> DayFigures | None:
        """Those of the user's today, at most half a minute old; None if nothing was logged."""
        at = self._read_at
        due = at is None or now.gap_since(at) >= EVERY_S or now.mono_s < at.mono_s
        if due:
            self._read_at = now
            try:
                with Log.open_readonly(self._where) as log:
                    day = log.day(now.local_date, break_s=self._break_s)
            except UserError as error:
                _log.warning("%s", error.message)
            else:
                self._figures = day.figures if day else None
        return self._figures if self._figures and self._figures.day == now.local_date else None
