"""A few weeks for the reports of a week and a month: figures made by hand, no log behind them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from posture_watch.core.hours import HourFigures
from posture_watch.core.logged import LoggedBout
from posture_watch.core.suggesting import suggest
from posture_watch.core.summary import DayFigures
from posture_watch.core.trends import trends
from posture_watch.report.day import PeriodReport

MONDAY = date(2024, 3, 4)
HOUR_S = 3600.0


def day_figures(day: date) -> DayFigures:
    """Seven hours from nine on, six of them at the desk; four fifths of what was judged is good."""
    begin = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    hour = HourFigures(0.8 * HOUR_S, 0.8 * HOUR_S, 0.75 * HOUR_S, 0.6 * HOUR_S)
    return DayFigures(
        day=day,
        first_local=begin,
        last_local=begin + timedelta(hours=7),
        seconds={"good": 4.2 * HOUR_S, "poor": 1.05 * HOUR_S, "unknown": 0.35 * HOUR_S, "standing": 0.5 * HOUR_S},
        sitting_s=5.6 * HOUR_S,
        desk_s=5.6 * HOUR_S,
        judged_s=5.25 * HOUR_S,
        bouts=9,
        breaks=8,
        longest_bout_s=0.9 * HOUR_S,
        outcomes={"moved": 3, "ignored": 1, "left": 1},
        skipped=2,
        over_s={},
        kinds_s={"upright": 4.5 * HOUR_S, "slump": 0.5 * HOUR_S, "head_tilt_left": 0.25 * HOUR_S},
        hours=dict.fromkeys(range(9, 16), hour),
        strain_peak=64.0,
    )


def workdays(first: date, last: date) -> tuple[DayFigures, ...]:
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day_figures(day) for day in every if day.weekday() < 5)


def week(*changed: DayFigures, today: date = MONDAY + timedelta(days=30)) -> PeriodReport:
    """Monday to Friday at the desk, with some days in the place of the plain ones, after four weeks like it."""
    last = MONDAY + timedelta(days=6)
    days = {day.day: day for day in (*workdays(MONDAY, last), *changed)}
    return report_of(tuple(day for _, day in sorted(days.items()) if day.day <= today), today)


def report_of(days: tuple[DayFigures, ...], today: date) -> PeriodReport:
    before = workdays(MONDAY - timedelta(days=28), MONDAY - timedelta(days=1))
    start = datetime(2024, 3, 4, 9, tzinfo=UTC)
    return PeriodReport(
        span="week",
        first=MONDAY,
        last=MONDAY + timedelta(days=6),
        today=today,
        days=days,
        log_first=MONDAY - timedelta(days=28),
        log_last=MONDAY + timedelta(days=25),
        before=before,
        trends=trends(days, before, today=today) if days else (),
        longest_bouts=(LoggedBout(start, start + timedelta(minutes=54), 3240.0, 3600.0),),
        suggestion=suggest((*before, *days)),
    )


def of_nobody(day: date) -> DayFigures:
    """The camera looked at an empty chair."""
    return replace(
        day_figures(day), seconds={"away": HOUR_S}, sitting_s=0.0, desk_s=0.0, judged_s=0.0, bouts=0, breaks=0,
        longest_bout_s=0.0, outcomes={}, skipped=0, kinds_s={}, hours={}, strain_peak=None,
    )  # fmt: skip
