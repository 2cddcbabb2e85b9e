"""The report of a week or a month as plain text of at most 80 columns. A day without data is said to be one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median

from posture_watch.core.logged import LoggedBout, local_time
from posture_watch.core.words import duration
from posture_watch.report.before import before_lines
from posture_watch.report.day import PeriodReport
from posture_watch.report.day_table import table
from posture_watch.report.diary import days_diary
from posture_watch.report.hour_pattern import pattern_lines
from posture_watch.report.layout import (
    busy_line,
    coverage_line,
    joined,
    kind_lines,
    labelled,
    load_note,
    whole,
    wrapped,
)
from posture_watch.report.names import month_name, weekday_name
from posture_watch.report.responses import held_back, outcome_words
from posture_watch.report.strip import ASCII_INK, UNICODE_INK, Ink
from posture_watch.report.usual import suggestion_lines, usual_lines
from posture_watch.report.words import clock, short_date
from posture_watch.texts import text

_MOST_BOUTS = 5


@dataclass(frozen=True, slots=True)
class PeriodPage:
    """What a section may use: the report, and what to draw with."""

    report: PeriodReport
    ink: Ink


def period_text(report: PeriodReport, *, unicode: bool = True) -> str:
    """The report. ``unicode`` False draws with ASCII, for terminals and files that cannot take more."""
    page = PeriodPage(report, UNICODE_INK if unicode else ASCII_INK)
    sections = SECTIONS if report.days else [headline, nothing, diary]
    return joined((section(page) for section in sections), unicode=unicode)


def period_name(report: PeriodReport) -> str:
    """ "November 2026", or "Monday 16 to Sunday 22 November 2026"."""
    if report.span == "month":
        return text("{month} {year}", month=month_name(report.first.month), year=report.first.year)
    return text("Week from {first} to {last}", first=short_date(report.first), last=short_date(report.last))


def headline(page: PeriodPage) -> list[str]:
    """What it is about, and the middle one of its days in a sentence."""
    report = page.report
    title = period_name(report)
    if report.first <= report.today <= report.last:
        title = text("{name}, so far", name=title)
    said = middle_day(report)
    if not said:
        return [title]
    busy = busy_line(sum(day.seconds.get("busy", 0.0) for day in report.days))
    seen = "; ".join([coverage_line(*_seen(page)), *busy])
    return [title, *whole(said), *whole(text("In all {seen}.", seen=seen))]


def middle_day(report: PeriodReport) -> str:
    """The middle one of its days in a sentence; "" if nobody was at the desk."""
    days = [day for day in report.days if day.desk_s > 0]
    if not days:
        return ""
    return text(
        "Days at the desk: {days}. The middle one: {time} of sitting, the longest stretch {time2}.",
        days=len(days),
        time=duration(median(day.sitting_s for day in days)),
        time2=duration(median(day.longest_bout_s for day in days)),
    )


def nothing(page: PeriodPage) -> list[str]:
    """Why there is nothing to report, and what there is."""
    report = page.report
    if report.log_first is None or report.log_last is None:
        return [text("Nothing has been logged yet."), text("Start the monitor with: posture-watch run")]
    said = text("Still to come.") if report.first > report.today else text("Nothing was logged in these days.")
    first, last = short_date(report.log_first), short_date(report.log_last)
    return [
        said,
        *whole(text("The log goes from {first} to {last}. Choose a day in it with --date.", first=first, last=last)),
    ]


def days(page: PeriodPage) -> list[str]:
    """A row a day."""
    return table(page.report)


def diary(page: PeriodPage) -> list[str]:
    """What the user wrote of these days."""
    return days_diary(page.report.episodes, page.report.first, page.report.last, day_name)


def went_before(page: PeriodPage) -> list[str]:
    """The hours before the spasms beside the usual ones."""
    return before_lines(page.report.went_before) if page.report.went_before is not None else []


def hours(page: PeriodPage) -> list[str]:
    """What the hours of the day are like, over these days and the four weeks before."""
    return pattern_lines(page.report.before, page.report.days, page.ink)


def kinds(page: PeriodPage) -> list[str]:
    """What the judged time was called, with the coverage beside it."""
    total: Counter[str] = Counter()
    for day in page.report.days:
        total.update(day.kinds_s)  # pyright: ignore[reportArgumentType]  # a Counter adds up floats as well
    lines = kind_lines(total, page.ink)
    return lines + labelled("", [coverage_line(*_seen(page))]) if lines else []


def _seen(page: PeriodPage) -> tuple[float, float]:
    """The judged time, and the time at the desk."""
    days = page.report.days
    return sum(day.judged_s for day in days), sum(day.desk_s for day in days)


def longest(page: PeriodPage) -> list[str]:
    """The longest times at a stretch, as far as the detail is there."""
    return labelled(text("Longest"), [_bout_line(bout) for bout in page.report.longest_bouts[:_MOST_BOUTS]])


def _bout_line(bout: LoggedBout) -> str:
    start, end = (local_time(moment, bout.utc_offset_s) for moment in (bout.start_utc, bout.end_utc))
    return f"{duration(bout.sitting_s):>10}  {day_name(start.date())}  {clock(start)}–{clock(end)}"


def day_name(day: date) -> str:
    """ "Mon 16" """
    return f"{weekday_name(day.weekday())} {day.day:>2}"


def strain(page: PeriodPage) -> list[str]:
    """The highest load, and the middle one of the days'."""
    followed = [(day.strain_peak, day.day) for day in page.report.days if day.strain_peak is not None]
    if not followed:
        return []
    peak, day = max(followed)
    middle = median(peak for peak, _ in followed)
    said = text(
        "at most {peak:.0f}, on {day}; the median of the days' highest is {middle:.0f} (100: time for a break)",
        peak=peak,
        day=short_date(day),
        middle=middle,
    )
    return labelled(text("Load"), [*wrapped(said), *load_note(*_seen(page))])


def reminders(page: PeriodPage) -> list[str]:
    """How many, and what came of them."""
    total: Counter[str] = Counter()
    for day in page.report.days:
        total.update(day.outcomes)
    skipped = sum(day.skipped for day in page.report.days)
    return labelled(text("Reminders"), [*wrapped(outcome_words(total)), *held_back(skipped)])


def usual(page: PeriodPage) -> list[str]:
    """These days beside the user's own four weeks before."""
    return usual_lines(page.report.trends, one_day=False)


def suggestion(page: PeriodPage) -> list[str]:
    """One thing to try."""
    return suggestion_lines(page.report.suggestion)


def foot(page: PeriodPage) -> list[str]:
    """What the figures rest on."""
    said: list[str] = []
    first = page.report.log_first
    if first is not None and first >= page.report.first:
        said.append(text("The log begins on {day}.", day=short_date(first)))
    return [
        line for sentence in (*said, text("Estimates from a camera; not a medical device.")) for line in whole(sentence)
    ]


SECTIONS: list[Callable[[PeriodPage], list[str]]] = [
    headline, days, diary, hours, kinds, longest, strain, reminders, usual, went_before, suggestion, foot,
]  # fmt: skip
