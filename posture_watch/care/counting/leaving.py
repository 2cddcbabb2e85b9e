"""Getting up and walking away: told by shoulders that rise, and by nobody being there after somebody moved."""

from __future__ import annotations

import math
from dataclasses import replace

from posture_watch.care.counting.reaching import head_up_ratio
from posture_watch.care.counting.rest import followed, middle_of
from posture_watch.care.counting.state import Counting, Going, counted
from posture_watch.core import geometry as geo
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Landmarks, Scene

UP_S = 0.5
"""Up for so long is standing; a stretch in the chair does not rise so far (s)."""
AWAY_S = 3.0
"""Nobody in the picture for so long, after moving, is gone (s)."""
MOVED_WITHIN_S = 3.0
"""... and moved so shortly before (s)."""
UNMOVED_S = 10.0
"""Gone is also whom no picture showed leaving, after so long (s): a hand over the lens is no walk (starting guess)."""
RISING_RATIO = 0.12
"""Shoulder widths that the head was up when last seen: who then is nowhere left at the top (noise: 0.08)."""
VANISHED_S = 1.0
"""... if they were seen so shortly before (s)."""


def here(state: Counting, at: Instant, dt_s: float, height_px: int) -> Counting:
    """After a frame that shows the person."""
    if state.rest is None:
        return state
    movement = state.movement
    now = middle_of([look for look in state.looks if at.gap_since(look.at) < movement.window_s])
    reach = movement.reach(state.rest, now, height_px) or 0.0
    if state.going is None and reach < movement.leave:
        state = replace(state, rest=followed(state.rest, now, dt_s, state.movement.follow_s))
    step = _back if state.asked.movement == "walking_away" else _higher
    return step(state, reach, at, dt_s)


def _back(state: Counting, reach: float, at: Instant, dt_s: float) -> Counting:
    """Somebody is there: who was away sits down anew, and is looked at again; who was not found for a moment sits."""
    del dt_s
    if state.going is not None and (state.going.counted or not state.going.unmoved):
        return replace(state, going=None, rest=None, looks=(), moved_at=None)
    state = replace(state, going=None)
    return replace(state, moved_at=at) if reach >= state.movement.enter else state


def _higher(state: Counting, reach: float, at: Instant, dt_s: float) -> Counting:
    if state.going is not None:
        return replace(state, going=None) if reach <= state.movement.leave else _up(state, state.going, dt_s)
    if reach >= state.movement.enter:
        return replace(state, going=Going(1, at))
    rising = state.rest is not None and head_up_ratio(state.rest, state.looks[-1].values) >= RISING_RATIO
    return replace(state, moved_at=at) if rising else state


def gone(state: Counting, scene: Scene, dt_s: float) -> Counting:
    """After a frame that shows nobody who sits there."""
    at, known = scene.at, state.known_at
    if state.going is not None:
        step = _away if state.asked.movement == "walking_away" else _up
        return step(state, state.going, dt_s)
    if known is None:
        return state  # who was never there has not left
    moved_s = known.gap_since(state.moved_at) if state.moved_at is not None else math.inf
    above = any(_is_above(person, scene) for person in scene.people)
    if state.asked.movement == "walking_away":
        return replace(state, going=Going(1, at, unmoved=not above and moved_s > MOVED_WITHIN_S))
    rose = above or moved_s <= VANISHED_S
    begins = state.rest is not None and rose and at.gap_since(known) <= VANISHED_S
    return replace(state, going=Going(1, at)) if begins else state


def _is_above(person: Landmarks, scene: Scene) -> bool:
    """Whether the model places a head above the picture over shoulders that are in it."""
    ears, shoulders = (geo.seen(person.points, (f"left_{part}", f"right_{part}"), 0.0) for part in ("ear", "shoulder"))
    if ears is None or shoulders is None:
        return False
    x_px, y_px = geo.midpoint(*shoulders)
    inside = 0 <= x_px <= scene.width_px and 0 <= y_px <= scene.height_px
    return inside and geo.midpoint(*ears)[1] < 0


def _up(state: Counting, going: Going, dt_s: float) -> Counting:
    return _held(state, replace(going, held_s=going.held_s + dt_s), max(UP_S, state.asked.hold_s))


def _away(state: Counting, going: Going, dt_s: float) -> Counting:
    return _held(
        state,
        replace(going, held_s=going.held_s + dt_s),
        max(UNMOVED_S if going.unmoved else AWAY_S, state.asked.hold_s),
    )


def _held(state: Counting, going: Going, enough_s: float) -> Counting:
    if going.counted or going.held_s < enough_s:
        return replace(state, going=going, longest_s=max(state.longest_s, going.held_s if going.counted else 0.0))
    return replace(counted(state, going), going=replace(going, counted=True))
