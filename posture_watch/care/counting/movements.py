"""What can be counted, and from which size on. Every limit was measured on simulated bodies and real clips
(docs/counting.md): high enough that nothing is counted of somebody who does something else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from posture_watch.care.counting import reaching
from posture_watch.care.counting.reaching import Reach

Counted = Literal[
    "chin_tuck", "side_bend", "neck_rotation", "scapular_retraction", "standing_up", "walking_away"
]  # fmt: skip
COUNTED: tuple[Counted, ...] = get_args(Counted)
LONGEST_HOLD_S = 3600.0
_OF_EXERCISES: Mapping[str, Counted] = {
    "chin_tuck": "chin_tuck",
    "side_bend": "side_bend",
    "neck_rotation": "neck_rotation",
    "scapular_retraction": "scapular_retraction",
    "standing_extension": "standing_up",
    "walk": "walking_away",
}


@dataclass(frozen=True, slots=True)
class Movement:
    """``reach`` is how far it went, in units of its own, positive to the subject's left where it has sides; it begins
    at ``enter``, and is over at ``leave`` if it stays there for ``dwell_s``. Values are medians over ``window_s``: one
    odd frame moves nothing. ``upright``: values further from 0 are no rest. ``follow_s``: the time constant in which
    rest follows; who looked down for a while and up again has not drawn the chin in, so there it is long.
    """

    reach: Reach
    enter: float
    leave: float
    window_s: float
    needs: tuple[str, ...]
    dwell_s: float = 0.0
    follow_s: float = 20.0
    sided: bool = False
    upright: Mapping[str, float] = field(default_factory=dict[str, float])


LEVEL: Mapping[str, float] = {"shoulder_tilt_deg": 7.0, "head_tilt_deg": 10.0}
"""Upright people have 0 ± 3° and cameras ± 4°; who leans in labelled recordings has 8–14° and 17–33°."""
FACING: Mapping[str, float] = {"head_turn_deg": 25.0}
"""Cameras stand up to 15° beside the screen."""

MOVEMENTS: Mapping[Counted, Movement] = {
    "side_bend": Movement(reaching.bent_deg, 8.0, 4.5, 0.8, reaching.BENT_NEEDS, sided=True, upright=LEVEL),
    "neck_rotation": Movement(reaching.turned_deg, 26.0, 13.0, 0.8, reaching.TURNED_NEEDS, sided=True, upright=FACING),
    "chin_tuck": Movement(reaching.tucked_ratio, 0.032, 0.012, 2.0, reaching.SIZES, 0.6, 100.0),
    "scapular_retraction": Movement(reaching.drawn_back_ratio, 0.08, 0.03, 1.5, reaching.SIZES, dwell_s=0.6),
    "standing_up": Movement(reaching.risen_ratio, 0.5, 0.25, 0.5, reaching.PLACES),
    "walking_away": Movement(reaching.moved_ratio, 0.15, 0.1, 0.5, reaching.PLACES),
}
FAINT: frozenset[Counted] = frozenset({"chin_tuck", "scapular_retraction"})
"""Hardly larger than the noise of a frame, so that many are missed; users are told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The movement that somebody is asked for, and how long each is to be held (s, 0: there and back)."""

    movement: Counted
    hold_s: float = 0.0

    def __post_init__(self) -> None:
        if self.movement not in COUNTED:
            raise ValueError(f"{self.movement!r} cannot be counted")
        if not (math.isfinite(self.hold_s) and 0.0 <= self.hold_s <= LONGEST_HOLD_S):
            raise ValueError(f"hold_s is between 0 and {LONGEST_HOLD_S:g}, not {self.hold_s}")


def movement_of(exercise: str) -> Counted | None:
    """What is counted of an exercise with this key; None: a front camera cannot see this one."""
    return _OF_EXERCISES.get(exercise)


def can_count(exercise: str) -> bool:
    """Whether anything is counted of it."""
    return exercise in _OF_EXERCISES
