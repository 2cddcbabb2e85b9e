"""The picture with the skeleton on it. It is painted from memory and never written."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from posture_watch.texts import text
from posture_watch.window.eyes import Picture, View

_EDGE = QColor(0, 0, 0, 170)
_BONE = QColor(90, 230, 150)
"""Light on dark: seen on every picture, whatever colour somebody sees."""


class Preview(QFrame):
    """Shows the newest view; what it shows is also said in words, as its accessible description."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: View | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setMinimumSize(240, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(text("Picture of the camera"))
        self.show_view(None)

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return QSize(400, 300)

    def show_view(self, view: View | None) -> None:
        """``view`` from now on; None while there is none."""
        self._view = view
        words = text("No picture yet.") if view is None else self._words(view)
        if words != self.accessibleDescription():  # or a screen reader would be told eight times a second
            self.setAccessibleDescription(words)
        self.update()

    def _words(self, view: View) -> str:
        drawn = view.picture is not None and bool(view.picture.lines)
        person = text("A person is seen, with a drawn skeleton.") if drawn else text("No person is seen.")
        return f"{view.camera} {person} {view.said.whole}".strip()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        inside = QRectF(self.contentsRect())
        if self._view is None or self._view.picture is None:
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text("No picture"))
        else:
            _paint(painter, inside, self._view.picture)
        painter.end()


def _paint(painter: QPainter, inside: QRectF, picture: Picture) -> None:
    scale = min(inside.width() / picture.width_px, inside.height() / picture.height_px)
    painter.translate(inside.center())
    painter.scale(scale, scale)
    painter.translate(-picture.width_px / 2, -picture.height_px / 2)
    frame = QRectF(0, 0, picture.width_px, picture.height_px)
    painter.setClipRect(frame)
    painter.fillRect(frame, QColor(40, 40, 40))
    if picture.bgr:
        stride = 3 * picture.width_px
        painter.drawImage(
            frame, QImage(picture.bgr, picture.width_px, picture.height_px, stride, QImage.Format.Format_BGR888)
        )
    lines = [QLineF(line.x1_px, line.y1_px, line.x2_px, line.y2_px) for line in picture.lines]
    for colour, width_px in ((_EDGE, 6.0), (_BONE, 3.0)):
        painter.setPen(
            QPen(colour, width_px / scale, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        painter.drawLines(lines)
