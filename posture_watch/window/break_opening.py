"""Opens the window of a guided break and ends it well. Call it only where a window can be."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt
from PySide6.QtWidgets import QApplication

from posture_watch.capture.quiet import load_cv2
from posture_watch.commands.guide_words import summary, told
from posture_watch.commands.guided import Guided
from posture_watch.commands.leading import Eyes, Leading
from posture_watch.window.break_window import BreakWindow
from posture_watch.window.opening import closed_by_signals

SHARE_OF_SCREEN = 0.95
"""The window is no larger, with room for its frame."""


def run_break(guided: Guided, lead: Callable[[Eyes | None], Leading], give_back_s: float) -> int:
    """Until it is closed. Raises KeyboardInterrupt after Ctrl-C."""
    if guided.open_eyes is not None:
        load_cv2()  # before Qt reads the environment: it leaves it as it was
    app = QApplication(sys.argv[:1])
    app.setApplicationName("posture_watch")
    app.setDesktopFileName("posture-watch")
    eyes = guided.open_eyes() if guided.open_eyes is not None else None
    titles = {stage.key: stage.title for stage in guided.stages}
    view = partial(told, camera=eyes is not None)
    window = BreakWindow(lead(eyes), view, lambda now: summary(now.done, titles), guided.head)
    window.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose)
    with closed_by_signals(window.close) as caught:
        window.resize(window.size().boundedTo(window.screen().availableSize() * SHARE_OF_SCREEN))
        window.show()
        window.activateWindow()  # with no window manager nobody else would
        app.exec()
        if eyes is not None:
            eyes.close(give_back_s)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents)
    app.shutdown()  # a widget or an application that Python ends later, in an order of its own, crashes
    if signal.SIGINT in caught:
        raise KeyboardInterrupt
    return 0
