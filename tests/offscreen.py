"""Qt without a screen, for tests of windows. Import it only where PySide6 is there."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication


@contextmanager
def offscreen() -> Generator[QApplication]:
    """The one application of this process, without what cv2 writes into the environment for a Qt of its own."""
    kept = {name: os.environ.pop(name, None) for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")}
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    there = QApplication.instance()
    yield there if isinstance(there, QApplication) else QApplication([])
    del os.environ["QT_QPA_PLATFORM"]
    os.environ.update({name: value for name, value in kept.items() if value is not None})
