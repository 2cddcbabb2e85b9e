"""What the user says to a reminder, or without one: snooze, take a break, not now, wrong. Promises are kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from posture_watch.core.events import Event, ReminderEnded, ReminderOutcome
from posture_watch.core.instant import Instant
from posture_watch.core.reminder_state import OpenReminder, Reminded, ReminderState
from posture_watch.core.settings import ReminderPolicy

Answer = Literal["break", "snooze", "not_now", "wrong"]

BREAK_S = 300.0
"""Nothing is said for so long after "take a break" (HSE: 5 to 10 minutes); who stays away longer is away."""
_OUTCOMES: dict[Answer, ReminderOutcome] = {
    "break": "break",
    "snooze": "snoozed",
    "not_now": "not_now",
    "wrong": "wrong",
}


LATE_S = 600.0
"""So long after a reminder was given it can still be called wrong: whoever reaches for the mouse has moved, and it is
gone from the screen (s; starting guess)."""


def late_wrong(state: ReminderState, at: Instant) -> Reminded | None:
    """The reminder that *wrong* is about when none is open; None if the last one is too long ago, or was called so."""
    last = state.given[-1] if state.given else None
    return last if last is not None and last.outcome != "wrong" and at.gap_since(last.at) <= LATE_S else None


def may_snooze(state: ReminderState, policy: ReminderPolicy) -> bool:
    """Whether another snooze may follow those before it."""
    return state.snoozes < policy.snoozes


def answered(
    state: ReminderState, answer: Answer, at: Instant, policy: ReminderPolicy, *, seconds: float | None = None
) -> tuple[ReminderState, list[Event]]:
    """The state after the answer, and what came of the open reminder (if one is).

    ``seconds``: for how long to snooze, else as configured. A snooze beyond the last allowed one changes nothing; a
    snoozed reminder comes again if its cause is still there; a break takes nothing off a snooze that goes on for
    longer. *Not now* needs an open reminder, *wrong* a recent one.
    """
    late = late_wrong(state, at) if answer == "wrong" and state.open is None else None
    if late is not None:
        given = (*state.given[:-1], replace(late, outcome="wrong"))
        return replace(state, given=given), [ReminderEnded(at, late.number, late.at, "wrong")]
    if answer == "snooze":
        if not may_snooze(state, policy):
            return state, []
        return _snoozed(state, at, policy.snooze_s if seconds is None else seconds)
    if answer == "break" and (state.on_break or state.quiet_for_s(at) < BREAK_S):
        state = replace(state, quiet_until=at.shifted(BREAK_S), on_break=True, snoozes=0, returning=frozenset())
    return closed(state, at, _OUTCOMES[answer])


def awake(state: ReminderState) -> ReminderState:
    """A snooze or break ends now, because the user said so."""
    return replace(state, quiet_until=None, on_break=False)


def closed(state: ReminderState, at: Instant, outcome: ReminderOutcome) -> tuple[ReminderState, list[Event]]:
    """The open reminder ended with ``outcome``, which is kept with it; nothing if none is open."""
    if state.open is None:
        return state, []
    given = tuple(replace(g, outcome=outcome) if g.at == state.open.due else g for g in state.given)
    ended = ReminderEnded(at, state.open.number, state.open.due, outcome)
    return replace(state, open=None, given=given), [ended]


def _snoozed(state: ReminderState, at: Instant, seconds: float) -> tuple[ReminderState, list[Event]]:
    rules = _rules_of(state.open)
    state, events = closed(state, at, "snoozed")
    return (
        replace(
            state,
            quiet_until=at.shifted(seconds),
            on_break=False,
            snoozes=state.snoozes + 1,
            returning=state.returning | rules,
            mentioned=state.mentioned - rules,
            skipped=state.skipped | rules,
        ),
        events,
    )


def _rules_of(reminder: OpenReminder | None) -> frozenset[str]:
    return frozenset(reminder.rules) if reminder else frozenset()
