"""What a reading says about the load on trunk and neck, and the strain that follows over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from posture_watch.core.instant import Instant
from posture_watch.core.reading import Reading
from posture_watch.core.settings import Settings
from posture_watch.core.strain import NOTHING, RECLINED_SUPPORT, REST, Load, Strain

NECK_DEG_PER_DROP = 190.0
"""From in front the neck's angle is told from the head's lost height: by simulation 0.08 shoulder widths at 16°, 0.15
at 27° (docs/simulation.md)."""
DROP_FROM, BENT_FROM_DEG = 0.05, 5.0
"""A head lower, or a neck bent, by less than this is within the noise: upright, and no load on the neck (the exit limit
of head_drop_watch; the smallest change of posture that counts). Otherwise upright alone, of which the model makes 64,
would leave little room, and a glance now and then would come to a hint every quarter of an hour (simulated)."""
FULL_SINK_SIDE = 0.056 / 0.6
"""The side view's full slump: its limit of 0.056 stands for the score 0.6."""


@dataclass(frozen=True, slots=True)
class Strained:
    """The strain up to ``at``, what was held then, and since when no measured sight has renewed that (``known_at``)."""

    strain: Strain = Strain()
    at: Instant | None = None
    load: Load = NOTHING
    known_at: Instant | None = None

    @property
    def score(self) -> float:
        """The strain while that is held."""
        return self.strain.score(self.load)


def load_of(deviations: Mapping[str, float], support: float, *, reclined: bool) -> Load:
    """The load that these deviations from upright stand for. Only what is forward counts."""
    neck_deg = _neck_deg(deviations)
    sink = deviations.get("head_sink_side_ratio")
    slump = deviations.get("slump_score", 0.0) if sink is None else sink / FULL_SINK_SIDE
    trunk_deg = deviations.get("trunk_lean_deg", deviations.get("forward_lean_deg", 0.0))
    if reclined:
        return Load(0.0, neck_deg, 0.0, max(support, RECLINED_SUPPORT), resting=True)
    return Load(trunk_deg, neck_deg, max(0.0, slump), support)


def _neck_deg(deviations: Mapping[str, float]) -> float | None:
    """How far the neck is bent; None if no further than upright."""
    bent_deg = deviations.get("neck_inclination_deg")
    if bent_deg is not None:
        return bent_deg if bent_deg >= BENT_FROM_DEG else None
    drop = deviations.get("head_drop_ratio", 0.0)
    return NECK_DEG_PER_DROP * drop if drop >= DROP_FROM else None


def followed(state: Strained, reading: Reading, settings: Settings) -> Strained:
    """The strain after this reading: what it shows is taken to have been held since the one before.

    Who is there and cannot be measured goes on as before for a while; time in which nobody looked adds nothing.
    """
    at = reading.at
    if not settings.strain.enabled:
        return Strained()
    if state.at is None:
        return Strained(state.strain, at, *_held(state, reading, settings))
    gone_s = max(0.0, at.gap_since(state.at))
    load, known_at = _held(state, reading, settings)
    if gone_s > settings.gap_s:
        return Strained(state.strain.after(REST if load.resting else NOTHING, gone_s), at, load, known_at)
    return Strained(state.strain.after(load, gone_s), at, load, known_at)


def _held(state: Strained, reading: Reading, settings: Settings) -> tuple[Load, Instant | None]:
    """What is held now, and when that was last seen."""
    match reading.sight:
        case "measured":
            return load_of(reading.deviations, settings.strain.support, reclined=reading.reclined), reading.at
        case "on_feet" | "nobody":
            return REST, None
        case "partial" | "unclear":
            known = state.known_at is not None and reading.at.gap_since(state.known_at) <= settings.keep_s
            return (state.load, state.known_at) if known else (NOTHING, None)
        case _:
            return NOTHING, None
