"""The pose model is loaded while the camera opens and settles: the first look waits for the longer of both."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from posture_watch.watching import Look

if TYPE_CHECKING:
    from posture_watch.capture.frame import Frame
    from posture_watch.core.landmarks import Scene

Opened = tuple[Look, Callable[[], None]]


def opened_meanwhile(opening: Callable[[], Opened]) -> Opened:
    """What ``opening`` will return (a look, and what closes it), at once. What it raises, the first look raises."""
    loading = _Loading(opening)
    return loading.look, loading.close


class _Loading:
    def __init__(self, opening: Callable[[], Opened]) -> None:
        self._opening = opening
        self._opened: Opened | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._open, name="load-model", daemon=True)
        self._thread.start()

    def _open(self) -> None:
        try:
            self._opened = self._opening()
        except BaseException as error:  # whoever looks gets it
            self._error = error

    def look(self, frame: Frame) -> Scene:
        self._thread.join()
        if self._opened is None:
            raise self._error or RuntimeError("the pose model was not loaded")
        return self._opened[0](frame)

    def close(self) -> None:
        self._thread.join()
        if self._opened is not None:
            self._opened[1]()
