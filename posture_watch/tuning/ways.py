"""One limit of one rule that is varied, and the values that are tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from posture_watch.core.rules import Rule
from posture_watch.errors import UserError
from posture_watch.tuning.limits import rounded, with_enter, with_hold
from posture_watch.tuning.wanted import Range, enter_range, hold_range, is_possible

_AROUND = (0.75, 1.25)
"""A rule without a value: so far around the present limit."""


@dataclass(frozen=True, slots=True)
class Way:
    """``key`` of the rule takes ``values``, which rise; ``now`` is the present one. ``make`` is the rule by a value."""

    key: Literal["enter_above", "hold_s"]
    values: tuple[float, ...]
    make: Callable[[float], Rule]
    now: float

    @property
    def rules(self) -> dict[str, Rule]:
        """The rule by each value, as it is written."""
        return {f"{value:.10g}": self.make(value) for value in self.values}


def way_of(rule: Rule, *, enter: str | None, hold: str | None) -> Way:
    """As the command line has it; without a value so far around the present limit. Raises UserError for two ranges."""
    enters = enter_range(enter, rule) if enter else None
    holds = hold_range(hold) if hold else None
    if enters and holds and not enters.is_one and not holds.is_one:
        raise UserError("One range at a time.", f"For example --enter {enter} --hold {holds.low:g}")
    if holds and (not enters or enters.is_one):
        base = with_enter(rule, enters.low) if enters else rule
        return Way("hold_s", holds.values, lambda value: with_hold(base, value), rule.hold_s(rule.enter_above))
    held = with_hold(rule, holds.low) if holds else rule
    values = enters.values if enters else _around(rule)
    return Way("enter_above", values, lambda value: with_enter(held, value), rule.enter_above)


def _around(rule: Rule) -> tuple[float, ...]:
    low, high = sorted(rounded(rule.enter_above * share) for share in _AROUND)
    values = {value for value in Range(low, high).values if is_possible(value, rule)}
    return tuple(sorted(values | {rule.enter_above}))
