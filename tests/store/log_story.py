"""Words for telling a story to the log: seconds from a fixed morning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from posture_watch.core.baseline import Baseline, BaselinePlace
from posture_watch.core.events import IntervalEnded, ReminderDue
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint, Interval, Minute, Posture
from posture_watch.core.sample import View

T0 = datetime(2024, 3, 5, 9, tzinfo=UTC)
FAR = (T0 - timedelta(days=4000), T0 + timedelta(days=4000))
NOTHING_OPEN = Checkpoint(None, None)


def at(seconds: float, offset_s: float = 0.0) -> Instant:
    return Instant(seconds, T0 + timedelta(seconds=seconds), offset_s)


def span(
    start: float, end: float, posture: Posture = "good", *, sitting: bool = True, offset_s: float = 0.0
) -> Interval:
    return Interval(at(start).utc, at(end).utc, posture, sitting, offset_s)


def ended(start: float, end: float, posture: Posture = "good", *, sitting: bool = True) -> IntervalEnded:
    return IntervalEnded(at(end), span(start, end, posture, sitting=sitting))


def still(start: float, end: float, posture: Posture = "good") -> Checkpoint:
    return Checkpoint(span(start, end, posture), None)


def minute(number: int, *, good: float = 60.0, mean: float = 1.5, frames: int = 60) -> Minute:
    return Minute(at(60 * number).utc, 0.0, {"good": good}, good, {"lean_deg": mean}, {"lean": good / 2}, frames)


def due(seconds: float, number: int) -> ReminderDue:
    return ReminderDue(at(seconds), number, "posture", ("slump", "lean"), "Time to change position", "Sit back.")


def baseline(made_s: float = 0.0, *, view: View = "front", provisional: bool = False, lean: float = 0.1) -> Baseline:
    place = BaselinePlace("camera:Webcam", view, "video", 640, 480)
    return Baseline(place, {"lean": lean}, {"lean": 0.01 / 3}, 50, at(made_s).utc, provisional, 0.4)
