"""The two hours before each spasm beside the same hours of earlier days: what is comparable, how long was sat there.

Which hours count is settled beforehand and by the clock alone, never by what was seen in them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Literal

from posture_watch.core.diary import DiaryEntry, Episode
from posture_watch.core.intervals import Interval

REACH = timedelta(hours=2)
"""How long before the onset the time that is looked at begins, and """
LEFT_OUT = timedelta(minutes=10)
"""how long before it that time ends: what is done in the last minutes may already be the spasm's doing."""
LENGTH_S = (REACH - LEFT_OUT).total_seconds()
APART = timedelta(hours=48)
"""Nearer to an episode than this no day is an ordinary one, and another spasm is still the same episode. So far apart
are the ordinary days of an episode as well: days in a row are like each other, and more so than like the one with the
spasm, so that four days in a row find something where nothing is a little too often (docs/what-went-before.md)."""
MOST_CONTROLS = 4
LEAST_COVERAGE = 0.6
LOOK_BACK_DAYS = 28
"""An ordinary day longer ago is of another season (starting guess): four weeks hold four of each weekday."""
_DAY = timedelta(days=1)
_WORKING_DAYS = 5

Lacking = Literal["follows", "forgotten", "unseen", "alone"]
"""Why an episode cannot be compared: it ``follows`` another within 48 h; the detail of its hours was ``forgotten``
before it was noted; it was ``unseen``, wholly or too much; or it is ``alone``, without a comparable earlier day."""


@dataclass(frozen=True, slots=True)
class Window:
    """The hours that are looked at on one day: ``sitting_s`` of ``watched_s`` seconds, both 0 to ``LENGTH_S``.

    Watched is what the camera could tell sitting from not sitting in; away from the desk is watched, and not sitting.
    """

    start_utc: datetime
    sitting_s: float
    watched_s: float

    def __post_init__(self) -> None:
        if self.start_utc.tzinfo is None:
            raise ValueError("start_utc needs a time zone")
        if not 0 <= self.sitting_s <= self.watched_s <= LENGTH_S:
            raise ValueError(f"{self.sitting_s} s of sitting in {self.watched_s} watched of {LENGTH_S} s cannot be")

    @property
    def end_utc(self) -> datetime:
        """Ten minutes before the time of day of the onset."""
        return self.start_utc + timedelta(seconds=LENGTH_S)

    @property
    def coverage(self) -> float:
        """The share of it that was watched, 0 to 1."""
        return self.watched_s / LENGTH_S

    @property
    def exposure_s(self) -> float:
        """Sitting in all of it, if the rest was like what was watched (s): else gaps would look like less sitting."""
        return LENGTH_S * self.sitting_s / self.watched_s if self.watched_s > 0 else 0.0

    @property
    def is_covered(self) -> bool:
        """Whether enough of it was watched to be compared."""
        return self.coverage >= LEAST_COVERAGE


@dataclass(frozen=True, slots=True)
class KeptWindow:
    """A window that was kept when the detail it is made of was forgotten."""

    entry_key: str
    window: Window
    is_case: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """A spasm, its window (None if nothing at all was seen in it) and the comparable ones before, the nearest first.

    ``lacking`` says why it cannot be compared; None if it can: then ``case`` is covered and there are 1 to 4
    ``controls``, all covered. Else there are none.
    """

    episode: Episode
    case: Window | None
    controls: tuple[Window, ...]
    lacking: Lacking | None

    @property
    def usual_s(self) -> float | None:
        """The usual: the median of sitting in the comparable windows (s); None without one."""
        return median(window.exposure_s for window in self.controls) if self.controls else None

    @property
    def difference_s(self) -> float | None:
        """Sitting before the episode less the usual (s); None if it cannot be compared."""
        if self.lacking is not None or self.case is None or self.usual_s is None:
            return None
        return self.case.exposure_s - self.usual_s


def compared(
    episodes: Iterable[Episode],
    intervals: Sequence[Interval],
    kept: Iterable[KeptWindow] = (),
    forgotten: Iterable[date] = (),
) -> tuple[Compared, ...]:
    """Each spasm beside its ordinary days, the earliest first. Pain without a spasm is no episode.

    ``intervals`` in the order of time; ``forgotten``: local days whose detail is gone. A day serves one comparison
    only: shared, they would make chance look rarer than it is (docs/what-went-before.md).
    """
    spasms = sorted((one for one in episodes if one.entry.kind == "spasm"), key=lambda one: one.entry.began_utc)
    seen, gone = Seen(intervals), frozenset(forgotten)
    kept_by_key: dict[str, list[KeptWindow]] = {}
    for window in kept:
        kept_by_key.setdefault(window.entry_key, []).append(window)
    spans = [_span(one) for one in spasms]
    made: list[Compared] = []
    ordinary: list[list[Window]] = []
    for number, spasm in enumerate(spasms):
        case, earlier = windows(spasm.entry, seen, kept_by_key.get(spasm.entry.key, ()))
        lacking = _lacking(spasm.entry, case, gone, spans[:number])
        made.append(Compared(spasm, case, (), lacking))
        ordinary.append([one for one in earlier if lacking is None and _is_ordinary(one, spans)])
    return tuple(
        replace(one, controls=tuple(controls), lacking=one.lacking or (None if controls else "alone"))
        for one, controls in zip(made, _shared_out(ordinary), strict=True)
    )


def _lacking(
    entry: DiaryEntry, case: Window | None, forgotten: frozenset[date], before: Sequence[tuple[datetime, datetime]]
) -> Lacking | None:
    """What is missing about the episode itself; ``before``: from when to when those before it went on."""
    if any(entry.began_utc < end + APART for _, end in before):
        return "follows"
    if case is not None and case.is_covered:
        return None
    return "forgotten" if case is None and (entry.began_local - REACH).date() in forgotten else "unseen"


def _span(spasm: Episode) -> tuple[datetime, datetime]:
    """From its onset to the last moment it was told to go on."""
    entry = spasm.entry
    if entry.duration_s is not None:
        return entry.began_utc, entry.began_utc + timedelta(seconds=entry.duration_s)
    later = [one.at_utc for one in spasm.follow_ups if not one.over and one.pain_now]
    return entry.began_utc, max([entry.began_utc, *later])


def _is_ordinary(window: Window, spans: Iterable[tuple[datetime, datetime]]) -> bool:
    onset = window.start_utc + REACH
    return window.is_covered and not any(begun - APART < onset < end + APART for begun, end in spans)


def _shared_out(ordinary: Sequence[Sequence[Window]]) -> list[list[Window]]:
    """To each episode four at most of its ordinary windows, the nearest first; no day twice.

    One each in turn, so that where spasms are frequent the first does not take the days of the next.
    """
    chosen: list[list[Window]] = [[] for _ in ordinary]
    for _ in range(MOST_CONTROLS):
        for mine, offered in zip(chosen, ordinary, strict=True):
            taken = [window for windows in chosen for window in windows]
            free = (
                window
                for window in offered
                if all(_between(window, other) >= APART for other in mine)
                and all(_between(window, other) >= _DAY for other in taken)
            )
            mine += [window for window, _ in zip(free, range(1), strict=False)]
    return [sorted(mine, key=lambda window: window.start_utc, reverse=True) for mine in chosen]


def _between(one: Window, other: Window) -> timedelta:
    return abs(one.start_utc - other.start_utc)


def windows(entry: DiaryEntry, seen: Seen, kept: Iterable[KeptWindow] = ()) -> tuple[Window | None, tuple[Window, ...]]:
    """The window before the entry, and the ones by the same clock on earlier days of its kind, the nearest first.

    Days that nothing is known of are left out. Of a window that was kept as well, what knows more counts.
    """
    begins = entry.began_utc - REACH
    old = {_days_back(begins, one.window): one.window for one in kept if not one.is_case}
    case = _fuller(seen.window(begins), next((one.window for one in kept if one.is_case), None))
    local = (entry.began_local - REACH).replace(tzinfo=None)
    found = (_fuller(seen.at_local(local - timedelta(days=back)), old.get(back)) for back in _comparable(local.date()))
    return case, tuple(window for window in found if window is not None)


def _comparable(day: date) -> Iterator[int]:
    """How many days before ``day`` the days of its kind are: working days, or those of weekends."""
    kind = day.weekday() < _WORKING_DAYS
    for back in range(1, LOOK_BACK_DAYS + 1):
        if ((day - timedelta(days=back)).weekday() < _WORKING_DAYS) == kind:
            yield back


def _days_back(begins: datetime, window: Window) -> int:
    """By the clock it is whole days, whatever hour the clock was put forward or back in between."""
    return round((begins - window.start_utc) / _DAY)


def _fuller(one: Window | None, other: Window | None) -> Window | None:
    known = [window for window in (one, other) if window is not None]
    return max(known, key=lambda window: window.watched_s, default=None)


class Seen:
    """Intervals in the order of time, asked for single windows."""

    def __init__(self, intervals: Sequence[Interval]) -> None:
        self._intervals = intervals
        self._ends = [interval.end_utc for interval in intervals]
        self._offsets = sorted({interval.utc_offset_s for interval in intervals})

    def window(self, start_utc: datetime) -> Window | None:
        """The window that begins at this moment; None if nothing of it was watched."""
        sitting_s = watched_s = 0.0
        for interval, seconds in self._pieces(start_utc):
            if _is_watched(interval):
                watched_s += seconds
                sitting_s += seconds if interval.sitting else 0.0
        watched_s = min(watched_s, LENGTH_S)  # a sum of floats may be a hair above what it is a part of
        return Window(start_utc, min(sitting_s, watched_s), watched_s) if watched_s > 0 else None

    def at_local(self, start_local: datetime) -> Window | None:
        """The one that begins when the user's clock showed this (naive), by the zone in which they were then."""
        best: tuple[float, datetime] | None = None
        for offset_s in self._offsets:
            start = (start_local - timedelta(seconds=offset_s)).replace(tzinfo=UTC)
            agreed_s = sum(s for interval, s in self._pieces(start) if interval.utc_offset_s == offset_s)
            if agreed_s > 0 and (best is None or agreed_s > best[0]):
                best = (agreed_s, start)
        return None if best is None else self.window(best[1])

    def _pieces(self, start_utc: datetime) -> Iterator[tuple[Interval, float]]:
        end_utc = start_utc + timedelta(seconds=LENGTH_S)
        for number in range(bisect_left(self._ends, start_utc), len(self._intervals)):
            interval = self._intervals[number]
            if interval.start_utc >= end_utc:
                return
            seconds = (min(interval.end_utc, end_utc) - max(interval.start_utc, start_utc)).total_seconds()
            if seconds > 0:
                yield interval, seconds


def _is_watched(interval: Interval) -> bool:
    """Whether it is known if somebody sat there: not while the camera saw nothing, or another program had it."""
    return interval.sitting or interval.posture in ("good", "poor", "standing", "away")
