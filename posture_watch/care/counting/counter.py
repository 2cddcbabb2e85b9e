"""The fold: how often and how long somebody did what they were asked to do, scene by scene."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.care.counting.leaving import gone, here
from posture_watch.care.counting.looking import look
from posture_watch.care.counting.movements import Asked
from posture_watch.care.counting.rest import REMEMBERED_S, taken
from posture_watch.care.counting.state import Counting
from posture_watch.care.counting.there_and_back import follow
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Gate

BRIDGED_S = 1.0
"""Frames that say nothing for so long break no hold; they add nothing to it either (s)."""
FORGOTTEN_S = 5.0
"""Who was not seen for so long may sit differently: a new rest is taken (s)."""
STANDS_MOST_S = 600.0
"""... unless they were asked to get up: then where they sat holds for so long (s)."""


def begin(asked: Asked) -> Counting:
    """Nothing counted yet, and nothing known of how the person sits."""
    return Counting(asked)


def advance(state: Counting, scene: Scene, gate: Gate) -> Counting:
    """The state after one more frame, five to ten a second. Frames that say nothing count nothing."""
    before = state.looks[-1] if state.looks else None
    size = (scene.width_px, scene.height_px)
    if state.size_px not in (None, size) or (before is not None and scene.at.mono_s <= before.at.mono_s):
        state, before = replace(state, rest=None, going=None, looks=(), person=None), None
    known_px = state.rest["shoulder_width_px"] if state.rest else None
    seen, person = look(scene, gate, state.person, known_px, state.movement.needs)
    keep_s = state.movement.window_s if state.ready else REMEMBERED_S
    looks = (*(one for one in state.looks if scene.at.gap_since(one.at) < keep_s), seen)
    state = replace(state, unseen=seen.unseen, looks=looks, size_px=size, person=person or state.person)
    alike = before is not None and before.unseen == seen.unseen
    dt_s = scene.at.gap_since(before.at) if before is not None and alike else 0.0
    state = _unseen(state, scene, dt_s) if seen.unseen else _seen(state, scene, dt_s)
    return state if seen.unseen else replace(state, known_at=scene.at)


def _seen(state: Counting, scene: Scene, dt_s: float) -> Counting:
    state = _forget(state, scene)
    if state.rest is None:
        return replace(state, going=None, rest=taken(state.looks, state.movement, scene.height_px))
    return (here if state.leaves else follow)(state, scene.at, dt_s, scene.height_px)


def _forget(state: Counting, scene: Scene) -> Counting:
    """Without what is too long ago: a hold that was not seen go on, a rest from before somebody was away."""
    gap_s = scene.at.gap_since(state.known_at) if state.known_at is not None else 0.0
    if gap_s > (STANDS_MOST_S if state.asked.movement == "standing_up" else FORGOTTEN_S):
        return replace(state, rest=None, going=None, looks=state.looks[-1:])
    return replace(state, going=None) if gap_s > BRIDGED_S and not state.leaves else state


def _unseen(state: Counting, scene: Scene, dt_s: float) -> Counting:
    if state.leaves and state.unseen == "nobody":
        return gone(state, scene, dt_s)
    if state.leaves or state.known_at is None or scene.at.gap_since(state.known_at) <= BRIDGED_S:
        return state
    return replace(state, going=None)
