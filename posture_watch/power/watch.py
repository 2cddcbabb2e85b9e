"""Asks battery and heat in a thread of its own: a battery's driver, and macOS's pmset, may take their time."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from posture_watch.power.battery import on_battery
from posture_watch.power.heat import heat
from posture_watch.power.pace import Found

POLL_S = 30.0
"""How often they are asked (s): two wake-ups a minute, and a charger that is pulled out is noticed within a period."""
_FIRST_S = 1.0
"""So long a start waits for the first answer (s)."""

_log = logging.getLogger(__name__)


def look() -> Found:
    """What is so now."""
    now = heat()
    return Found(on_battery(), now.celsius, now.slowed)


class PowerWatch:
    """``now`` is the latest, at once. Nothing is known before ``start``."""

    def __init__(self, ask: Callable[[], Found] = look, *, poll_s: float = POLL_S) -> None:
        self._ask = ask
        self._poll_s = poll_s
        self._found = Found()
        self._ending, self._first = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="power", daemon=True)

    def start(self) -> None:
        """Begin, with the first answer if it comes soon."""
        self._thread.start()
        self._first.wait(_FIRST_S)

    def now(self) -> Found:
        """What was found last."""
        return self._found

    def close(self) -> None:
        """End the thread; one that hangs in a driver is left behind."""
        self._ending.set()
        if self._thread.ident is not None:
            self._thread.join(_FIRST_S)

    def _run(self) -> None:
        while not self._ending.is_set():
            try:
                self._found = self._ask()
            except Exception:  # not knowing is allowed, a monitor without this thread would not notice the charger
                _log.exception("battery and heat could not be asked")
                self._found = Found()
            self._first.set()
            self._ending.wait(self._poll_s)
