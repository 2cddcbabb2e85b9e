"""A day, a week or a month out of the log, as reports want it: with the four weeks before it and what they say."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

from posture_watch.commands.before_reading import read_before
from posture_watch.core.instant import Instant
from posture_watch.core.suggesting import suggest
from posture_watch.core.summary import DayFigures, day_reach_utc
from posture_watch.core.trends import trends
from posture_watch.report.day import DayReport, PeriodReport, Span
from posture_watch.report.diary import concerning
from posture_watch.report.outages import outages
from posture_watch.store.errors import LogMissingError
from posture_watch.store.log import Log

USUAL_DAYS = 28
"""The user's own last four weeks: as many of each weekday."""
LONGEST_BOUTS = 10


def read_day(database: Path, day: date, now: Instant, *, break_s: float) -> DayReport:
    """The day out of the log at ``database``; an empty report if there is no log yet."""
    try:
        with Log.open_readonly(database) as log:
            reach = log.local_reach()
            summary = log.day(day, break_s=break_s)
            before = _figures_before(log, day, break_s)
            notices = log.notices(*day_reach_utc(day))
            episodes = concerning(log.diary.episodes(), day, day)
    except LogMissingError:
        return DayReport(day, now.local_date, None)
    own = () if summary is None else (summary.figures,)
    first, last = reach or (None, None)
    return DayReport(
        day,
        now.local_date,
        summary,
        first,
        last,
        before,
        trends(own, before, today=now.local_date) if own else (),
        suggest((*before, *own)[-USUAL_DAYS:]),
        outages(notices, () if summary is None else summary.timeline, day),
        episodes,
    )


def read_period(database: Path, span: Span, day: date, now: Instant, *, break_s: float) -> PeriodReport:
    """The week or the month that ``day`` is in; without days if there is no log yet."""
    first, last = reach_of(span, day)
    try:
        with Log.open_readonly(database) as log:
            reach = log.local_reach()
            summaries = log.summaries(first, last, break_s=break_s)
            before = _figures_before(log, first, break_s)
            episodes = concerning(log.diary.episodes(), first, last)
            went_before = read_before(log, last) if span == "month" else None
    except LogMissingError:
        return PeriodReport(span, first, last, now.local_date, ())
    days = tuple(summary.figures for summary in summaries)
    bouts = chain.from_iterable(summary.bouts for summary in summaries)
    return PeriodReport(
        span, first, last, now.local_date, days, *(reach or (None, None)), before,
        trends(days, before, today=now.local_date) if days else (),
        tuple(sorted(bouts, key=lambda bout: -bout.sitting_s)[:LONGEST_BOUTS]),
        suggest((*before, *days)[-USUAL_DAYS:]),
        episodes, went_before,
    )  # fmt: skip


def reach_of(span: Span, day: date) -> tuple[date, date]:
    """The first and the last day of the week (Monday to Sunday) or month that ``day`` is in."""
    if span == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=min(6, (date.max - first).days))


def _figures_before(log: Log, day: date, break_s: float) -> tuple[DayFigures, ...]:
    first = day - timedelta(days=min(USUAL_DAYS, (day - date.min).days))
    return tuple(log.figures(first, day - timedelta(days=1), break_s=break_s)) if first < day else ()
