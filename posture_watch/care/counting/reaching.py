"""How far a movement went, from how the person sat and how they are now: one number for each movement.

Values are those of core.metrics, medians over a moment. Positive is the subject's own left where there are sides."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from posture_watch.core import geometry as geo

Values = Mapping[str, float]
Reach = Callable[[Values, Values, int], float]
"""(at rest, now, height of the frame in px) → how far. Both have what the movement needs."""

SIZES = ("face_size_px", "shoulder_width_px", "head_drop_ratio", "head_turn_deg", "head_tilt_deg", "shoulder_x_px")
PLACES = ("shoulder_width_px", "shoulder_x_px", "shoulder_y_px", "head_x_px", "head_y_px")
BENT_NEEDS = ("shoulder_width_px", "shoulder_x_px", "shoulder_tilt_deg", "head_tilt_deg")
TURNED_NEEDS = ("head_turn_deg", "shoulder_width_px", "shoulder_x_px")
TRUNK_RATIO = 1.6
"""Trunk below the shoulders over shoulder width, as in core.deviations."""
HEAD_SHARE = 0.7
"""The head goes along with the trunk, by this share of what it tilts at least; somebody who only looks aside has not
bent (head 17–33° with the trunk at 8–14° in labelled recordings)."""
SAME_WIDTH = 0.80
"""Shoulders narrower than this share: the whole body turned, not the neck."""
STILL_TURN_DEG, STILL_TILT_DEG = 12.0, 8.0
"""Head turned or tilted further: the sizes of face and shoulders compare no longer."""
STILL_SIZE = 0.05
"""What should stay as large as it was may change by this share."""
STILL_DROP, STILL_ASIDE = 0.12, 0.15
"""Head lower or higher over the shoulders, shoulders further aside (shoulder widths): another movement."""


def bent_deg(rest: Values, now: Values, height_px: int) -> float:
    """Trunk to the side, by shoulders that tilt and move aside together, and a head that goes along (degrees)."""
    del height_px
    tilt = now["shoulder_tilt_deg"] - rest["shoulder_tilt_deg"]
    aside = geo.arcsin_deg((now["shoulder_x_px"] - rest["shoulder_x_px"]) / (TRUNK_RATIO * rest["shoulder_width_px"]))
    head = now["head_tilt_deg"] - rest["head_tilt_deg"]
    if tilt * aside <= 0.0 or tilt * head <= 0.0:
        return 0.0
    return math.copysign(min(math.sqrt(tilt * aside), HEAD_SHARE * abs(head)), tilt)


def turned_deg(rest: Values, now: Values, height_px: int) -> float:
    """Head turned about the vertical, shoulders staying (degrees)."""
    del height_px
    if now["shoulder_width_px"] < SAME_WIDTH * rest["shoulder_width_px"]:
        return 0.0
    return now["head_turn_deg"] - rest["head_turn_deg"]


def tucked_ratio(rest: Values, now: Values, height_px: int) -> float:
    """Face smaller against shoulders that stay as large as they were: the head went back (share)."""
    del height_px
    shoulders = _grown(rest, now, "shoulder_width_px")
    if not _head_is_still(rest, now) or abs(math.log(shoulders)) > STILL_SIZE:
        return 0.0
    return 1.0 - _grown(rest, now, "face_size_px") / shoulders


def drawn_back_ratio(rest: Values, now: Values, height_px: int) -> float:
    """Shoulders narrower under a face that stays as large as it was (share)."""
    del height_px
    face = _grown(rest, now, "face_size_px")
    if not _head_is_still(rest, now) or abs(math.log(face)) > STILL_SIZE:
        return 0.0
    return 1.0 - _grown(rest, now, "shoulder_width_px") / face


def risen_ratio(rest: Values, now: Values, height_px: int) -> float:
    """How far head and shoulders are both above where they were, coming nearer taken off (shoulder widths)."""
    middle_px, growth = height_px / 2, _grown(rest, now, "shoulder_width_px")

    def rise(name: str) -> float:
        return (middle_px + (rest[name] - middle_px) * growth - now[name]) / now["shoulder_width_px"]

    return min(rise("head_y_px"), rise("shoulder_y_px"))


def moved_ratio(rest: Values, now: Values, height_px: int) -> float:
    """How far the shoulders are from where they were (shoulder widths)."""
    del height_px
    was, here = ((v["shoulder_x_px"], v["shoulder_y_px"]) for v in (rest, now))
    return geo.distance_px(was, here) / rest["shoulder_width_px"]


def _grown(rest: Values, now: Values, name: str) -> float:
    return now[name] / rest[name]


def _head_is_still(rest: Values, now: Values) -> bool:
    aside = abs(now["shoulder_x_px"] - rest["shoulder_x_px"]) / rest["shoulder_width_px"]
    return (
        abs(now["head_turn_deg"] - rest["head_turn_deg"]) <= STILL_TURN_DEG
        and abs(now["head_tilt_deg"] - rest["head_tilt_deg"]) <= STILL_TILT_DEG
        and abs(now["head_drop_ratio"] - rest["head_drop_ratio"]) <= STILL_DROP
        and aside <= STILL_ASIDE
    )
