"""Nobody at the desk, no frames, or silence: what was open ends where it was last seen, and is not made up."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.core.events import ClearReason, Event, NoticeDue, PostureChanged
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Posture
from posture_watch.core.landmarks import Scene
from posture_watch.core.monitor import clear_rules
from posture_watch.core.presence import follow_sitting
from posture_watch.core.reading import Reading
from posture_watch.core.reference import Reference, light_differs, start_afresh
from posture_watch.core.settings import Settings
from posture_watch.core.sitting import rested
from posture_watch.core.smoothing import Smoothed
from posture_watch.core.standing import STANDS_AFTER_S, Standing
from posture_watch.core.state import EngineState, become
from posture_watch.core.stillness import Still
from posture_watch.core.timeline import Figures, Timeline, extend, stop
from posture_watch.core.view import ViewState

SHOWN_AFTER_S = 2.0
"""Seconds of empty frames until it is shown that nobody is there; a single one may have overlooked somebody."""


def after_silence(state: EngineState, at: Instant, settings: Settings) -> tuple[EngineState, list[Event]]:
    """Pause, suspend, unplugged camera, crash and a clock set back are one case: end what was open, start afresh."""
    last = state.last
    if last is None:
        return state, []
    silent = at.gap_since(last) > settings.gap_s
    set_back = at.mono_s < last.mono_s or (last.utc - at.utc).total_seconds() > 1.0
    return interrupt(state, at, settings, "gap") if silent or set_back else (state, [])


def interrupt(
    state: EngineState, at: Instant, settings: Settings, reason: ClearReason
) -> tuple[EngineState, list[Event]]:
    """Watching ends at ``at``: what was open ends where it was last seen, and what comes next begins afresh.

    Nobody knows whether the person moves now: an open reminder is taken back, and has no outcome.
    """
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
        bystanders=(),
        measured_at=None,
        whole_at=None,
        seen_at=None,
        empty_since=None,
        ghost_since=None,
        standing=Standing(),
        still=Still(),
        reminders=replace(state.reminders, open=None),
    )
    state, changed = become(state, "unknown", at, at)
    return state, [*events, *confirmed, *ended, *bout_ended, *changed]


def _confirm_sight(state: EngineState) -> tuple[Timeline, list[Event]]:
    """Time in which the person was seen but not measured, up to the last sight, belongs to *unknown*, sitting."""
    line, seen = state.timeline, state.seen_at
    if seen is None or line.confirmed is None or seen.mono_s <= line.confirmed.mono_s or not line.sitting:
        return line, []
    return extend(line, seen, "unknown", True, Figures())


def without_frame(state: EngineState, reading: Reading, settings: Settings) -> tuple[EngineState, list[Event]]:
    """No frame came in time: unknown, no rule stays active, nothing is counted; said once."""
    at = reading.at
    if reading.sight == "busy":
        return _busy(state, at, settings)
    if state.frames_stopped:
        bout, ended = rested(state.bout, at, settings.sitting.break_s)
        return replace(state, bout=bout), ended
    state, events = interrupt(state, at, settings, "unknown")
    text = "No pictures from the camera: nothing is counted until it is back."
    return replace(state, frames_stopped=True), [*events, NoticeDue(at, "frames_stopped", text)]


def _busy(state: EngineState, at: Instant, settings: Settings) -> tuple[EngineState, list[Event]]:
    """Another program has the camera: time of its own from the last sight on, neither sitting nor away."""
    if state.posture == "busy":
        bout, events = rested(state.bout, at, settings.sitting.break_s)
        line, ended = extend(state.timeline, at, "busy", False, Figures())
        return replace(state, bout=bout, timeline=line), [*events, *ended]
    line, confirmed = _confirm_sight(state)
    since, posture = line.confirmed or at, state.posture
    state, events = interrupt(replace(state, timeline=line), at, settings, "unknown")
    line, begun = extend(state.timeline, since, "busy", False, Figures())
    line, ended = extend(line, at, "busy", False, Figures())
    state, changed = become(replace(state, posture=posture, timeline=line, frames_stopped=False), "busy", at, since)
    untold = [event for event in events if not isinstance(event, PostureChanged)]  # one change, not two
    return state, [*confirmed, *untold, *begun, *ended, *changed]


def nobody(state: EngineState, reading: Reading, settings: Settings) -> tuple[EngineState, list[Event]]:
    """Nobody is seen in a frame: away after a while, or unknown where it is too dark to tell."""
    at, since = reading.at, state.seen_at or state.empty_since or reading.at
    bout, events = rested(state.bout, at, settings.sitting.break_s)
    state = replace(state, bout=bout, empty_since=state.empty_since or at)
    dark = reading.sight == "dark"
    waiting = at.gap_since(_empty_from(state, since, settings)) < settings.away_s and state.posture != "away"
    if waiting and not (dark and state.posture == "unknown"):
        return state, events
    state, more = _leave(state, at, since, "unknown" if dark else "away", settings)
    return state, [*events, *more]


def _empty_from(state: EngineState, since: Instant, settings: Settings) -> Instant:
    """From the last sight; where looks are further apart than the wait, from the first that saw nobody, so that one
    alone, of somebody who bent down, never says so."""
    return (state.empty_since or since) if settings.is_apart else since


def on_feet(state: EngineState, at: Instant, settings: Settings) -> tuple[EngineState, list[Event]]:
    """The person is there and stands: after a moment that is an interval of its own, counted from when they got up."""
    bout, events = rested(state.bout, at, settings.sitting.break_s)
    state = replace(state, bout=bout, empty_since=None, ghost_since=None)
    last = state.seen_at or state.standing.since or at
    if at.gap_since(last) < min(STANDS_AFTER_S, settings.keep_s) and state.posture != "away":
        return state, events
    state, more = _leave(state, at, last, "standing", settings)
    return state, [*events, *more]


def looks_away(state: EngineState, reading: Reading, settings: Settings) -> bool:
    """Whether to show that nobody is at the desk. The log waits for longer: who bends down has not been away."""
    if reading.sight != "nobody" or state.empty_since is None:
        return False
    return reading.at.gap_since(state.empty_since) >= SHOWN_AFTER_S or settings.sample_interval_s > SHOWN_AFTER_S


def too_dark(state: EngineState, scene: Scene, settings: Settings) -> bool:
    """Whether it is too dark to say that nobody is there."""
    black = scene.light is not None and scene.light < settings.gate.min_light
    return black or _dimmer_than_known(state.reference, scene, settings)


def _dimmer_than_known(reference: Reference, scene: Scene, settings: Settings) -> bool:
    """Whether the light is far weaker than any in which the person was measured: the model may overlook them."""
    known = (reference.current,) if reference.current is not None else reference.known
    lights = [b for b in known if b.light is not None]
    return bool(lights) and all(
        scene.light is not None
        and b.light is not None
        and scene.light < b.light
        and light_differs(b, scene.light, settings.baseline.light_change_ratio)
        for b in lights
    )


def _leave(
    state: EngineState, at: Instant, since: Instant, posture: Posture, settings: Settings
) -> tuple[EngineState, list[Event]]:
    """Away, or on their feet (or, in the dark, unknown), counted from when the person was last seen sitting."""
    reason: ClearReason = "unknown" if posture == "unknown" else "away"
    monitor, events = clear_rules(state.monitor, at, reason, settings.posture_rules)
    line, confirmed = _confirm_sight(state)
    if line.confirmed is not None and line.confirmed.mono_s > since.mono_s:
        since = line.confirmed  # light and dark may alternate over an empty chair
    line, begun = extend(line, since, posture, False, Figures()) if line.posture is None else (line, [])
    line, ended = extend(line, at, posture, False, Figures())
    reference = state.reference if state.posture == posture else start_afresh(state.reference)
    state = replace(
        state, monitor=monitor, timeline=line, smoothed=Smoothed(), measured_at=None, person=None, reference=reference,
        view=ViewState(), still=Still(),
    )  # fmt: skip
    state, changed = become(state, posture, at, since)
    state, said = follow_sitting(state, at, settings)
    return state, [*events, *confirmed, *begun, *ended, *changed, *said]
