"""The report of a day as plain text of at most 80 columns: a list of sections, each a function of the day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from posture_watch.core.intervals import Posture
from posture_watch.core.logged import local_time
from posture_watch.core.summary import DayFigures, DaySummary
from posture_watch.core.words import duration, rule_words
from posture_watch.report.day import DayReport
from posture_watch.report.diary import begun, day_diary
from posture_watch.report.layout import (
    LABEL,
    bar_lines,
    busy_line,
    coverage_line,
    joined,
    kind_lines,
    labelled,
    whole,
    without_bar,
    wrapped,
    wrapped_list,
)
from posture_watch.report.outages import outage_words
from posture_watch.report.responses import held_back, outcome_words, reminder_line
from posture_watch.report.strain_line import strain_lines
from posture_watch.report.strip import ASCII_INK, DIARY, REMINDER, UNICODE_INK, Ink, hour_strips
from posture_watch.report.usual import suggestion_lines, usual_lines
from posture_watch.report.words import (
    POSTURE_WORDS,
    bouts,
    breaks,
    clock,
    long_date,
    percent,
    short_date,
    utc_offset,
)
from posture_watch.texts import retold, text

_MOST_REMINDERS = 12
_MOST_RULES = 4


@dataclass(frozen=True, slots=True)
class Page:
    """What a section may use: the day asked for, its summary, and what to draw with."""

    report: DayReport
    summary: DaySummary
    ink: Ink


Section = Callable[[Page], list[str]]
"""The lines of a section; none if it has nothing to say."""


def day_text(report: DayReport, *, unicode: bool = True) -> str:
    """The report. ``unicode`` False draws with ASCII, for terminals and files that cannot take more."""
    if report.summary is None:
        return joined([_no_day(report), day_diary(report.episodes, report.day)], unicode=unicode)
    page = Page(report, report.summary, UNICODE_INK if unicode else ASCII_INK)
    return joined((section(page) for section in SECTIONS), unicode=unicode)


def _no_day(report: DayReport) -> list[str]:
    if report.log_first is None or report.log_last is None:
        return [text("Nothing has been logged yet."), text("Start the monitor with: posture-watch run")]
    if report.is_today:
        return [text("Nothing was logged today."), text("Start the monitor with: posture-watch run")]
    if report.day > report.today:
        said = text("{day} is still to come.", day=long_date(report.day))
    else:
        said = text("Nothing was logged on {day}.", day=long_date(report.day))
    first, last = short_date(report.log_first), short_date(report.log_last)
    return [
        *whole(said),
        *whole(text("The log goes from {first} to {last}. Choose a day in it with --date.", first=first, last=last)),
    ]


def headline(page: Page) -> list[str]:
    """The day in one sentence."""
    figures = page.summary.figures
    day = long_date(page.report.day)
    title = text("Today, {day}", day=day) if page.report.is_today else day
    return [title, *whole(_sentence(figures, page.report.is_today))]


def _sentence(figures: DayFigures, so_far: bool) -> str:
    if figures.desk_s <= 0:
        return text("Nobody was seen at the desk so far.") if so_far else text("Nobody was seen at the desk.")
    length = duration(figures.sitting_s)
    sat = text("You sat for {time} so far", time=length) if so_far else text("You sat for {time}", time=length)
    sat += text(", at most {time} at a stretch", time=duration(figures.longest_bout_s)) if figures.bouts else ""
    if figures.judged_s <= 0:
        return text("{sat}; the camera could not judge your posture.", sat=sat)
    share = percent(figures.seconds.get("good", 0.0) / figures.judged_s)
    return text("{sat}; {share} of the time that could be judged was close to your baseline.", sat=sat, share=share)


def sitting(page: Page) -> list[str]:
    """Total, bouts and breaks, on the feet at the desk, with the coverage beside them."""
    figures = page.summary.figures
    standing_s = figures.seconds.get("standing", 0.0)
    if figures.desk_s <= 0 and standing_s <= 0:
        return []
    sat = text(
        "{time} in {bouts}, {breaks} between",
        time=duration(figures.sitting_s),
        bouts=bouts(figures.bouts),
        breaks=breaks(figures.breaks),
    )
    lines = [sat]
    if figures.bouts:
        lines.append(text("the longest bout {length}", length=_longest(page.summary)))
    if standing_s > 0:
        lines.append(text("standing at the desk {time}", time=duration(standing_s)))
    lines += [coverage_line(figures.judged_s, figures.desk_s), *busy_line(figures.seconds.get("busy", 0.0))]
    return labelled(text("Sitting"), lines)


def _longest(summary: DaySummary) -> str:
    length = duration(summary.figures.longest_bout_s)
    if not summary.bouts:
        return length
    bout = max(summary.bouts, key=lambda bout: bout.sitting_s)
    start, end = (clock(local_time(moment, bout.utc_offset_s)) for moment in (bout.start_utc, bout.end_utc))
    return f"{length} ({start}–{end})"


def posture(page: Page) -> list[str]:
    """How the judged time divides, and what was not judged beside it."""
    figures = page.summary.figures
    lines: list[str] = []
    if figures.judged_s > 0:
        judged: tuple[Posture, ...] = ("good", "poor")
        named_s = [(retold(POSTURE_WORDS[name]), figures.seconds.get(name, 0.0)) for name in judged]
        lines += bar_lines(named_s, figures.judged_s, page.ink)
    beside: tuple[Posture, ...] = ("unknown", "standing", "busy", "away")
    times_s: dict[Posture, float] = {name: figures.seconds.get(name, 0.0) for name in beside}
    lines += [without_bar(retold(POSTURE_WORDS[name]), seconds) for name, seconds in times_s.items() if seconds >= 1]
    return labelled(text("Posture"), lines)


def kinds(page: Page) -> list[str]:
    """What the judged time was called; where that was not logged yet, what was over its limit."""
    return kind_lines(page.summary.figures.kinds_s, page.ink) or _over_most(page.summary.figures)


def _over_most(figures: DayFigures) -> list[str]:
    """Watch and act rules on one thing are one thing; the longer of them counts."""
    longest: Counter[str] = Counter()
    for rule, seconds in figures.over_s.items():
        words = rule_words(rule)
        longest[words] = max(longest[words], round(seconds))
    said = [f"{retold(rule)} {duration(seconds)}" for rule, seconds in longest.most_common(_MOST_RULES) if seconds >= 1]
    return labelled(text("Mostly"), wrapped(", ".join(said)))


def hours(page: Page) -> list[str]:
    """Every hour with a record, a character a minute, and what its characters mean."""
    entries = begun(page.report.episodes, page.report.day, page.report.day)
    strips = hour_strips(page.summary.timeline, page.summary.reminders, page.ink, entries)
    if not strips:
        return []
    ruler = "".join(f"{minute:<15}" for minute in ("00", "15", "30", "45"))
    lines = [text("Hour by hour, a character a minute"), f"{'':{LABEL}}{ruler}"]
    lines += [f"{clock(strip.start_local):>{LABEL - 2}}  {strip.cells}" for strip in strips]
    seen = {interval.posture for interval in page.summary.timeline}
    signs = [f"{page.ink.postures[name]} {retold(words)}" for name, words in POSTURE_WORDS.items() if name in seen]
    if page.summary.reminders:
        signs.append(f"{REMINDER} {text('reminder')}")
    if any(DIARY in strip.cells for strip in strips):
        signs.append(f"{DIARY} {text('diary')}")
    return [*lines, *wrapped_list(signs, indent=LABEL)]


def diary(page: Page) -> list[str]:
    """What the user wrote of the day."""
    return day_diary(page.report.episodes, page.report.day)


def strain(page: Page) -> list[str]:
    """The highest load, when, and how it went."""
    return strain_lines(page.summary, page.ink)


def reminders(page: Page) -> list[str]:
    """Each reminder and what came of it; how many were held back, and why."""
    figures = page.summary.figures
    if not figures.reminders and not figures.skipped:
        return labelled(text("Reminders"), [text("none")])
    lines = wrapped(outcome_words(figures.outcomes))
    lines += [reminder_line(reminder) for reminder in page.summary.reminders[-_MOST_REMINDERS:]]
    left_out = len(page.summary.reminders) - _MOST_REMINDERS
    if left_out > 0:
        lines.append(text("and {number} earlier", number=left_out))
    return labelled(text("Reminders"), lines + held_back(figures.skipped, page.summary.skips))


def usual(page: Page) -> list[str]:
    """The day beside the user's own last four weeks."""
    return usual_lines(page.report.trends, one_day=True)


def suggestion(page: Page) -> list[str]:
    """One thing to try."""
    return suggestion_lines(page.report.suggestion)


def foot(page: Page) -> list[str]:
    """What the figures rest on."""
    figures = page.summary.figures
    first, last, offset = clock(figures.first_local), clock(figures.last_local), utc_offset(figures.last_local)
    if figures.first_local.utcoffset() != figures.last_local.utcoffset():  # clocks were set, or the user travelled
        first += f" ({utc_offset(figures.first_local)})"
    said = [text("Data from {first} to {last} ({offset}).", first=first, last=last, offset=offset)]
    if page.report.log_first is not None:
        said[0] += " " + text("The log begins on {day}.", day=short_date(page.report.log_first))
    said += outage_words(page.report.outages)
    if not page.summary.has_detail:
        said.append(text("The details of this day have been forgotten, as the retention says; these figures stay."))
    said.append(text("Estimates from a camera; not a medical device."))
    return [line for sentence in said for line in whole(sentence)]


SECTIONS: list[Section] = [
    headline, sitting, posture, kinds, hours, diary, strain, reminders, usual, suggestion, foot,
]  # fmt: skip
