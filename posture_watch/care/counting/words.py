"""What is said to somebody whose movements are counted, or cannot be."""

from __future__ import annotations

from collections.abc import Mapping

from posture_watch.care.counting.looking import Unseen
from posture_watch.care.counting.state import Counting
from posture_watch.texts import retold

EMPTY = "Nobody is in the picture."
"""Said instead of "come into the picture" to those who are to walk out of it."""
REST = "Sit upright and still for a moment: the camera looks how you sit."
UNSEEN: Mapping[Unseen, str] = {
    "nobody": "Come into the picture.",
    "dark": "It is too dark to count: switch a light on.",
    "no_picture": "No picture from the camera: count for yourself.",
    "side": "The camera looks from the side: it counts only from the front.",
    "shoulders": "Your shoulders are not in the picture: move back a little.",
    "face": "Your face is not in the picture: turn towards the camera.",
}


def hint(state: Counting) -> str:
    """One thing to do so that the camera can count, in the user's language; empty when it can."""
    if state.asked.movement == "walking_away":
        return _of_walk(state)
    if not state.seen:
        return retold(UNSEEN[state.unseen])
    return "" if state.ready or state.moving else retold(REST)


def _of_walk(state: Counting) -> str:
    """Whoever walks need not look at the camera, nor come back for it."""
    if state.unseen == "nobody":
        return "" if state.seen else retold(EMPTY)
    return retold(UNSEEN[state.unseen]) if state.unseen in ("dark", "no_picture") else ""
