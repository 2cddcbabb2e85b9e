"""A repetition is a movement there and back: whoever goes somewhere and stays sits differently, and has done none."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.care.counting.rest import followed, middle_of
from posture_watch.care.counting.state import Counting, Going, counted
from posture_watch.core.instant import Instant

LEAST_S = 0.4
"""Faster is no movement but a glitch (s)."""
APART_S = 0.6
"""From the end of one repetition to the next at least (s)."""
SHORT_S, SHORT_SHARE = 0.75, 0.2
"""A hold may be shorter than asked by the larger of these: nobody counts seconds exactly."""
STAYS_S, STAYS_TIMES = 12.0, 3.0
"""Who stays for longer than this, and than so many times what was asked, sits differently: that is the new rest."""
SETTLED_S = 1.5
"""So long after a movement rest is followed again (s)."""
OTHERWISE_S = 3.0
"""Who does something else for so long sits differently (s)."""
SLOWER = 4.0
"""Somewhere between rest and the movement rest follows so many times more slowly."""


def follow(state: Counting, at: Instant, dt_s: float, height_px: int) -> Counting:
    """After a frame with values, ``dt_s`` after the last one with values (0: something was unknown between)."""
    rest = state.rest
    if rest is None:
        return state
    now = middle_of([look for look in state.looks if at.gap_since(look.at) < state.movement.window_s])
    reach = state.movement.reach(rest, now, height_px)
    if reach is None:
        return _otherwise(state, at)
    state = replace(state, other_since=None)
    if state.going is not None:
        return _going_on(state, state.going, reach, at, dt_s)
    if _begins(state, reach, at):
        return replace(state, going=Going(1 if reach > 0 else -1, at))
    if state.ended_at is not None and at.gap_since(state.ended_at) < SETTLED_S:
        return state
    between = abs(reach) > state.movement.leave and (state.movement.sided or reach > 0)
    return replace(state, rest=followed(rest, now, dt_s / SLOWER if between else dt_s, state.movement.follow_s))


def _otherwise(state: Counting, at: Instant) -> Counting:
    """The body does something else: whatever went on is no repetition, and if it lasts, rest is taken anew."""
    since = state.other_since or at
    lasted_s = at.gap_since(since)
    if lasted_s > OTHERWISE_S:
        return replace(state, going=None, rest=None, looks=(), other_since=None)
    going = state.going if lasted_s < state.movement.dwell_s else None
    return replace(state, going=going, ended_at=state.ended_at if going else at, other_since=since)


def enough_s(hold_s: float) -> float:
    """The hold that counts where ``hold_s`` was asked."""
    return max(LEAST_S, hold_s - max(SHORT_S, SHORT_SHARE * hold_s))


def _begins(state: Counting, reach: float, at: Instant) -> bool:
    size = abs(reach) if state.movement.sided else reach
    apart = state.ended_at is None or at.gap_since(state.ended_at) >= APART_S
    return apart and size >= state.movement.enter


def _going_on(state: Counting, going: Going, reach: float, at: Instant, dt_s: float) -> Counting:
    if reach * going.sign <= state.movement.leave:
        since = going.less_since or at
        if at.gap_since(since) < state.movement.dwell_s:
            return replace(state, going=replace(going, less_since=since))
        over = replace(state, going=None, ended_at=at)
        return counted(over, going) if going.held_s >= enough_s(state.asked.hold_s) else over
    if at.gap_since(going.since) > max(STAYS_S, STAYS_TIMES * state.asked.hold_s):
        return replace(state, going=None, rest=None, looks=())
    return replace(state, going=replace(going, held_s=going.held_s + dt_s, less_since=None))
