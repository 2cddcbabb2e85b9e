"""One [rules.NAME] applied: a built-in rule with some fields changed, or a new rule that has all it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from posture_watch.config.builtin_rules import RELEASE_S
from posture_watch.config.schema import RuleChange
from posture_watch.core.rules import HoldPoint, Rule
from posture_watch.core.signals import TIMED_SIGNALS

Rules = Mapping[str, tuple[Rule, bool]]
"""Rules by name, each with whether it is switched on."""

NEEDED = ("signal", "enter_above", "exit_below", "hold_s", "message")
"""What a new rule must say; the rest has defaults."""


class RuleConflictError(Exception):
    """A change that gives no working rule. ``key`` is the field at fault, () for the whole rule."""

    def __init__(self, key: tuple[str, ...], expected: str, found: str) -> None:
        super().__init__(f"expected {expected}, found {found}")
        self.key = key
        self.expected = expected
        self.found = found


def apply_change(rules: Rules, name: str, change: RuleChange) -> dict[str, tuple[Rule, bool]]:
    """``rules`` with ``change`` made to the rule ``name``. Raises RuleConflictError."""
    before = rules.get(name)
    rule, enabled = (_new_rule(name, change), True) if before is None else (_changed(before[0], change), before[1])
    _require_order(rule, change)
    _require_kind(rule, change)
    return {**rules, name: (rule, enabled if change.enabled is None else change.enabled)}


def _new_rule(name: str, change: RuleChange) -> Rule:
    signal, enter, leave, hold, message = (
        change.signal, change.enter_above, change.exit_below, change.hold_s, change.message,
    )  # fmt: skip
    if signal is None or enter is None or leave is None or hold is None or message is None:
        missing = [key for key in NEEDED if getattr(change, key) is None]
        needed = "a built-in rule, or a new one with " + ", ".join(NEEDED)
        raise RuleConflictError((), needed, "no " + ", ".join(missing))
    if leave > enter:
        raise _order_conflict(("exit_below",), leave, enter)
    return Rule(
        name,
        signal,
        enter,
        leave,
        _anchored(hold, enter),
        RELEASE_S if change.release_s is None else change.release_s,
        message,
        level=change.level or "act",
        kind=change.kind or ("move" if signal in TIMED_SIGNALS else "posture"),
        two_sided=bool(change.two_sided),
    )


def _changed(rule: Rule, change: RuleChange) -> Rule:
    enter = rule.enter_above if change.enter_above is None else change.enter_above
    leave = rule.exit_below if change.exit_below is None else change.exit_below
    if leave > enter:
        raise _order_conflict(("enter_above" if change.exit_below is None else "exit_below",), leave, enter)
    return replace(
        rule,
        enter_above=enter,
        exit_below=leave,
        hold=_anchored(rule.hold if change.hold_s is None else change.hold_s, enter),
        signal=change.signal or rule.signal,
        release_s=rule.release_s if change.release_s is None else change.release_s,
        message=change.message or rule.message,
        level=change.level or rule.level,
        kind=change.kind or rule.kind,
        two_sided=rule.two_sided if change.two_sided is None else change.two_sided,
    )


def _anchored(hold: tuple[HoldPoint, ...], enter: float) -> tuple[HoldPoint, ...]:
    """A hold of one number stands at the enter limit, so that equal rules compare equal."""
    return (HoldPoint(enter, hold[0].hold_s),) if len(hold) == 1 else hold


def _order_conflict(key: tuple[str, ...], leave: float, enter: float) -> RuleConflictError:
    return RuleConflictError(
        key,
        "exit_below at or under enter_above, so that the rule can end",
        f"exit_below {leave:.10g} and enter_above {enter:.10g}; set both",
    )


def _require_order(rule: Rule, change: RuleChange) -> None:
    """A two-sided rule compares the absolute value: with a limit below zero it would never end."""
    if rule.two_sided and rule.exit_below < 0:
        key = "two_sided" if change.exit_below is None else "exit_below"
        found = f"exit_below {rule.exit_below:.10g}"
        raise RuleConflictError((key,), "limits of at least 0 in a two-sided rule", found)


def _require_kind(rule: Rule, change: RuleChange) -> None:
    """Time sitting, stillness and strain are no complaint about posture."""
    if rule.signal in TIMED_SIGNALS and rule.kind != "move":
        key = "kind" if change.kind is not None else "signal"
        raise RuleConflictError((key,), f'kind = "move" for a rule on {rule.signal}', f'kind "{rule.kind}"')
