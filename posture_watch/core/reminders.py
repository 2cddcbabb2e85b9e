"""When to say something: seldom, merged, one at a time, and not at all if the person has already moved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from posture_watch.core.events import (
    Event,
    ReminderDue,
    ReminderEnded,
    ReminderOutcome,
    ReminderSkipped,
    SkipReason,
)
from posture_watch.core.instant import Instant
from posture_watch.core.rules import Kind, Rule
from posture_watch.core.settings import ReminderPolicy

TITLES: dict[Kind, str] = {"posture": "Time to change position", "move": "Time to move a little"}


@dataclass(frozen=True, slots=True)
class Reminded:
    """A reminder that was given."""

    at: Instant
    kind: Kind


@dataclass(frozen=True, slots=True)
class OpenReminder:
    """A reminder whose outcome is not known yet."""

    number: int
    due: Instant
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReminderState:
    """Reminders given (newest last), the one still open, and the rules that were mentioned or skipped while active."""

    given: tuple[Reminded, ...] = ()
    count: int = 0
    open: OpenReminder | None = None
    mentioned: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Situation:
    """What reminders depend on: the rules that are active, those seen to end just now, and whether the user is away."""

    active: tuple[str, ...]
    released: frozenset[str] = frozenset()
    away: bool = False


def follow_reminders(
    state: ReminderState, rules: tuple[Rule, ...], now: Situation, at: Instant, policy: ReminderPolicy
) -> tuple[ReminderState, list[Event]]:
    """Give, skip or settle reminders for the rules that are active at ``at``.

    A rule is mentioned once while it stays active, and again only after ``repeat_s``. A reminder that may not come now
    (gap, cap) is logged as skipped once and comes later if the rule is still active then.
    """
    acting = [rule for rule in rules if rule.name in now.active and rule.level == "act"]
    names = frozenset(rule.name for rule in acting)
    state = replace(state, mentioned=state.mentioned & names, skipped=state.skipped & names)
    state, events = _settle(state, names, now, at, policy)
    state = _allow_repeat(state, at, policy)
    fresh = [rule for rule in acting if rule.name not in state.mentioned]
    if not fresh or now.away:
        return state, events
    kind: Kind = "move" if any(rule.kind == "move" for rule in fresh) else "posture"
    reason = _not_now(state, kind, at, policy)
    if reason is not None:
        state, skipped = _skip(state, fresh, kind, reason, at)
        return state, events + skipped
    given, due = _give(state, fresh, kind, at)
    if state.open is not None:
        events.append(ReminderEnded(at, state.open.number, state.open.due, "superseded"))
    return given, [*events, due]


def _give(state: ReminderState, fresh: list[Rule], kind: Kind, at: Instant) -> tuple[ReminderState, Event]:
    number = state.count + 1
    first = next(rule for rule in fresh if rule.kind == kind)
    names = tuple(rule.name for rule in fresh)
    after = replace(
        state,
        given=(
            *(g for g in state.given if g.at.local_date == at.local_date or at.gap_since(g.at) < 3600),
            Reminded(at, kind),
        ),
        count=number,
        open=OpenReminder(number, at, names),
        mentioned=state.mentioned | set(names),
        skipped=state.skipped - set(names),
    )
    return after, ReminderDue(at, number, kind, names, TITLES[kind], _body(first.message, TITLES[kind]))


def _body(message: str, title: str) -> str:
    """The message without the words that the title says already."""
    rest = message.removeprefix(f"{title}: ")
    return rest[:1].upper() + rest[1:]


def _skip(
    state: ReminderState, fresh: list[Rule], kind: Kind, reason: SkipReason, at: Instant
) -> tuple[ReminderState, list[Event]]:
    new = tuple(rule.name for rule in fresh if rule.name not in state.skipped)
    if not new:
        return state, []
    return replace(state, skipped=state.skipped | set(new)), [ReminderSkipped(at, kind, new, reason)]


def _not_now(state: ReminderState, kind: Kind, at: Instant, policy: ReminderPolicy) -> SkipReason | None:
    since_any = min((at.gap_since(g.at) for g in state.given), default=None)
    since_move = min((at.gap_since(g.at) for g in state.given if g.kind == "move"), default=None)
    if since_any is not None and since_any < policy.posture_gap_s:
        return "gap"
    if kind == "move":
        return "gap" if since_move is not None and since_move < policy.move_gap_s else None
    posture = [g for g in state.given if g.kind == "posture"]
    if sum(at.gap_since(g.at) < 3600 for g in posture) >= policy.posture_per_hour:
        return "hourly_cap"
    if sum(g.at.local_date == at.local_date for g in posture) >= policy.posture_per_day:
        return "daily_cap"
    return None


def _settle(
    state: ReminderState, acting: frozenset[str], now: Situation, at: Instant, policy: ReminderPolicy
) -> tuple[ReminderState, list[Event]]:
    """What came of the open reminder.

    When its rules ended unseen (in the dark, a pause, another baseline), nobody knows whether the person moved: it is
    closed without an outcome.
    """
    if state.open is None:
        return state, []
    outcome: ReminderOutcome | None = None
    if now.away:
        outcome = "left"
    elif not acting & set(state.open.rules):
        if not now.released & set(state.open.rules):
            return replace(state, open=None), []
        outcome = "moved"
    elif at.gap_since(state.open.due) >= policy.ignored_after_s:
        outcome = "ignored"
    if outcome is None:
        return state, []
    return replace(state, open=None), [ReminderEnded(at, state.open.number, state.open.due, outcome)]


def _allow_repeat(state: ReminderState, at: Instant, policy: ReminderPolicy) -> ReminderState:
    """A posture still held long after its reminder may be mentioned once more."""
    last = state.given[-1] if state.given else None
    if state.mentioned and last is not None and at.gap_since(last.at) >= policy.repeat_s:
        return replace(state, mentioned=frozenset())
    return state
