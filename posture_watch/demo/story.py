"""What happens in the demo, as data: phases with seconds and a stance. No pictures and no clock in here."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import Literal

PhaseName = Literal["sits well", "sinks", "sits up", "leans in", "sits back", "tilts", "straightens", "leaves"]


@dataclass(frozen=True, slots=True)
class Stance:
    """How the figure sits.

    ``head_drop``: head lower against the shoulders, ``body_sink``: everything lower, both in shoulder widths.
    ``closeness``: how much larger the face is than upright (1 is upright); the shoulders grow by less, as they do
    when somebody leans in from the hips. ``tilt_deg``: head tilted towards the picture's right. ``present``: 1 at the
    desk, 0 out of the picture.
    """

    head_drop: float = 0.0
    body_sink: float = 0.0
    closeness: float = 1.0
    tilt_deg: float = 0.0
    present: float = 1.0

    def __post_init__(self) -> None:
        if not all(math.isfinite(getattr(self, spec.name)) for spec in fields(self)):
            raise ValueError("a stance has finite numbers")
        if not 0.0 <= self.present <= 1.0:
            raise ValueError(f"present is between 0 and 1, not {self.present}")
        if not self.closeness > 0:
            raise ValueError(f"closeness is above 0, not {self.closeness}")

    def towards(self, other: Stance, share: float) -> Stance:
        """The stance ``share`` (0 to 1) of the way to ``other``."""
        mixed = {
            spec.name: getattr(self, spec.name) + share * (getattr(other, spec.name) - getattr(self, spec.name))
            for spec in fields(self)
        }
        return Stance(**mixed)


@dataclass(frozen=True, slots=True)
class Phase:
    """``move_s`` seconds to get into ``stance``, then ``hold_s`` in it."""

    name: PhaseName
    move_s: float
    hold_s: float
    stance: Stance

    @property
    def length_s(self) -> float:
        """All of it."""
        return self.move_s + self.hold_s


UPRIGHT = Stance()
STORY: tuple[Phase, ...] = (
    # a provisional baseline takes 60 steady seconds; nothing is judged before
    Phase("sits well", 0.0, 80.0, UPRIGHT),
    # balanced: a slump is mentioned after 300 s; smoothing takes 20 s more
    # (the bend of the collar reads as 5° of tilt, which is taken back)
    Phase("sinks", 20.0, 325.0, Stance(head_drop=0.32, body_sink=0.02, tilt_deg=-6.0)),
    Phase("sits up", 10.0, 40.0, UPRIGHT),
    # balanced: near_screen after 15 s, lean after at most 60 s
    Phase("leans in", 12.0, 64.0, Stance(closeness=1.42)),
    Phase("sits back", 10.0, 40.0, UPRIGHT),
    # balanced: head_tilt after 15 s, its watch rule after 30 s; a head that tilts about the neck comes down, too
    Phase("tilts", 6.0, 50.0, Stance(tilt_deg=28.0, head_drop=0.1)),
    Phase("straightens", 6.0, 34.0, UPRIGHT),
    # a minute away ends a time of sitting
    Phase("leaves", 4.0, 70.0, Stance(present=0.0)),
)
"""Moves take seconds, as people's do: everything shifting at once within 3 s would be a moved camera."""


def length_s(story: tuple[Phase, ...] = STORY) -> float:
    """Seconds from the first frame to the end."""
    return sum(phase.length_s for phase in story)


def phase_at(t_s: float, story: tuple[Phase, ...] = STORY) -> Phase:
    """The phase that ``t_s`` seconds belongs to; the last one for ever after."""
    for phase in story:
        if t_s < phase.length_s:
            return phase
        t_s -= phase.length_s
    return story[-1]


def stance_at(t_s: float, story: tuple[Phase, ...] = STORY) -> Stance:
    """How the figure sits ``t_s`` seconds into the story: from hold to hold on a smooth curve."""
    before = UPRIGHT
    for phase in story:
        if t_s < phase.length_s:
            return phase.stance if t_s >= phase.move_s else before.towards(phase.stance, _eased(t_s / phase.move_s))
        t_s -= phase.length_s
        before = phase.stance
    return before


def _eased(share: float) -> float:
    """0 to 1 with a gentle start and end."""
    return share * share * (3.0 - 2.0 * share)
