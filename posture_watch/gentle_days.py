"""Gentler days after a spasm: begun and ended by the user, kept in the log, taken up by a running monitor."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from posture_watch.control.client import NotRunningError, ask
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError
from posture_watch.paths import Paths
from posture_watch.standing_orders import StandingOrders
from posture_watch.store.errors import LogMissingError
from posture_watch.store.facts import StandingOrder
from posture_watch.store.log import Log
from posture_watch.texts import text

MOST_DAYS = 28
"""Longer than this is a change of settings ([care] gentle_days has the same limit)."""


def end_of(days: int, now: Instant) -> datetime:
    """The midnight (UTC, by the user's clock of now) that ends the last of ``days`` days, today being the first."""
    if not 1 <= days <= MOST_DAYS:
        advice = text("For example: posture-watch gentle 3; 0 ends them.")
        raise UserError(text("Gentler days are a number from 0 to {most}.", most=MOST_DAYS), advice)
    if now.utc.astimezone().utcoffset() == timedelta(seconds=now.utc_offset_s):
        # the clocks may be changed until then
        return datetime.combine(now.local_date + timedelta(days=days), time()).astimezone().astimezone(UTC)
    return now.midnight_utc + timedelta(days=days)


def begin(paths: Paths, days: int, now: Instant) -> str:
    """From ``now`` to the end of the last of ``days`` days, whatever was before; 0 ends them. What to tell the user."""
    until = end_of(days, now) if days else None
    seconds = (until - now.utc).total_seconds() if until else None
    with contextlib.suppress(NotRunningError):
        ask(paths.runtime_folder, "gentle", seconds=seconds)
    _keep(paths.database_file, until)
    if until is None:
        return text("The gentler days are over.")
    return text(
        "Gentler until the end of {day}: reminders to move come sooner, and nothing is said about posture.",
        day=f"{(until - timedelta(seconds=1)).astimezone(now.local.tzinfo):%Y-%m-%d}",
    )


def _keep(database: Path, until: datetime | None) -> None:
    """Also written by the monitor: a disk that refused it there is told of here."""
    if until is None and not database.exists():
        return
    with Log.open(database) as log:
        if until is None:
            log.drop_order("gentle")
        else:
            log.save_order(StandingOrder("gentle", until))


def until(database: Path, now: Instant) -> datetime | None:
    """When the gentler days end that hold at ``now``; None if there are none. LogError if the log cannot be read."""
    try:
        with Log.open_readonly(database) as log:
            return standing(log.orders(), now)
    except LogMissingError:
        return None


def standing(orders: list[StandingOrder], now: Instant) -> datetime | None:
    """The end of gentler days that still hold, out of what stands in the log."""
    ends = [one.until_utc for one in orders if one.name == "gentle" and one.until_utc and one.until_utc > now.utc]
    return ends[0] if ends else None


class GentleDays:
    """Those of a running monitor, which keeps them over a kill among its standing orders."""

    def __init__(self, promises: StandingOrders, now: Instant) -> None:
        self._promises = promises
        self._until = standing(promises.found, now)

    def until(self, now: Instant) -> datetime | None:
        """When those end that hold at ``now``; None if there are none, or no more."""
        return self._until if self._until is not None and now.utc < self._until else None

    def begin(self, now: Instant, seconds: float | None) -> None:
        """For so long from ``now``; None ends them."""
        if seconds is None:
            self._until = None
            self._promises.drop("gentle")
        else:
            # the order travelled for some milliseconds, and a midnight is meant
            self._until = (now.shifted(seconds).utc + timedelta(seconds=30)).replace(second=0, microsecond=0)
            self._promises.keep("gentle", now, (self._until - now.utc).total_seconds())
