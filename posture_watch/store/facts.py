"""What the log can say beyond the day itself: runs of the monitor, and what a restart must know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from posture_watch.core.logged import LoggedReminder


@dataclass(frozen=True, slots=True)
class Run:
    """One start of the monitor. ``ended_utc`` is None while it runs; ``clean`` is False if it was killed."""

    started_utc: datetime
    version: str
    ended_utc: datetime | None
    clean: bool


@dataclass(frozen=True, slots=True)
class ResumeFacts:
    """What the engine needs to carry on where the last run stood.

    ``reminders``: those since local midnight, or of the last hour if that is longer, so that caps and gaps go on.
    ``bout_start_utc``: when the sitting bout that is still running began, None if a break has passed; in it
    ``bout_sitting_s`` seconds were sat, the last of them at ``bout_last_sitting_utc``.
    ``first_utc``: the first moment in the log, None if it is empty (reminders fade over the weeks).
    """

    reminders: tuple[LoggedReminder, ...]
    bout_start_utc: datetime | None
    bout_sitting_s: float
    bout_last_sitting_utc: datetime | None
    first_utc: datetime | None
