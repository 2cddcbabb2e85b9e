"""Events as short sentences for a log, a terminal and the demo: English, retold by those who show them."""

from __future__ import annotations

from posture_watch.core.events import (
    BaselineChanged,
    BaselineDropped,
    BoutEnded,
    Event,
    NoticeDue,
    PostureChanged,
    ReminderDue,
    ReminderEnded,
    ReminderSkipped,
    RuleCleared,
    RuleRaised,
)
from posture_watch.core.intervals import Posture
from posture_watch.core.words import duration, rule_words

POSTURES: dict[Posture, str] = {
    "good": "sitting well",
    "poor": "time to change position",
    "unknown": "cannot tell",
    "away": "away",
    "standing": "standing",
    "busy": "another program uses the camera",
}
OUTCOMES = {
    "moved": "you moved",
    "left": "you got up",
    "ignored": "nothing changed",
    "superseded": "another one followed",
    "break": "you take a break",
    "snoozed": "you snoozed it",
    "not_now": "not now, you said",
    "wrong": "wrong, you said",
}
SKIPS = {
    "gap": "the last one was a moment ago",
    "hourly_cap": "enough for this hour",
    "daily_cap": "enough for today",
    "fading": "reminders fade over the weeks",
    "snoozed": "snoozed",
    "paused": "paused",
    "halved": "fewer today, as some were ignored",
    "on_break": "you take a break",
    "settling": "a silence has just ended",
    "locked": "the screen is locked",
    "call": "you are in a call",
    "full_screen": "a program fills the screen",
    "do_not_disturb": "do not disturb is on",
    "quiet_hours": "quiet hours",
    "day_off": "a day off",
    "idle": "nobody is in front",
}


def sentence(event: Event) -> str:  # noqa: PLR0911  # a table of sentences
    """One line about the event, or nothing for those that only the log needs."""
    match event:
        case PostureChanged():
            return POSTURES[event.after]
        case RuleRaised():
            words = rule_words(event.rule)
            return f"noticed: {words}" if event.level == "watch" else f"held too long: {words}"
        case RuleCleared():
            return f"no longer: {rule_words(event.rule)}" if event.reason == "released" else ""
        case ReminderDue():
            return f"reminder: {event.message}"
        case ReminderSkipped():
            return f"no reminder for {', '.join(map(rule_words, event.rules))}: {SKIPS[event.reason]}"
        case ReminderEnded():
            return f"after the reminder: {OUTCOMES[event.outcome]}"
        case BoutEnded():
            return f"sat for {duration(event.sitting_s)}"
        case BaselineChanged() | BaselineDropped():
            return event.note
        case NoticeDue():
            return event.text
        case _:
            return ""
