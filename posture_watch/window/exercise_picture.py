"""The line drawing of an exercise, in colours that fit the desktop's."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QEvent, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from posture_watch.care.drawings import DARK, GAP, HEIGHT, LIGHT, WIDTH, drawing
from posture_watch.care.exercise import Side
from posture_watch.texts import text

MIDDLE = 128
"""A window darker than this (of 255) gets light lines."""
PANEL = (WIDTH - GAP) / 2


class ExercisePicture(QWidget):
    """Shows the drawing of one exercise as large as there is room, start and end; its steps are said beside it. As in a
    mirror: what the user's left does is on the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self._side: Side | None = None
        self._drawn = QSvgRenderer(self)
        self.setMinimumSize(220, 100)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(text("Drawing of the exercise"))

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return QSize(460, 240)

    def show_exercise(self, key: str, side: Side | None = None) -> None:
        """Its drawing, for this side; none for an empty key."""
        if (key, side) != (self._key, self._side):
            self._key, self._side = key, side
            self._draw()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002  # Qt's name
        if not self._key:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = QSizeF(WIDTH, HEIGHT).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        painter.translate((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        painter.scale(size.width() / WIDTH, size.height() / HEIGHT)
        self._paint_part(painter, PANEL, PANEL + GAP)  # the sign between the two looks the same way for both sides
        for left in (0.0, PANEL + GAP):
            self._paint_part(painter, left, left + PANEL, turned=self._side == "left")
        painter.end()

    def _paint_part(self, painter: QPainter, left: float, right: float, *, turned: bool = False) -> None:
        painter.save()
        painter.setClipRect(QRectF(left, 0, right - left, HEIGHT))
        if turned:
            painter.translate(left + right, 0)
            painter.scale(-1, 1)
        self._drawn.render(painter, QRectF(0, 0, WIDTH, HEIGHT))
        painter.restore()

    def _draw(self) -> None:
        if self._key:
            dark = self.palette().color(QPalette.ColorRole.Window).lightness() < MIDDLE
            self._drawn.load(QByteArray(drawing(self._key, DARK if dark else LIGHT).encode()))
        self.update()
