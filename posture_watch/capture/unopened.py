"""A camera that may not be opened yet: paused before this start, or the screen is locked. Nothing is touched."""

from __future__ import annotations

import threading

from posture_watch.capture.source import Source


class UnopenedSource(Source):
    """Gives no frames until it is put aside for the real one. ``text``: what the user typed or configured."""

    live = True

    def __init__(self, text: str, *, interval_s: float) -> None:
        self.interval_s = interval_s
        self.name = "camera" if text == "auto" else text
        self.identity = f"camera:{text}"
        self._closed = threading.Event()

    def read(self, timeout_s: float) -> None:
        self._closed.wait(timeout_s)

    def close(self) -> None:
        self._closed.set()
