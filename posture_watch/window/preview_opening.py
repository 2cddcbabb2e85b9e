"""Opens the window of `preview` and ends it well. Call it only where a window can be."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from posture_watch.capture.quiet import load_cv2
from posture_watch.window.gaze import GIVE_BACK_S
from posture_watch.window.onlooker import Onlooker
from posture_watch.window.opening import until_closed
from posture_watch.window.preview_window import PreviewWindow


def run_preview(look: Callable[[], Onlooker], *, mirrored: bool, note: str) -> int:
    """Until it is closed; ``look`` begins to look. Raises KeyboardInterrupt after Ctrl-C."""
    load_cv2()  # before Qt reads the environment: it leaves it as it was
    app = QApplication(sys.argv[:1])
    app.setApplicationName("posture_watch")
    app.setDesktopFileName("posture-watch")
    onlooker = look()
    window = PreviewWindow(onlooker, mirrored=mirrored, note=note)
    until_closed(app, window, lambda: onlooker.close(GIVE_BACK_S))
    return 0
