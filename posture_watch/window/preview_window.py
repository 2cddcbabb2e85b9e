"""The window of `preview`: the picture, the verdict in words, every limit in figures. Esc or Ctrl-W closes it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from posture_watch.texts import text
from posture_watch.window.onlooker import Onlooker, Sight
from posture_watch.window.pages import say, wrapped
from posture_watch.window.skeleton_picture import SkeletonPicture
from posture_watch.window.verdict import Row

LOOK_MS = 50
"""How often it looks what the camera's thread has seen; Ctrl-C is noticed as often."""


class PreviewWindow(QWidget):
    """Shows what ``onlooker`` sees until it is closed."""

    def __init__(self, onlooker: Onlooker, *, mirrored: bool, note: str) -> None:
        super().__init__()
        self._onlooker = onlooker
        self._shown: Sight | None = None
        self._build(mirrored, note)
        for keys in ("Esc", "Ctrl+W"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)

    def _build(self, mirrored: bool, note: str) -> None:
        self.setWindowTitle(text("What posture_watch sees"))
        self.picture = SkeletonPicture()
        self.found = wrapped("", text("Posture"))
        font = self.found.font()
        font.setPointSizeF(1.3 * font.pointSizeF())
        font.setBold(True)
        self.found.setFont(font)
        self.more = wrapped("", text("More about it"))
        self.limits = _limits_table()
        self.mirror = QCheckBox(text("&As in a mirror"))
        self.mirror.setChecked(mirrored)
        self.mirror.toggled.connect(self._show_again)
        close = QPushButton(text("&Close"))
        close.clicked.connect(self.close)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.picture)
        both.addWidget(self.limits)
        both.setStretchFactor(0, 3)
        both.setStretchFactor(1, 1)
        both.setChildrenCollapsible(False)
        row = QHBoxLayout()
        row.addWidget(self.mirror)
        row.addStretch()
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.found)
        column.addWidget(self.more)
        column.addWidget(both, 1)
        column.addWidget(wrapped(note, text("What happens with the picture")))
        column.addLayout(row)
        both.setSizes([680, 400])
        self.resize(1120, 680)

    def _look(self) -> None:
        sight = self._onlooker.newest()
        if sight is not self._shown:
            self._show(sight)

    def _show_again(self) -> None:
        if self._shown is not None:
            self._show(self._shown)

    def _show(self, sight: Sight) -> None:
        self._shown = sight
        self.picture.show_shot(sight.shot, mirrored=self.mirror.isChecked())
        say(self.found, sight.verdict.found)
        say(self.more, sight.verdict.more)
        _fill(self.limits, sight.verdict.rows)


def _limits_table() -> QTableWidget:
    table = QTableWidget(0, 4)
    table.setHorizontalHeaderLabels([text("rule"), text("now"), text("limit"), text("state")])
    table.verticalHeader().hide()
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setAccessibleName(text("Limits"))
    table.setMinimumWidth(200)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 6)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setStretchLastSection(True)
    return table


def _fill(table: QTableWidget, rows: tuple[Row, ...]) -> None:
    """Cells are changed where they stand: whoever reads one is not taken elsewhere."""
    table.setRowCount(len(rows))
    for number, row in enumerate(rows):
        for place, words in enumerate((row.what, row.value, row.limit, row.standing)):
            item = table.item(number, place)
            if item is None:
                item = QTableWidgetItem()
                if place in (1, 2):
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                table.setItem(number, place, item)
            if item.text() != words:
                item.setText(words)
            font = item.font()
            if font.bold() != row.over:
                font.setBold(row.over)
                item.setFont(font)
