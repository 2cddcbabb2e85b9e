"""Draws docs/pictures/icons.png: every icon of the tray, on a light and a dark panel, in the sizes panels ask for."""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter

from posture_watch.tray.icons import draw
from posture_watch.tray.seen import SHOWN

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "icons.png"
SIZES_PX = (16, 22, 24, 32, 48)
LABEL_PX, CELL_PX, ROW_PX = 80, 56, 56
PANELS = (("#f6f6f6", "#111111"), ("#2b2f36", "#eeeeee"))


def main() -> None:
    """Draw and write it."""
    app = QGuiApplication([])
    width = (LABEL_PX + CELL_PX * (len(SIZES_PX) + 1)) * len(PANELS)
    picture = QImage(width, ROW_PX * len(SHOWN), QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    for column, (ground, ink) in enumerate(PANELS):
        left = column * width // len(PANELS)
        painter.fillRect(QRect(left, 0, width // len(PANELS), picture.height()), QColor(ground))
        draw_column(painter, left, ink)
    painter.end()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    picture.save(str(PICTURE), quality=0)  # as small as it gets
    print(f"wrote {PICTURE}")
    app.quit()


def draw_column(painter: QPainter, left: int, ink: str) -> None:
    """One row a state: its name, its sizes, and the last size once more with the camera on."""
    painter.setFont(QFont("DejaVu Sans", 9))
    for row, shown in enumerate(SHOWN):
        painter.setPen(QColor(ink))
        label = QRect(left + 8, row * ROW_PX, LABEL_PX - 8, ROW_PX)
        painter.drawText(label, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        icons = [draw(shown, size_px) for size_px in SIZES_PX] + [draw(shown, 48, camera_on=True)]
        for column, icon in enumerate(icons):
            x = left + LABEL_PX + column * CELL_PX + (CELL_PX - icon.width()) // 2
            painter.drawImage(QPoint(x, row * ROW_PX + (ROW_PX - icon.height()) // 2), icon)


if __name__ == "__main__":
    main()
