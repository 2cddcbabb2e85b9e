"""The time of a stage as a ring that fills, and slow breathing as a disc that grows and shrinks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from posture_watch.texts import text

THICK_SHARE = 0.07
"""Of the ring's diameter."""
LEAST_DISC = 0.4
"""Of the ring's inner radius: the disc of empty lungs."""


class Ring(QWidget):
    """``share`` 0 to 1 of the ring, the time left as a figure in it; said in words too, as accessible description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share, self._left, self._breathing = 0.0, "", False
        self.setMinimumSize(120, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(text("Time left"))

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return QSize(180, 180)

    def show_time(self, share: float, left: str, *, breathing: bool) -> None:
        """``breathing``: ``share`` is how full the lungs are."""
        if (share, left, breathing) != (self._share, self._left, self._breathing):
            self._share, self._left, self._breathing = share, left, breathing
            self.setAccessibleDescription(left)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002  # Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = min(self.width(), self.height())
        thick = THICK_SHARE * size
        ring = QRectF(0, 0, size - thick - 2, size - thick - 2)
        ring.moveCenter(QPointF(self.width() / 2, self.height() / 2))
        strong = self.palette().color(QPalette.ColorRole.Highlight)
        if self._breathing:
            self._paint_disc(painter, ring, strong)
        else:
            _paint_arc(painter, ring, thick, strong, self.palette().color(QPalette.ColorRole.Mid), self._share)
        self._paint_figure(painter, ring)
        painter.end()

    def _paint_disc(self, painter: QPainter, ring: QRectF, colour: QColor) -> None:
        radius = ring.width() / 2 * (LEAST_DISC + (1 - LEAST_DISC) * self._share)
        light = QColor(colour)
        light.setAlpha(70)
        painter.setPen(QPen(colour, 2))
        painter.setBrush(light)
        painter.drawEllipse(ring.center(), radius, radius)

    def _paint_figure(self, painter: QPainter, ring: QRectF) -> None:
        font = QFont(self.font())
        font.setPixelSize(max(10, int(ring.width() * 0.22)))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, self._left)


def _paint_arc(  # all that an arc is
    painter: QPainter, ring: QRectF, thick: float, full: QColor, rest: QColor, share: float
) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(rest, thick))
    painter.drawEllipse(ring)
    painter.setPen(QPen(full, thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
    painter.drawArc(ring, 90 * 16, -round(share * 360 * 16))
