"""The page of a week or a month: a list of sections, each a function of the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from posture_watch.core.words import duration
from posture_watch.report.day import PeriodReport
from posture_watch.report.diary import begun
from posture_watch.report.html import diary, shared
from posture_watch.report.html.answered import outcomes_table
from posture_watch.report.html.before import went_before
from posture_watch.report.html.columns import columns, day_by_day, legend
from posture_watch.report.html.compared import compared
from posture_watch.report.html.frame import document, section
from posture_watch.report.html.markup import NOTHING, Html, el, joined
from posture_watch.report.html.parts import figure, more, seen
from posture_watch.report.names import tenth
from posture_watch.report.period import PeriodPage, headline, middle_day, nothing
from posture_watch.report.responses import held_back
from posture_watch.report.strip import UNICODE_INK
from posture_watch.report.words import percent, short_date
from posture_watch.texts import text

Section = Callable[[PeriodReport], Html]
"""A section of the page; empty if it has nothing to say."""


def period_page(report: PeriodReport) -> str:
    """The page of a week or a month, also of one without data."""
    told = PeriodPage(report, UNICODE_INK)
    title, sentence = headline(told)[0], middle_day(report)
    if not report.days:
        entries = [made] if (made := written(report)) else []
        return document(title, el("p", nothing(told)[0], class_="lead"), entries, [shared.estimates()])
    covered = shared.coverage(report.days)
    lead = [el("p", sentence, class_="lead"), el("p", covered, class_="quiet")]
    sections = [made for section in SECTIONS if (made := section(report))]
    return document(title, joined(lead if sentence else [el("p", covered, class_="lead")]), sections, _foot(report))


def day_columns(report: PeriodReport) -> Html:
    """A column a day, and the same as a table."""
    marked = {episode.entry.local_date for episode in begun(report.episodes, report.first, report.last)}
    picture = columns(report.first, report.last, report.today, report.days, marked)
    signs = [legend(report.days)]
    if marked:
        signs.append(el("ul", diary.sign(text("written in the diary")), class_="legend"))
    same = day_by_day(report.first, min(report.last, report.today), report.days)
    shown = same if report.span == "week" else more(text("The same as a table"), same)
    return section("days", text("Day by day"), picture, *signs, shown, class_="long")


def written(report: PeriodReport) -> Html:
    """What the user wrote of these days."""
    return diary.diary(report.episodes, report.first, report.last)


def figures_of_period(report: PeriodReport) -> Html:
    """The few figures that matter most, each with what the camera saw."""
    days, beside = report.days, seen(report.days)
    sitting_s, desk_s = sum(day.sitting_s for day in days), sum(day.desk_s for day in days)
    made = [
        figure(text("Sitting"), duration(sitting_s), beside),
        figure(text("Longest at a stretch"), duration(max(day.longest_bout_s for day in days)), beside),
    ]
    if judged_s := sum(day.judged_s for day in days):
        share = percent(sum(day.seconds.get("good", 0.0) for day in days) / judged_s)
        made.append(figure(text("Close to your baseline"), share, text("of {time} judged", time=duration(judged_s))))
    if desk_s > 0:
        breaks = sum(day.breaks for day in days)
        made.append(figure(text("Breaks in an hour at the desk"), tenth(3600 * breaks / desk_s), beside))
    if standing_s := sum(day.seconds.get("standing", 0.0) for day in days):
        made.append(figure(text("Standing at the desk"), duration(standing_s), beside))
    return section("figures", text("In figures"), el("dl", joined(made), class_="figures"))


def suggestion(report: PeriodReport) -> Html:
    """One thing to try."""
    return shared.suggestion(report.suggestion)


def beside_usual(report: PeriodReport) -> Html:
    """These days beside the four weeks before."""
    now = text("This week") if report.span == "week" else text("This month")
    return compared(report.trends, now, one_day=False)


def pattern(report: PeriodReport) -> Html:
    """The hours of the week; a week brings the four before it along, alone it would be no pattern."""
    return shared.pattern([*report.before, *report.days] if report.span == "week" else report.days)


def reminders(report: PeriodReport) -> Html:
    """What came of them."""
    outcomes: Counter[str] = Counter()
    for day in report.days:
        outcomes.update(day.outcomes)
    held = sum(day.skipped for day in report.days)
    parts: list[Html] = [outcomes_table(outcomes)] if outcomes.total() else [el("p", text("There were none."))]
    if held:
        parts.append(el("p", *held_back(held), class_="quiet after"))
    return section("reminders", text("Reminders"), *parts)


def kinds(report: PeriodReport) -> Html:
    """Which postures there were."""
    return shared.kinds(report.days)


def longest(report: PeriodReport) -> Html:
    """The longest bouts of sitting, as far as the detail is kept."""
    if not report.longest_bouts:
        return NOTHING
    caption = text("As far as the details are still kept; {seen}", seen=seen(report.days))
    return shared.longest(report.longest_bouts, caption, dated=True)


def _foot(report: PeriodReport) -> list[str]:
    said: list[str] = []
    if report.log_first is not None:
        said.append(text("The log begins on {day}.", day=short_date(report.log_first)))
    return [*said, shared.estimates()]


def before_spasms(report: PeriodReport) -> Html:
    """The hours before the spasms beside the usual ones."""
    return went_before(report.went_before)


SECTIONS: list[Section] = [
    day_columns, written, figures_of_period, suggestion, beside_usual, pattern, reminders, kinds, longest,
    before_spasms,
]  # fmt: skip
