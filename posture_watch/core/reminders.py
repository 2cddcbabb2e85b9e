"""When to say something: seldom, merged, one at a time, and not at all if the person has already moved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from posture_watch.core.answering import closed
from posture_watch.core.events import Event, ReminderDue, ReminderOutcome, ReminderSkipped, SkipReason
from posture_watch.core.holding_back import is_left_out, not_now
from posture_watch.core.hush import Hush
from posture_watch.core.instant import Instant
from posture_watch.core.reminder_state import OpenReminder, Reminded, ReminderState
from posture_watch.core.rules import Kind, Rule
from posture_watch.core.settings import ReminderPolicy

TITLES: dict[Kind, str] = {"posture": "Time to change position", "move": "Time to move a little"}


@dataclass(frozen=True, slots=True)
class Situation:
    """What reminders depend on: the rules that are active, those seen to end just now, whether the user is away, and
    what asks for silence."""

    active: tuple[str, ...]
    released: frozenset[str] = frozenset()
    away: bool = False
    hush: Hush | None = None


def follow_reminders(
    state: ReminderState, rules: tuple[Rule, ...], now: Situation, at: Instant, policy: ReminderPolicy
) -> tuple[ReminderState, list[Event]]:
    """Give, skip or settle reminders for the rules that are active at ``at``.

    A rule is mentioned once while it stays active, and again only after ``repeat_s``. A reminder that may not come now
    (silence, snooze, gap, cap) is logged as skipped once and comes later if the rule is still active then: all that
    gathered meanwhile is one reminder.
    """
    acting = _spoken_of([rule for rule in rules if rule.name in now.active and rule.level == "act"])
    names = frozenset(rule.name for rule in acting)
    if not acting and _nothing_told(state, now):
        return state, []
    state = _at_hand(state, names, at)
    state, events = _settle(state, names, now, at, policy)
    state = _allow_repeat(state, at, policy)
    fresh = [rule for rule in acting if rule.name not in state.mentioned]
    if not fresh or now.away:
        return state, events
    kind: Kind = "move" if any(rule.kind == "move" for rule in fresh) else "posture"
    reason = not_now(state, kind, [rule.name for rule in fresh], at, policy, now.hush)
    if reason is not None:
        state, skipped = _skip(state, fresh, kind, reason, at)
        return state, events + skipped
    if not state.returning and is_left_out(state, kind, at, policy):
        state, skipped = _fade(state, fresh, kind, at)
        return state, events + skipped
    state, superseded = closed(state, at, "superseded")
    given, due = _give(state, fresh, kind, at)
    return given, [*events, *superseded, due]


def _spoken_of(acting: list[Rule]) -> list[Rule]:
    """Strain is a hint to move where nothing is to be said about posture; it is never a complaint of its own."""
    about_posture = any(rule.kind == "posture" for rule in acting)
    return [rule for rule in acting if rule.signal != "strain"] if about_posture else acting


def hushed(state: ReminderState, at: Instant) -> ReminderState:
    """Something asks for silence at ``at``. An open reminder is taken back, and nobody is said to have ignored it."""
    return replace(state, hushed_at=at, open=None)


def _nothing_told(state: ReminderState, now: Situation) -> bool:
    """Whether there is nothing to settle, to forget or to begin."""
    told = state.open or state.mentioned or state.skipped or state.returning
    afresh = state.snoozes and (now.away or now.released)
    return state.since_utc is not None and not told and not afresh


def _at_hand(state: ReminderState, names: frozenset[str], at: Instant) -> ReminderState:
    """Only rules that are still active are remembered; weeks are counted from the first moment of all."""
    if state.since_utc is not None and (state.mentioned | state.skipped | state.returning) <= names:
        return state
    return replace(
        state,
        mentioned=state.mentioned & names,
        skipped=state.skipped & names,
        returning=state.returning & names,
        since_utc=state.since_utc or at.utc,
    )


def _give(state: ReminderState, fresh: list[Rule], kind: Kind, at: Instant) -> tuple[ReminderState, Event]:
    number = state.count + 1
    first = next(rule for rule in fresh if rule.kind == kind)
    names = tuple(rule.name for rule in fresh)
    message = _body(first.message, TITLES[kind])
    kept = (g for g in state.given if g.at.local_date == at.local_date or at.gap_since(g.at) < 3600)
    after = replace(
        state,
        given=(*kept, Reminded(at, kind, number=number)),
        count=number,
        open=OpenReminder(number, at, names, kind, TITLES[kind], message),
        mentioned=state.mentioned | set(names),
        skipped=state.skipped - set(names),
        returning=frozenset(),
        quiet_until=None,
        on_break=False,
        turns=state.turns + (kind == "posture"),
    )
    return after, ReminderDue(at, number, kind, names, TITLES[kind], message, state.unheeded(at.local_date))


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


def _fade(state: ReminderState, fresh: list[Rule], kind: Kind, at: Instant) -> tuple[ReminderState, list[Event]]:
    """Left out for good: it counts as mentioned, and as a turn."""
    names = tuple(rule.name for rule in fresh)
    state = replace(state, mentioned=state.mentioned | set(names), turns=state.turns + 1, faded_at=at)
    return state, [ReminderSkipped(at, kind, names, "fading")]


def _settle(
    state: ReminderState, acting: frozenset[str], now: Situation, at: Instant, policy: ReminderPolicy
) -> tuple[ReminderState, list[Event]]:
    """What came of the open reminder.

    When its rules ended unseen (in the dark, a pause, another baseline), nobody knows whether the person moved: it is
    closed without an outcome. Who got up or moved may snooze afresh.
    """
    if now.away or now.released:
        state = replace(state, snoozes=0)
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
    return (state, []) if outcome is None else closed(state, at, outcome)


def _allow_repeat(state: ReminderState, at: Instant, policy: ReminderPolicy) -> ReminderState:
    """A posture still held long after its reminder may be mentioned once more."""
    moments = [g.at for g in state.given[-1:]] + ([state.faded_at] if state.faded_at else [])
    if state.mentioned and moments and min(at.gap_since(moment) for moment in moments) >= policy.repeat_s:
        return replace(state, mentioned=frozenset())
    return state
