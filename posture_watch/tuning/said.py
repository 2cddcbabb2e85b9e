"""A reminder as it was shown, or as a replay would have shown it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from posture_watch.core.events import ReminderOutcome
from posture_watch.core.logged import LoggedReminder, local_time
from posture_watch.core.rules import Kind

ACTED = frozenset(("moved", "left", "break"))
"""Outcomes after which the user did not sit on as before."""
HEEDED = frozenset(("moved", "left", "break", "snoozed"))
"""Outcomes of a reminder that was of use: the user moved or got up, took a break, or wanted it later."""
FELT_FALSE = frozenset(("wrong", "not_now"))
"""The user said that it was wrong, or did not suit."""


@dataclass(frozen=True, slots=True)
class Said:
    """One reminder. ``outcome`` None: nothing is known of what came of it. ``settled_s``: so long after it was due the
    outcome was known; None in a replay."""

    due_utc: datetime
    utc_offset_s: float
    kind: Kind
    rules: tuple[str, ...]
    outcome: ReminderOutcome | None = None
    settled_s: float | None = None

    @property
    def day(self) -> date:
        """The calendar day of the user."""
        return local_time(self.due_utc, self.utc_offset_s).date()

    @property
    def hour(self) -> int:
        """The hour of the user's clock, 0 to 23."""
        return local_time(self.due_utc, self.utc_offset_s).hour


def really_said(reminders: Iterable[LoggedReminder]) -> tuple[Said, ...]:
    """What the log knows."""
    return tuple(Said(r.due_utc, r.utc_offset_s, r.kind, r.rules, r.outcome, _settled_s(r)) for r in reminders)


def _settled_s(reminder: LoggedReminder) -> float | None:
    return (reminder.outcome_utc - reminder.due_utc).total_seconds() if reminder.outcome_utc else None
