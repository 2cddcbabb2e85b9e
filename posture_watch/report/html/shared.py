"""Sections that the page of a day and that of a week or a month have alike."""

from __future__ import annotations

from collections.abc import Sequence

from posture_watch.core.logged import LoggedBout, local_time
from posture_watch.core.summary import DayFigures
from posture_watch.core.words import duration
from posture_watch.report.day import Suggestion
from posture_watch.report.html.frame import section
from posture_watch.report.html.hours import week_of_hours
from posture_watch.report.html.markup import NOTHING, Html, el
from posture_watch.report.html.parts import more, seen, table, with_bar
from posture_watch.report.layout import LEAST_BUSY_S
from posture_watch.report.names import kind_name, weekday_name
from posture_watch.report.words import clock, percent, short_date
from posture_watch.texts import retold, text


def estimates() -> str:
    """What no page is without."""
    return text("Estimates from a camera; not a medical device.")


def coverage(days: Sequence[DayFigures]) -> str:
    """How much of the time sitting at the desk the camera saw, and what that leaves out."""
    desk_s, judged_s = sum(d.desk_s for d in days), sum(d.judged_s for d in days)
    if desk_s <= 0:
        return text("The camera saw nobody at the desk.")
    share, time = percent(judged_s / desk_s), duration(desk_s)
    said = text("The camera saw {share} of your time sitting at the desk ({time}).", share=share, time=time)
    busy_s = sum(day.seconds.get("busy", 0.0) for day in days)
    if busy_s < LEAST_BUSY_S:
        return said
    return f"{said} {text('Besides, another program had the camera for {time}.', time=duration(busy_s))}"


def suggestion(made: Suggestion | None) -> Html:
    """One thing to try, with its reason."""
    if made is None:
        return NOTHING
    words = (el("p", el("strong", retold(made.text))), el("p", retold(made.reason), class_="quiet"))
    return section("try", text("One thing to try"), *words, class_="try")


def kinds(days: Sequence[DayFigures]) -> Html:
    """Which postures there were, most first. They are of the judged time, and say how much that was."""
    seconds: dict[str, float] = {}
    for day in days:
        seconds |= {kind: seconds.get(kind, 0.0) + s for kind, s in day.kinds_s.items()}
    total = sum(seconds.values())
    if not total:
        return NOTHING
    rows = [
        (kind_name(kind), duration(s), with_bar(percent(s / total), s / total, "g" if kind == "upright" else "p"))
        for kind, s in sorted(seconds.items(), key=lambda item: -item[1])
        if s >= 1
    ]
    caption = text("Of the {time} that could be judged; {seen}", time=duration(total), seen=seen(days))
    heads = (text("Posture"), text("Time"), text("Share"))
    return section("kinds", text("Kinds of posture"), table(caption, heads, rows, numbers=(1,), class_="bars"))


def longest(bouts: Sequence[LoggedBout], caption: str, *, dated: bool = False) -> Html:
    """Bouts of sitting, in the order they are given."""
    most = max((bout.sitting_s for bout in bouts), default=0.0)
    rows = [
        (_when(b, dated=dated), with_bar(duration(b.sitting_s), b.sitting_s / most if most else 0.0)) for b in bouts
    ]
    made = table(caption, (text("From – to"), text("Sitting")), rows, class_="bars")
    return section("longest", text("Longest at a stretch"), made)


def pattern(days: Sequence[DayFigures], *, folded: bool = False) -> Html:
    """The hours of the week, once there are enough days for a pattern."""
    tables = week_of_hours(days) if len(days) >= 5 else []
    if not tables:
        return NOTHING
    note = el("p", f"{text('An hour that nobody logged is a dash.')} {coverage(days)}", class_="quiet")
    parts = [more(text("Show the hours of the last weeks"), *tables, note)] if folded else [*tables, note]
    return section("pattern", text("Your hours"), *parts, class_="folded" if folded else "long")


def _when(bout: LoggedBout, *, dated: bool) -> str:
    start, end = (local_time(moment, bout.utc_offset_s) for moment in (bout.start_utc, bout.end_utc))
    hours = f"{clock(start)}–{clock(end)}"
    return f"{weekday_name(start.weekday())} {short_date(start.date())}, {hours}" if dated else hours
