"""The page of `help-now` in a window: to read, no questions. Esc or Ctrl-W closes it."""

from __future__ import annotations

import signal
import sys

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from posture_watch.capture.quiet import load_cv2
from posture_watch.opening_pages import open_page
from posture_watch.report.care_text import emergency_words
from posture_watch.report.html.care_page import help_page, help_parts
from posture_watch.texts import text
from posture_watch.window.opening import closed_by_signals
from posture_watch.window.pages import wrapped

_SHARE_OF_SCREEN = 0.9
"""The window is no larger, with room for its frame."""
_WAKE_MS = 250
"""How often Python may notice Ctrl-C."""
_STYLE = "h2{font-size:large} h3{font-size:medium;margin-bottom:2px} li{margin-bottom:2px} a{text-decoration:none}"


class HelpWindow(QWidget):
    """Shows the page until it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(text("It hurts now"))
        self.page = QTextBrowser()
        self.page.setAccessibleName(text("It hurts now"))
        self.page.document().setDefaultStyleSheet(_STYLE)
        self.page.document().setDocumentMargin(16)
        self.page.setHtml(help_parts())
        # the signs are far down the page
        self.emergency = wrapped(emergency_words(), text("In an emergency"))
        in_browser = QPushButton(text("Open in the &browser, to print"))
        in_browser.clicked.connect(lambda: open_page(help_page(), "help-now"))
        close = QPushButton(text("&Close"))
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addWidget(in_browser)
        row.addStretch()
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.addWidget(self.page, 1)
        column.addWidget(self.emergency)
        column.addLayout(row)
        for keys in ("Esc", "Ctrl+W"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.close)
        self._wake = QTimer(self)
        self._wake.timeout.connect(_nothing)
        self._wake.start(_WAKE_MS)
        self.resize(760, 860)


def _nothing() -> None:
    """Python looks for signals before it gets here."""


def run_help() -> int:
    """Until it is closed. Raises KeyboardInterrupt after Ctrl-C."""
    load_cv2()  # before Qt reads the environment: it leaves it as it was
    app = QApplication(sys.argv[:1])
    app.setApplicationName("posture_watch")
    app.setDesktopFileName("posture-watch")
    window = HelpWindow()
    with closed_by_signals(window.close) as caught:
        window.resize(window.size().boundedTo(window.screen().availableSize() * _SHARE_OF_SCREEN))
        window.show()
        window.activateWindow()  # with no window manager nobody else would
        app.exec()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
    app.shutdown()  # a widget or an application that Python ends later, in an order of its own, crashes
    if signal.SIGINT in caught:
        raise KeyboardInterrupt
    return 0
