"""The day in so many cells that none is wider than a pixel or two: a page stays small however restless the day was."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor

from posture_watch.core.intervals import Interval, Minute, Posture
from posture_watch.report.html.axis import Axis

CELLS = 500
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Run:
    """Cells from ``first`` up to and without ``end`` in which ``posture`` took most of the time."""

    first: int
    end: int
    posture: Posture


def runs(timeline: Iterable[Interval], axis: Axis) -> list[Run]:
    """What a cell shows is what took most of it; cells alike beside each other are one run."""
    shares: defaultdict[int, defaultdict[Posture, float]] = defaultdict(lambda: defaultdict(float))
    for interval in timeline:
        start, end = (CELLS * axis.share(moment) for moment in (interval.start_utc, interval.end_utc))
        for cell in range(floor(start), ceil(end)):
            shares[cell][interval.posture] += min(end, cell + 1) - max(start, cell)
    found: list[Run] = []
    for cell in sorted(shares):
        posture = max(shares[cell], key=lambda name, cell=cell: shares[cell][name])
        if found and found[-1].end == cell and found[-1].posture == posture:
            found[-1] = Run(found[-1].first, cell + 1, posture)
        else:
            found.append(Run(cell, cell + 1, posture))
    return found


def strain_cells(minutes: Iterable[Minute], axis: Axis) -> dict[int, float]:
    """The highest strain by cell, as far as it was followed; a minute counts from its start to its end."""
    highest: dict[int, float] = {}
    for minute in minutes:
        if minute.strain is None:
            continue
        start = _cell(minute.start_utc, axis)
        for cell in range(start, max(start + 1, _cell(minute.start_utc + MINUTE, axis))):
            highest[cell] = max(highest.get(cell, 0.0), minute.strain)
    return highest


def _cell(moment: datetime, axis: Axis) -> int:
    return min(CELLS - 1, floor(CELLS * axis.share(moment)))
