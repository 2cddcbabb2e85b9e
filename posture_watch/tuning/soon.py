"""Reminders that later limits lose because the user acted on them: the log answers to what was said then."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence

from posture_watch.core.history import Limits
from posture_watch.core.rules import Rule
from posture_watch.core.settings import Settings
from posture_watch.texts import text
from posture_watch.tuning.past import Past
from posture_watch.tuning.said import ACTED, Said
from posture_watch.tuning.words import sentence


def acted_before(past: Past, gone: Sequence[Said], rules: Sequence[Rule]) -> int:
    """How many of those ``gone`` by ``rules`` are ones after which the user moved or got up before these later limits
    could have spoken: nobody knows what they would have done without."""
    held = sorted(
        ((one.at.utc, one.settings) for one in past.entries if isinstance(one, Limits)), key=lambda pair: pair[0]
    )
    moments = [moment for moment, _ in held]
    changed = {rule.name: rule for rule in rules}

    def soon(one: Said) -> bool:
        if not held or one.outcome not in ACTED or one.settled_s is None:
            return False
        settings = held[max(0, bisect_right(moments, one.due_utc) - 1)][1]
        then = [rule for rule in settings.rules if rule.name in one.rules and rule.name in changed]
        later_s = max((_later_s(rule, changed[rule.name]) for rule in then), default=0.0)
        noticed_s = _noticed_s(settings) if one.outcome == "left" else 0.0
        return later_s > 0 and one.settled_s - noticed_s <= later_s

    return sum(soon(one) for one in gone)


def _noticed_s(settings: Settings) -> float:
    """Until somebody who has left counts as away (s): never at once, and where looks are apart, after the next one."""
    return settings.away_s + (settings.sample_interval_s if settings.is_apart else 0.0)


def _later_s(then: Rule, now: Rule) -> float:
    """How much later the rule speaks while all stays as it is (s); infinite where more of the same would not do."""
    held_s = now.hold_s(now.enter_above) - then.hold_s(then.enter_above)
    if then.signal.endswith("_s"):
        return held_s + now.enter_above - then.enter_above
    return math.inf if now.enter_above > then.enter_above else held_s


def acted_lines(counts: Sequence[tuple[str, int]]) -> list[str]:
    """Said where it matters: ``counts`` of acted_before by the value that was tried, as it is shown."""
    told = [(name, count) for name, count in counts if count]
    if not told:
        return []
    words = ", ".join(text("{count} (at {value})", count=count, value=name) for name, count in told)
    return sentence(
        text(
            "Of those that would go, {counts} are ones after which you moved or got up before the other limit could "
            "have spoken: without them you might have sat on.",
            counts=words,
        )
    )
