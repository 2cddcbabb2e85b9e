"""What is said to somebody whose movements are counted, or cannot be."""

from __future__ import annotations

from collections.abc import Mapping

from posture_watch.care.counting.looking import Unseen
from posture_watch.care.counting.state import Counting
from posture_watch.texts import retold

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
    if not state.seen:
        return retold(UNSEEN[state.unseen])
    return "" if state.ready or state.moving else retold(REST)
