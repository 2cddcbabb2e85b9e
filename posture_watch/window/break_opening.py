"""Opens the window of a guided break and ends it well. Call it only where a window can be."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication

from posture_watch.capture.quiet import load_cv2
from posture_watch.commands.guide_words import summary, told
from posture_watch.commands.guided import Guided
from posture_watch.commands.leading import Eyes, Leading
from posture_watch.window.break_window import BreakWindow
from posture_watch.window.opening import until_closed


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
    until_closed(app, window, lambda: eyes.close(give_back_s) if eyes is not None else None)
    return 0
