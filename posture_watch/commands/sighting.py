"""What a camera saw of one stage of a guided break, and what it can see at all. Loads nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from posture_watch.care.counting import Asked, Counting, movement_of
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
    if found is None or stage.seen is None:
        return None
    return Asked(found, 0.0 if found == "walking_away" else stage.hold_s)  # who is back sooner has been away, too


def sighting_of(state: Counting, stage: Stage, number: int, hint: str) -> Sighting:
    """What was counted of ``stage``. Whoever sits down anew in it has not undone what they did."""
    match state.asked.movement:
        case "walking_away":
            return Sighting(number, away_s=state.longest_s, hint=hint)
        case "standing_up":
            return Sighting(number, up=state.repetitions > 0 or state.moving, hint=hint)
        case _:
            counted = {"left": state.left, "right": state.right}.get(stage.side or "", state.repetitions)
            known = state.ready or counted > 0
            return Sighting(number, counted if known else None, holding_s=state.held_s, hint=hint)
