"""Everything that the judging half of the fold was ever told, in order: what `tune` judges again by other limits.

Live and replay apply an entry by the same function, so that the same limits come to the same result.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from posture_watch.core.absence import interrupt
from posture_watch.core.answering import Answer, awake, late_wrong
from posture_watch.core.engine import begin, rejudge, told
from posture_watch.core.events import Event, ReminderDue, ReminderEnded, ReminderOutcome, ReminderSkipped
from posture_watch.core.hush import Hush
from posture_watch.core.instant import Instant
from posture_watch.core.observing import forget_held
from posture_watch.core.reading import Reading
from posture_watch.core.reminder_state import Reminded, ReminderState
from posture_watch.core.reminders import hushed
from posture_watch.core.rules import Kind
from posture_watch.core.settings import Settings
from posture_watch.core.sitting import Bout
from posture_watch.core.state import EngineState

SAME_REMINDER_S = 90.0
"""With other limits a reminder comes at another moment; within so many seconds an answer is still about it (s; starting
guess)."""


@dataclass(frozen=True, slots=True)
class Given:
    """A reminder of before, as the log knows it."""

    due_utc: datetime
    kind: Kind
    outcome: ReminderOutcome | None
    number: int


@dataclass(frozen=True, slots=True)
class Begun:
    """A run began at ``at`` with what the one before left: the sitting bout, the reminders of today (and of the last
    hour), a snooze of ``quiet_s`` more seconds, ``turns`` taken by reminders about posture since ``since_utc``.

    ``noted`` True: nothing began; it stood so at that moment, for whoever reads the history from there on.
    """

    at: Instant
    bout: Bout = Bout()
    given: tuple[Given, ...] = ()
    quiet_s: float = 0.0
    turns: int = 0
    since_utc: datetime | None = None
    noted: bool = False

    @property
    def reminders(self) -> ReminderState:
        """Caps, gaps, fading and a running snooze go on where they stood."""
        shifted = ((given, (given.due_utc - self.at.utc).total_seconds()) for given in self.given)
        return ReminderState(
            tuple(Reminded(self.at.shifted(s), given.kind, given.outcome, given.number) for given, s in shifted),
            count=len(self.given),
            quiet_until=self.at.shifted(self.quiet_s) if self.quiet_s > 0 else None,
            snoozes=1 if self.quiet_s > 0 else 0,
            turns=self.turns,
            since_utc=self.since_utc,
        )


@dataclass(frozen=True, slots=True)
class Answered:
    """The user answered, or asked for it without a reminder. ``due_utc``: which reminder it was about."""

    at: Instant
    answer: Answer
    seconds: float | None = None
    due_utc: datetime | None = None


@dataclass(frozen=True, slots=True)
class Awoken:
    """The user ended a snooze or a break."""

    at: Instant


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The camera was switched off on purpose."""

    at: Instant


@dataclass(frozen=True, slots=True)
class Hushed:
    """From now on reminders wait for this reason; None: no longer."""

    at: Instant
    hush: Hush | None


@dataclass(frozen=True, slots=True)
class Rebased:
    """The user had their upright posture taken anew."""

    at: Instant


@dataclass(frozen=True, slots=True)
class Limits:
    """From now on these settings hold (``hush`` apart)."""

    at: Instant
    settings: Settings


Entry = Reading | Begun | Answered | Awoken | Interrupted | Hushed | Rebased | Limits
Applied = tuple[EngineState, tuple[Event, ...]]


def apply(state: EngineState, entry: Entry, settings: Settings) -> Applied:  # noqa: PLR0911  # a table
    """The state after the entry, and what came of it. Limits change no state."""
    match entry:
        case Reading():
            return rejudge(state, entry, settings)
        case Begun():
            minutes = state.timeline.keeps_minutes
            begun = begin(bout=entry.bout, reminders=entry.reminders, minutes=minutes)
            return (state if entry.noted else begun), ()
        case Answered(at=at, answer=answer, seconds=seconds):
            return told(state, answer, at, settings.reminders, seconds=seconds)
        case Awoken():
            return replace(state, reminders=awake(state.reminders)), ()
        case Interrupted(at=at):
            state, events = interrupt(state, at, settings, "gap")
            return state, tuple(events)
        case Hushed(at=at, hush=hush):
            return (state if hush is None else replace(state, reminders=hushed(state.reminders, at))), ()
        case Rebased(at=at):
            state, events = forget_held(state, at)
            return state, tuple(events)
        case Limits():
            return state, ()


@dataclass(slots=True)
class _Past:
    """The reminders of this replay so far, as the log would have them."""

    given: list[Given] = field(default_factory=list[Given])
    turns: int = 0

    def take(self, events: Iterable[Event]) -> None:
        for event in events:
            match event:
                case ReminderDue(at=at, kind=kind, number=number):
                    self.given.append(Given(at.utc, kind, None, number))
                    self.turns += kind == "posture"
                case ReminderEnded(due=due, number=number, outcome=outcome):
                    self._settle(due.utc, number, outcome)
                case ReminderSkipped(kind="posture", reason="fading"):
                    self.turns += 1
                case _:
                    pass

    def _settle(self, due_utc: datetime, number: int, outcome: ReminderOutcome) -> None:
        for index in range(len(self.given) - 1, -1, -1):
            given = self.given[index]
            if given.number == number and abs(given.due_utc - due_utc) < timedelta(milliseconds=2):
                self.given[index] = replace(given, outcome=outcome)
                return

    def begun(self, entry: Begun) -> Begun:
        """The entry as it would have been after what this replay said."""
        since = min(entry.at.midnight_utc, entry.at.utc - timedelta(hours=1))
        recent = tuple(given for given in self.given if since <= given.due_utc <= entry.at.utc)
        return replace(entry, given=recent, turns=self.turns)


def replayed(
    entries: Iterable[Entry],
    settings: Settings,
    change: Callable[[Settings], Settings] = lambda logged: logged,
    *,
    minutes: bool = True,
) -> Iterator[tuple[Entry, EngineState, tuple[Event, ...]]]:
    """Each entry with the state after it and what comes of it.

    ``settings`` hold until the history says others; ``change`` makes other limits of those that held. An answer to a
    reminder that would not have come is left out. ``minutes`` False: no figures by the minute, a fifth faster.
    """
    state, past, started, logged, hush = begin(minutes=minutes), _Past(), False, settings, settings.hush
    judged_by = change(settings)
    for entry in entries:
        match entry:
            case Limits():
                logged = replace(entry.settings, hush=hush)
                judged_by = change(logged)
            case Hushed():
                hush = entry.hush
                logged, judged_by = replace(logged, hush=hush), replace(judged_by, hush=hush)
            case Begun() if not started:
                past = _Past(list(entry.given), entry.turns)
                entry = replace(entry, noted=False)  # noqa: PLW2901  # the first note is where this replay begins
            case Begun(noted=False):
                entry = past.begun(entry)  # noqa: PLW2901  # the run before would have said other things
                hush, judged_by = None, replace(judged_by, hush=None)
            case Answered() if not _is_about(state.reminders, entry):
                continue
            case _:
                pass
        started = True
        state, events = apply(state, entry, judged_by)
        past.take(events)
        yield entry, state, events


def _is_about(reminders: ReminderState, answered: Answered) -> bool:
    """Whether the reminder that was answered would have been there to answer."""
    if answered.due_utc is None:
        return True
    there = reminder_at_hand(reminders, answered.answer, answered.at)
    return there is not None and abs((there.utc - answered.due_utc).total_seconds()) <= SAME_REMINDER_S


def reminder_at_hand(reminders: ReminderState, answer: Answer, at: Instant) -> Instant | None:
    """When the reminder was due that an answer at ``at`` is about; None if it is about none."""
    if reminders.open is not None:
        return reminders.open.due
    late = late_wrong(reminders, at) if answer == "wrong" else None
    return late.at if late else None


def standing_in(state: EngineState, at: Instant) -> Begun:
    """What stands at ``at``, for whoever reads the history from here on."""
    reminders = state.reminders
    given = tuple(Given(one.at.utc, one.kind, one.outcome, one.number) for one in reminders.given)
    quiet_s = reminders.quiet_for_s(at)
    return Begun(at, state.bout, given, quiet_s, reminders.turns, reminders.since_utc, noted=True)
