"""What a start takes over from the run before it: the sitting bout, what was said today, a snooze that still holds."""

from __future__ import annotations

from collections.abc import Sequence

from posture_watch.core.history import Begun, Given
from posture_watch.core.instant import Instant
from posture_watch.core.sitting import Bout
from posture_watch.store.facts import ResumeFacts, StandingOrder


def _bout(facts: ResumeFacts, now: Instant) -> Bout:
    """The sitting bout that a restart interrupted, on this run's clocks."""
    if facts.bout_start_utc is None or facts.bout_last_sitting_utc is None:
        return Bout()
    start = now.shifted((facts.bout_start_utc - now.utc).total_seconds())
    last = now.shifted((facts.bout_last_sitting_utc - now.utc).total_seconds())
    return Bout(start, last, facts.bout_sitting_s)


def resumed(facts: ResumeFacts, orders: Sequence[StandingOrder], now: Instant) -> Begun:
    """How this run begins: caps, gaps, fading and a running snooze go on where they stood."""
    given = tuple(Given(r.due_utc, r.kind, r.outcome, r.number) for r in facts.reminders)
    until = next((order.until_utc for order in orders if order.name == "snooze"), None)
    left_s = (until - now.utc).total_seconds() if until is not None else 0.0
    return Begun(now, _bout(facts, now), given, max(0.0, left_s), facts.turns, facts.first_utc)
