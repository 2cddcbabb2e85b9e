"""What went before the spasms, as a section of a page: a row each, and what may be said of them together."""

from __future__ import annotations

from posture_watch.core.crossover import Crossover
from posture_watch.core.exposure import LENGTH_S, Compared
from posture_watch.report.before import explained, nothing_noted, rows, sentences, title
from posture_watch.report.html.frame import section
from posture_watch.report.html.markup import NOTHING, Html, el, joined, percent_x
from posture_watch.report.html.parts import table
from posture_watch.texts import text

_HEIGHT = 18


def went_before(found: Crossover | None) -> Html:
    """The section; empty without a comparison, as when nobody has noted anything."""
    if found is None:
        return NOTHING
    if not found.told:
        return section("before", title(), el("p", nothing_noted()[0]))
    first, *rest = sentences(found)
    told = [el("p", first, class_="after"), *(el("p", sentence) for sentence in rest)]
    return section("before", title(), _table(found), *told)


def _table(found: Crossover) -> Html:
    drawn = found.gate != "timeline"
    heads = (text("Spasm"), text("Sitting before it")) if drawn else (text("Spasm"), text("Not compared"))
    made = [
        (text("no. {number}, {when}", number=row.number, when=row.when), _figures(one, row.figures, drawn=drawn))
        for one, row in zip(found.told, rows(found), strict=True)
    ]
    if not drawn and not any(row.figures for row in rows(found)):
        heads, made = heads[:1], [row[:1] for row in made]
    caption = explained() + " " + text("The dot is before the spasm, the strokes are the other days.") if drawn else ""
    return table(caption or text("When they were"), heads, made)


def _figures(one: Compared, words: str, *, drawn: bool) -> Html:
    said = el("div", words)
    if not drawn or one.lacking is not None or one.case is None:
        return said
    half = _HEIGHT / 2
    strokes = [
        el("line", x1=x, x2=x, y1=3, y2=_HEIGHT - 3, class_="middle")
        for x in (percent_x(window.exposure_s / LENGTH_S) for window in one.controls)
    ]
    dot = el("circle", cx=percent_x(one.case.exposure_s / LENGTH_S), cy=half, r=4.5, class_="now")
    rail = el("line", x1=0, x2="100%", y1=half, y2=half, class_="rail")
    picture = el(
        "svg", joined([rail, *strokes, dot]), width="100%", height=_HEIGHT, class_="swatch", aria_hidden="true"
    )
    return joined([said, picture])
