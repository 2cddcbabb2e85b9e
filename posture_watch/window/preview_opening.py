"""Opens the window of `preview` and ends it well. Call it only where a window can be."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtWidgets import QApplication

from posture_watch.capture.quiet import load_cv2
from posture_watch.window.gaze import GIVE_BACK_S
from posture_watch.window.onlooker import Onlooker
from posture_watch.window.opening import closed_by_signals
from posture_watch.window.preview_window import PreviewWindow

SHARE_OF_SCREEN = 0.95
"""The window is no larger, with room for its frame."""


def run_preview(look: Callable[[], Onlooker], *, mirrored: bool, note: str) -> int:
    """Until it is closed; ``look`` begins to look. Raises KeyboardInterrupt after Ctrl-C."""
    load_cv2()  # before Qt reads the environment: it leaves it as it was
    app = QApplication(sys.argv[:1])
    app.setApplicationName("posture_watch")
    app.setDesktopFileName("posture-watch")
    onlooker = look()
    window = PreviewWindow(onlooker, mirrored=mirrored, note=note)
    window.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
    with closed_by_signals(window.close) as caught:
        window.resize(window.size().boundedTo(window.screen().availableSize() * SHARE_OF_SCREEN))
        window.show()
        window.activateWindow()  # with no window manager nobody else would
        app.exec()
        onlooker.close(GIVE_BACK_S)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    app.shutdown()  # a widget or an application that Python ends later, in an order of its own, crashes
    if signal.SIGINT in caught:
        raise KeyboardInterrupt
    return 0
