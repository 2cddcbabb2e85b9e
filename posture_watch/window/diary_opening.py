"""Opens the windows of the diary and ends them well. Call it only where a window can be."""

from __future__ import annotations

import signal
import sys

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from posture_watch.capture.clock import Clock
from posture_watch.commands.data_delete import delete_pages
from posture_watch.commands.spasm import new_entry
from posture_watch.core.diary import DiaryEntry
from posture_watch.paths import user_paths
from posture_watch.window.diary_dialog import KeepingDialog, fit_to_screen
from posture_watch.window.diary_noting import entry_dialog
from posture_watch.window.diary_window import DiaryWindow
from posture_watch.window.opening import closed_by_signals

_WAKE_MS = 250
"""How often Python may notice Ctrl-C."""


class _Windows:
    """Qt from its start to its end, and the windows between."""

    def __init__(self) -> None:
        self._app = QApplication(sys.argv[:1])
        self._app.setApplicationName("posture_watch")
        self._app.setDesktopFileName("posture-watch")
        self._shown: list[QWidget] = []

    def show(self, window: QWidget) -> None:
        """Not larger than the screen, until the end."""
        self._shown.append(window)
        fit_to_screen(window)
        window.show()
        window.activateWindow()  # with no window manager nobody else would

    def run(self) -> int:
        """Until the last is closed. Raises KeyboardInterrupt after Ctrl-C."""
        waking = QTimer()
        waking.timeout.connect(_wake)
        waking.start(_WAKE_MS)
        with closed_by_signals(self._close) as caught:
            self._app.exec()
        waking.stop()
        for window in self._shown:
            window.deleteLater()
            QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete.value)
        self._app.shutdown()  # a widget or an application that Python ends later, in an order of its own, crashes
        if signal.SIGINT in caught:
            raise KeyboardInterrupt
        return 0

    def _close(self) -> None:
        """Nobody is asked whether what they typed may go: a signal does not wait for an answer."""
        for window in self._app.topLevelWidgets():
            if isinstance(window, KeepingDialog):
                window.let_go()
        self._app.closeAllWindows()
        self._app.quit()


def run_spasm_window(entry: DiaryEntry, gentle: int | None) -> int:
    """The form, filled with what the flags said; after it, what may help. Raises KeyboardInterrupt after Ctrl-C."""
    windows = _Windows()
    windows.show(entry_dialog(user_paths(), entry, gentle, windows.show))
    return windows.run()


def run_diary_window() -> int:
    """The diary until it is closed. Raises KeyboardInterrupt after Ctrl-C."""
    windows, paths = _Windows(), user_paths()

    def note_new() -> None:
        windows.show(entry_dialog(paths, new_entry("spasm", Clock().now()), None, windows.show))

    windows.show(DiaryWindow(paths.database_file, note_new, lambda: delete_pages(paths)))
    return windows.run()


def _wake() -> None:
    """Python looks for signals before it gets here."""
