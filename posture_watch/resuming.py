"""What a start takes over from the run before it: the sitting bout, what was said today, a snooze that still holds."""

from __future__ import annotations

from collections.abc import Sequence

from posture_watch.core.instant import Instant
from posture_watch.core.reminder_state import Reminded, ReminderState
from posture_watch.core.sitting import Bout
from posture_watch.store.facts import ResumeFacts, StandingOrder


def resumed_bout(facts: ResumeFacts, now: Instant) -> Bout:
    """The sitting bout that a restart interrupted, on this run's clocks."""
    if facts.bout_start_utc is None or facts.bout_last_sitting_utc is None:
        return Bout()
    start = now.shifted((facts.bout_start_utc - now.utc).total_seconds())
    last = now.shifted((facts.bout_last_sitting_utc - now.utc).total_seconds())
    return Bout(start, last, facts.bout_sitting_s)


def resumed_reminders(facts: ResumeFacts, orders: Sequence[StandingOrder], now: Instant) -> ReminderState:
    """Caps, gaps, fading and a running snooze go on where they stood."""
    given = tuple(
        Reminded(now.shifted((r.due_utc - now.utc).total_seconds()), r.kind, r.outcome, r.number)
        for r in facts.reminders
    )
    until = next((order.until_utc for order in orders if order.name == "snooze"), None)
    left_s = (until - now.utc).total_seconds() if until is not None else 0.0
    return ReminderState(
        given,
        count=len(given),
        quiet_until=now.shifted(left_s) if left_s > 0 else None,
        snoozes=1 if left_s > 0 else 0,
        turns=facts.turns,
        since_utc=facts.first_utc,
    )
