"""A reading judged as the live run judges it: also told what the posture is called, which a replay leaves out."""

from __future__ import annotations

from posture_watch.core.engine import rejudge
from posture_watch.core.events import Event
from posture_watch.core.kinds import kind_of
from posture_watch.core.monitor import over_rules
from posture_watch.core.reading import Reading
from posture_watch.core.settings import Settings
from posture_watch.core.state import EngineState


def judged(state: EngineState, reading: Reading, settings: Settings) -> tuple[EngineState, tuple[Event, ...]]:
    """The state after the reading, and what came of it."""
    return rejudge(state, reading, settings, _kind(reading, settings))


def _kind(reading: Reading, settings: Settings) -> str:
    if reading.sight not in ("measured", "partial"):
        return ""
    over = over_rules(settings.rules, reading.deviations)
    kind = kind_of([rule for rule in settings.rules if rule.name in over], reading.deviations)
    return "" if kind == "upright" and reading.sight == "partial" else kind
