"""Reminders and what came of them; how many were held back, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from posture_watch.core.events import ReminderOutcome
from posture_watch.core.logged import LoggedReminder, local_time
from posture_watch.core.words import rule_words
from posture_watch.report.html.looks import MARKS, mark, shape
from posture_watch.report.html.markup import Html, el, joined
from posture_watch.report.html.parts import table, with_bar
from posture_watch.report.words import OUTCOME_WORDS, clock, percent
from posture_watch.texts import retold, text

MOST = 40
"""Rows; earlier ones of such a day are only counted."""


def each_reminder(reminders: tuple[LoggedReminder, ...]) -> Html:
    """A row for each."""
    rows = [(clock(local_time(r.due_utc, r.utc_offset_s)), _about(r), answer(r.outcome)) for r in reminders[-MOST:]]
    made = table(
        text("Each reminder and what came of it"),
        (text("Time"), text("About"), text("What came of it")),
        rows,
        class_="short",
    )
    left_out = len(reminders) - MOST
    return (
        joined([made, el("p", text("and {number} earlier", number=left_out), class_="quiet")]) if left_out > 0 else made
    )


def answer(outcome: ReminderOutcome | None) -> Html:
    """The sign and the words."""
    return joined([mark(outcome), " ", retold(OUTCOME_WORDS[outcome])])


def outcomes_table(outcomes: Mapping[str, int]) -> Html:
    """How often each came of them."""
    total = sum(outcomes.values())
    rows = [
        (answer(outcome), str(number), with_bar(percent(number / total), number / total))
        for outcome in OUTCOME_WORDS
        if (number := outcomes.get(outcome or "unknown", 0))
    ]
    heads = (text("What came of it"), text("Times"), text("Share"))
    return table(
        text("{number} reminders and what came of them", number=total), heads, rows, numbers=(1,), class_="bars"
    )


def shapes(reminders: Iterable[LoggedReminder]) -> list[Html]:
    """The shapes that occur, each with all that it stands for here."""
    seen = {reminder.outcome for reminder in reminders}
    words: dict[str, list[str]] = {}
    for outcome, said in OUTCOME_WORDS.items():
        if outcome in seen:
            words.setdefault(MARKS[outcome], []).append(retold(said))
    return [joined([shape(name), ", ".join(said)]) for name, said in words.items()]


def _about(reminder: LoggedReminder) -> str:
    return ", ".join(dict.fromkeys(retold(rule_words(rule)) for rule in reminder.rules))
