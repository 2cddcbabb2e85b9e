"""From the landmarks of the person at the desk to deviations, and what they say about the baseline itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from posture_watch.core.carrying import follow_setup
from posture_watch.core.choosing import choose
from posture_watch.core.deviations import deviations_from
from posture_watch.core.drifting import follow_drift
from posture_watch.core.events import Event
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.core.metrics import measure
from posture_watch.core.monitor import clear_rules, over_rules
from posture_watch.core.nearness import near_although_cut_off
from posture_watch.core.person import Figure
from posture_watch.core.provisional import follow_learning, follow_turned
from posture_watch.core.quality import SHAPE, face_shrank
from posture_watch.core.reading import stepped
from posture_watch.core.reference import Verdict
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import Settings
from posture_watch.core.smoothing import Smoothed, smooth
from posture_watch.core.state import EngineState
from posture_watch.core.view import ViewState, follow_view

FACE_SIZE = ("face_size_px", "face_scale_ratio")
LEARNING, OTHER_SIDE = "learning how you sit upright", "seen from another side"
"""Reasons for *unknown*: there is no baseline to compare with; the view has just changed."""
TRUNK_SIGNALS = ("lateral_lean_deg", "shoulder_tilt_deg")
"""What can still be said when the head is turned away."""


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


def observe(
    state: EngineState, scene: Scene, figure: Figure, settings: Settings
) -> tuple[EngineState, Measured, list[Event]]:
    """Landmarks to deviations: view, baseline, smoothing, set-up, learning; ``why_not`` if it cannot be judged."""
    sample = measure(figure.person, scene, settings.gate)
    if sample is None:
        return state, Measured(why_not="head or shoulders are hidden"), []
    if scene.light is not None and scene.light < settings.gate.min_light:
        return state, Measured(sample, sample.values, why_not="too dark"), []
    if sample.quality < settings.gate.min_quality:
        return _unclear(state, sample, scene, settings)
    view = ViewState(sample.view) if settings.single_frames else follow_view(state.view, sample.view, scene.at)
    state = replace(state, view=view)
    if view.view != sample.view:
        return state, Measured(sample, sample.values, why_not=OTHER_SIDE), []
    chosen = choose(state.reference, sample, scene, settings)
    state, events = _take(state, chosen, scene.at)
    smoothed = smooth(state.smoothed, scene.at.mono_s, sample.values, settings.smoothing)
    state = replace(state, smoothed=smoothed)
    metrics = {name: smoothed.means[name] for name in sample.values}
    if chosen.why_not:
        return state, Measured(sample, metrics, why_not=chosen.why_not), events
    state, measured, more = _compare(state, sample, scene, metrics, settings)
    return state, measured, [*events, *more]


def _unclear(
    state: EngineState, sample: PostureSample, scene: Scene, settings: Settings
) -> tuple[EngineState, Measured, list[Event]]:
    """Too unclear for a verdict, unless it is so because the face came very near: that much can be told."""
    events: list[Event] = []
    if state.reference.current is None:
        state, events = _take(state, choose(state.reference, sample, scene, settings), scene.at)
    face = {name: sample.values[name] for name in FACE_SIZE if name in sample.values}
    smoothed = smooth(state.smoothed, scene.at.mono_s, face, settings.smoothing)
    size_px = smoothed.means.get("face_size_px") if face else None
    near = stepped(near_although_cut_off(sample, size_px, state.reference.current))
    if not over_rules(settings.rules, near):
        return state, Measured(sample, sample.values, why_not=sample.doubt), events
    return replace(state, smoothed=smoothed), Measured(sample, sample.values, near, partial=True), events


def _compare(
    state: EngineState, sample: PostureSample, scene: Scene, metrics: dict[str, float], settings: Settings
) -> tuple[EngineState, Measured, list[Event]]:
    """Deviations from the baseline, and what they say about the baseline itself."""
    base = state.reference.current
    deviations = deviations_from(base, metrics) if base else {}
    turned = sample.view != "side" and abs(deviations.get("head_turn_deg", 0.0)) > settings.gate.max_turn_deg
    if turned:
        kept = stepped({name: deviations[name] for name in (*TRUNK_SIGNALS, "head_turn_deg") if name in deviations})
        over = over_rules(settings.rules, kept)
        facing = follow_turned(state.reference, sample, scene, settings)
        state, events = _take(state, facing, scene.at)
        return state, Measured(sample, metrics, kept, "" if over else "the head is turned away", partial=True), events
    if base and settings.gate.min_quality > 0 and face_shrank(base.medians, sample.values):
        return state, Measured(sample, metrics, why_not=SHAPE), []
    moved = follow_setup(state.reference, sample, metrics, settings)
    state, events = _take(state, moved, scene.at)
    if moved.changed and state.reference.current is not None:
        metrics = dict(sample.values)
        deviations = deviations_from(state.reference.current, metrics)
    learnt = follow_learning(state.reference, sample, scene, deviations, settings)
    state, more = _take(state, learnt, scene.at)
    if learnt.changed and state.reference.current is not None:
        deviations = deviations_from(state.reference.current, metrics)
    state, drifted = _drift(state, sample, deviations, settings, suspected=bool(moved.why_not or learnt.changed))
    more += drifted
    if moved.why_not:
        return state, Measured(sample, metrics, why_not=moved.why_not), [*events, *more]
    why = "" if state.reference.current else LEARNING
    return state, Measured(sample, metrics, stepped(deviations), why), [*events, *more]


def _drift(
    state: EngineState, sample: PostureSample, deviations: Mapping[str, float], settings: Settings, *, suspected: bool
) -> tuple[EngineState, list[Event]]:
    """Let the baseline follow a better posture, unless anything is held against the present one."""
    rules = settings.posture_rules
    over = over_rules(settings.rules, deviations) or rules.intersection(state.monitor.progress)
    verdict = follow_drift(state.reference, sample, deviations, settings, held=suspected or bool(over))
    return _take(state, verdict, sample.at)


def _take(state: EngineState, verdict: Verdict, at: Instant) -> tuple[EngineState, list[Event]]:
    """Keep the reference; when it changed, whatever was held against the old one is forgotten."""
    state = replace(state, reference=verdict.reference)
    if not verdict.changed:
        return state, list(verdict.events)
    state, cleared = forget_held(state, at)
    return replace(state, smoothed=Smoothed()), [*cleared, *verdict.events]


def forget_held(state: EngineState, at: Instant) -> tuple[EngineState, list[Event]]:
    """Deviations are counted from another upright from now on: what was held against the old one is no more."""
    monitor, cleared = clear_rules(state.monitor, at, "new_baseline")
    return replace(state, monitor=monitor, baselines_taken=state.baselines_taken + 1), cleared
