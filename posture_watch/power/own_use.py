"""What share of one core the monitor itself has used, from its processor time and the clock. Pure arithmetic."""

from __future__ import annotations

LEAST_WINDOW_S = 60.0
PERIODS = 4.0
"""So many looks are the least that tell what one costs."""


class OwnUse:
    """``share`` is None until the first window is over."""

    def __init__(self) -> None:
        self.share: float | None = None
        self._began: tuple[float, float] | None = None

    def add(self, mono_s: float, cpu_s: float, period_s: float) -> bool:
        """The process has used ``cpu_s`` until now; True when that ends a window, and ``share`` is new."""
        if self._began is None:
            self._began = (mono_s, cpu_s)
            return False
        passed_s = mono_s - self._began[0]
        if passed_s < max(LEAST_WINDOW_S, PERIODS * period_s):
            return False
        self.share = (cpu_s - self._began[1]) / passed_s
        self._began = (mono_s, cpu_s)
        return True

    def start_again(self) -> None:
        """What was begun tells nothing about what comes."""
        self._began = None
