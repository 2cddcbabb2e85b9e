"""What reminders remember: which were given and what came of them, which is open, what was promised to the user."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from posture_watch.core.events import ReminderOutcome
from posture_watch.core.instant import Instant
from posture_watch.core.rules import Kind

UNHEEDED = ("ignored", "not_now")
"""Outcomes after which reminders get fewer: nothing changed, or the user said that it does not suit."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that was given, and what came of it as far as is known."""

    at: Instant
    kind: Kind
    outcome: ReminderOutcome | None = None
    number: int = 0


@dataclass(frozen=True, slots=True)
class OpenReminder:
    """A reminder whose outcome is not known yet."""

    number: int
    due: Instant
    rules: tuple[str, ...]
    kind: Kind
    title: str
    message: str


@dataclass(frozen=True, slots=True)
class ReminderState:
    """Reminders given (newest last), the one still open, and the rules that were mentioned or skipped while active.

    ``quiet_until``: snoozed, or ``on_break``. ``returning``: rules whose reminder was snoozed and comes again.
    ``snoozes`` followed one another. ``hushed_at``: when something last asked for silence. ``turns`` counts reminders
    about posture, those left out by fading too (the last of them at ``faded_at``), since ``since_utc``.
    """

    given: tuple[Reminded, ...] = ()
    count: int = 0
    open: OpenReminder | None = None
    mentioned: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    quiet_until: Instant | None = None
    on_break: bool = False
    snoozes: int = 0
    returning: frozenset[str] = frozenset()
    hushed_at: Instant | None = None
    turns: int = 0
    faded_at: Instant | None = None
    since_utc: datetime | None = None

    def unheeded(self, today: date) -> int:
        """How many of today's were not heeded, one after the other up to the last that is known."""
        known = [g.outcome for g in self.given if g.at.local_date == today and g.outcome is not None]
        return sum(1 for _ in takewhile(lambda outcome: outcome in UNHEEDED, reversed(known)))

    def quiet_for_s(self, at: Instant) -> float:
        """Seconds of the snooze or break that are left at ``at``; 0 without one.

        By the wall clock, which goes on in suspend; one set back does not lengthen it beyond what was asked.
        """
        if self.quiet_until is None:
            return 0.0
        return max(0.0, -at.gap_since(self.quiet_until))
