"""The one fold: state, observation and settings in; state, judgement and events out. Live, replay and tests call it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from posture_watch.core.baseline import Baseline
from posture_watch.core.deviations import deviations_from
from posture_watch.core.events import BaselineChanged, ClearReason, Event, NoticeDue, PostureChanged
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint, Posture
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Scene
from posture_watch.core.metrics import measure
from posture_watch.core.monitor import MonitorState, clear_rules, follow_rules, is_over, released_in
from posture_watch.core.person import DeskPerson, Figure, find_desk_person, remember
from posture_watch.core.reference import (
    NOTES,
    Reference,
    adopt,
    choose,
    follow_learning,
    follow_setup,
    follow_turned,
    light_differs,
    start_afresh,
)
from posture_watch.core.reminders import Reminded, ReminderState, Situation, follow_reminders
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import Settings
from posture_watch.core.sitting import Bout, rested, sat
from posture_watch.core.smoothing import Smoothed, smooth
from posture_watch.core.timeline import Figures, Timeline, count_frame, extend, stop
from posture_watch.core.view import ViewState, follow_view

TRUNK_SIGNALS = ("lateral_lean_deg", "shoulder_tilt_deg")
"""What can still be said when the head is turned away."""


@dataclass(frozen=True, slots=True)
class EngineState:
    """What the fold remembers. ``seen_at`` is the last sight of the person, ``measured_at`` the last judged frame,
    ``whole_at`` the last one in which head and trunk were."""

    posture: Posture = "unknown"
    last: Instant | None = None
    seen_at: Instant | None = None
    measured_at: Instant | None = None
    whole_at: Instant | None = None
    empty_since: Instant | None = None
    person: DeskPerson | None = None
    view: ViewState = ViewState()
    smoothed: Smoothed = Smoothed()
    reference: Reference = Reference()
    monitor: MonitorState = MonitorState()
    timeline: Timeline = Timeline()
    bout: Bout = Bout()
    reminders: ReminderState = ReminderState()
    frames_stopped: bool = False

    @property
    def checkpoint(self) -> Checkpoint:
        """What is open: the shell writes it every few seconds, so that a kill loses no more."""
        return self.timeline.checkpoint()


@dataclass(frozen=True, slots=True)
class Measured:
    """What one frame says about the person: values, deviations, and ``why_not`` when it cannot be judged.

    ``partial`` when only the trunk can be: that may be poor, but it is never good.
    """

    sample: PostureSample | None = None
    metrics: Mapping[str, float] = field(default_factory=dict[str, float])
    deviations: Mapping[str, float] = field(default_factory=dict[str, float])
    why_not: str = ""
    partial: bool = False


Step = tuple[EngineState, Judgement, tuple[Event, ...]]


def begin(
    baselines: tuple[Baseline, ...] = (), *, bout: Bout | None = None, given: tuple[Reminded, ...] = ()
) -> EngineState:
    """A fresh state that knows these baselines; after a restart also the running bout and today's reminders."""
    return EngineState(
        reference=Reference(known=baselines), bout=bout or Bout(), reminders=ReminderState(given, count=len(given))
    )


def advance(state: EngineState, scene: Scene, settings: Settings) -> Step:
    """Take one observation in. The only place where the steps are put together."""
    state, events = _after_silence(state, scene.at, settings)
    if scene.frame_missing:
        state, judgement, more = _without_frame(state, scene.at, settings)
    else:
        if state.frames_stopped:
            events.append(NoticeDue(scene.at, "frames_resumed", "The camera sends pictures again."))
            state = replace(state, frames_stopped=False)
        known = state.reference.current
        figure = find_desk_person(scene, settings.gate, state.person, _body_size_px(known, scene))
        if figure is None:
            state, judgement, more = _nobody(state, scene, settings)
        else:
            state, judgement, more = _somebody(state, scene, figure, settings)
    return replace(state, last=scene.at), judgement, (*events, *more)


def recalibrated(state: EngineState, baseline: Baseline, at: Instant) -> tuple[EngineState, tuple[Event, ...]]:
    """Measure against this baseline from now on, because the user asked for it."""
    monitor, events = clear_rules(state.monitor, at, "new_baseline")
    events.append(BaselineChanged(at, "calibrated", baseline, NOTES["calibrated"]))
    reference = adopt(state.reference, baseline)
    return replace(state, reference=reference, monitor=monitor, smoothed=Smoothed()), tuple(events)


def _body_size_px(baseline: Baseline | None, scene: Scene) -> float | None:
    """Body size to expect (px): the baseline's shoulder width where it stands for the whole body, else unknown."""
    if baseline is None or baseline.place.view == "side" or baseline.place.width_px != scene.width_px:
        return None
    return baseline.medians.get("shoulder_width_px")


def _after_silence(state: EngineState, at: Instant, settings: Settings) -> tuple[EngineState, list[Event]]:
    """Pause, suspend, unplugged camera, crash and a clock set back are one case: end what was open, start afresh."""
    last = state.last
    if last is None:
        return state, []
    silent = at.gap_since(last) > settings.gap_s
    set_back = at.mono_s < last.mono_s or (last.utc - at.utc).total_seconds() > 1.0
    return _interrupt(state, at, settings, "gap") if silent or set_back else (state, [])


def _interrupt(
    state: EngineState, at: Instant, settings: Settings, reason: ClearReason
) -> tuple[EngineState, list[Event]]:
    monitor, events = clear_rules(state.monitor, at, reason)
    timeline, confirmed = _confirm_sight(state)
    timeline, ended = stop(timeline, at)
    bout, bout_ended = rested(state.bout, at, settings.sitting.break_s)
    state = replace(
        state,
        monitor=monitor,
        timeline=timeline,
        bout=bout,
        smoothed=Smoothed(),
        view=ViewState(),
        reference=start_afresh(state.reference),
        person=None,
        measured_at=None,
        whole_at=None,
        seen_at=None,
        empty_since=None,
    )
    state, changed = _become(state, "unknown", at, at)
    return state, [*events, *confirmed, *ended, *bout_ended, *changed]


def _become(state: EngineState, posture: Posture, at: Instant, since: Instant) -> tuple[EngineState, list[Event]]:
    if posture == state.posture:
        return state, []
    return replace(state, posture=posture), [PostureChanged(at, state.posture, posture, since)]


def _confirm_sight(state: EngineState) -> tuple[Timeline, list[Event]]:
    """Time in which the person was seen but not measured, up to the last sight, belongs to *unknown*, sitting."""
    line, seen = state.timeline, state.seen_at
    if seen is None or line.confirmed is None or seen.mono_s <= line.confirmed.mono_s or not line.sitting:
        return line, []
    return extend(line, seen, "unknown", True, Figures())


def _without_frame(state: EngineState, at: Instant, settings: Settings) -> Step:
    """No frame came in time: unknown, no rule stays active, nothing is counted; said once."""
    if state.frames_stopped:
        bout, ended = rested(state.bout, at, settings.sitting.break_s)
        state, events = replace(state, bout=bout), ended
    else:
        state, events = _interrupt(state, at, settings, "unknown")
        text = "No pictures from the camera: nothing is counted until it is back."
        events.append(NoticeDue(at, "frames_stopped", text))
        state = replace(state, frames_stopped=True)
    return state, _judgement(state, at, False, Measured(why_not="no pictures from the camera")), tuple(events)


def _nobody(state: EngineState, scene: Scene, settings: Settings) -> Step:
    at = scene.at
    empty_since = state.empty_since or at
    state = replace(state, empty_since=empty_since)
    bout, events = rested(state.bout, at, settings.sitting.break_s)
    state = replace(state, bout=bout)
    dark = scene.light is not None and scene.light < settings.gate.min_light
    since = state.seen_at or empty_since
    dark = dark or _dimmer_than_known(state.reference, scene, settings)
    why = "too dark to see anybody" if dark else "nobody at the desk"
    if state.posture not in ("away", "unknown") and at.gap_since(since) < settings.away_s:
        return state, _judgement(state, at, False, Measured(why_not=why)), tuple(events)
    if state.posture == "unknown" and not dark and at.gap_since(since) < settings.away_s:
        return state, _judgement(state, at, False, Measured(why_not=why)), tuple(events)
    state, more = _leave(state, at, since, "unknown" if dark else "away", settings)
    return state, _judgement(state, at, False, Measured(why_not=why)), (*events, *more)


def _dimmer_than_known(reference: Reference, scene: Scene, settings: Settings) -> bool:
    """Whether the light is far weaker than any in which the person was measured: the model may overlook them."""
    known = (reference.current,) if reference.current is not None else reference.known
    lights = [b for b in known if b.light is not None]
    return bool(lights) and all(
        scene.light is not None
        and b.light is not None
        and scene.light < b.light
        and light_differs(b, scene.light, settings)
        for b in lights
    )


def _leave(
    state: EngineState, at: Instant, since: Instant, posture: Posture, settings: Settings
) -> tuple[EngineState, list[Event]]:
    """Away (or, in the dark, unknown), counted from when the person was last seen."""
    reason: ClearReason = "away" if posture == "away" else "unknown"
    monitor, events = clear_rules(state.monitor, at, reason, settings.posture_rules)
    line, confirmed = _confirm_sight(state)
    if line.confirmed is not None and line.confirmed.mono_s > since.mono_s:
        since = line.confirmed  # light and dark may alternate over an empty chair
    line, begun = extend(line, since, posture, False, Figures()) if line.posture is None else (line, [])
    line, ended = extend(line, at, posture, False, Figures())
    reference = state.reference if state.posture == posture else start_afresh(state.reference)
    state = replace(
        state, monitor=monitor, timeline=line, smoothed=Smoothed(), measured_at=None, person=None, reference=reference,
        view=ViewState(),
    )  # fmt: skip
    state, changed = _become(state, posture, at, since)
    state, said = _sitting_rules(state, at, settings)
    return state, [*events, *confirmed, *begun, *ended, *changed, *said]


def _somebody(state: EngineState, scene: Scene, figure: Figure, settings: Settings) -> Step:
    at = scene.at
    state, sitting = _count_sitting(state, at, settings)
    person = None if settings.single_frames else remember(figure, scene, settings.gate, state.person)
    state = replace(state, person=person, seen_at=at, empty_since=None)
    state, measured, events = _measure(state, scene, figure, settings)
    events = [*sitting, *events]
    if measured.why_not:
        state, more = _unmeasured(state, at, settings)
    else:
        state, more = _judge(state, at, measured, settings)
    judgement = _judgement(state, at, True, measured, settings)
    return state, judgement, (*events, *more)


def _count_sitting(state: EngineState, at: Instant, settings: Settings) -> tuple[EngineState, list[Event]]:
    """The person is there: seconds since the last sight count if it was a moment ago."""
    bout, events = rested(state.bout, at, settings.sitting.break_s)
    last = bout.last_seen
    bridged = (
        state.seen_at is not None and last is not None and at.gap_since(last) <= max(settings.away_s, settings.gap_s)
    )
    counts = bridged and state.posture != "away"
    return replace(state, bout=sat(bout, at, at.mono_s - last.mono_s if counts and last else 0.0)), events


def _measure(
    state: EngineState, scene: Scene, figure: Figure, settings: Settings
) -> tuple[EngineState, Measured, list[Event]]:
    """Landmarks to deviations: view, baseline, smoothing, set-up, learning; ``why_not`` if it cannot be judged."""
    sample = measure(figure.person, scene, settings.gate)
    if sample is None:
        return state, Measured(why_not="head or shoulders are hidden"), []
    if scene.light is not None and scene.light < settings.gate.min_light:
        return state, Measured(sample, sample.values, why_not="too dark"), []
    view = ViewState(sample.view) if settings.single_frames else follow_view(state.view, sample.view, scene.at)
    state = replace(state, view=view)
    if view.view != sample.view:
        return state, Measured(sample, sample.values, why_not="seen from another side"), []
    chosen = choose(state.reference, sample, scene, settings)
    state, events = _take(state, chosen.reference, chosen.events, chosen.changed, scene.at)
    smoothed = smooth(state.smoothed, scene.at.mono_s, sample.values, settings.smoothing)
    state = replace(state, smoothed=smoothed)
    metrics = {name: smoothed.means[name] for name in sample.values}
    if chosen.why_not:
        return state, Measured(sample, metrics, why_not=chosen.why_not), events
    state, measured, more = _compare(state, sample, scene, metrics, settings)
    return state, measured, [*events, *more]


def _compare(
    state: EngineState, sample: PostureSample, scene: Scene, metrics: dict[str, float], settings: Settings
) -> tuple[EngineState, Measured, list[Event]]:
    """Deviations from the baseline, and what they say about the baseline itself."""
    base = state.reference.current
    deviations = deviations_from(base, metrics) if base else {}
    turned = sample.view != "side" and abs(deviations.get("head_turn_deg", 0.0)) > settings.gate.max_turn_deg
    if turned:
        kept = {name: deviations[name] for name in (*TRUNK_SIGNALS, "head_turn_deg") if name in deviations}
        over = any(is_over(r, kept) for r in settings.rules if r.signal in TRUNK_SIGNALS)
        facing = follow_turned(state.reference, sample, scene, settings)
        state, events = _take(state, facing.reference, facing.events, facing.changed, scene.at)
        return state, Measured(sample, metrics, kept, "" if over else "the head is turned away", partial=True), events
    moved = follow_setup(state.reference, sample, settings)
    state, events = _take(state, moved.reference, moved.events, moved.changed, scene.at)
    if moved.changed and state.reference.current is not None:
        metrics = dict(sample.values)
        deviations = deviations_from(state.reference.current, metrics)
    learnt = follow_learning(state.reference, sample, scene, deviations, settings)
    state, more = _take(state, learnt.reference, learnt.events, learnt.changed, scene.at)
    if learnt.changed and state.reference.current is not None:
        deviations = deviations_from(state.reference.current, metrics)
    why = moved.why_not or ("" if state.reference.current else "learning how you sit upright")
    return state, Measured(sample, metrics, deviations, why), [*events, *more]


def _take(
    state: EngineState, reference: Reference, events: tuple[Event, ...], changed: bool, at: Instant
) -> tuple[EngineState, list[Event]]:
    """Keep the reference; when it changed, whatever was held against the old one is forgotten."""
    state = replace(state, reference=reference)
    if not changed:
        return state, list(events)
    monitor, cleared = clear_rules(state.monitor, at, "new_baseline")
    return replace(state, monitor=monitor, smoothed=Smoothed()), [*cleared, *events]


def _unmeasured(state: EngineState, at: Instant, settings: Settings) -> tuple[EngineState, list[Event]]:
    """There, but not measurable: the last state holds for a while, then it is unknown (and still sitting)."""
    if state.measured_at is not None and at.gap_since(state.measured_at) <= settings.keep_s:
        return state, []
    monitor, events = clear_rules(state.monitor, at, "unknown", settings.posture_rules)
    since = state.measured_at or at
    line, ended = extend(state.timeline, at, "unknown", True, Figures())
    state = replace(state, monitor=monitor, timeline=count_frame(line), measured_at=None)
    state, changed = _become(state, "unknown", at, since)
    state, said = _sitting_rules(state, at, settings)
    return state, [*events, *ended, *changed, *said]


def _sitting_rules(state: EngineState, at: Instant, settings: Settings) -> tuple[EngineState, list[Event]]:
    """Rules about sitting go on when the posture cannot be told, and end when the bout has."""
    signals = {"sitting_s": state.bout.sitting_s}
    moving = tuple(rule for rule in settings.rules if rule.kind == "move")
    dt_s = at.mono_s - state.last.mono_s if state.last else 0.0
    monitor, events = follow_rules(state.monitor, moving, signals, at, dt_s, settings.keep_s)
    now = Situation(monitor.active, released_in(events), away=state.posture == "away")
    reminders, said = follow_reminders(state.reminders, settings.rules, now, at, settings.reminders)
    return replace(state, monitor=monitor, reminders=reminders), [*events, *said]


def _judge(state: EngineState, at: Instant, measured: Measured, settings: Settings) -> tuple[EngineState, list[Event]]:
    signals = {**measured.deviations, "sitting_s": state.bout.sitting_s}
    dt_s = at.mono_s - state.measured_at.mono_s if state.measured_at else 0.0
    monitor, events = follow_rules(state.monitor, settings.rules, signals, at, dt_s, settings.keep_s)
    whole_at = state.whole_at if measured.partial else at
    known = whole_at is not None and at.gap_since(whole_at) <= settings.keep_s
    poor = settings.posture_rules.intersection(monitor.active)
    posture: Posture = "poor" if poor else "good" if known else "unknown"
    over = over_rules(settings, measured.deviations)
    line, ended = extend(state.timeline, at, posture, True, Figures(measured.deviations, over))
    state = replace(state, monitor=monitor, timeline=count_frame(line), measured_at=at, whole_at=whole_at)
    state, changed = _become(state, posture, at, at)
    now = Situation(monitor.active, released_in(events))
    reminders, said = follow_reminders(state.reminders, settings.rules, now, at, settings.reminders)
    return replace(state, reminders=reminders), [*events, *ended, *changed, *said]


def over_rules(settings: Settings, deviations: Mapping[str, float]) -> tuple[str, ...]:
    """Names of the posture rules (watch level included) whose enter limit these deviations exceed."""
    return tuple(rule.name for rule in settings.rules if rule.kind == "posture" and is_over(rule, deviations))


def _judgement(
    state: EngineState, at: Instant, person: bool, measured: Measured, settings: Settings | None = None
) -> Judgement:
    sample, current = measured.sample, state.reference.current
    return Judgement(
        at=at,
        person=person,
        posture=state.posture,
        view=sample.view if sample else None,
        quality=sample.quality if sample else None,
        metrics=measured.metrics,
        deviations=measured.deviations,
        over=over_rules(settings, measured.deviations) if settings and not measured.why_not else (),
        active=state.monitor.active,
        progress=state.monitor.progress,
        sitting_s=state.bout.sitting_s,
        provisional=current.provisional if current else None,
        why_unknown=measured.why_not,
    )
