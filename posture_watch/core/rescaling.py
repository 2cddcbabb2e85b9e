"""A baseline taken in another frame size, brought to this one: px follow, ratios and degrees stay."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.core.baseline import Baseline

SAME_SHAPE = 0.02
"""Frames whose width over height differs by less than this share are of one shape (rounding of odd sizes)."""
OF_THE_FRAME = ("face_scale_ratio", "shoulder_scale_ratio", "lateral_offset_ratio")


def rescaled(baseline: Baseline, width_px: int, height_px: int) -> Baseline:
    """``baseline`` as if taken at width_px x height_px.

    In a frame of another shape nobody knows what the camera cut off or added: places and sizes are left out of the
    baseline then, and only what the body says by itself (angles, ratios of its own lengths) is compared.
    """
    place = baseline.place
    if (place.width_px, place.height_px) == (width_px, height_px):
        return baseline
    x, y = width_px / place.width_px, height_px / place.height_px
    kept = [n for n in baseline.medians if same_shape(baseline, width_px, height_px) or _is_of_the_body(n)]

    def factor(name: str) -> float:
        if not name.endswith("_px"):
            return 1.0
        return y if name.endswith("_y_px") else x

    return replace(
        baseline,
        place=replace(place, width_px=width_px, height_px=height_px),
        medians={name: baseline.medians[name] * factor(name) for name in kept},
        spreads={name: baseline.spreads[name] * factor(name) for name in kept},
    )


def same_shape(baseline: Baseline, width_px: int, height_px: int) -> bool:
    """Whether a frame of this size has the baseline's ratio of width to height."""
    place = baseline.place
    return abs(width_px * place.height_px / (height_px * place.width_px) - 1) <= SAME_SHAPE


def _is_of_the_body(name: str) -> bool:
    return not name.endswith("_px") and name not in OF_THE_FRAME
