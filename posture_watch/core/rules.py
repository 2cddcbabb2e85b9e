"""Rules as data: a signal, two limits with hysteresis, a hold and a release in seconds. No defaults here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Level = Literal["watch", "act"]
Kind = Literal["posture", "move"]


@dataclass(frozen=True, slots=True)
class HoldPoint:
    """At ``value`` (unit of the signal) the hold is ``hold_s`` seconds; in between it is interpolated."""

    value: float
    hold_s: float


@dataclass(frozen=True, slots=True)
class Rule:
    """One limit on one signal.

    ``signal`` is a deviation by name (or ``sitting_s``); its unit is in its name. The rule is *over* while the value is
    above ``enter_above``; the hold counts the seconds over, less those below ``exit_below`` (so glances do not add up);
    it is *active* after the hold, until the value stayed at
    or below ``exit_below`` for ``release_s`` seconds. ``two_sided`` rules look at the absolute value.
    ``level`` watch colours the tray, act also reminds. ``kind`` move is about time sitting, never about posture.
    Raises ValueError if the limits cannot work.
    """

    name: str
    signal: str
    enter_above: float
    exit_below: float
    hold: tuple[HoldPoint, ...]
    release_s: float
    message: str
    level: Level = "act"
    kind: Kind = "posture"
    two_sided: bool = False

    def __post_init__(self) -> None:
        numbers = [self.enter_above, self.exit_below, self.release_s]
        numbers += [number for point in self.hold for number in (point.value, point.hold_s)]
        if not all(math.isfinite(n) for n in numbers):
            raise ValueError(f"rule {self.name}: every number must be finite")
        if self.exit_below > self.enter_above:
            raise ValueError(f"rule {self.name}: exit_below {self.exit_below} is above enter_above {self.enter_above}")
        if not self.hold:
            raise ValueError(f"rule {self.name}: hold needs at least one point")
        if self.release_s < 0 or any(p.hold_s < 0 for p in self.hold):
            raise ValueError(f"rule {self.name}: seconds cannot be negative")
        values = [p.value for p in self.hold]
        if values != sorted(set(values)):
            raise ValueError(f"rule {self.name}: hold points must rise in value")

    def magnitude(self, value: float) -> float:
        """The value as the rule compares it."""
        return abs(value) if self.two_sided else value

    def hold_s(self, value: float) -> float:
        """Seconds that a steady ``value`` may be held, interpolated between the points and flat beyond them."""
        x = self.magnitude(value)
        before = self.hold[0]
        for point in self.hold:
            if x <= point.value:
                if point.value == before.value:
                    return point.hold_s
                share = (x - before.value) / (point.value - before.value)
                return before.hold_s + share * (point.hold_s - before.hold_s)
            before = point
        return before.hold_s
