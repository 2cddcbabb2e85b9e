"""Opens the window and ends it well: by its buttons, by Ctrl-C, by a signal. Call it only where a window can be."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Generator
from types import FrameType

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QWidget

from posture_watch.capture.quiet import load_cv2
from posture_watch.texts import text
from posture_watch.window.dialog import WelcomeDialog
from posture_watch.window.eyes import Eyes
from posture_watch.window.first_run import FirstRun

SHARE_OF_SCREEN = 0.95
"""A window is no larger, with room for its frame."""


def run_window(first_run: FirstRun) -> int:
    """Until it is closed. Raises KeyboardInterrupt after Ctrl-C."""
    load_cv2()  # before Qt reads the environment: it leaves it as it was
    app = QApplication(sys.argv[:1])
    app.setApplicationName("posture_watch")
    app.setDesktopFileName("posture-watch")

    def open_eyes(source: str, before: Eyes | None) -> Eyes:
        return Eyes(first_run.paths, first_run.config, source, after=before)

    dialog = WelcomeDialog(first_run, open_eyes)
    with closed_by_signals(dialog.reject) as caught:
        dialog.exec()
        dialog.hide()
        app.processEvents()
        dialog.let_go()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete.value)
    app.shutdown()  # a widget or an application that Python ends later, in an order of its own, crashes
    if signal.SIGINT in caught:
        raise KeyboardInterrupt(text("Closed; what was done until then stays."))
    return 0


@contextlib.contextmanager
def closed_by_signals(close_window: Callable[[], object]) -> Generator[list[int]]:
    """The window's timer wakes Python often enough to notice them."""
    caught: list[int] = []

    def close(number: int, _frame: FrameType | None) -> None:
        caught.append(number)
        close_window()

    kinds = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    before = {kind: signal.signal(kind, close) for kind in kinds}
    try:
        yield caught
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)


def until_closed(app: QApplication, window: QWidget, then: Callable[[], object]) -> None:
    """Show the window, no larger than the screen, until it is closed; ``then`` lets go of what it looked through.

    Raises KeyboardInterrupt after Ctrl-C.
    """
    window.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
    with closed_by_signals(window.close) as caught:
        window.resize(window.size().boundedTo(window.screen().availableSize() * SHARE_OF_SCREEN))
        window.show()
        window.activateWindow()  # with no window manager nobody else would
        app.exec()
        then()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    app.shutdown()  # a widget or an application that Python ends later, in an order of its own, crashes
    if signal.SIGINT in caught:
        raise KeyboardInterrupt
