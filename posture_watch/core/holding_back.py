"""Why a reminder that is due may not come now: silence asked for, gaps, caps, fewer after some were ignored."""

from __future__ import annotations

import math
from collections.abc import Collection

from posture_watch.core.events import SkipReason
from posture_watch.core.hush import Hush
from posture_watch.core.instant import Instant
from posture_watch.core.reminder_state import UNHEEDED, ReminderState
from posture_watch.core.rules import Kind
from posture_watch.core.settings import ReminderPolicy

WEEK_S = 7 * 86_400.0
FEWER_FROM_S, FEWEST_FROM_S = WEEK_S, 4 * WEEK_S
"""All reminders in week 1, two thirds to week 4, then a third (Marco-Ahulló 2024: 67 % feedback beat 33, 100, 0 %)."""


def not_now(
    state: ReminderState, kind: Kind, rules: Collection[str], at: Instant, policy: ReminderPolicy, hush: Hush | None
) -> SkipReason | None:
    """Why a reminder of ``kind`` about ``rules`` may not come at ``at``; None if it may.

    One that was snoozed comes back when the snooze is over, whatever the gap since it was first given.
    """
    if hush is not None:
        return hush
    if state.hushed_at is not None and at.gap_since(state.hushed_at) < policy.settle_s:
        return "settling"
    if state.quiet_for_s(at) > 0:
        return "on_break" if state.on_break else "snoozed"
    if state.returning.intersection(rules):
        return None
    return _too_soon(state, kind, at, policy) or _too_many(state, kind, at, policy)


def earliest_s(state: ReminderState, kind: Kind, at: Instant, policy: ReminderPolicy) -> float | None:
    """Seconds until a reminder of ``kind`` may come, as far as is known; None if there are enough for now."""
    if _too_many(state, kind, at, policy):
        return None
    factor = 2 if _halved(state, at, policy) else 1
    settled_s = 0.0 if state.hushed_at is None else policy.settle_s - at.gap_since(state.hushed_at)
    waits = [0.0, settled_s, state.quiet_for_s(at)]
    waits += [factor * policy.posture_gap_s - at.gap_since(g.at) for g in state.given]
    if kind == "move":
        waits += [factor * policy.move_gap_s - at.gap_since(g.at) for g in state.given if g.kind == "move"]
    return max(waits)


def is_left_out(state: ReminderState, kind: Kind, at: Instant, policy: ReminderPolicy) -> bool:
    """Whether fading leaves this one out: by counter, not at random. Moving is asked for as often as ever."""
    if not policy.fading or kind == "move" or state.since_utc is None:
        return False
    known_s = (at.utc - state.since_utc).total_seconds()
    if known_s < FEWER_FROM_S:
        return False
    return state.turns % 3 == 2 if known_s < FEWEST_FROM_S else state.turns % 3 != 0


def _halved(state: ReminderState, at: Instant, policy: ReminderPolicy) -> bool:
    """Whether so many in a row were ignored today that the rest of the day is quieter, even if one is heeded later."""
    row = 0
    for given in state.given:
        if given.at.local_date != at.local_date or given.outcome is None:
            continue
        row = row + 1 if given.outcome in UNHEEDED else 0
        if row >= policy.halve_after:
            return True
    return False


def _too_soon(state: ReminderState, kind: Kind, at: Instant, policy: ReminderPolicy) -> SkipReason | None:
    since_any = min((at.gap_since(g.at) for g in state.given), default=None)
    since_move = min((at.gap_since(g.at) for g in state.given if g.kind == "move"), default=None)
    waited = min(
        math.inf if since_any is None else since_any / policy.posture_gap_s,
        math.inf if since_move is None or kind != "move" else since_move / policy.move_gap_s,
    )
    if waited < 1:
        return "gap"
    return "halved" if waited < 2 and _halved(state, at, policy) else None


def _too_many(state: ReminderState, kind: Kind, at: Instant, policy: ReminderPolicy) -> SkipReason | None:
    if kind == "move":
        return None
    posture = [g for g in state.given if g.kind == "posture"]
    in_hour = sum(at.gap_since(g.at) < 3600 for g in posture)
    in_day = sum(g.at.local_date == at.local_date for g in posture)
    if in_hour >= policy.posture_per_hour:
        return "hourly_cap"
    if in_day >= policy.posture_per_day:
        return "daily_cap"
    if _halved(state, at, policy) and (
        in_hour >= max(1, policy.posture_per_hour // 2) or in_day >= max(1, policy.posture_per_day // 2)
    ):
        return "halved"
    return None
