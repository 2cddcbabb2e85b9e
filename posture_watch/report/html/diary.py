"""What the user wrote in the diary of these days. Their words are text here, whatever is in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from posture_watch.core.diary import Episode
from posture_watch.report.diary import Told, lines_of
from posture_watch.report.html.frame import section
from posture_watch.report.html.looks import DIARY_MARK, shape
from posture_watch.report.html.markup import NOTHING, Html, el, joined
from posture_watch.report.html.parts import table
from posture_watch.report.names import weekday_name
from posture_watch.report.words import clock, short_date
from posture_watch.texts import text


def diary(episodes: Sequence[Episode], first: date, last: date) -> Html:
    """A row for each line of the diary; empty without one."""
    told = lines_of(episodes, first, last)
    if not told:
        return NOTHING
    rows = [(_when(one, dated=first != last), el("bdi", one.words)) for one in told]
    made = table(text("As it was written down"), (text("When"), text("What")), rows, class_="short words")
    return section("diary", text("Diary"), made, class_="long")


def sign(words: str) -> Html:
    """What the mark of the diary means, for a legend."""
    return el("li", joined([shape(DIARY_MARK), words]))


def _when(told: Told, *, dated: bool) -> str:
    day = told.at_local.date()
    return f"{weekday_name(day.weekday())} {short_date(day)}, {clock(told.at_local)}" if dated else clock(told.at_local)
