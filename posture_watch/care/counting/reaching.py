"""How far a movement went, from how the person sat and how they are now: one number for each movement.

Values are those of core.metrics, medians over a moment. Positive is the subject's own left where there are sides."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from posture_watch.core import geometry as geo

Values = Mapping[str, float]
Reach = Callable[[Values, Values, int], float | None]
"""(at rest, now, height of the frame in px) → how far; None: the body does something else. Both have what it needs."""

PLACES = ("shoulder_width_px", "shoulder_x_px", "shoulder_y_px", "head_x_px", "head_y_px")
SIZES = (*PLACES, "face_size_px", "head_turn_deg", "head_tilt_deg", "shoulder_tilt_deg")
BENT_NEEDS = ("shoulder_width_px", "shoulder_x_px", "shoulder_tilt_deg", "head_tilt_deg")
TURNED_NEEDS = ("head_turn_deg", "shoulder_width_px", "shoulder_x_px")
TRUNK_RATIO = 1.6
"""Trunk below the shoulders over shoulder width, as in core.deviations."""
HEAD_SHARE = 0.7
"""The head goes along with the trunk, by this share of what it tilts at least; somebody who only looks aside has not
bent (head 17–33° with the trunk at 8–14° in labelled recordings)."""
SAME_WIDTH, SAME_PLACE = 0.65, 0.20
"""Shoulders narrower than this share (0.74 when a head turned by 55° in a clip), or further aside (shoulder widths):
the whole body turned or bent."""
STILL_TURN_DEG, STILL_TILT_DEG = 12.0, 8.0
"""Head turned or tilted further: the sizes of face and shoulders compare no longer."""
STILL_SIZE = 0.04
"""What should stay as large as it was may change by this share."""
STILL_DROP, STILL_PLACE = 0.12, 0.08
"""Head lower or higher over the shoulders, shoulders elsewhere (shoulder widths): another movement."""
STILL_LINE_DEG = 4.0
"""Shoulders tilted further: the trunk turns or bends."""


def bent_deg(rest: Values, now: Values, height_px: int) -> float:
    """Trunk to the side, by shoulders that tilt and move aside together, and a head that goes along (degrees)."""
    del height_px
    tilt = now["shoulder_tilt_deg"] - rest["shoulder_tilt_deg"]
    aside = geo.arcsin_deg((now["shoulder_x_px"] - rest["shoulder_x_px"]) / (TRUNK_RATIO * rest["shoulder_width_px"]))
    head = now["head_tilt_deg"] - rest["head_tilt_deg"]
    if tilt * aside <= 0.0 or tilt * head <= 0.0:
        return 0.0
    return math.copysign(min(math.sqrt(tilt * aside), HEAD_SHARE * abs(head)), tilt)


def turned_deg(rest: Values, now: Values, height_px: int) -> float | None:
    """Head turned about the vertical, shoulders staying (degrees)."""
    del height_px
    width_px = rest["shoulder_width_px"]
    aside_px = abs(now["shoulder_x_px"] - rest["shoulder_x_px"])
    if now["shoulder_width_px"] < SAME_WIDTH * width_px or aside_px > SAME_PLACE * width_px:
        return None
    return now["head_turn_deg"] - rest["head_turn_deg"]


def tucked_ratio(rest: Values, now: Values, height_px: int) -> float | None:
    """Head back: the face smaller against shoulders that stay as large as they were, and the head higher over them.

    The geometric mean of the two shares, because each alone is hardly more than its noise; 0 unless both are there.
    """
    del height_px
    shoulders = _grown(rest, now, "shoulder_width_px")
    if not _trunk_is_still(rest, now) or abs(math.log(shoulders)) > STILL_SIZE:
        return None
    smaller = 1.0 - _grown(rest, now, "face_size_px") / shoulders
    higher = (_neck_px(now) - _neck_px(rest)) / rest["shoulder_width_px"]
    return math.sqrt(smaller * higher) if smaller > 0.0 and higher > 0.0 else 0.0


def drawn_back_ratio(rest: Values, now: Values, height_px: int) -> float | None:
    """Shoulders narrower under a face that stays as large as it was, and neither aside nor tilted (share)."""
    del height_px
    face = _grown(rest, now, "face_size_px")
    tilt_deg = now["shoulder_tilt_deg"] - rest["shoulder_tilt_deg"]
    if not _trunk_is_still(rest, now) or abs(math.log(face)) > STILL_SIZE or abs(tilt_deg) > STILL_LINE_DEG:
        return None
    return 1.0 - _grown(rest, now, "shoulder_width_px") / face


def risen_ratio(rest: Values, now: Values, height_px: int) -> float:
    """How far head and shoulders are both above where they were, coming nearer taken off (shoulder widths)."""
    middle_px, growth = height_px / 2, _grown(rest, now, "shoulder_width_px")

    def rise(name: str) -> float:
        return (middle_px + (rest[name] - middle_px) * growth - now[name]) / now["shoulder_width_px"]

    return min(rise("head_y_px"), rise("shoulder_y_px"))


def moved_ratio(rest: Values, now: Values, height_px: int) -> float:
    """How far head or shoulders are from where they were, whichever is more (shoulder widths)."""
    del height_px

    def moved_px(part: str) -> float:
        was, here = ((values[f"{part}_x_px"], values[f"{part}_y_px"]) for values in (rest, now))
        return geo.distance_px(was, here)

    return max(moved_px("head"), moved_px("shoulder")) / rest["shoulder_width_px"]


def head_up_ratio(rest: Values, now: Values) -> float:
    """How far the head is above where it was in the picture, come nearer or not (shoulder widths)."""
    return (rest["head_y_px"] - now["head_y_px"]) / rest["shoulder_width_px"]


def _neck_px(values: Values) -> float:
    return values["shoulder_y_px"] - values["head_y_px"]


def _grown(rest: Values, now: Values, name: str) -> float:
    return now[name] / rest[name]


def _trunk_is_still(rest: Values, now: Values) -> bool:
    """Whether shoulders are where they were, and the head over them not turned, tilted, sunk or risen by much."""
    width_px = rest["shoulder_width_px"]
    drop = (_neck_px(now) - _neck_px(rest)) / width_px
    aside, lower = ((now[name] - rest[name]) / width_px for name in ("shoulder_x_px", "shoulder_y_px"))
    return (
        abs(now["head_turn_deg"] - rest["head_turn_deg"]) <= STILL_TURN_DEG
        and abs(now["head_tilt_deg"] - rest["head_tilt_deg"]) <= STILL_TILT_DEG
        and abs(drop) <= STILL_DROP
        and max(abs(aside), abs(lower)) <= STILL_PLACE
    )
