"""A week or a month as a table, a row a day, with the medians and sums below. What was not seen is no zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

from posture_watch.core.summary import DayFigures
from posture_watch.core.words import duration
from posture_watch.report.day import PeriodReport
from posture_watch.report.names import weekday_name
from posture_watch.report.words import percent
from posture_watch.texts import text

_WIDTHS = (12, 11, 12, 10, 8, 14, 12)
_NO_SHARE = "–"


def table(report: PeriodReport) -> list[str]:
    """The rows, as far as the days have come; several days without data in a row share one."""
    known = {day.day: day for day in report.days}
    lines, empty = [_heads()], list[date]()
    for number in range((min(report.last, report.today) - report.first).days + 1):
        day = report.first + timedelta(days=number)
        if day not in known:
            empty.append(day)
            continue
        lines += _without_data(empty)
        empty = []
        lines.append(_row(_name(day), known[day]))
    at_desk = [day for day in report.days if day.desk_s > 0]
    return [*lines, *_without_data(empty), *_below(at_desk)]


def _heads() -> str:
    return _cells(
        "", text("sitting"), text("longest"), text("upright"), text("breaks"), text("reminders"), text("seen")
    )


def _row(name: str, day: DayFigures) -> str:
    if day.desk_s <= 0:
        return f"{name:<{_WIDTHS[0]}}  {text('nobody at the desk')}"
    return _cells(
        name,
        duration(day.sitting_s),
        duration(day.longest_bout_s),
        _share(day.seconds.get("good", 0.0), day.judged_s),
        str(day.breaks),
        str(day.reminders),
        _share(day.judged_s, day.desk_s),
    )


def _below(days: Sequence[DayFigures]) -> list[str]:
    """The middle of each column, and its sum where it has one; not for a single day."""
    if len(days) < 2:
        return []
    good_s, judged_s = sum(day.seconds.get("good", 0.0) for day in days), sum(day.judged_s for day in days)
    shares = [day.seconds.get("good", 0.0) / day.judged_s for day in days if day.judged_s > 0]
    middle = _cells(
        text("median"),
        duration(median(day.sitting_s for day in days)),
        duration(median(day.longest_bout_s for day in days)),
        percent(median(shares)) if shares else _NO_SHARE,
        f"{median(day.breaks for day in days):.0f}",
        f"{median(day.reminders for day in days):.0f}",
        percent(median(day.judged_s / day.desk_s for day in days)),
    )
    total = _cells(
        text("together"),
        duration(sum(day.sitting_s for day in days)),
        "",
        _share(good_s, judged_s),
        str(sum(day.breaks for day in days)),
        str(sum(day.reminders for day in days)),
        _share(judged_s, sum(day.desk_s for day in days)),
    )
    return [middle, total]


def _without_data(days: Sequence[date]) -> list[str]:
    if not days:
        return []
    name = _name(days[0]) if len(days) == 1 else f"{_name(days[0])} – {_name(days[-1])}"
    return [f"{name:<{_WIDTHS[0]}}  {text('no data')}"]


def _name(day: date) -> str:
    return f"{weekday_name(day.weekday())} {day.day:>2}"


def _share(part_s: float, of_s: float) -> str:
    return percent(part_s / of_s) if of_s > 0 else _NO_SHARE


def _cells(first: str, *others: str) -> str:
    """The first to the left, the others to the right of their columns."""
    return f"{first:<{_WIDTHS[0]}}" + "".join(
        f"{cell:>{width}}" for cell, width in zip(others, _WIDTHS[1:], strict=True)
    )
