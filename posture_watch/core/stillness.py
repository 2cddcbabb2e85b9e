"""How long the posture has not changed. Any shift counts; what cannot be told counts as a shift, never as stillness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from posture_watch.core.instant import Instant
from posture_watch.core.reading import Reading

SHIFT_DEG = 5.0
SHIFT_GROWTH = 0.08
"""A change of posture: over 5°, or a face nearer or further by over 8 % (engineering choice)."""
SHIFT_SINK = 0.06
"""Head lower or higher by so many shoulder widths: half a full slump, three times the jitter of a still person
(starting guess)."""
SHIFTS: Mapping[str, float] = {
    "lateral_lean_deg": SHIFT_DEG,
    "head_tilt_deg": SHIFT_DEG,
    "shoulder_tilt_deg": SHIFT_DEG,
    "forward_lean_deg": SHIFT_DEG,
    "trunk_lean_deg": SHIFT_DEG,
    "neck_inclination_deg": SHIFT_DEG,
    "face_scale_ratio": SHIFT_GROWTH,
    "head_sink_ratio": SHIFT_SINK,
    "head_drop_ratio": SHIFT_SINK,
}


@dataclass(frozen=True, slots=True)
class Still:
    """``held`` is the posture that has not changed since ``since``; None while nobody is measured."""

    since: Instant | None = None
    held: Mapping[str, float] = field(default_factory=dict[str, float])


def followed(still: Still, reading: Reading) -> Still:
    """The stillness after a reading of somebody who was measured."""
    if still.since is None or reading.new_baseline or reading.sight != "measured" or _shifted(still.held, reading):
        return Still(reading.at, reading.deviations)
    return still


def _shifted(held: Mapping[str, float], reading: Reading) -> bool:
    now = reading.deviations
    return any(
        abs(now[name] - before) > SHIFTS[name] for name, before in held.items() if name in SHIFTS and name in now
    )
