"""The pose model is loaded while the camera opens and settles: the first look waits for the longer of both."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from posture_watch.power.at_work import Progress
from posture_watch.sparing import Look

if TYPE_CHECKING:
    from posture_watch.capture.frame import Frame
    from posture_watch.core.landmarks import Scene

Opened = tuple[Look, Callable[[], None]]

_log = logging.getLogger(__name__)


def opened_meanwhile(opening: Callable[[], Opened], progress: Callable[[], Progress] = Progress) -> Opened:
    """What ``opening`` will return (a look, and what closes it), at once. What it raises, the first look raises."""
    loading = Loading(opening, progress())
    return loading, loading.close


class Loading:
    """A look that has to be loaded first, in a thread of its own. ``progress``: of what is started next."""

    def __init__(self, opening: Callable[[], Opened], progress: Progress) -> None:
        self._opening = opening
        self._progress = progress
        self._opened: Opened | None = None
        self._error: BaseException | None = None
        self._hangs = False
        self._thread = threading.Thread(target=self._open, name="load-model", daemon=True)
        self._thread.start()

    def _open(self) -> None:
        try:
            self._opened = self._opening()
        except BaseException as error:  # whoever looks gets it
            self._error = error

    def is_ready(self, within_s: float) -> bool:
        """Whether there is no more point in waiting than these ``within_s`` seconds: it is loaded, or it hangs. Who
        looks then hangs as well, where it is noticed (heart.py). One that is only slow leaves the loop free."""
        self._thread.join(within_s)
        if self._thread.is_alive() and not self._hangs and self._progress.has_ended():
            self._hangs = True
            _log.warning("the pose model is not getting on with being loaded: it hangs")
        return self._hangs or not self._thread.is_alive()

    def __call__(self, frame: Frame) -> Scene:
        """What is in the frame, as soon as the model is there."""
        self._thread.join()
        if self._opened is None:
            raise self._error or RuntimeError("the pose model was not loaded")
        return self._opened[0](frame)

    def close(self) -> None:
        """Close what was opened."""
        self._thread.join()
        if self._opened is not None:
            self._opened[1]()
