"""The day as it happens: one open interval and one open minute, credited only with time that was really observed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from posture_watch.core.events import Event, IntervalEnded, MinuteEnded
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint, Interval, Minute, Posture

SET_BACK_AT_MOST = timedelta(hours=1)
"""A clock set back by more is believed to have been wrong before; by less, the repeated time is not logged twice."""


@dataclass(frozen=True, slots=True)
class OpenMinute:
    """Sums of the minute that runs: seconds by posture, and deviation × seconds."""

    start_utc: datetime
    utc_offset_s: float
    seconds: Mapping[Posture, float] = field(default_factory=dict[Posture, float])
    sitting_s: float = 0.0
    weighted: Mapping[str, float] = field(default_factory=dict[str, float])
    weights: Mapping[str, float] = field(default_factory=dict[str, float])
    over_s: Mapping[str, float] = field(default_factory=dict[str, float])
    judged_frames: int = 0
    kinds_s: Mapping[str, float] = field(default_factory=dict[str, float])
    strain: float | None = None

    def closed(self) -> Minute:
        """The figures so far."""
        means = {name: total / self.weights[name] for name, total in self.weighted.items() if self.weights[name] > 0}
        return Minute(
            self.start_utc, self.utc_offset_s, self.seconds, self.sitting_s, means, self.over_s, self.judged_frames,
            self.kinds_s, self.strain,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timeline:
    """The open interval from ``start`` on; ``confirmed`` is the last moment that was really observed to belong to it.

    ``not_before_utc`` is the end of the last interval: while a clock that was set back has not passed it again, nothing
    is credited, so intervals cannot overlap. ``keeps_minutes`` False: intervals only (what-if replays want no more).
    """

    posture: Posture | None = None
    sitting: bool = False
    start: Instant | None = None
    confirmed: Instant | None = None
    minute: OpenMinute | None = None
    not_before_utc: datetime | None = None
    keeps_minutes: bool = True

    def checkpoint(self) -> Checkpoint:
        """What is open now, as far as it is confirmed."""
        return Checkpoint(_interval(self), self.minute.closed() if self.minute else None)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a stretch of time is credited with beside its posture."""

    deviations: Mapping[str, float] = field(default_factory=dict[str, float])
    over: tuple[str, ...] = ()
    kind: str = ""
    strain: float | None = None


def extend(
    line: Timeline, at: Instant, posture: Posture, sitting: bool, figures: Figures, *, judged: bool = False
) -> tuple[Timeline, list[Event]]:
    """The state was ``posture`` from the last confirmed moment until ``at``: credit it, and open or end intervals.

    A change of posture ends the open interval at its last confirmed moment and begins the next one there, so intervals
    touch, never overlap, and an absence counts from when the person was last seen. So does another distance from UTC:
    an interval has one clock. ``judged``: the open minute has one more judged frame.
    """
    events: list[Event] = []
    if line.posture is None and _is_repeated(line, at):
        return line, events
    if line.posture is not None and ((line.posture, line.sitting) != (posture, sitting) or _elsewhere(line, at)):
        events += _ended(line, at)
        start = replace(line.confirmed, utc_offset_s=at.utc_offset_s) if line.confirmed else None
        line = replace(line, posture=posture, sitting=sitting, start=start)
    elif line.posture is None:
        line = replace(line, posture=posture, sitting=sitting, start=at, confirmed=at)
    if line.confirmed is not None and at.utc < line.confirmed.utc:
        # a clock corrected by a moment: what is credited already is not credited twice
        return _confirmed(line, line.confirmed, line.minute, judged), events
    minute, minutes = _credit(line, at, figures) if line.keeps_minutes else (None, [])
    return _confirmed(line, at, minute, judged), events + minutes


def stop(line: Timeline, at: Instant) -> tuple[Timeline, list[Event]]:
    """Observation ended (gap, pause, no frames): close what is open where it stood.

    The minute stays open: observation may go on within it.
    """
    end_utc = line.confirmed.utc if line.confirmed else line.not_before_utc
    return Timeline(minute=line.minute, not_before_utc=end_utc, keeps_minutes=line.keeps_minutes), _ended(line, at)


def _confirmed(line: Timeline, at: Instant, minute: OpenMinute | None, judged: bool) -> Timeline:
    """Confirmed up to ``at``, with this minute open; ``judged``: it has one more judged frame."""
    if judged and minute is not None:
        minute = OpenMinute(
            minute.start_utc, minute.utc_offset_s, minute.seconds, minute.sitting_s, minute.weighted, minute.weights,
            minute.over_s, minute.judged_frames + 1, minute.kinds_s, minute.strain,
        )  # fmt: skip
    return Timeline(line.posture, line.sitting, line.start, at, minute, line.not_before_utc, line.keeps_minutes)


def _elsewhere(line: Timeline, at: Instant) -> bool:
    """Whether the user's clock is another one than when the interval began: summer time, or a trip."""
    return line.start is not None and line.start.utc_offset_s != at.utc_offset_s


def _is_repeated(line: Timeline, at: Instant) -> bool:
    """Whether the clock was set back into time that is already logged. Over an hour back is a correction: believed."""
    if line.not_before_utc is None:
        return False
    return timedelta(0) < line.not_before_utc - at.utc <= SET_BACK_AT_MOST


def _interval(line: Timeline) -> Interval | None:
    if line.posture is None or line.start is None or line.confirmed is None:
        return None
    end_utc = max(line.start.utc, line.confirmed.utc)
    return Interval(line.start.utc, end_utc, line.posture, line.sitting, line.start.utc_offset_s)


def _ended(line: Timeline, at: Instant) -> list[Event]:
    interval = _interval(line)
    return [IntervalEnded(at, interval)] if interval is not None and interval.duration_s > 0 else []


def _credit(line: Timeline, until: Instant, figures: Figures) -> tuple[OpenMinute, list[Event]]:
    """Share the stretch confirmed → until among the UTC minutes that it touches."""
    assert line.confirmed is not None
    assert line.posture is not None
    start_utc, events = line.confirmed.utc, list[Event]()
    minute = _fresh(start_utc, until.utc_offset_s)
    if line.minute is not None and line.minute.start_utc == minute.start_utc:
        minute = line.minute
    elif line.minute is not None:
        events.append(MinuteEnded(until, line.minute.closed()))
    while True:
        end_of_minute = minute.start_utc + timedelta(minutes=1)
        piece_end = min(until.utc, end_of_minute)
        piece_s = (piece_end - start_utc).total_seconds()
        if piece_s > 0:
            minute = _add(minute, line.posture, line.sitting, piece_s, figures)
        if until.utc < end_of_minute:
            return minute, events
        events.append(MinuteEnded(until, minute.closed()))
        start_utc = end_of_minute
        minute = _fresh(end_of_minute, until.utc_offset_s)


def _fresh(utc: datetime, utc_offset_s: float) -> OpenMinute:
    return OpenMinute(utc.replace(second=0, microsecond=0), utc_offset_s)


def _add(minute: OpenMinute, posture: Posture, sitting: bool, piece_s: float, figures: Figures) -> OpenMinute:
    return OpenMinute(
        start_utc=minute.start_utc,
        utc_offset_s=minute.utc_offset_s,
        judged_frames=minute.judged_frames,
        seconds={**minute.seconds, posture: minute.seconds.get(posture, 0.0) + piece_s},
        sitting_s=minute.sitting_s + (piece_s if sitting else 0.0),
        weighted=_plus(minute.weighted, {name: value * piece_s for name, value in figures.deviations.items()}),
        weights=_plus(minute.weights, dict.fromkeys(figures.deviations, piece_s)),
        over_s=_plus(minute.over_s, dict.fromkeys(figures.over, piece_s)),
        kinds_s=_plus(minute.kinds_s, {figures.kind: piece_s}) if figures.kind else minute.kinds_s,
        strain=_higher(minute.strain, figures.strain),
    )


def _plus(sums: Mapping[str, float], added: Mapping[str, float]) -> Mapping[str, float]:
    if not added:
        return sums
    return {**sums, **{name: sums.get(name, 0.0) + value for name, value in added.items()}}


def _higher(before: float | None, now: float | None) -> float | None:
    return now if before is None else before if now is None else max(before, now)
