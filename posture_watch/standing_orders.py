"""What the user asked for and a killed monitor must still keep: a pause, a snooze. Kept in the log, dropped by stop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.store.facts import OrderName, StandingOrder
from posture_watch.store.log import Log

_log = logging.getLogger(__name__)


def paused_before(database: Path, now: Instant) -> bool:
    """Whether a pause of an earlier run still holds at ``now``: asked before any camera is opened. A log that cannot be
    read knows of none; whoever opens it to write says what is wrong with it."""
    try:
        with Log.open_readonly(database) as log:
            return any(_is_standing_pause(order, now) for order in log.orders())
    except UserError:
        return False


def _is_standing_pause(order: StandingOrder, now: Instant) -> bool:
    return order.name == "pause" and (order.until_utc is None or order.until_utc > now.utc)


class StandingOrders:
    """A disk that refuses only means that they do not outlive this process."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.found = log.orders()
        """Those of the run before."""

    def pause_of_before(self, now: Instant) -> StandingOrder | None:
        """A pause that has not ended meanwhile: whoever asked for the camera to be off must not find it on."""
        return next((order for order in self.found if _is_standing_pause(order, now)), None)

    def keep(self, name: OrderName, now: Instant, seconds: float | None) -> None:
        """It holds for so long from ``now``, or until it is dropped."""
        order = StandingOrder(name, None if seconds is None else now.shifted(seconds).utc)
        self._attempt(lambda: self._log.save_order(order))

    def drop(self, name: OrderName) -> None:
        """It holds no longer."""
        self._attempt(lambda: self._log.drop_order(name))

    def drop_all(self) -> None:
        """Who stops the monitor and starts it again wants it to watch."""
        self.drop("pause")
        self.drop("snooze")

    def _attempt(self, work: Callable[[], None]) -> None:
        try:
            work()
        except UserError as error:
            _log.warning("%s", error.message)
