"""Reminders in a report: what came of them, and why some were held back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from posture_watch.core.logged import LoggedReminder, LoggedSkip, local_time
from posture_watch.core.words import rule_words
from posture_watch.report.layout import COLUMNS, LABEL, wrapped
from posture_watch.report.words import OUTCOME_WORDS, SKIP_WORDS, clock
from posture_watch.texts import retold, text


def outcome_words(outcomes: Mapping[str, int]) -> str:
    """How many there were, and what came of how many."""
    total = sum(outcomes.values())
    if not total:
        return text("none")
    names = [(OUTCOME_WORDS[name], outcomes.get(name or "unknown", 0)) for name in OUTCOME_WORDS]
    return f"{total}: " + ", ".join(f"{retold(words)} {number}×" for words, number in names if number)


def reminder_line(reminder: LoggedReminder) -> str:
    """When it came, what it was about, and what came of it, as wide as what stands beside a label."""
    about = ", ".join(dict.fromkeys(retold(rule_words(rule)) for rule in reminder.rules))
    when = clock(local_time(reminder.due_utc, reminder.utc_offset_s))
    outcome = retold(OUTCOME_WORDS[reminder.outcome])
    room = COLUMNS - LABEL - len(when) - len(outcome) - 6
    about = about if len(about) <= room else about[: room - 1] + "…"
    return f"{when}  {about} – {outcome}"


def held_back(number: int, skips: Iterable[LoggedSkip] = ()) -> list[str]:
    """How many were, and why as far as the detail is there; no line if none was."""
    if not number:
        return []
    reasons = Counter(SKIP_WORDS[skip.reason] for skip in skips)
    why = ", ".join(f"{retold(words)} {times}×" for words, times in reasons.most_common())
    held = text("{number} held back", number=number)
    return wrapped(f"{held}: {why}" if why else held)
