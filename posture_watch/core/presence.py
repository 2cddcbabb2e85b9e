"""The person is at the desk: judged, or seen without being measurable. Sitting counts either way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from posture_watch.core.events import Event
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Posture
from posture_watch.core.landmarks import Scene
from posture_watch.core.loads import Strained
from posture_watch.core.metrics import measure
from posture_watch.core.monitor import clear_rules, follow_rules, released_in
from posture_watch.core.person import Figure
from posture_watch.core.reading import Reading
from posture_watch.core.reminders import Situation, follow_reminders
from posture_watch.core.settings import Settings
from posture_watch.core.sitting import Bout, rested, sat
from posture_watch.core.state import EngineState, become
from posture_watch.core.stillness import Still, followed
from posture_watch.core.timeline import Figures, extend

BELIEVED_S = 2.0
"""Where nobody was, a shape that is not clear must last this long (s); somebody clear is there at once."""


def believe(
    state: EngineState, scene: Scene, figure: Figure | None, settings: Settings
) -> tuple[EngineState, Figure | None]:
    """The figure, unless it is a shape that the model saw for a moment in an empty place."""
    if figure is None or state.posture != "away":
        return replace(state, ghost_since=None), figure
    sample = measure(figure.person, scene, settings.gate)
    if sample is not None and sample.quality >= settings.gate.min_quality:
        return replace(state, ghost_since=None), figure
    since = state.ghost_since or scene.at
    return replace(state, ghost_since=since), figure if scene.at.gap_since(since) >= BELIEVED_S else None


def count_sitting(state: EngineState, at: Instant, settings: Settings) -> tuple[Bout, list[Event]]:
    """The person is there: seconds since the last sight count if it was a moment ago. Nobody knows when in an interval
    they went, or came: of the time between two sights, half an interval at either end was no rest."""
    unseen_s = settings.sample_interval_s if settings.is_apart else 0.0
    bout, events = rested(state.bout, at, settings.sitting.break_s + unseen_s)
    last = bout.last_seen
    bridged = (
        state.seen_at is not None and last is not None and at.gap_since(last) <= max(settings.away_s, settings.gap_s)
    )
    counts = bridged and state.posture != "away"
    return sat(bout, at, at.mono_s - last.mono_s if counts and last else 0.0), events


@dataclass(frozen=True, slots=True)
class Held:
    """What a reading of somebody who sits adds to, and what it is called: bout, strain, limits it is over, kind."""

    bout: Bout
    strained: Strained
    over: tuple[str, ...]
    kind: str


def judge(state: EngineState, reading: Reading, held: Held, settings: Settings) -> tuple[EngineState, list[Event]]:
    """Rules, posture, interval and reminders after a reading with deviations."""
    at, partial = reading.at, reading.sight == "partial"
    still = followed(state.still, reading)
    signals = {**reading.deviations, **_timed(held.bout, held.strained, still, at, settings)}
    dt_s = at.mono_s - state.measured_at.mono_s if state.measured_at else 0.0
    monitor, events = follow_rules(state.monitor, settings.rules, signals, at, dt_s, settings.keep_s)
    whole_at = state.whole_at if partial else at
    known = whole_at is not None and at.gap_since(whole_at) <= settings.keep_s
    poor = settings.posture_rules.intersection(monitor.active)
    # after an absence, a gap or a turn nobody is good for the length of a hold whose limit is over already
    doubtful = not known or (bool(held.over) and state.posture != "good")
    posture: Posture = "poor" if poor else "unknown" if doubtful else "good"
    figures = Figures(reading.deviations, held.over, held.kind, signals.get("strain"))
    line, ended = extend(state.timeline, at, posture, True, figures, judged=True)
    now = Situation(monitor.active, released_in(events), hush=settings.hush)
    reminders, said = follow_reminders(state.reminders, settings.rules, now, at, settings.reminders)
    state, changed = become(state, posture, at, at)
    state = replace(
        state, monitor=monitor, timeline=line, measured_at=at, whole_at=whole_at, still=still,
        reminders=reminders, bout=held.bout, strained=held.strained, seen_at=at, empty_since=None, last=at,
    )  # fmt: skip
    return state, [*events, *ended, *changed, *said]


def keep_or_doubt(state: EngineState, at: Instant, settings: Settings) -> tuple[EngineState, list[Event]]:
    """There, but not measurable: the last state holds for a while, then it is unknown (and still sitting)."""
    if state.measured_at is not None and at.gap_since(state.measured_at) <= settings.keep_s:
        return state, []
    monitor, events = clear_rules(state.monitor, at, "unknown", settings.posture_rules)
    since = state.measured_at or at
    line, ended = extend(state.timeline, at, "unknown", True, Figures(), judged=True)
    state = replace(state, monitor=monitor, timeline=line, measured_at=None, still=Still())
    state, changed = become(state, "unknown", at, since)
    state, said = follow_sitting(state, at, settings)
    return state, [*events, *ended, *changed, *said]


def follow_sitting(state: EngineState, at: Instant, settings: Settings) -> tuple[EngineState, list[Event]]:
    """Rules about time go on when the posture cannot be told, and end when the bout has."""
    signals = _timed(state.bout, state.strained, state.still, at, settings)
    moving = tuple(rule for rule in settings.rules if rule.kind == "move")
    dt_s = at.mono_s - state.last.mono_s if state.last else 0.0
    monitor, events = follow_rules(state.monitor, moving, signals, at, dt_s, settings.keep_s)
    now = Situation(monitor.active, released_in(events), away=state.posture in ("away", "standing"), hush=settings.hush)
    reminders, said = follow_reminders(state.reminders, settings.rules, now, at, settings.reminders)
    return replace(state, monitor=monitor, reminders=reminders), [*events, *said]


def _timed(bout: Bout, strained: Strained, still: Still, at: Instant, settings: Settings) -> dict[str, float]:
    """The signals that have time in them; those that are not followed are missing."""
    signals = {"sitting_s": bout.sitting_s}
    if settings.strain.enabled:
        signals["strain"] = strained.score
    if still.since is not None:
        signals["still_s"] = at.gap_since(still.since)
    return signals
