"""What a camera saw of one stage of a guided break, and what it can see at all. Loads nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from posture_watch.care.counting import Asked, movement_of
from posture_watch.care.guiding import Stage


@dataclass(frozen=True, slots=True)
class Sighting:
    """What was seen of stage ``number``. ``repetitions`` None: they cannot be told, or not yet. ``up``: the user got
    up. ``away_s``: walked away, for so long. ``holding_s``: of the hold going on. ``hint``: what the user may change,
    or what is wrong; empty if all is well."""

    number: int
    repetitions: int | None = None
    up: bool = False
    away_s: float = 0.0
    holding_s: float = 0.0
    hint: str = ""


def movement(stage: Stage) -> Asked | None:
    """What the camera is to look for in this stage; None where it cannot see anything of it."""
    found = movement_of(stage.key)
    return None if found is None or stage.seen is None else Asked(found, stage.hold_s)
