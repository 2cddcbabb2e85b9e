"""Figures beside the user's own usual: the middle half of the last four weeks as a box, and the same in words."""

from __future__ import annotations

from collections.abc import Iterable

from posture_watch.core.trends import Spread, Trend
from posture_watch.report.html.frame import section
from posture_watch.report.html.markup import Html, el, joined, percent_x
from posture_watch.report.html.parts import table
from posture_watch.report.names import figure_name, figure_value, standing_words
from posture_watch.texts import text

_HEIGHT = 18
_LEAST_SPREAD = 0.3


def compared(trends: Iterable[Trend], now_words: str, *, one_day: bool) -> Html:
    """A row for each figure there is; ``now_words`` heads the column of what is compared."""
    known = [trend for trend in trends if trend.now is not None]
    if not known:
        return Html("")
    caption = text(
        "The box holds the middle half of your days of the four weeks before, its line the median; the dot is now."
    )
    heads = (text("Figure"), now_words, text("Your usual"))
    rows = [(figure_name(t.name), _now(t), _usual(t, one_day=one_day)) for t in known]
    if all(trend.usual is None for trend in known):
        caption = text("From five days on there is a usual to compare with.")
    return section("usual", text("Beside your usual"), table(caption, heads, rows))


def _now(trend: Trend) -> str:
    return figure_value(trend.name, trend.now.middle) if trend.now else ""


def _usual(trend: Trend, *, one_day: bool) -> Html:
    words = standing_words(trend, one_day=one_day)
    if trend.usual is None or trend.now is None:
        return el("span", words, class_="quiet")
    low, middle, high = (figure_value(trend.name, v) for v in (trend.usual.low, trend.usual.middle, trend.usual.high))
    if low == high:
        half = text("{middle} on half of the days or more", middle=middle)
    else:
        half = text("{middle}, half of the days {low} to {high}", middle=middle, low=low, high=high)
    return joined([el("strong", words), el("div", half, class_="quiet"), _box(trend.now, trend.usual)])


def _box(now: Spread, usual: Spread) -> Html:
    """Where they lie to each other, not how far from nothing; days that differ little are drawn close together."""
    least, most = min(now.middle, usual.low), max(now.middle, usual.high)
    room = max(most - least, _LEAST_SPREAD * abs(usual.middle), 1e-9)
    start = (least + most - 1.3 * room) / 2
    low, middle, high, dot = ((v - start) / (1.3 * room) for v in (usual.low, usual.middle, usual.high, now.middle))
    half = _HEIGHT / 2
    parts = [
        el("line", x1=0, x2="100%", y1=half, y2=half, class_="rail"),
        el("rect", x=percent_x(low), width=percent_x(high - low), y=3, height=_HEIGHT - 6, rx=2, class_="box"),
        el("line", x1=percent_x(middle), x2=percent_x(middle), y1=1, y2=_HEIGHT - 1, class_="middle"),
        el("circle", cx=percent_x(dot), cy=half, r=4.5, class_="now"),
    ]
    return el("svg", joined(parts), width="100%", height=_HEIGHT, class_="swatch", aria_hidden="true")
