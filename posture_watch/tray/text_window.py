"""A small window with words to read: reachable by keyboard and by screen reader, Esc closes it."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QIcon, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from posture_watch.texts import text


class TextWindow(QWidget):
    """``show_words`` opens it or brings it to the front; ``refresh`` changes its words where it stands."""

    def __init__(self, title: str, introduction: str, icon: QIcon, *, fixed_width: bool = False) -> None:
        super().__init__()
        self.setWindowTitle(title)
        self.setWindowIcon(icon)
        self.setAccessibleName(title)
        label = QLabel(introduction)
        label.setWordWrap(True)
        self._words = QPlainTextEdit()
        self._words.setReadOnly(True)
        self._words.setTabChangesFocus(True)
        self._words.setAccessibleName(introduction)
        if fixed_width:
            self._words.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
            self._words.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        label.setBuddy(self._words)
        close = QPushButton(text("&Close"))
        close.setDefault(True)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addWidget(self._words)
        layout.addLayout(row)
        self.setTabOrder(self._words, close)
        self.resize(640, 420)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  # Qt's name
        """Esc closes it, whatever inside has the focus."""
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.close()
        else:
            super().keyPressEvent(event)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.toPlainText()

    def show_words(self, words: str) -> None:
        """Open it with ``words``."""
        self.refresh(words)
        self.show()
        self.raise_()
        self.activateWindow()
        self._words.setFocus()

    def refresh(self, words: str) -> None:
        """New words; not while some are selected, nor does the reader lose the place."""
        if words == self.words or self._words.textCursor().hasSelection():
            return
        bar = self._words.verticalScrollBar()
        place = bar.value()
        self._words.setPlainText(words)
        bar.setValue(place)
