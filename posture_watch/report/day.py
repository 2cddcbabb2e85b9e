"""What a report of one day is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from posture_watch.core.summary import DaySummary


@dataclass(frozen=True, slots=True)
class DayReport:
    """The day asked for, whether it is ``today``, its ``summary`` (None if nothing was logged), and the days from
    ``log_first`` to ``log_last`` that the log knows anything about (None if it is empty)."""

    day: date
    today: date
    summary: DaySummary | None
    log_first: date | None = None
    log_last: date | None = None

    @property
    def is_today(self) -> bool:
        """Whether the day is still going on."""
        return self.day == self.today
