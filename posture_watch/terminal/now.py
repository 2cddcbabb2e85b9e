"""The present in words: for the live line and for `status`."""

from __future__ import annotations

from posture_watch.core.judgement import Judgement
from posture_watch.core.rules import Rule
from posture_watch.core.settings import Settings
from posture_watch.core.words import duration, rule_words
from posture_watch.terminal.sentences import POSTURES

MOST_REASONS = 2
"""What one line has room for."""


def posture_text(judgement: Judgement, settings: Settings) -> str:
    """What the monitor sees, and why it cannot tell if it cannot."""
    if judgement.posture == "unknown" and judgement.why_unknown:
        return judgement.why_unknown
    reasons = dict.fromkeys(rule_words(name) for name in judgement.active if name in settings.posture_rules)
    if judgement.posture == "poor" and reasons:
        return f"{POSTURES['poor']} ({', '.join(list(reasons)[:MOST_REASONS])})"
    return POSTURES[judgement.posture]


def next_reminder(judgement: Judgement, settings: Settings) -> str:
    """The reminder that comes first if nothing changes, or nothing if none is near."""
    soonest: tuple[float, Rule] | None = None
    for rule in settings.rules:
        left_s = _left_s(rule, judgement)
        if left_s is not None and (soonest is None or left_s < soonest[0]):
            soonest = (left_s, rule)
    if soonest is None:
        return ""
    left_s, rule = soonest
    what = "get up" if rule.kind == "move" else rule_words(rule.name)
    return f"{what} in {duration(max(0.0, left_s))}"


def _left_s(rule: Rule, judgement: Judgement) -> float | None:
    """Seconds until the rule would act if the posture stayed as it is; None if it is not on its way."""
    if rule.level != "act" or rule.name in judgement.active or judgement.posture == "away":
        return None
    if rule.signal == "sitting_s":
        return rule.enter_above - judgement.sitting_s if judgement.sitting_s > 0 else None
    value = judgement.deviations.get(rule.signal)
    if value is None or rule.name not in judgement.over:
        return None
    return (1.0 - judgement.progress.get(rule.name, 0.0)) * rule.hold_s(value)


def live_line(judgement: Judgement, settings: Settings) -> str:
    """One quiet line: posture, sitting time, next reminder."""
    parts = [posture_text(judgement, settings), f"sitting {duration(judgement.sitting_s)}"]
    upcoming = next_reminder(judgement, settings)
    if upcoming:
        parts.append(f"next: {upcoming}")
    return " · ".join(parts)
