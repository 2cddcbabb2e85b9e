"""The outline of a person seen from behind, and the places of the diary on it. Left is the user's own left."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from posture_watch.core.diary import Site

WIDTH, HEIGHT = 200.0, 430.0
"""The box that it is drawn in, in units of its own; y goes down."""
_MIDDLE = WIDTH / 2
_FAR = 200.0

# One side of the outline, as distances from the middle line, from the neck down and up again on the inside of the leg.
_TRUNK = ((10, 54), (10, 68), (24, 80), (45, 90), (45, 112), (41, 132), (38, 160), (34, 186), (41, 218), (43, 250),
          (40, 290), (33, 332), (35, 356), (25, 402), (27, 416), (12, 420), (9, 404), (10, 358), (9, 332), (4, 268),
          (0, 262))  # fmt: skip
_ARM = ((40, 88), (53, 94), (60, 116), (64, 146), (69, 180), (76, 222), (79, 242), (76, 262), (68, 264), (65, 244),
        (63, 222), (56, 184), (50, 150), (42, 124), (34, 104))  # fmt: skip
_SHOULDERS_DOWN_TO, _UPPER_DOWN_TO, _MIDDLE_DOWN_TO = 114.0, 134.0, 172.0
_LOWER_DOWN_TO, _BUTTOCKS_DOWN_TO = 214.0, 264.0
_NECK_DOWN_TO, _NECK_WIDTH, _SPINE_WIDTH, _BETWEEN_SHOULDERS = 80.0, 26.0, 12.0, 26.0


@cache
def head() -> QPainterPath:
    """It is no place of its own."""
    path = QPainterPath()
    path.addEllipse(QPointF(_MIDDLE, 32), 19, 25)
    return path


@cache
def places() -> dict[Site, QPainterPath]:
    """Where each of them is. They do not overlap, and together they are the whole body but the head."""
    trunk, arms = _trunk(), {side: _smooth([(_MIDDLE + side * x, y) for x, y in _ARM]) for side in (-1, 1)}
    found: dict[Site, QPainterPath] = {
        "neck": trunk.intersected(_box(-_NECK_WIDTH, 0, _NECK_WIDTH, _NECK_DOWN_TO)),
        "middle_back": trunk.intersected(_box(-_FAR, _UPPER_DOWN_TO, _FAR, _MIDDLE_DOWN_TO)),
        "lower_back": trunk.intersected(_box(-_SPINE_WIDTH, _MIDDLE_DOWN_TO, _SPINE_WIDTH, _LOWER_DOWN_TO)),
    }
    sides: tuple[tuple[int, tuple[Site, Site, Site, Site, Site]], ...] = (
        (-1, ("left_shoulder", "lower_back_left", "left_buttock", "left_arm", "left_leg")),
        (1, ("right_shoulder", "lower_back_right", "right_buttock", "right_arm", "right_leg")),
    )
    for side, (shoulder, lower, buttock, arm, leg) in sides:
        whole = trunk.united(arms[side])
        found[shoulder] = whole.intersected(_side(side, _BETWEEN_SHOULDERS, 60, _SHOULDERS_DOWN_TO))
        found[lower] = trunk.intersected(_side(side, _SPINE_WIDTH, _MIDDLE_DOWN_TO, _LOWER_DOWN_TO))
        found[buttock] = trunk.intersected(_side(side, 0, _LOWER_DOWN_TO, _BUTTOCKS_DOWN_TO))
        found[arm] = arms[side].subtracted(trunk).intersected(_side(side, 0, _SHOULDERS_DOWN_TO, HEIGHT))
        found[leg] = trunk.intersected(_side(side, 0, _BUTTOCKS_DOWN_TO, HEIGHT))
    upper = trunk.intersected(_box(-_FAR, _NECK_DOWN_TO, _FAR, _UPPER_DOWN_TO))
    found["upper_back"] = upper.subtracted(found["left_shoulder"]).subtracted(found["right_shoulder"])
    return found


def place_at(x: float, y: float) -> Site | None:
    """The place at a point of the box."""
    point = QPointF(x, y)
    return next((site for site, path in places().items() if path.contains(point)), None)


def _trunk() -> QPainterPath:
    """Neck, trunk and legs as one."""
    right = [(_MIDDLE + x, y) for x, y in _TRUNK]
    left = [(_MIDDLE - x, y) for x, y in reversed(_TRUNK[:-1])]
    return _smooth([*right, *left])


def _smooth(points: Sequence[tuple[float, float]]) -> QPainterPath:
    """A closed line through all the points (Catmull and Rom's)."""
    path, count = QPainterPath(QPointF(*points[0])), len(points)
    for index in range(count):
        before, start, end, after = (QPointF(*points[(index + step) % count]) for step in (-1, 0, 1, 2))
        path.cubicTo(start + (end - before) / 6, end - (after - start) / 6, end)
    path.closeSubpath()
    return path


def _side(side: int, inner: float, top: float, bottom: float) -> QPainterPath:
    """What is farther than ``inner`` from the middle line, on the left (-1) or right (1)."""
    return _box(*((inner, top, _FAR, bottom) if side > 0 else (-_FAR, top, -inner, bottom)))


def _box(left: float, top: float, right: float, bottom: float) -> QPainterPath:
    """Left and right from the middle line."""
    path = QPainterPath()
    path.addRect(QRectF(QPointF(_MIDDLE + left, top), QPointF(_MIDDLE + right, bottom)))
    return path
