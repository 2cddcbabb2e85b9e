"""Pieces that several sections are made of: tables that a screen reader can walk, bars, figures with their coverage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from posture_watch.core.summary import DayFigures
from posture_watch.report.html.markup import Html, el, joined, percent_x
from posture_watch.report.words import percent
from posture_watch.texts import text

_LONGEST_WORD = 20


def table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    numbers: Iterable[int] = (),
    class_: str | None = None,
) -> Html:
    """A table whose first column names the row; the columns ``numbers`` are set to the right."""
    right = set(numbers)
    head = el("tr", *(_cell("th", cell, i in right, "col") for i, cell in enumerate(heads)))
    body = joined(_row(row, right) for row in rows)
    return el("table", el("caption", caption), el("thead", head), el("tbody", body), class_=class_)


def _row(cells: Sequence[str], right: Collection[int]) -> Html:
    first, *others = cells
    rest = (_cell("td", cell, i in right, None) for i, cell in enumerate(others, start=1))
    return el("tr", _cell("th", first, 0 in right, "row"), *rest)


def _cell(tag: str, content: str, right: bool, scope: str | None) -> Html:
    """One with a word that no narrow window holds may break it anywhere."""
    long = not isinstance(content, Html) and max(map(len, content.split()), default=0) > _LONGEST_WORD
    return el(tag, content, scope=scope, class_="n" if right else "any" if long else None)


def more(label: str, *content: str) -> Html:
    """Something to unfold."""
    return el("details", el("summary", label), *content)


def with_bar(words: str, share: float, class_: str = "g") -> Html:
    """A figure, and a bar as long as ``share`` of the room beside it."""
    filled = el("rect", width=percent_x(share), height=12, class_=class_)
    rail = el("line", x1=0, x2="100%", y1=11.5, y2=11.5, class_="hour")
    picture = el("svg", rail, filled, width="100%", height=12, aria_hidden="true")
    return el("div", el("span", words), picture, class_="with-bar")


def figure(name: str, value: str, beside: str) -> Html:
    """A figure by name with what it rests on beside it."""
    return el("div", el("dt", name), el("dd", value, class_="value"), el("dd", beside, class_="quiet"))


def seen(days: Sequence[DayFigures]) -> str:
    """The coverage in few words."""
    desk_s = sum(day.desk_s for day in days)
    return text("camera saw {share}", share=percent(sum(day.judged_s for day in days) / desk_s if desk_s else 0.0))
