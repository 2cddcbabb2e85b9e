"""The day hour by hour, a character a minute: a picture of the day that any terminal can show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from posture_watch.core.diary import Episode
from posture_watch.core.intervals import Interval, Posture
from posture_watch.core.logged import LoggedReminder, local_time

MINUTES = 60
REMINDER = "R"
DIARY = "D"


@dataclass(frozen=True, slots=True)
class Ink:
    """A character for each posture, for time without any record, for a bar in a chart, and for small columns."""

    postures: dict[Posture, str]
    nothing: str
    bar: str
    bar_rest: str
    levels: str
    """From least to most, for a line of columns."""


UNICODE_INK = Ink(
    {"good": "█", "poor": "▒", "unknown": "?", "standing": "s", "away": "·", "busy": "c"}, " ", "█", "░", "▁▂▃▄▅▆▇█"
)
ASCII_INK = Ink(
    {"good": "#", "poor": "o", "unknown": "?", "standing": "s", "away": ".", "busy": "c"}, " ", "#", "-", ".:-=+*%#"
)


@dataclass(frozen=True, slots=True)
class HourStrip:
    """One hour of the user's clock: ``cells`` is 60 characters, one a minute."""

    start_local: datetime
    cells: str


def hour_strips(
    timeline: Iterable[Interval], reminders: Iterable[LoggedReminder], ink: Ink, episodes: Iterable[Episode] = ()
) -> list[HourStrip]:
    """The hours that have a record, in the order of time. An hour that daylight saving repeats comes twice.

    A minute shows the posture that took most of it; a minute in which a reminder came shows that, one in which an
    episode of the diary began shows that.
    """
    shares: defaultdict[datetime, dict[int, dict[Posture, float]]] = defaultdict(dict)
    clocks: defaultdict[datetime, Counter[tzinfo | None]] = defaultdict(Counter)
    for interval in timeline:
        for minute_local, seconds in _minutes_of(interval):
            clocks[_hour(minute_local)][minute_local.tzinfo] += round(seconds)
            cell = shares[_hour(minute_local)].setdefault(minute_local.minute, {})
            cell[interval.posture] = cell.get(interval.posture, 0.0) + seconds
    marked = {_minute(local_time(r.due_utc, r.utc_offset_s)): REMINDER for r in reminders}
    marked |= {_minute(episode.entry.began_local): DIARY for episode in episodes}
    return [HourStrip(_by_most(hour, clocks[hour]), _cells(hour, shares[hour], marked, ink)) for hour in sorted(shares)]


def _by_most(hour: datetime, clocks: Counter[tzinfo | None]) -> datetime:
    """The hour by the clock of most of it: an interval that a change of the clocks falls into has that of its start."""
    return hour.astimezone(clocks.most_common(1)[0][0])


def column(share: float, ink: Ink) -> str:
    """A character as high as ``share`` (0 to 1; more is as high as can be)."""
    return ink.levels[min(int(max(share, 0.0) * len(ink.levels)), len(ink.levels) - 1)]


def _minutes_of(interval: Interval) -> Iterable[tuple[datetime, float]]:
    start, end = (local_time(moment, interval.utc_offset_s) for moment in (interval.start_utc, interval.end_utc))
    minute = _minute(start)
    while minute < end:
        following = minute + timedelta(minutes=1)
        yield minute, (min(end, following) - max(start, minute)).total_seconds()
        minute = following


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)


def _cells(hour: datetime, shares: dict[int, dict[Posture, float]], marked: dict[datetime, str], ink: Ink) -> str:
    def cell(minute: int) -> str:
        if mark := marked.get(hour + timedelta(minutes=minute)):
            return mark
        seconds = shares.get(minute)
        return ink.postures[max(seconds, key=lambda posture: seconds[posture])] if seconds else ink.nothing

    return "".join(cell(minute) for minute in range(MINUTES))
