"""The present in words: for the live line, and in English for `status`, whose outlets retell it."""

from __future__ import annotations

from collections.abc import Callable

from posture_watch.core.judgement import Judgement
from posture_watch.core.rules import Kind, Rule
from posture_watch.core.settings import Settings
from posture_watch.core.upcoming import left_s
from posture_watch.core.words import duration, rule_words
from posture_watch.terminal.sentences import POSTURES
from posture_watch.texts import retold, text

MOST_REASONS = 2
"""What one line has room for."""


def posture_text(judgement: Judgement, settings: Settings) -> str:
    """What the monitor sees, and why it cannot tell if it cannot."""
    if judgement.posture == "unknown" and judgement.why_unknown:
        return judgement.why_unknown
    reasons = dict.fromkeys(rule_words(name) for name in judgement.active if name in settings.posture_rules)
    if judgement.posture == "poor" and reasons:
        named = ", ".join(list(reasons)[:MOST_REASONS])
        acting = any(rule.level == "act" and rule.name in judgement.active for rule in settings.rules)
        return f"time to change position ({named})" if acting else f"soon time to change position ({named})"
    return POSTURES[judgement.posture]


def gentle_text(judgement: Judgement) -> str:
    """The same on a gentler day: nothing about posture."""
    if judgement.posture in ("good", "poor"):
        return "gentler days, nothing about posture"
    return (
        judgement.why_unknown
        if judgement.posture == "unknown" and judgement.why_unknown
        else POSTURES[judgement.posture]
    )


def gentle_line(judgement: Judgement) -> str:
    """The live line of a gentler day."""
    return " · ".join((retold(gentle_text(judgement)), text("sitting {time}", time=duration(judgement.sitting_s))))


Earliest = Callable[[Kind], float | None]
"""Seconds until a reminder of a kind may come; None: not for a while."""


def at_once(_kind: Kind) -> float | None:
    """Nothing holds reminders back."""
    return 0.0


def next_reminder(judgement: Judgement, settings: Settings, earliest: Earliest = at_once) -> str:
    """The reminder that comes first if nothing changes, no sooner than it may; or nothing if none is near."""
    soonest: tuple[float, Rule] | None = None
    for rule in settings.rules:
        wait_s, held_s = left_s(rule, judgement), earliest(rule.kind)
        if wait_s is None or held_s is None:
            continue
        wait_s = max(wait_s, held_s)
        if soonest is None or wait_s < soonest[0]:
            soonest = (wait_s, rule)
    if soonest is None:
        return ""
    wait_s, rule = soonest
    what = "shift a little" if rule.signal == "still_s" else "get up" if rule.kind == "move" else rule_words(rule.name)
    return f"{what} in {duration(max(0.0, wait_s))}"


def live_line(judgement: Judgement, settings: Settings) -> str:
    """One quiet line: posture, sitting time, next reminder."""
    parts = [retold(posture_text(judgement, settings)), text("sitting {time}", time=duration(judgement.sitting_s))]
    upcoming = next_reminder(judgement, settings)
    if upcoming:
        parts.append(text("next: {what}", what=retold(upcoming)))
    return " · ".join(parts)
