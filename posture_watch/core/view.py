"""From where the camera looks: front, side or between, by the shoulders' width against the neck's length."""

from __future__ import annotations

from dataclasses import dataclass

from posture_watch.core import geometry as geo
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Landmarks
from posture_watch.core.sample import View

FRONT_FROM, SIDE_UNTIL = 1.10, 0.75
"""Shoulder width over ear-to-shoulder distance: 1.5–1.9 in the front frames measured, 0.1–0.6 in the side ones."""
SETTLE_S = 3.0
"""Another view must last this long (s) before the monitor follows it: a reach is not a new camera place."""


def recognise_view(person: Landmarks, min_visibility: float) -> View | None:
    """The view of one frame, or None without both shoulders and an ear.

    Uses no hips: at a desk they are usually below the frame.
    """
    shoulders = geo.seen(person.points, ("left_shoulder", "right_shoulder"), 0.0)
    ears = [person.points[n] for n in ("left_ear", "right_ear") if n in person.points]
    visible = [ear for ear in ears if ear.visibility >= min_visibility] or ears
    if shoulders is None or not visible:
        return None
    ear = geo.midpoint(visible[0], visible[-1])
    neck_px = geo.distance_px(ear, geo.midpoint(*shoulders))
    if neck_px == 0:
        return None
    ratio = abs(shoulders[0].x_px - shoulders[1].x_px) / neck_px
    if ratio >= FRONT_FROM:
        return "front"
    return "side" if ratio <= SIDE_UNTIL else "between"


@dataclass(frozen=True, slots=True)
class ViewState:
    """The view that is believed, and another one that has been seen since ``other_since``."""

    view: View | None = None
    other: View | None = None
    other_since: Instant | None = None


def follow_view(state: ViewState, seen: View, at: Instant) -> ViewState:
    """Believe the first view at once, another one after it lasted SETTLE_S seconds."""
    if state.view is None or state.view == seen:
        return ViewState(state.view or seen)
    if state.other != seen or state.other_since is None:
        return ViewState(state.view, seen, at)
    if at.gap_since(state.other_since) >= SETTLE_S:
        return ViewState(seen)
    return state
