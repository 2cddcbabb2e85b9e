"""A column for each day of a week or a month: how long at the desk, and how; a day without data is an empty place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from math import ceil

from posture_watch.core.intervals import Posture
from posture_watch.core.summary import DayFigures
from posture_watch.core.words import duration
from posture_watch.report.html.looks import DIARY_MARK, POSTURE_LOOKS, swatch
from posture_watch.report.html.markup import Html, el, joined, percent_x
from posture_watch.report.html.parts import table
from posture_watch.report.names import weekday_name
from posture_watch.report.words import POSTURE_WORDS, percent
from posture_watch.texts import retold, text

_TOP_Y, _HEIGHT = 22.0, 150.0
_DIARY_Y = 9.0
_HOURS_X = 0.06
"""The share on the left where the hours are written, free of columns."""
STACKED: tuple[Posture, ...] = ("good", "poor", "unknown", "standing")
"""From the bottom up: what was at the desk."""


def all_days(first: date, last: date) -> list[date]:
    """Every day from first to last."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def columns(first: date, last: date, today: date, figures: Sequence[DayFigures], marked: Collection[date] = ()) -> Html:
    """The picture. A day that is still to come has its place and nothing in it; a ``marked`` one a mark."""
    by_day = {day.day: day for day in figures}
    days = all_days(first, last)
    most_h = max(1, ceil(max((sum(_stack(day).values()) for day in figures), default=0.0) / 3600))
    parts = [
        el("title", text("Time at the desk, day by day"), id="days-title"),
        el("desc", text("The same in words stands below, day by day."), id="days-words"),
        *(_hour_line(hour, most_h) for hour in range(0, most_h + 1, 1 if most_h <= 4 else 2)),
    ]
    width = (1 - _HOURS_X) / len(days)
    for number, day in enumerate(days):
        x = _HOURS_X + number * width
        if day <= today:
            parts.append(_column(x, width, by_day.get(day), most_h))
        if day in marked:
            parts.append(el("use", href=f"#{DIARY_MARK}", x=percent_x(x + width / 2), y=_DIARY_Y))
        parts.append(_label(x + width / 2, day, many=len(days) > 7))
    return el(
        "svg", joined(parts), class_="chart days", width="100%", height=_TOP_Y + _HEIGHT + 38, role="img",
        aria_labelledby="days-title days-words",
    )  # fmt: skip


def legend(figures: Sequence[DayFigures]) -> Html:
    """What the parts of a column mean, each with its time."""
    totals: dict[Posture, float] = {posture: sum(_stack(day)[posture] for day in figures) for posture in STACKED}
    items = [
        el("li", swatch(posture), f"{retold(POSTURE_WORDS[posture])} {duration(s)}")
        for posture, s in totals.items()
        if s
    ]
    return el("ul", joined(items), class_="legend")


def day_by_day(first: date, last: date, figures: Sequence[DayFigures]) -> Html:
    """The same as a table, with the coverage beside each day's figures."""
    by_day = {day.day: day for day in figures}
    rows = [(_named(day), *_row(by_day.get(day))) for day in all_days(first, last)]
    heads = (text("Day"), text("Sitting"), text("Longest"), text("Close to baseline"), text("Camera saw"))
    return table(
        text("Each day, with how much of the desk time the camera saw"),
        heads,
        rows,
        numbers=(1, 2, 3, 4),
        class_="days short",
    )


def _named(day: date) -> str:
    return f"{weekday_name(day.weekday())} {day.day}"


def _row(day: DayFigures | None) -> tuple[str, str, str, str]:
    if day is None:
        return ("–", "–", "–", "–")
    good = percent(day.seconds.get("good", 0.0) / day.judged_s) if day.judged_s > 0 else "–"
    covered = percent(day.coverage) if day.coverage is not None else "–"
    return duration(day.sitting_s), duration(day.longest_bout_s), good, covered


def _stack(day: DayFigures) -> Mapping[Posture, float]:
    """What was not judged counts here as far as somebody sat."""
    seconds: dict[Posture, float] = {posture: day.seconds.get(posture, 0.0) for posture in STACKED}
    seconds["unknown"] = max(0.0, day.desk_s - day.judged_s)
    return seconds


def _hour_line(hour: int, most_h: int) -> Html:
    y = _TOP_Y + _HEIGHT * (1 - hour / most_h)
    line = el("line", x1=0, x2="100%", y1=y, y2=y, class_="hour")
    return joined([line, el("text", f"{hour} h", x=0, y=y - 4, class_="lane")]) if hour else line


def _column(x: float, width: float, day: DayFigures | None, most_h: int) -> Html:
    if day is None:
        return el("text", "–", x=percent_x(x + width / 2), y=_TOP_Y + _HEIGHT - 5, class_="tick")
    bars: list[Html] = []
    y = _TOP_Y + _HEIGHT
    for posture, seconds in _stack(day).items():
        height = _HEIGHT * seconds / 3600 / most_h
        y -= height
        if seconds > 0:
            bars.append(
                el(
                    "rect", x=percent_x(x + 0.18 * width), width=percent_x(0.64 * width), y=y, height=height,
                    class_=POSTURE_LOOKS[posture].name,
                )
            )  # fmt: skip
    return joined(bars)


def _label(x: float, day: date, *, many: bool) -> Html:
    """The day of the month, and the weekday; in a narrow window a month has Mondays only."""
    class_ = "tick wide" if many and day.weekday() else "tick"
    y = _TOP_Y + _HEIGHT + 16
    name = weekday_name(day.weekday())
    return joined(
        [
            el("text", str(day.day), x=percent_x(x), y=y, class_=class_),
            el("text", name[:1] if many else name, x=percent_x(x), y=y + 15, class_=class_),
        ]
    )
