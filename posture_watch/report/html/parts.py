"""Pieces that several sections are made of: tables that a screen reader can walk, bars, figures with their coverage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from posture_watch.core.summary import DayFigures
from posture_watch.report.html.markup import Html, el, joined, percent_x
from posture_watch.report.words import percent
from posture_watch.texts import text


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Iterable[int] = ()) -> Html:
    """A table whose first column names the row; the columns ``numbers`` are set to the right."""
    right = set(numbers)
    head = el("tr", joined(_cell("th", cell, i in right, scope="col") for i, cell in enumerate(heads)))
    body = joined(
        el(
            "tr",
            joined(
                _cell("th" if i == 0 else "td", cell, i in right, scope=None if i else "row")
                for i, cell in enumerate(row)
            ),
        )
        for row in rows
    )
    return el("table", el("caption", caption), el("thead", head), el("tbody", body))


def _cell(tag: str, content: str, right: bool, scope: str | None) -> Html:
    return el(tag, content, scope=scope, class_="n" if right else None)


def more(label: str, *content: str) -> Html:
    """Something to unfold."""
    return el("details", el("summary", label), *content)


def bar(share: float, class_: str = "g") -> Html:
    """A bar as long as ``share`` of its cell; the figure stands beside it."""
    filled = el("rect", width=percent_x(share), height=12, class_=class_)
    rail = el("line", x1=0, x2="100%", y1=11.5, y2=11.5, class_="hour")
    return el("svg", rail, filled, width="100%", height=12, class_="swatch", aria_hidden="true")


def figure(name: str, value: str, beside: str) -> Html:
    """A figure by name with what it rests on beside it."""
    return el("div", el("dt", name), el("dd", value, class_="value"), el("dd", beside, class_="quiet"))


def seen(days: Sequence[DayFigures]) -> str:
    """The coverage in few words."""
    desk_s = sum(day.desk_s for day in days)
    return text("camera saw {share}", share=percent(sum(day.judged_s for day in days) / desk_s if desk_s else 0.0))
