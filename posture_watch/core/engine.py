"""The one fold: state, observation and settings in; state, judgement and events out. Live, replay and tests call it.

Two halves: what is seen (a scene becomes a reading) and what it means. A replay of the log enters at the second.
"""

from __future__ import annotations

from dataclasses import replace

from posture_watch.core.absence import after_silence, looks_away, nobody, on_feet, without_frame
from posture_watch.core.answering import Answer, answered
from posture_watch.core.baseline import Baseline
from posture_watch.core.events import BaselineChanged, Event, NoticeDue
from posture_watch.core.instant import Instant
from posture_watch.core.judgement import Judgement
from posture_watch.core.kinds import kind_of
from posture_watch.core.landmarks import Scene
from posture_watch.core.loads import followed
from posture_watch.core.monitor import over_rules
from posture_watch.core.observing import Measured, forget_held
from posture_watch.core.presence import Held, count_sitting, judge, keep_or_doubt
from posture_watch.core.reading import Reading
from posture_watch.core.reference import NOTES, adopt
from posture_watch.core.reminders import hushed
from posture_watch.core.seeing import Seen, see
from posture_watch.core.settings import ReminderPolicy, Settings
from posture_watch.core.smoothing import Smoothed
from posture_watch.core.state import EngineState, become, begin

__all__ = ["EngineState", "Step", "advance", "begin", "recalibrated", "rejudge", "told"]

Step = tuple[EngineState, Judgement, tuple[Event, ...]]


def advance(state: EngineState, scene: Scene, settings: Settings) -> Step:
    """Take one observation in. The only place where the steps are put together."""
    scene = replace(scene, at=scene.at.in_ms)
    state, events = _until(state, scene.at, settings)
    state, seen, more = see(state, scene, settings)
    over = () if seen.measured.why_not else over_rules(settings.rules, seen.measured.deviations)
    kind = _kind(over, seen.measured, state.reference.current, settings) if not seen.measured.why_not else ""
    state, judged = _follow(state, seen.reading, settings, kind)
    judgement = _judgement(state, seen, over, kind, settings)
    return state, judgement, (*events, *more, *judged)


def rejudge(
    state: EngineState, reading: Reading, settings: Settings, kind: str = ""
) -> tuple[EngineState, tuple[Event, ...]]:
    """Take a reading of the log in, as if it had just been seen: rules, bouts, strain and reminders by ``settings``.

    ``kind`` is what the posture is called; the log does not have it by the reading, but by the minute.
    """
    state, events = _until(state, reading.at, settings)
    if reading.new_baseline:
        state, cleared = forget_held(state, reading.at)
        events += cleared
    state, judged = _follow(state, reading, settings, kind)
    return state, (*events, *judged)


def recalibrated(state: EngineState, baseline: Baseline, at: Instant) -> tuple[EngineState, tuple[Event, ...]]:
    """Measure against this baseline from now on, because the user asked for it."""
    state, events = forget_held(state, at)
    events.append(BaselineChanged(at, "calibrated", baseline, NOTES["calibrated"]))
    return replace(state, reference=adopt(state.reference, baseline), smoothed=Smoothed()), tuple(events)


def told(
    state: EngineState, answer: Answer, at: Instant, policy: ReminderPolicy, *, seconds: float | None = None
) -> tuple[EngineState, tuple[Event, ...]]:
    """What the user answered to a reminder, or asks for without one; see answering.py."""
    reminders, events = answered(state.reminders, answer, at, policy, seconds=seconds)
    return replace(state, reminders=reminders), tuple(events)


def _until(state: EngineState, at: Instant, settings: Settings) -> tuple[EngineState, list[Event]]:
    """What the time up to ``at`` has done by itself: a silence ends what was open, a hush takes a reminder back."""
    state, events = after_silence(state, at, settings)
    if settings.hush is not None:
        state = replace(state, reminders=hushed(state.reminders, at))
    return state, events


def _follow(state: EngineState, reading: Reading, settings: Settings, kind: str) -> tuple[EngineState, list[Event]]:
    """What the reading means: for rules, posture, the day, the sitting bout, strain and reminders."""
    at, events = reading.at, list[Event]()
    sits = reading.sight in ("measured", "partial", "unclear")
    if not sits:
        state = replace(state, strained=followed(state.strained, reading, settings))
    if reading.sight in ("missing", "busy"):
        state, events = without_frame(state, reading, settings)
        return replace(state, last=at), events
    if state.frames_stopped:
        events.append(NoticeDue(at, "frames_resumed", "The camera sends pictures again."))
        state = replace(state, frames_stopped=False)
    if state.posture == "busy":
        state, changed = become(state, "unknown", at, at)
        events += changed
    if sits:
        state, more = _sits(state, reading, settings, kind)
    elif reading.sight == "on_feet":
        state, more = on_feet(state, at, settings)
    else:
        state, more = nobody(state, reading, settings)
    return state if state.last is at else replace(state, last=at), [*events, *more]


def _sits(state: EngineState, reading: Reading, settings: Settings, kind: str) -> tuple[EngineState, list[Event]]:
    """Somebody sits there: judged if they can be."""
    bout, sitting = count_sitting(state, reading.at, settings)
    strained = followed(state.strained, reading, settings)
    over = over_rules(settings.rules, reading.deviations)
    if reading.sight == "measured" or (reading.sight == "partial" and over):
        state, more = judge(state, reading, Held(bout, strained, over, kind), settings)
    else:
        state = replace(state, bout=bout, strained=strained, seen_at=reading.at, empty_since=None)
        state, more = keep_or_doubt(state, reading.at, settings)
    return state, [*sitting, *more]


def _kind(over: tuple[str, ...], measured: Measured, current: Baseline | None, settings: Settings) -> str:
    if measured.sample is None:
        return ""
    rules = [rule for rule in settings.rules if rule.name in over]
    kind = kind_of(rules, measured.deviations, current.medians if current else None, measured.metrics)
    return "" if kind == "upright" and measured.partial else kind


def _judgement(state: EngineState, seen: Seen, over: tuple[str, ...], kind: str, settings: Settings) -> Judgement:
    """Everything that is shown of the state after this scene."""
    measured, at, current = seen.measured, seen.reading.at, state.reference.current
    away = looks_away(state, seen.reading, settings)
    return Judgement(
        at=at,
        person=seen.person,
        standing=seen.reading.sight == "on_feet",
        posture="away" if away else state.posture,
        view=measured.sample.view if measured.sample else None,
        quality=measured.sample.quality if measured.sample else None,
        metrics=measured.metrics,
        deviations=measured.deviations,
        over=over,
        kind=kind,
        active=() if away else state.monitor.active,
        progress=state.monitor.progress,
        sitting_s=state.bout.sitting_s,
        provisional=current.provisional if current else None,
        why_unknown=measured.why_not,
        strain=state.strained.score if settings.strain.enabled else None,
        reading=seen.reading,
        still_s=at.gap_since(state.still.since) if state.still.since else None,
    )
