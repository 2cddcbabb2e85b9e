"""Plane geometry in pixels: x to the right, y down. Degrees come from pixels only, never from shares of a frame."""

from __future__ import annotations

import math
from collections.abc import Mapping

from posture_watch.core.landmarks import Landmark

Point = tuple[float, float]


def midpoint(a: Landmark, b: Landmark) -> Point:
    """The point halfway between two landmarks (px)."""
    return (a.x_px + b.x_px) / 2, (a.y_px + b.y_px) / 2


def distance_px(a: Point, b: Point) -> float:
    """Length of the line between two points (px)."""
    return math.hypot(a[0] - b[0], a[1] - b[1])


def at(landmark: Landmark) -> Point:
    """Where a landmark is (px)."""
    return landmark.x_px, landmark.y_px


def line_tilt_deg(left: Landmark, right: Landmark) -> float:
    """Tilt of the line from the subject's right point to the left one, against the horizontal.

    Positive when the subject's left point is lower (towards the left shoulder), whichever way the subject faces.
    Range −90 to 90; 0 if the points coincide.
    """
    dx = abs(left.x_px - right.x_px)
    dy = left.y_px - right.y_px
    return math.degrees(math.atan2(dy, dx)) if (dx or dy) else 0.0


def inclination_deg(top: Point, bottom: Point, facing: int) -> float:
    """Angle of the line bottom → top from the vertical; positive towards the side that the subject faces.

    ``facing`` is +1 for the picture's right, −1 for its left. Range −180 to 180; upright is 0.
    """
    return math.degrees(math.atan2((top[0] - bottom[0]) * facing, bottom[1] - top[1]))


def arcsin_deg(x: float) -> float:
    """asin in degrees with the argument clipped to −1 … 1, so that noise beyond the limit reads as 90°."""
    return math.degrees(math.asin(max(-1.0, min(1.0, x))))


def seen(points: Mapping[str, Landmark], names: tuple[str, ...], min_visibility: float) -> list[Landmark] | None:
    """The landmarks of these names if all of them are visible enough, else None."""
    found = [points[name] for name in names if name in points and points[name].visibility >= min_visibility]
    return found if len(found) == len(names) else None
