"""The page of a day: a list of sections, each a function of the day. A new one is a function and a line."""

from __future__ import annotations

from collections.abc import Callable

from posture_watch.core.summary import DaySummary
from posture_watch.core.words import duration
from posture_watch.report.day import DayReport
from posture_watch.report.diary import begun
from posture_watch.report.html import diary, shared
from posture_watch.report.html.answered import each_reminder, outcomes_table, shapes
from posture_watch.report.html.compared import compared
from posture_watch.report.html.frame import document, section
from posture_watch.report.html.hours import hour_by_hour, hours_of_day
from posture_watch.report.html.looks import DIARY_MARK, swatch
from posture_watch.report.html.markup import NOTHING, Html, el, joined
from posture_watch.report.html.parts import figure, more, seen
from posture_watch.report.html.timeline import clock_words, timeline
from posture_watch.report.outages import outage_words
from posture_watch.report.responses import held_back
from posture_watch.report.strip import UNICODE_INK
from posture_watch.report.terminal import Page, headline
from posture_watch.report.words import POSTURE_WORDS, bouts, clock, long_date, percent, short_date, utc_offset
from posture_watch.texts import retold, text

Section = Callable[[DayReport, DaySummary], Html]
"""A section of the page; empty if it has nothing to say."""
_MOST_BOUTS = 5


def day_page(report: DayReport) -> str:
    """The page of a day, also of one without data."""
    title = long_date(report.day)
    title = text("Today, {day}", day=title) if report.is_today else title
    summary = report.summary
    if summary is None:
        lead = [el("p", _no_day(report), class_="lead")]
        if report.is_today:
            lead.append(el("p", text("Start the monitor with: posture-watch run"), class_="quiet"))
        written = diary.diary(report.episodes, report.day, report.day)
        return document(title, joined(lead), [written] if written else [], [shared.estimates()])
    sentence = " ".join(headline(Page(report, summary, UNICODE_INK))[1:])
    sections = [made for section in SECTIONS if (made := section(report, summary))]
    lead = joined([el("p", sentence, class_="lead"), el("p", shared.coverage([summary.figures]), class_="quiet")])
    return document(title, lead, sections, _foot(report, summary))


def _no_day(report: DayReport) -> str:
    if report.log_first is None or report.log_last is None:
        return text("Nothing has been logged yet.")
    if report.is_today:
        return text("Nothing was logged today.")
    if report.day > report.today:
        return text("{day} is still to come.", day=long_date(report.day))
    return text("Nothing was logged on {day}.", day=long_date(report.day))


def the_day(report: DayReport, summary: DaySummary) -> Html:
    """The timeline, what its signs mean, and the same in words."""
    entries = begun(report.episodes, report.day, report.day)
    picture = timeline(summary, entries)
    if not picture:
        kept = summary.figures.hours
        return section("day", text("The day"), hours_of_day(summary.figures)) if kept else NOTHING
    words = [el("p", sentence) for sentence in clock_words(summary)]
    same = more(text("The same in words"), hour_by_hour(summary))
    return section(
        "day", text("The day"), picture, _legend(summary, has_diary=DIARY_MARK in picture), *words, same, class_="long"
    )


def _legend(summary: DaySummary, *, has_diary: bool) -> Html:
    postures = [
        el("li", swatch(posture), f"{retold(words)} {duration(seconds)}")
        for posture, words in POSTURE_WORDS.items()
        if (seconds := summary.figures.seconds.get(posture, 0.0)) >= 0.5
    ]
    reminders = [el("li", shape) for shape in shapes(summary.reminders)]
    if has_diary:
        postures.append(diary.sign(text("written in the diary")))
    signs = [el("ul", joined(postures), class_="legend")]
    if reminders:
        signs.append(el("p", text("Reminders, above the hours they came in:"), class_="quiet sign-words"))
        signs.append(el("ul", joined(reminders), class_="legend"))
    return joined(signs)


def written(report: DayReport, _: DaySummary) -> Html:
    """What the user wrote of the day."""
    return diary.diary(report.episodes, report.day, report.day)


def figures_of_day(_: DayReport, summary: DaySummary) -> Html:
    """The few figures that matter most, each with what the camera saw."""
    figures = summary.figures
    if figures.desk_s <= 0:
        return NOTHING
    beside = seen([figures])
    made = [
        figure(text("Sitting"), duration(figures.sitting_s), beside),
        figure(text("Longest at a stretch"), duration(figures.longest_bout_s), beside),
        figure(text("Breaks"), str(figures.breaks), beside),
    ]
    if figures.judged_s > 0:
        share = percent(figures.seconds.get("good", 0.0) / figures.judged_s)
        made.append(
            figure(text("Close to your baseline"), share, text("of {time} judged", time=duration(figures.judged_s)))
        )
    if (standing_s := figures.seconds.get("standing", 0.0)) >= 30:
        made.append(figure(text("Standing at the desk"), duration(standing_s), beside))
    if figures.strain_peak is not None:
        made.append(figure(text("Highest load (estimate)"), f"{figures.strain_peak:.0f}", text("100 is time to move")))
    return section("figures", text("In figures"), el("dl", joined(made), class_="figures"))


def suggestion(report: DayReport, _: DaySummary) -> Html:
    """One thing to try."""
    return shared.suggestion(report.suggestion)


def reminders(_: DayReport, summary: DaySummary) -> Html:
    """What was said and what came of it."""
    figures = summary.figures
    held = " ".join(held_back(figures.skipped, summary.skips))
    if not figures.reminders and not held:
        return section("reminders", text("Reminders"), el("p", text("There were none.")))
    parts: list[Html] = []
    if summary.reminders:
        parts.append(each_reminder(summary.reminders))
    elif figures.reminders:
        parts.append(outcomes_table(figures.outcomes))
    if held:
        parts.append(el("p", held, class_="quiet after"))
    return section("reminders", text("Reminders"), *parts, class_="long")


def kinds(_: DayReport, summary: DaySummary) -> Html:
    """Which postures there were."""
    return shared.kinds([summary.figures])


def longest(_: DayReport, summary: DaySummary) -> Html:
    """The longest bouts of sitting, and how many there were."""
    if not summary.bouts:
        return NOTHING
    chosen = sorted(summary.bouts, key=lambda bout: -bout.sitting_s)[:_MOST_BOUTS]
    number = bouts(len(summary.bouts))
    return shared.longest(chosen, text("The longest of {bouts}; {seen}", bouts=number, seen=seen([summary.figures])))


def beside_usual(report: DayReport, _: DaySummary) -> Html:
    """The day beside the four weeks before it."""
    return compared(report.trends, text("Today") if report.is_today else text("This day"), one_day=True)


def pattern(report: DayReport, summary: DaySummary) -> Html:
    """The hours of the week, over this day and the four weeks before."""
    return shared.pattern([*report.before, summary.figures], folded=True)


def _foot(report: DayReport, summary: DaySummary) -> list[str]:
    figures = summary.figures
    first, last = (f"{clock(moment)} ({utc_offset(moment)})" for moment in (figures.first_local, figures.last_local))
    said = [text("Data from {first} to {last}.", first=first, last=last)]
    if report.log_first is not None:
        said.append(text("The log begins on {day}.", day=short_date(report.log_first)))
    said += outage_words(report.outages)
    if not summary.has_detail:
        said.append(text("The details of this day have been forgotten, as the retention says; these figures stay."))
    return [" ".join(said), shared.estimates()]


SECTIONS: list[Section] = [
    the_day, written, figures_of_day, suggestion, reminders, kinds, longest, beside_usual, pattern,
]  # fmt: skip
