"""Whether the loop still comes round: one that hangs in native code cannot say so, whoever asks it has to see it."""

from __future__ import annotations

import time
from collections.abc import Callable

LATE_AFTER_S = 6.0
"""A loop that is overdue by so long hangs, as far as anybody can tell (s): a log that another program has locked takes
five, a frame a tenth of one."""


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
