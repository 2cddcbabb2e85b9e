"""The sitting bouts of a day: the logged ones, and the sitting that none of them covers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import accumulate, pairwise

from posture_watch.core.intervals import Interval
from posture_watch.core.logged import LoggedBout

RESTING = ("away", "standing")
"""Postures in which nobody sits: between two bouts they make a break."""


class BoutsByTime:
    """Finds the bout of a moment without going through all of them: a month has hundreds. ``bouts`` in order."""

    def __init__(self, bouts: Sequence[LoggedBout]) -> None:
        self._bouts = bouts
        self._latest_ends = list(accumulate((bout.end_utc for bout in bouts), max))

    def at(self, moment: datetime) -> LoggedBout | None:
        """The first bout that holds ``moment``; None if none does."""
        number = bisect_left(self._latest_ends, moment)
        if number == len(self._bouts) or self._bouts[number].start_utc > moment:
            return None
        return self._bouts[number]


def bouts_within(timeline: Iterable[Interval], logged: BoutsByTime, break_s: float) -> tuple[LoggedBout, ...]:
    """The logged bouts as far as they are in the timeline, and the sitting that no logged bout covers (one still
    running, or cut off by a kill). Both in the order of time.

    Sitting beside a logged bout without a break between is of that bout: time up to the first sight after an absence
    is an interval before the bout begins.
    """
    groups: list[list[Interval]] = []
    before: LoggedBout | None = None
    for interval in timeline:
        if not interval.sitting:
            continue
        bout = logged.at(interval.start_utc + (interval.end_utc - interval.start_utc) / 2)
        same_stretch = bool(groups) and (interval.start_utc - groups[-1][-1].end_utc).total_seconds() < break_s
        same_bout = bout is before and bout is not None
        if groups and (same_bout or (same_stretch and (bout is before or bout is None or before is None))):
            groups[-1].append(interval)
            before = bout or before
        else:
            groups.append([interval])
            before = bout
    return tuple(
        LoggedBout(g[0].start_utc, g[-1].end_utc, sum(i.duration_s for i in g), g[0].utc_offset_s) for g in groups
    )


def breaks_between(timeline: Sequence[Interval], bouts: Iterable[LoggedBout], break_s: float) -> int:
    """How many pauses between two bouts were seen to be ``break_s`` seconds away or standing. ``timeline`` in order."""
    rests = [interval for interval in timeline if interval.posture in RESTING]
    ends = [interval.end_utc for interval in rests]
    return sum(
        _rest_s(rests[bisect_left(ends, a.end_utc) :], a.end_utc, b.start_utc) >= break_s for a, b in pairwise(bouts)
    )


def _rest_s(rests: Iterable[Interval], from_utc: datetime, to_utc: datetime) -> float:
    total_s = 0.0
    for rest in rests:
        if rest.start_utc >= to_utc:
            break
        total_s += max(0.0, (min(rest.end_utc, to_utc) - max(rest.start_utc, from_utc)).total_seconds())
    return total_s
