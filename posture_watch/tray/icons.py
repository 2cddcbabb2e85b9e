"""The icons, drawn: a shape of its own for each state as well as a colour, with a dark rim for light panels."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QIcon,
    QImage,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPixmap,
    QTransform,
)

from posture_watch.tray.seen import Shown

SIZES_PX = (16, 22, 24, 32, 44, 48, 64, 96, 128)
"""What panels ask for, and the doubles for dense screens."""

_GRID = 16.0
_RIM, _INK = QColor("#10151b"), QColor("#10151b")
_RIM_WIDTH = 1.0
# Room for the rim around shapes that use the whole grid.
_INSET = 0.5
_SHRINK = (_GRID - 2 * _INSET) / _GRID
_CAMERA_LIGHT = QColor("#ff4136")

# Bright enough for dark panels (the rim does the light ones), and apart in brightness, not only in hue.
COLOURS: dict[Shown, str] = {
    "good": "#4cd07d",
    "soon": "#ffd23f",
    "change": "#ff9f2e",
    "gentle": "#f4a6c0",
    "away": "#aab6c2",
    "paused": "#7fb8ff",
    "busy": "#d3a8ff",
    "trouble": "#ff7b72",
    "locked": "#c3ccd5",
    "starting": "#8fd6e8",
    "unknown": "#e3e8ee",
    "stopped": "#9aa5b1",
}


def _good(path: QPainterPath) -> None:
    """A person, upright: head and shoulders."""
    path.addEllipse(QPointF(8.0, 4.4), 3.1, 3.1)
    body = QPainterPath(QPointF(1.8, 14.6))
    body.cubicTo(1.8, 10.6, 4.4, 8.8, 8.0, 8.8)
    body.cubicTo(11.6, 8.8, 14.2, 10.6, 14.2, 14.6)
    body.closeSubpath()
    path.addPath(body)


def _soon(path: QPainterPath) -> None:
    """The same person, head hanging forward: it moves before it turns into a warning."""
    path.addEllipse(QPointF(12.1, 7.0), 2.8, 2.8)
    body = QPainterPath(QPointF(1.2, 14.6))
    body.cubicTo(1.2, 6.6, 3.4, 3.0, 8.6, 3.2)
    body.cubicTo(7.4, 6.4, 8.2, 10.4, 11.6, 11.4)
    body.lineTo(11.6, 14.6)
    body.closeSubpath()
    path.addPath(body)


def _change(path: QPainterPath) -> None:
    """A rounded triangle, point up."""
    path.moveTo(8.0, 1.6)
    path.lineTo(14.6, 14.2)
    path.lineTo(1.4, 14.2)
    path.closeSubpath()


def _gentle(path: QPainterPath) -> None:
    """A heart."""
    path.moveTo(8.0, 14.8)
    path.cubicTo(3.6, 11.4, 0.8, 8.6, 0.8, 5.4)
    path.cubicTo(0.8, 3.0, 2.6, 1.4, 4.6, 1.4)
    path.cubicTo(6.2, 1.4, 7.4, 2.4, 8.0, 3.8)
    path.cubicTo(8.6, 2.4, 9.8, 1.4, 11.4, 1.4)
    path.cubicTo(13.4, 1.4, 15.2, 3.0, 15.2, 5.4)
    path.cubicTo(15.2, 8.6, 12.4, 11.4, 8.0, 14.8)
    path.closeSubpath()


def _away(path: QPainterPath) -> None:
    """An empty chair."""
    for left, top, width, height in ((3.0, 0.8, 2.6, 10.0), (3.0, 8.0, 10.0, 2.8), (7.2, 10.0, 2.0, 4.0)):
        path.addRoundedRect(QRectF(left, top, width, height), 0.8, 0.8)
    path.addRoundedRect(QRectF(3.4, 13.0, 9.6, 2.2), 0.8, 0.8)


def _paused(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(2.2, 1.6, 3.4, 12.8), 0.8, 0.8)
    path.addRoundedRect(QRectF(10.4, 1.6, 3.4, 12.8), 0.8, 0.8)


def _busy(path: QPainterPath) -> None:
    """A film camera: somebody else's call."""
    path.addRoundedRect(QRectF(1.2, 4.0, 8.8, 8.0), 1.4, 1.4)
    lens = QPainterPath(QPointF(11.0, 7.2))
    lens.lineTo(15.0, 4.2)
    lens.lineTo(15.0, 11.8)
    lens.lineTo(11.0, 8.8)
    lens.closeSubpath()
    path.addPath(lens)


def _trouble(path: QPainterPath) -> None:
    """A thick cross."""
    for turn_deg in (45.0, 135.0):
        bar = QPainterPath()
        bar.addRoundedRect(QRectF(-7.4, -1.7, 14.8, 3.4), 0.9, 0.9)
        turned = _turned(bar, turn_deg)
        path.addPath(turned)


def _locked(path: QPainterPath) -> None:
    """A padlock."""
    path.addRoundedRect(QRectF(2.4, 7.4, 11.2, 7.4), 1.2, 1.2)
    bow = QPainterPath(QPointF(4.9, 8.0))
    bow.lineTo(4.9, 5.2)
    bow.arcTo(QRectF(4.9, 2.1, 6.2, 6.2), 180.0, -180.0)
    bow.lineTo(11.1, 8.0)
    pen = QPainterPathStroker()
    pen.setWidth(1.9)
    path.addPath(pen.createStroke(bow))


def _starting(path: QPainterPath) -> None:
    """An hourglass."""
    path.moveTo(2.6, 1.6)
    for x, y in ((13.4, 1.6), (9.4, 8.0), (13.4, 14.4), (2.6, 14.4), (6.6, 8.0)):
        path.lineTo(x, y)
    path.closeSubpath()


def _unknown(path: QPainterPath) -> None:
    """A question mark."""
    bow = QPainterPath(QPointF(4.3, 5.4))
    bow.arcTo(QRectF(4.3, 1.9, 7.4, 6.6), 180.0, -215.0)
    bow.quadTo(8.0, 9.0, 8.0, 10.8)
    pen = QPainterPathStroker()
    pen.setWidth(2.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    path.addPath(pen.createStroke(bow))
    path.addEllipse(QPointF(8.0, 13.6), 1.4, 1.4)


def _stopped(path: QPainterPath) -> None:
    """A square, as on a recorder."""
    path.addRoundedRect(QRectF(2.5, 2.5, 11.0, 11.0), 1.0, 1.0)


_SHAPES: dict[Shown, Callable[[QPainterPath], None]] = {
    "good": _good,
    "soon": _soon,
    "change": _change,
    "gentle": _gentle,
    "away": _away,
    "paused": _paused,
    "busy": _busy,
    "trouble": _trouble,
    "locked": _locked,
    "starting": _starting,
    "unknown": _unknown,
    "stopped": _stopped,
}


def _turned(path: QPainterPath, turn_deg: float) -> QPainterPath:
    """A copy turned about its origin, put in the middle of the grid."""
    cos, sin = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    turned = QPainterPath(path)
    for index in range(turned.elementCount()):
        at = path.elementAt(index)
        turned.setElementPositionAt(index, 8 + at.x * cos - at.y * sin, 8 + at.x * sin + at.y * cos)  # pyright: ignore
    return turned


def shape_of(shown: Shown) -> QPainterPath:
    """The silhouette on a grid of 16 by 16."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    _SHAPES[shown](path)
    return path


def draw(shown: Shown, size_px: int, *, camera_on: bool = False) -> QImage:
    """One icon, ``size_px`` square, on a clear ground. ``camera_on``: with the camera's light."""
    image = QImage(size_px, size_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size_px / _GRID, size_px / _GRID)
    shape = QTransform().translate(_INSET, _INSET).scale(_SHRINK, _SHRINK).map(shape_of(shown))
    painter.setPen(
        QPen(_RIM, 2 * _RIM_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPath(shape)
    painter.fillPath(shape, QBrush(QColor(COLOURS[shown])))
    if shown == "change":
        _exclaim(painter)
    if camera_on:
        _light(painter)
    painter.end()
    return image


def _exclaim(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_INK)
    painter.drawRoundedRect(QRectF(7.1, 5.4, 1.8, 4.6), 0.6, 0.6)
    painter.drawEllipse(QPointF(8.0, 12.0), 1.1, 1.1)


def _light(painter: QPainter) -> None:
    """The dot that says that the camera is on: red in white in dark, so that it parts from any shape."""
    centre = QPointF(12.7, 12.7)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, radius in ((_RIM, 3.3), (QColor("white"), 2.7), (_CAMERA_LIGHT, 1.8)):
        painter.setBrush(colour)
        painter.drawEllipse(centre, radius, radius)


@cache
def icon_of(shown: Shown, camera_on: bool) -> QIcon:
    """The icon in every size that is asked for. Needs a QGuiApplication."""
    icon = QIcon()
    for size_px in SIZES_PX:
        icon.addPixmap(QPixmap.fromImage(draw(shown, size_px, camera_on=camera_on)))
    return icon
