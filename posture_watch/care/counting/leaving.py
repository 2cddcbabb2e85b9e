"""Getting up and walking away: told by shoulders that rise, and by nobody being there after somebody moved."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.care.counting.rest import middle_of
from posture_watch.care.counting.state import Counting, Going, counted
from posture_watch.core.instant import Instant

UP_S = 0.5
"""Up for so long is standing; a stretch in the chair does not rise so far (s)."""
AWAY_S = 3.0
"""Nobody in the picture for so long, after moving, is gone (s)."""
MOVED_WITHIN_S = 3.0
"""... and moved so shortly before (s): a hand over the lens is no walk."""
RISING_RATIO = 0.25
"""Shoulder widths up when last seen: who then is nowhere left at the top."""
VANISHED_S = 1.0
"""... if they were seen so shortly before (s)."""


def here(state: Counting, at: Instant, dt_s: float, height_px: int) -> Counting:
    """After a frame that shows the person."""
    if state.rest is None:
        return state
    movement = state.movement
    now = middle_of([look for look in state.looks if at.gap_since(look.at) < movement.window_s])
    reach = movement.reach(state.rest, now, height_px)
    if state.asked.movement == "walking_away":
        if state.going is not None:
            return replace(state, going=None, rest=None, looks=(), moved_at=None)
        return replace(state, moved_at=at) if reach >= movement.enter else state
    state = replace(state, risen_ratio=reach)
    if state.going is not None:
        return replace(state, going=None) if reach <= movement.leave else _up(state, state.going, dt_s)
    return replace(state, going=Going(1, at)) if reach >= movement.enter else state


def gone(state: Counting, at: Instant, dt_s: float) -> Counting:
    """After a frame that shows nobody."""
    if state.asked.movement == "walking_away":
        return _away(state, at, dt_s)
    if state.going is not None:
        return _up(state, state.going, dt_s)
    just_seen = state.known_at is not None and at.gap_since(state.known_at) <= VANISHED_S
    rising = state.rest is not None and state.risen_ratio >= RISING_RATIO
    return replace(state, going=Going(1, at)) if just_seen and rising else state


def _up(state: Counting, going: Going, dt_s: float) -> Counting:
    return _held(state, replace(going, held_s=going.held_s + dt_s), max(UP_S, state.asked.hold_s))


def _away(state: Counting, at: Instant, dt_s: float) -> Counting:
    if state.going is not None:
        going = replace(state.going, held_s=state.going.held_s + dt_s)
        return _held(state, going, max(AWAY_S, state.asked.hold_s))
    known, moved = state.known_at, state.moved_at
    if known is None or moved is None or known.gap_since(moved) > MOVED_WITHIN_S:
        return state
    return replace(state, going=Going(1, at))


def _held(state: Counting, going: Going, enough_s: float) -> Counting:
    if going.counted or going.held_s < enough_s:
        return replace(state, going=going, longest_s=max(state.longest_s, going.held_s if going.counted else 0.0))
    return replace(counted(state, going), going=replace(going, counted=True))
