"""One rule with other limits: exit_below moves along, so that the distance between the two stays in proportion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from posture_watch.core.rules import HoldPoint, Rule
from posture_watch.tuning.wanted import HOLD_MOST_S, LEAST_TIME_S

_WHOLE_MINUTES_FROM_S = 600.0


def with_enter(rule: Rule, enter: float) -> Rule:
    """The rule with another enter_above. exit_below keeps its share of it; limits in seconds start again from nothing
    anyway and keep theirs."""
    if rule.signal.endswith("_s"):
        leave = min(rule.exit_below, enter)
    elif rule.enter_above > 0 and rule.exit_below >= 0 and enter > 0:
        leave = rule.exit_below * enter / rule.enter_above
    else:
        leave = rule.exit_below + enter - rule.enter_above
    hold = (HoldPoint(enter, rule.hold[0].hold_s),) if len(rule.hold) == 1 else rule.hold
    return replace(rule, enter_above=enter, exit_below=min(rounded(leave), enter), hold=hold)


def with_hold(rule: Rule, hold_s: float) -> Rule:
    """The rule with another hold at its enter limit; a hold that depends on the value keeps its shape."""
    now_s = rule.hold_s(rule.enter_above)
    if len(rule.hold) == 1 or now_s <= 0:
        return replace(rule, hold=(HoldPoint(rule.enter_above, hold_s),))
    return with_holds_times(rule, hold_s / now_s)


def with_holds_times(rule: Rule, factor: float) -> Rule:
    """The rule with its holds times ``factor``, in whole seconds."""
    points = (HoldPoint(point.value, float(round(point.hold_s * factor))) for point in rule.hold)
    return replace(rule, hold=tuple(points))


def with_limits_times(rule: Rule, factor: float) -> Rule:
    """The rule gentler (``factor`` above 1) or stricter: a posture may be held so many times as long, a time to sit or
    to keep still is so many times as long, in whole minutes from ten on."""
    if not rule.signal.endswith("_s"):
        return with_holds_times(rule, factor)
    limit_s = rule.enter_above * factor
    limit_s = round(limit_s / 60) * 60.0 if limit_s >= _WHOLE_MINUTES_FROM_S else float(round(limit_s))
    return with_enter(rule, min(HOLD_MOST_S, max(LEAST_TIME_S, limit_s)))


def rules_in_common(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Those that remind and that one factor makes gentler or stricter alike: about posture, and about time. The limit
    of strain is no time: 100 is where a standard's holding times end."""
    acting = (rule for rule in rules if rule.level == "act")
    return tuple(rule for rule in acting if rule.kind == "posture" or rule.signal.endswith("_s"))


def posture_rules(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Those that remind, and are about posture."""
    return tuple(rule for rule in rules if rule.level == "act" and rule.kind == "posture")


def rounded(value: float) -> float:
    """Three digits: as a person would write it."""
    return float(f"{value:.3g}")


def changes(before: Rule, after: Rule) -> dict[str, object]:
    """What [rules.NAME] has to say to make ``after`` out of ``before``: key → value."""
    changed: dict[str, object] = {}
    if after.enter_above != before.enter_above or after.exit_below != before.exit_below:
        changed |= {"enter_above": after.enter_above, "exit_below": after.exit_below}
    if [point.hold_s for point in after.hold] != [point.hold_s for point in before.hold]:
        changed["hold_s"] = after.hold
    return changed
