"""What the log gives back: facts as they were written, with the local time of the user at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from posture_watch.core.events import ReminderOutcome, SkipReason
from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.rules import Kind


def local_time(utc: datetime, utc_offset_s: float) -> datetime:
    """The same moment as the user's clock showed it, aware, ``utc_offset_s`` seconds ahead of UTC."""
    return utc.astimezone(timezone(timedelta(seconds=utc_offset_s)))


@dataclass(frozen=True, slots=True)
class LoggedBout:
    """Somebody sat from ``start_utc`` to ``end_utc`` without a break, ``sitting_s`` seconds of it seen sitting."""

    start_utc: datetime
    end_utc: datetime
    sitting_s: float
    utc_offset_s: float = 0.0

    def __post_init__(self) -> None:
        if self.end_utc < self.start_utc:
            raise ValueError(f"a bout cannot end ({self.end_utc}) before it starts ({self.start_utc})")


@dataclass(frozen=True, slots=True)
class LoggedReminder:
    """A reminder that was shown. ``outcome`` is None while nothing is known of what came of it."""

    due_utc: datetime
    utc_offset_s: float
    number: int
    kind: Kind
    rules: tuple[str, ...]
    title: str
    message: str
    outcome: ReminderOutcome | None = None
    outcome_utc: datetime | None = None

    @property
    def local_date(self) -> date:
        """The calendar day of the user when it was shown."""
        return local_time(self.due_utc, self.utc_offset_s).date()


@dataclass(frozen=True, slots=True)
class LoggedSkip:
    """A reminder that was due and was held back, and why."""

    at_utc: datetime
    utc_offset_s: float
    kind: Kind
    rules: tuple[str, ...]
    reason: SkipReason

    @property
    def local_date(self) -> date:
        """The calendar day of the user when it was held back."""
        return local_time(self.at_utc, self.utc_offset_s).date()


@dataclass(frozen=True, slots=True)
class LoggedNotice:
    """Something the user was told once."""

    at_utc: datetime
    utc_offset_s: float
    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Detail:
    """Everything the log holds in detail about a stretch of time, each in the order of time."""

    intervals: tuple[Interval, ...] = ()
    minutes: tuple[Minute, ...] = ()
    bouts: tuple[LoggedBout, ...] = ()
    reminders: tuple[LoggedReminder, ...] = ()
    skips: tuple[LoggedSkip, ...] = ()
