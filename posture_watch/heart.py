"""Whether the loop still comes round: one that hangs in native code cannot say so, whoever asks it has to see it."""

from __future__ import annotations

import logging
import math
import os
import threading
import time
from collections.abc import Callable

LATE_AFTER_S = 6.0
"""A loop that is overdue by so long hangs, as far as anybody can tell (s): a log that another program has locked takes
five, a frame a tenth of one."""
STOPS_WITHIN_S = 10.0
"""A monitor that was told to stop and still hangs then is ended (s)."""

_log = logging.getLogger(__name__)


class Heart:
    """``beat`` is the loop's, ``late_s`` everybody's. ``told``: called with each beat, for whoever else watches."""

    def __init__(self, told: Callable[[], None] | None = None) -> None:
        self._told = told
        self._due_s = time.monotonic()

    def beat(self, within_s: float = 0.0) -> None:
        """All is well, and the next beat comes within ``within_s`` seconds or so."""
        self._due_s = time.monotonic() + within_s
        if self._told is not None:
            self._told()

    def late_s(self) -> float:
        """By how long the next beat is overdue (s); 0 while it is not."""
        return max(0.0, time.monotonic() - self._due_s)

    def stop_surely(self) -> None:
        """The loop was told to end: if it does not hear that, or hangs on its way out, the process ends all the same.

        What it knew is in the log up to the last checkpoint, as after a kill; everything native is the system's to end.
        """
        timer = threading.Timer(STOPS_WITHIN_S, self._end_if_late)
        timer.daemon = True
        timer.start()

    def rest(self) -> None:
        """The run is over, and its process goes on with something else: nothing is overdue any more."""
        self._due_s = math.inf

    def _end_if_late(self) -> None:
        if self.late_s() >= LATE_AFTER_S:
            _log.warning("told to stop, and hangs: ended")
            os._exit(0)
