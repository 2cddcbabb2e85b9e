"""What a report is made from: figures that somebody else has read. A day, or the days of a week or a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from posture_watch.core.crossover import Crossover
from posture_watch.core.diary import Episode
from posture_watch.core.logged import LoggedBout
from posture_watch.core.suggesting import Suggestion
from posture_watch.core.summary import DayFigures, DaySummary
from posture_watch.core.trends import Trend
from posture_watch.report.outages import Outage

__all__ = ["DayReport", "PeriodReport", "Span", "Suggestion"]

Span = Literal["week", "month"]


@dataclass(frozen=True, slots=True)
class DayReport:
    """The day asked for, whether it is ``today``, its ``summary`` (None if nothing was logged), and the days from
    ``log_first`` to ``log_last`` that the log knows anything about (None if it is empty).

    ``before``: the figures of the 28 days before it that have any, in order; ``trends`` the day beside them.
    ``outages``: when the camera sent no pictures. ``episodes``: of the diary, those of which something was on the day.
    """

    day: date
    today: date
    summary: DaySummary | None
    log_first: date | None = None
    log_last: date | None = None
    before: tuple[DayFigures, ...] = ()
    trends: tuple[Trend, ...] = ()
    suggestion: Suggestion | None = None
    outages: tuple[Outage, ...] = ()
    episodes: tuple[Episode, ...] = ()

    @property
    def is_today(self) -> bool:
        """Whether the day is still going on."""
        return self.day == self.today


@dataclass(frozen=True, slots=True)
class PeriodReport:
    """The days from ``first`` to ``last`` (a week from Monday, or a month); ``days`` are those with any figures.

    ``before``: the figures of the 28 days before ``first``. ``longest_bouts`` at most ten, longest first, as far as the
    detail is still there. ``episodes``: of the diary, those of which something was on these days. ``went_before``: all
    spasms up to the end of a month beside their ordinary days; None if there are none.
    """

    span: Span
    first: date
    last: date
    today: date
    days: tuple[DayFigures, ...]
    log_first: date | None = None
    log_last: date | None = None
    before: tuple[DayFigures, ...] = ()
    trends: tuple[Trend, ...] = ()
    longest_bouts: tuple[LoggedBout, ...] = ()
    suggestion: Suggestion | None = None
    episodes: tuple[Episode, ...] = ()
    went_before: Crossover | None = None
