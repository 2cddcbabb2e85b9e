"""The one fold: state, observation and settings in; state, judgement and events out. Live, replay and tests call it."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.core.absence import BUSY, after_silence, looks_away, nobody, on_feet, without_frame
from posture_watch.core.answering import Answer, answered
from posture_watch.core.baseline import Baseline
from posture_watch.core.events import BaselineChanged, Event, NoticeDue
from posture_watch.core.instant import Instant
from posture_watch.core.judgement import Judgement
from posture_watch.core.kinds import kind_of
from posture_watch.core.landmarks import Scene
from posture_watch.core.metrics import measure
from posture_watch.core.monitor import clear_rules, over_rules
from posture_watch.core.observing import Measured, observe
from posture_watch.core.person import Figure, find_desk_person, others, remember
from posture_watch.core.presence import believe, count_sitting, judge, keep_or_doubt
from posture_watch.core.reference import NOTES, adopt, start_afresh
from posture_watch.core.reminders import hushed
from posture_watch.core.settings import ReminderPolicy, Settings
from posture_watch.core.smoothing import Smoothed
from posture_watch.core.standing import ON_FEET, follow_standing
from posture_watch.core.state import EngineState, become, begin

__all__ = ["EngineState", "Step", "advance", "begin", "recalibrated", "told"]

Step = tuple[EngineState, Judgement, tuple[Event, ...]]


def advance(state: EngineState, scene: Scene, settings: Settings) -> Step:
    """Take one observation in. The only place where the steps are put together."""
    state, events = after_silence(state, scene.at, settings)
    if settings.hush is not None:
        state = replace(state, reminders=hushed(state.reminders, scene.at))
    if scene.frame_missing:
        state, more = without_frame(state, scene, settings)
        seen = Measured(why_not=BUSY if scene.busy else "no pictures from the camera")
        return _step(state, scene, False, seen, [*events, *more], settings)
    if state.frames_stopped:
        events.append(NoticeDue(scene.at, "frames_resumed", "The camera sends pictures again."))
        state = replace(state, frames_stopped=False)
    if state.posture == "busy":
        state, changed = become(state, "unknown", scene.at, scene.at)
        events += changed
    expected_px = _body_size_px(state.reference.current, scene)
    figure = find_desk_person(scene, settings.gate, state.person, expected_px, state.bystanders)
    if not settings.single_frames:
        state = replace(state, bystanders=others(scene, settings.gate, figure))
        state, figure = believe(state, scene, figure, settings)
    if figure is None:
        state, more, why = nobody(state, scene, settings)
        return _step(state, scene, False, Measured(why_not=why), [*events, *more], settings)
    state, measured, more = _somebody(state, scene, figure, settings)
    return _step(state, scene, True, measured, [*events, *more], settings)


def recalibrated(state: EngineState, baseline: Baseline, at: Instant) -> tuple[EngineState, tuple[Event, ...]]:
    """Measure against this baseline from now on, because the user asked for it."""
    monitor, events = clear_rules(state.monitor, at, "new_baseline")
    events.append(BaselineChanged(at, "calibrated", baseline, NOTES["calibrated"]))
    reference = adopt(state.reference, baseline)
    return replace(state, reference=reference, monitor=monitor, smoothed=Smoothed()), tuple(events)


def told(
    state: EngineState, answer: Answer, at: Instant, policy: ReminderPolicy, *, seconds: float | None = None
) -> tuple[EngineState, tuple[Event, ...]]:
    """What the user answered to a reminder, or asks for without one; see answering.py."""
    reminders, events = answered(state.reminders, answer, at, policy, seconds=seconds)
    return replace(state, reminders=reminders), tuple(events)


def _body_size_px(baseline: Baseline | None, scene: Scene) -> float | None:
    """Body size to expect (px): the baseline's shoulder width where it stands for the whole body, else unknown."""
    if baseline is None or baseline.place.view == "side" or baseline.place.width_px != scene.width_px:
        return None
    return baseline.medians.get("shoulder_width_px")


def _somebody(
    state: EngineState, scene: Scene, figure: Figure, settings: Settings
) -> tuple[EngineState, Measured, list[Event]]:
    at = scene.at
    person = None if settings.single_frames else remember(figure, scene, settings.gate, state.person)
    usual = None if settings.single_frames else state.reference.current
    standing, too_long = follow_standing(state.standing, figure.person, scene, usual, settings.sample_interval_s)
    state = replace(state, standing=standing, reference=start_afresh(state.reference) if too_long else state.reference)
    if standing.on_feet:
        state, events = on_feet(state, at, settings)
        seen = Measured(measure(figure.person, scene, settings.gate), why_not=ON_FEET)
        return replace(state, person=person), seen, events
    state, sitting = count_sitting(state, at, settings)
    state = replace(state, person=person, seen_at=at, empty_since=None)
    state, measured, events = observe(state, scene, figure, settings)
    if measured.why_not:
        state, more = keep_or_doubt(state, at, settings)
    else:
        state, more = judge(state, at, measured, settings)
    return state, measured, [*sitting, *events, *more]


def _kind(over: tuple[str, ...], measured: Measured, current: Baseline | None, settings: Settings) -> str:
    rules = [rule for rule in settings.rules if rule.name in over]
    kind = kind_of(rules, measured.deviations, current.medians if current else None, measured.metrics)
    return "" if kind == "upright" and measured.partial else kind


def _step(  # everything that a judgement is made of
    state: EngineState, scene: Scene, person: bool, measured: Measured, events: list[Event], settings: Settings
) -> Step:
    sample, current = measured.sample, state.reference.current
    over = () if measured.why_not else over_rules(settings.rules, measured.deviations)
    away = not person and looks_away(state, scene, settings)
    judgement = Judgement(
        at=scene.at,
        person=person,
        standing=person and state.standing.on_feet,
        posture="away" if away else state.posture,
        view=sample.view if sample else None,
        quality=sample.quality if sample else None,
        metrics=measured.metrics,
        deviations=measured.deviations,
        over=over,
        kind="" if sample is None or measured.why_not else _kind(over, measured, current, settings),
        active=() if away else state.monitor.active,
        progress=state.monitor.progress,
        sitting_s=state.bout.sitting_s,
        provisional=current.provisional if current else None,
        why_unknown=measured.why_not,
    )
    return replace(state, last=scene.at), judgement, tuple(events)
