"""When the camera sent no pictures: nothing is counted then, and the day would look like one spent elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from posture_watch.core.intervals import Interval
from posture_watch.core.logged import LoggedNotice, local_time
from posture_watch.report.words import clock
from posture_watch.texts import text

STOPPED = "frames_stopped"
LEAST_S = 600.0
"""Shorter ones are no news in the evening (starting guess)."""


@dataclass(frozen=True, slots=True)
class Outage:
    """From when to when by the user's clock; ``to_local`` None: nothing more was seen on that day."""

    from_local: datetime
    to_local: datetime | None = None


def outages(notices: Iterable[LoggedNotice], timeline: Sequence[Interval], day: date) -> tuple[Outage, ...]:
    """The longer outages that began on the day, in order. They end with the next interval of its ``timeline``."""
    found: list[Outage] = []
    for notice in notices:
        begun = local_time(notice.at_utc, notice.utc_offset_s)
        if notice.topic != STOPPED or begun.date() != day:
            continue
        again = next((i for i in timeline if i.start_utc >= notice.at_utc), None)
        ended = None if again is None else local_time(again.start_utc, again.utc_offset_s)
        if ended is None or (ended - begun).total_seconds() >= LEAST_S:
            found.append(Outage(begun, ended))
    return tuple(found)


def outage_words(found: Iterable[Outage]) -> list[str]:
    """One sentence for all of them; none if there were none."""
    times = [_times(outage) for outage in found]
    return [text("No pictures from the camera: {times}.", times=", ".join(times))] if times else []


def _times(outage: Outage) -> str:
    first = clock(outage.from_local)
    if outage.to_local is None:
        return text("from {time} on", time=first)
    return f"{first}–{clock(outage.to_local)}"
