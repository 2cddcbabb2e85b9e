"""What the hours of the day are like over some weeks: how much of each is at the desk, and how much of it upright."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from posture_watch.core.hours import HourFigures
from posture_watch.core.summary import DayFigures
from posture_watch.report.layout import LABEL, labelled, wrapped
from posture_watch.report.strip import Ink, column
from posture_watch.texts import text

_IN_A_ROW = 17
"""Hours that fit beside their names."""
_LEAST_JUDGED_S = 600.0
"""Under ten minutes in all, an hour's share says nothing (starting guess)."""
_FEWEST_DAYS = 2


def hours_together(days: Iterable[DayFigures]) -> dict[int, HourFigures]:
    """The hours of the clock of several days, added up, from the first to the last that has anything."""
    total: dict[int, HourFigures] = {}
    for day in days:
        for hour, figures in day.hours.items():
            total[hour] = total.get(hour, HourFigures()) + figures
    return {hour: total.get(hour, HourFigures()) for hour in range(min(total), max(total) + 1)} if total else {}


def pattern_lines(before: Sequence[DayFigures], days: Sequence[DayFigures], ink: Ink) -> list[str]:
    """A column an hour: its name, the time at the desk, and the per cent of it that was upright and seen. ``before``:
    days of the four weeks before, which are in it too."""
    earlier = any(day.hours for day in before)
    days = [day for day in (*before, *days) if day.hours]
    hours = hours_together(days)
    if len(days) < _FEWEST_DAYS or not hours:
        return []
    if len(hours) > _IN_A_ROW:  # who also sits there at night: the gap between is left out
        hours = {hour: figures for hour, figures in hours.items() if figures.desk_s > 0}
    title = text("Hour by hour, over {days} days", days=len(days))
    if earlier:
        title = text("Hour by hour, over {days} days, those of the four weeks before included", days=len(days))
    lines = [title]
    for rows in batches(hours, _IN_A_ROW):
        lines += _block({hour: hours[hour] for hour in rows}, len(days), ink)
    legend = text("(at desk: a full column is the whole hour, every day)")
    return [*lines, *labelled("", wrapped(legend))]


def batches(hours: Iterable[int], size: int) -> Iterable[tuple[int, ...]]:
    """The hours in as few rows as will do, of as many each as can be."""
    every = tuple(hours)
    rows = -(-len(every) // size)
    each = -(-len(every) // rows)
    return (every[start : start + each] for start in range(0, len(every), each))


def _block(hours: Mapping[int, HourFigures], days: int, ink: Ink) -> list[str]:
    return [
        _row(text("hour"), [f"{hour:02d}" for hour in hours]),
        _row(text("at desk"), [column(f.desk_s / (3600.0 * days), ink) * 2 for f in hours.values()]),
        _row(text("upright %"), [_share(f.good_s, f.judged_s, f.judged_s) for f in hours.values()]),
        _row(text("seen %"), [_share(f.judged_s, f.desk_s, f.desk_s) for f in hours.values()]),
    ]


def _row(name: str, cells: Iterable[str]) -> str:
    return f"{name:<{LABEL - 2}}" + "".join(f"{cell:>4}" for cell in cells)


def _share(part_s: float, of_s: float, seen_s: float) -> str:
    """Whole per cent; 100 only if all of it."""
    if of_s <= 0 or seen_s < _LEAST_JUDGED_S:
        return "·"
    return str(100 if part_s >= of_s else min(99, round(100 * part_s / of_s)))
