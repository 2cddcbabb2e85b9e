"""A picture of the body to point at. The same places stand in a list beside it, for the keyboard and screen readers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QTransform
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from posture_watch.core.diary import Site
from posture_watch.core.diary_words import SITE_WORDS
from posture_watch.texts import retold, text
from posture_watch.window.body_shape import HEIGHT, WIDTH, head, place_at, places

_BODY = (QColor(222, 214, 205), QColor(92, 88, 84))
_CHOSEN = (QColor(178, 58, 30), QColor(232, 120, 84))
_LINE = (QColor(120, 110, 100), QColor(170, 164, 158))
"""On a light and on a dark ground."""
_TICK = 7.0


class BodyPicture(QWidget):
    """Shows which places are chosen; ``pointed`` says which one was clicked."""

    pointed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._chosen: frozenset[Site] = frozenset()
        self._under: Site | None = None
        self.setMouseTracking(True)
        self.setMinimumSize(130, 280)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(text("Body, seen from behind"))
        self._tell()

    def sizeHint(self) -> QSize:  # noqa: N802  # Qt's name
        return QSize(200, 440)

    def choose(self, chosen: frozenset[Site]) -> None:
        """These are chosen from now on."""
        if chosen != self._chosen:
            self._chosen = chosen
            self._tell()
            self.update()

    def _tell(self) -> None:
        words = ", ".join(retold(SITE_WORDS[site]) for site in SITE_WORDS if site in self._chosen)
        self.setAccessibleDescription(words or text("Nothing is chosen. The list beside it has the same places."))

    def _placing(self) -> QTransform:
        """From the box of the drawing to the widget, with room for a line of words below."""
        words = 1.4 * self.fontMetrics().height()
        scale = min(self.width() / WIDTH, (self.height() - words) / HEIGHT)
        return QTransform.fromTranslate((self.width() - scale * WIDTH) / 2, 0).scale(scale, scale)

    def _at(self, place: QPointF) -> Site | None:
        inside = self._placing().inverted()[0].map(place)
        return place_at(inside.x(), inside.y())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        site = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and site is not None:
            self.pointed.emit(site)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802  # Qt's name
        self._look_at(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802  # Qt's name
        self._look_at(None)
        super().leaveEvent(event)

    def _look_at(self, site: Site | None) -> None:
        if site != self._under:
            self._under = site
            self.setCursor(Qt.CursorShape.ArrowCursor if site is None else Qt.CursorShape.PointingHandCursor)
            self.update()

    def event(self, event: QEvent) -> bool:
        """Says what the place under the mouse is called."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            site = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), "" if site is None else retold(SITE_WORDS[site]), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  # Qt's name
        super().paintEvent(event)
        dark = self.palette().color(QPalette.ColorRole.Window).lightness() < 128
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        placing = self._placing()
        painter.setTransform(placing)
        painter.setPen(QPen(_LINE[dark], 1.2))
        painter.setBrush(_BODY[dark])
        painter.drawPath(head())
        for site, path in places().items():
            colour = _CHOSEN[dark] if site in self._chosen else _BODY[dark]
            painter.setBrush(colour.darker(112) if site == self._under else colour)
            painter.drawPath(path)
        for site in self._chosen:
            _tick(painter, places()[site].boundingRect().center())
        painter.resetTransform()
        self._write_sides(painter, placing)
        painter.end()

    def _write_sides(self, painter: QPainter, placing: QTransform) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        top = placing.map(QPointF(0, HEIGHT)).y()
        line = QRectF(0, top, self.width(), self.height() - top)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, text("left"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, text("right"))
        words = f"{text('left')}  {text('from behind')}  {text('right')}"
        if self.fontMetrics().horizontalAdvance(words) < line.width():
            painter.drawText(line, Qt.AlignmentFlag.AlignHCenter, text("from behind"))


def _tick(painter: QPainter, middle: QPointF) -> None:
    """Chosen is not told by the colour alone."""
    painter.save()
    painter.setPen(
        QPen(QColor("white"), 2.6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    )
    painter.drawPolyline(
        [middle + QPointF(-_TICK, 0), middle + QPointF(-_TICK / 3, _TICK * 0.7), middle + QPointF(_TICK, -_TICK * 0.7)]
    )
    painter.restore()
