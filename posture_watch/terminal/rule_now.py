"""A rule beside what is measured now: what the monitor tells somebody who sets limits, and what is shown of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, Self

from posture_watch.core.judgement import Judgement
from posture_watch.core.rules import Kind, Level, Rule
from posture_watch.core.settings import Settings

Standing = Literal["active", "over", "between", "under", "unmeasured"]
"""Where a rule stands: active after its hold; over its enter limit; under that, but over its exit limit, where a hold
neither goes on nor back; under both."""


@dataclass(frozen=True, slots=True)
class RuleNow:
    """``value`` in the unit of the signal, None if it is not measured now. ``hold_s``: as long as this value may be
    held (under the enter limit: as long as that may). ``progress``: the share of the hold that is used up, 0 to 1."""

    name: str
    signal: str
    level: Level
    kind: Kind
    two_sided: bool
    enter: float
    exit: float
    value: float | None
    hold_s: float
    progress: float
    over: bool
    active: bool

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Self:
        """KeyError if a monitor of another version does not tell all of it."""
        return cls(**{field.name: found[field.name] for field in fields(cls)})

    @property
    def size(self) -> float | None:
        """The value as the limits see it."""
        return None if self.value is None else abs(self.value) if self.two_sided else self.value

    @property
    def standing(self) -> Standing:
        if self.active:
            return "active"
        if self.size is None:
            return "unmeasured"
        if self.over:
            return "over"
        return "between" if self.size > self.exit and self.hold_s > 0 else "under"

    @property
    def share(self) -> float:
        """How near it is to acting: its hold, or if that has not begun its value as a share of the limit, below it."""
        if self.active or self.progress > 0:
            return 1.0 + self.progress + self.active
        return max(0.0, self.size) / self.enter if self.size is not None and self.enter > 0 else 0.0


def rules_now(judgement: Judgement | None, settings: Settings) -> tuple[RuleNow, ...]:
    """Every rule in force, in the order of the settings; without values if nothing is judged."""
    return tuple(_rule_now(rule, judgement) for rule in settings.rules)


def _rule_now(rule: Rule, judgement: Judgement | None) -> RuleNow:
    value = None if judgement is None or judgement.posture == "away" else judgement.signals.get(rule.signal)
    over = value is not None and rule.magnitude(value) > rule.enter_above
    return RuleNow(
        name=rule.name,
        signal=rule.signal,
        level=rule.level,
        kind=rule.kind,
        two_sided=rule.two_sided,
        enter=rule.enter_above,
        exit=rule.exit_below,
        value=value,
        hold_s=rule.hold_s(value if over and value is not None else rule.enter_above),
        progress=judgement.progress.get(rule.name, 0.0) if judgement else 0.0,
        over=over,
        active=judgement is not None and rule.name in judgement.active,
    )
