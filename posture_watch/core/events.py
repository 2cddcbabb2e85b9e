"""The facts that leave the core. Each says what happened and when; what to do about it is the shell's business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from posture_watch.core.baseline import Baseline
from posture_watch.core.hush import Hush
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Interval, Minute, Posture
from posture_watch.core.rules import Kind, Level

ClearReason = Literal["released", "away", "unknown", "gap", "new_baseline", "settings"]
ReminderOutcome = Literal["moved", "left", "ignored", "superseded", "break", "snoozed", "not_now", "wrong"]
"""The last four are what the user answered."""
SkipReason = (
    Literal["gap", "hourly_cap", "daily_cap", "halved", "fading", "snoozed", "on_break", "paused", "settling"] | Hush
)
BaselineReason = Literal[
    "calibrated",
    "loaded",
    "learnt",
    "setup_moved",
    "moved_back",
    "seen_more_upright",
    "drifted",
    "light_changed",
    "place_changed",
]


@dataclass(frozen=True, slots=True)
class PostureChanged:
    """The state went from ``before`` to ``after``; ``since`` is when that really began (away is backdated)."""

    at: Instant
    before: Posture
    after: Posture
    since: Instant


@dataclass(frozen=True, slots=True)
class RuleRaised:
    """A rule's limit was exceeded for its hold. ``value`` is the signal's value at that moment."""

    at: Instant
    rule: str
    level: Level
    signal: str
    value: float
    message: str


@dataclass(frozen=True, slots=True)
class RuleCleared:
    """An active rule is no longer active, and why."""

    at: Instant
    rule: str
    reason: ClearReason


@dataclass(frozen=True, slots=True)
class ReminderDue:
    """Tell the user now. ``number`` counts reminders up from 1 in this run; several rules are merged into one.

    ``ignored``: how many before it were ignored today, one after the other (for those who chose to be told louder).
    """

    at: Instant
    number: int
    kind: Kind
    rules: tuple[str, ...]
    title: str
    message: str
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class ReminderSkipped:
    """A reminder that was due and is not shown, and why: logged, so that the report can say so."""

    at: Instant
    kind: Kind
    rules: tuple[str, ...]
    reason: SkipReason


@dataclass(frozen=True, slots=True)
class ReminderEnded:
    """What came of the reminder ``number`` that was due at ``due``."""

    at: Instant
    number: int
    due: Instant
    outcome: ReminderOutcome


@dataclass(frozen=True, slots=True)
class IntervalEnded:
    """An interval is complete and will not change any more."""

    at: Instant
    interval: Interval


@dataclass(frozen=True, slots=True)
class MinuteEnded:
    """A minute's figures are complete."""

    at: Instant
    minute: Minute


@dataclass(frozen=True, slots=True)
class BoutEnded:
    """A sitting bout ended: somebody sat ``sitting_s`` seconds from ``start`` to ``end`` without a break."""

    at: Instant
    start: Instant
    end: Instant
    sitting_s: float


@dataclass(frozen=True, slots=True)
class BaselineChanged:
    """Another baseline holds from now on. ``note`` is the sentence for the user."""

    at: Instant
    reason: BaselineReason
    baseline: Baseline
    note: str


@dataclass(frozen=True, slots=True)
class BaselineDropped:
    """The baseline no longer fits what the camera sees; a new one is being learnt. ``note`` is for the user."""

    at: Instant
    reason: BaselineReason
    note: str


@dataclass(frozen=True, slots=True)
class NoticeDue:
    """Something to tell the user once, which is not a reminder (``topic`` names it, ``text`` says it)."""

    at: Instant
    topic: Literal[
        "not_seen_upright", "frames_stopped", "frames_resumed", "too_dark", "provisional", "evening", "strength"
    ]
    text: str


Event = (
    PostureChanged
    | RuleRaised
    | RuleCleared
    | ReminderDue
    | ReminderSkipped
    | ReminderEnded
    | IntervalEnded
    | MinuteEnded
    | BoutEnded
    | BaselineChanged
    | BaselineDropped
    | NoticeDue
)
