"""*Why?* in English words, retold by its outlets: what the monitor sees, and how far each rule is from a reminder."""

from __future__ import annotations

from posture_watch.core.judgement import Judgement
from posture_watch.core.rules import Rule
from posture_watch.core.settings import Settings
from posture_watch.core.upcoming import SECONDS, left_s
from posture_watch.core.words import duration, rule_words
from posture_watch.terminal.now import Earliest, at_once, posture_text


def why_lines(judgement: Judgement, settings: Settings, earliest: Earliest = at_once) -> list[str]:
    """What is seen, then a line for each rule that reminds, the nearest first."""
    lines = [_seen(judgement, settings)]
    if judgement.provisional is None:
        lines.append("Your upright posture is not known yet, so nothing is judged.")
    acting = [rule for rule in settings.rules if rule.level == "act"]
    measured = [(share, rule) for rule in acting if (share := _share(rule, judgement)) is not None]
    measured.sort(key=lambda item: (-judgement.progress.get(item[1].name, 0.0), -item[0]))
    nearest: dict[str, str] = {}
    for share, rule in measured:  # two rules may watch one thing, one for longer
        nearest.setdefault(rule_words(rule.name), _rule_line(rule, share, judgement, earliest(rule.kind)))
    return [*lines, *nearest.values()]


def _seen(judgement: Judgement, settings: Settings) -> str:
    what = _capital(posture_text(judgement, settings))
    if judgement.view is None:
        return f"{what}."
    return (
        f"{what}; you are seen from the side." if judgement.view == "side" else f"{what}; you are seen from in front."
    )


def _share(rule: Rule, judgement: Judgement) -> float | None:
    """The signal as a share of the rule's limit; None if it is not measured."""
    value = judgement.signals.get(rule.signal)
    return None if value is None or rule.enter_above == 0 else max(0.0, rule.magnitude(value)) / rule.enter_above


def _rule_line(rule: Rule, share: float, judgement: Judgement, earliest_s: float | None) -> str:
    words, percent = _capital(rule_words(rule.name)), round(100 * share)
    if rule.name in judgement.active:
        return f"{words}: held so long that a reminder is due or was given."
    wait_s = left_s(rule, judgement)
    if wait_s is None or earliest_s is None:
        return f"{words}: at {percent} % of its limit."
    time = duration(max(0.0, wait_s, earliest_s))
    if rule.signal in SECONDS:
        return f"{words}: a reminder in {time}."
    return f"{words}: at {percent} % of its limit; a reminder in {time} if it stays so."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
