"""What the log can say beyond the day itself: runs of the monitor, and what a restart must know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from posture_watch.core.logged import LoggedReminder

OrderName = Literal["pause", "snooze", "gentle"]
ORDER_NAMES: tuple[OrderName, ...] = get_args(OrderName)


@dataclass(frozen=True, slots=True)
class ResumeFacts:
    """What the engine needs to carry on where the last run stood.

    ``reminders``: those since local midnight, or of the last hour if that is longer, so that caps and gaps go on.
    ``bout_start_utc``: when the sitting bout that is still running began, None if a break has passed; in it
    ``bout_sitting_s`` seconds were sat, the last of them at ``bout_last_sitting_utc``.
    ``first_utc``: the first moment in the log, None if it is empty (reminders fade over the weeks). ``turns``:
    reminders about posture, those that fading left out too. ``wrong``: reminders of the last two weeks that the user
    called wrong.
    """

    reminders: tuple[LoggedReminder, ...]
    bout_start_utc: datetime | None
    bout_sitting_s: float
    bout_last_sitting_utc: datetime | None
    first_utc: datetime | None
    turns: int
    wrong: int


@dataclass(frozen=True, slots=True)
class StandingOrder:
    """What the user asked for and still holds. ``until_utc`` is None for "until I say otherwise"."""

    name: OrderName
    until_utc: datetime | None
