"""What ActivityWatch's "Import buckets" takes: the postures as one bucket, at the desk or not as another.

The form is that of its own export: {"buckets": {id: {id, type, client, hostname, created, events: [{timestamp,
duration, data}]}}}; aw-server and aw-server-rust read it. Time that nobody can tell anything about is in neither.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Literal

from posture_watch.core.intervals import Interval

CLIENT = "aw-watcher-posture-watch"
Status = Literal["afk", "not-afk"]


def document(intervals: Callable[[], Iterable[Interval]], *, hostname: str, at_utc: datetime) -> Iterator[str]:
    """The whole file in pieces. ``intervals`` is asked for once a bucket; ``hostname`` as ActivityWatch calls it."""
    yield '{"buckets": {'
    yield from _bucket(f"{CLIENT}_{hostname}", "app.posture", hostname, at_utc, postures(intervals()))
    yield ","
    yield from _bucket(f"{CLIENT}-afk_{hostname}", "afkstatus", hostname, at_utc, at_desk(intervals()))
    yield "\n}}\n"


def postures(intervals: Iterable[Interval]) -> Iterator[dict[str, object]]:
    """An event an interval. ``title`` is what its Timeline shows."""
    for interval in intervals:
        yield _event(
            interval.start_utc,
            interval.end_utc,
            {"title": interval.posture, "posture": interval.posture, "sitting": interval.sitting},
        )


def at_desk(intervals: Iterable[Interval]) -> Iterator[dict[str, object]]:
    """Events of the kind its own AFK watcher sends; what goes on without a break is one event."""
    start = end = None
    before: Status | None = None
    for interval in intervals:
        status = _status(interval)
        if start and end and before and (status != before or interval.start_utc > end):
            yield _event(start, end, {"status": before})
            start = None
        if status and start is None:
            start = interval.start_utc
        before, end = status, interval.end_utc
    if start and end and before:
        yield _event(start, end, {"status": before})


def _status(interval: Interval) -> Status | None:
    """None: the camera could not tell, or another program had it."""
    if interval.sitting or interval.posture in ("good", "poor", "standing"):
        return "not-afk"
    return "afk" if interval.posture == "away" else None


def _event(start_utc: datetime, end_utc: datetime, data: dict[str, object]) -> dict[str, object]:
    return {"timestamp": _time(start_utc), "duration": (end_utc - start_utc).total_seconds(), "data": data}


def _bucket(
    name: str, kind: str, hostname: str, at_utc: datetime, events: Iterable[dict[str, object]]
) -> Iterator[str]:
    head = {"id": name, "type": kind, "client": CLIENT, "hostname": hostname, "created": _time(at_utc)}
    yield f'\n{_dumps(name)}: {_dumps(head)[:-1]},"events": ['
    between = "\n"
    for event in events:
        yield f"{between}{_dumps(event)}"
        between = ",\n"
    yield "]}"


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
