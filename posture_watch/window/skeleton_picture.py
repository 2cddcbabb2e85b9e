"""The picture with everything that is drawn on it. It is painted from memory and never written."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from posture_watch.texts import text
from posture_watch.window.drawing import Drawing, Label, StrokeKind
from posture_watch.window.onlooker import Shot

EDGE = QColor(0, 0, 0, 190)
WIDTHS_PX: dict[StrokeKind, float] = {"level": 1.5, "guessed": 1.5, "bone": 3.0, "measured": 3.5}
COLOURS: dict[StrokeKind, QColor] = {
    "level": QColor(235, 235, 235),
    "guessed": QColor(190, 190, 190),
    "bone": QColor(90, 230, 150),
    "measured": QColor(255, 210, 70),
}
"""Light on dark, seen on every picture; kinds differ in their dashes and width too."""
DASHED: tuple[StrokeKind, ...] = ("level", "guessed")
DOT_PX = 4.0
LABEL_GAP_PX = 6.0


class SkeletonPicture(QFrame):
    """Shows the newest shot in its own proportions, as large as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shot: Shot | None = None
        self._mirrored = False
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setMinimumSize(240, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(text("Picture of the camera"))
        self.setAccessibleDescription(text("No picture yet."))

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return QSize(640, 480)

    def show_shot(self, shot: Shot | None, *, mirrored: bool) -> None:
        """``shot`` from now on; None while there is none."""
        if shot is self._shot and mirrored == self._mirrored:
            return
        self._shot, self._mirrored = shot, mirrored
        words = _words(shot)
        if words != self.accessibleDescription():  # or a screen reader would be told eight times a second
            self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        inside = QRectF(self.contentsRect())
        if self._shot is None:
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text("No picture"))
        else:
            _paint(painter, inside, self._shot, mirrored=self._mirrored)
        painter.end()


def _words(shot: Shot | None) -> str:
    """For who does not see it. The numbers stand beside it, and would change too often to be read out."""
    if shot is None:
        return text("No picture yet.")
    return text("A person is seen, with a drawn skeleton.") if shot.drawing.dots else text("No person is seen.")


def _paint(painter: QPainter, inside: QRectF, shot: Shot, *, mirrored: bool) -> None:
    scale = min(inside.width() / shot.width_px, inside.height() / shot.height_px)
    frame = QRectF(0, 0, shot.width_px * scale, shot.height_px * scale)
    frame.moveCenter(inside.center())
    painter.setClipRect(frame)
    painter.fillRect(frame, QColor(40, 40, 40))
    if shot.bgr:
        stride = 3 * shot.width_px
        image = QImage(shot.bgr, shot.width_px, shot.height_px, stride, QImage.Format.Format_BGR888)
        painter.save()
        if mirrored:
            painter.translate(2 * frame.center().x(), 0)
            painter.scale(-1, 1)
        painter.drawImage(frame, image)
        painter.restore()
    painter.translate(frame.topLeft())
    _draw(painter, shot.drawing.mirrored(shot.width_px) if mirrored else shot.drawing, scale, frame)


def _draw(painter: QPainter, drawing: Drawing, scale: float, frame: QRectF) -> None:
    for kind, thin_px in WIDTHS_PX.items():
        lines = [
            QLineF(s.x1_px * scale, s.y1_px * scale, s.x2_px * scale, s.y2_px * scale)
            for s in drawing.strokes
            if s.kind == kind
        ]
        style = Qt.PenStyle.DashLine if kind in DASHED else Qt.PenStyle.SolidLine
        for colour, width_px in ((EDGE, thin_px + 2), (COLOURS[kind], thin_px)):
            painter.setPen(QPen(colour, width_px, style, Qt.PenCapStyle.RoundCap))
            painter.drawLines(lines)
    for dot in drawing.dots:
        painter.setPen(QPen(EDGE if dot.seen else COLOURS["guessed"], 1.0))
        painter.setBrush(COLOURS["bone"] if dot.seen else Qt.BrushStyle.NoBrush)
        radius_px = DOT_PX * (0.5 + dot.visibility / 2)
        painter.drawEllipse(QPointF(dot.x_px * scale, dot.y_px * scale), radius_px, radius_px)
    room = QRectF(0, 0, frame.width(), frame.height())
    taken: list[QRectF] = []
    for label in drawing.labels:
        taken.append(_write(painter, label, scale, room, taken))


def _write(painter: QPainter, label: Label, scale: float, room: QRectF, taken: list[QRectF]) -> QRectF:
    """The words within the picture and beside one another, on a ground of their own. Returns where they stand."""
    metrics = painter.fontMetrics()
    box = QRectF(0, 0, metrics.horizontalAdvance(label.words) + 10, metrics.height() + 4)
    box.moveCenter(QPointF(label.x_px * scale, label.y_px * scale))
    box.translate((box.width() / 2 + LABEL_GAP_PX) * (1 if label.side == "right" else -1), 0)
    box.moveLeft(min(max(box.left(), 2), room.width() - box.width() - 2))
    box.moveTop(min(max(box.top(), 2), room.height() - box.height() - 2))
    while any(box.intersects(other) for other in taken) and box.bottom() < room.height():
        box.translate(0, box.height())
    ground = QPainterPath()
    ground.addRoundedRect(box, 4, 4)
    painter.fillPath(ground, EDGE)
    painter.setPen(COLOURS["measured"])
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label.words)
    return box
