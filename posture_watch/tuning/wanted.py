"""What was asked for on the command line: limits to try, in the unit of the signal, and how many reminders a day."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from posture_watch.core.rules import Rule
from posture_watch.core.signals import SIGNALS
from posture_watch.errors import UserError

MOST_VALUES = 6
"""A replay each: a month by four to six values takes under 20 s on two cores."""
HOLD_MOST_S = 86_400.0
LEAST_TIME_S = 60.0
"""A limit on time sitting below a minute is a slip: minutes taken for seconds."""

_WHOLE_MINUTES_S = 300.0
"""Only seconds are so far apart: then values are whole minutes, if the ends are."""
_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+))\s*(s|m|min|h)?", re.IGNORECASE)
_SECONDS = {"s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
_TARGET = re.compile(r"(\d+\.?\d*|\.\d+)\s*(?:/\s*day|/d|a day)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``; one value if they are the same."""

    low: float
    high: float

    @property
    def is_one(self) -> bool:
        """Whether it is one value."""
        return self.low == self.high

    @property
    def values(self) -> tuple[float, ...]:
        """Both ends and round values between them, of seconds round minutes."""
        if self.high - self.low >= _WHOLE_MINUTES_S and self.low % 60 == self.high % 60 == 0:
            return tuple(minutes * 60 for minutes in steps(self.low / 60, self.high / 60))
        return steps(self.low, self.high)


def enter_range(text: str, rule: Rule) -> Range:
    """--enter for the rule. Raises UserError if the signal cannot have such values."""
    timed = rule.signal.endswith("_s")
    found = _range(text, "--enter", durations=timed)
    least, most = _reach(rule)
    if timed and found.low < LEAST_TIME_S:
        raise UserError(
            f"--enter {text}: {rule.name} is about seconds ({rule.signal}), and that is under a minute.",
            f"For minutes write --enter {text.replace('..', 'm..')}m",
        )
    if not (least < found.low and found.high <= most):
        raise UserError(
            f"--enter {text}: {rule.signal} goes from {least:g} to {most:g} ({_unit(rule.signal)}).",
            f"It is {rule.enter_above:g} now; try --enter {rule.enter_above * 0.8:.3g}..{rule.enter_above * 1.2:.3g}",
        )
    return found


def is_possible(enter: float, rule: Rule) -> bool:
    """Whether the rule's signal can be about that limit."""
    least, most = _reach(rule)
    return max(least, LEAST_TIME_S if rule.signal.endswith("_s") else least) < enter <= most


def hold_range(text: str) -> Range:
    """--hold, in seconds. Raises UserError."""
    found = _range(text, "--hold", durations=True)
    if not 0 <= found.low <= found.high <= HOLD_MOST_S:
        raise UserError(
            f"--hold {text}: a hold is from 0 to 86400 seconds.", 'For example --hold 120..600, or "2m..10m"'
        )
    return found


def target_a_day(text: str) -> float:
    """--target: "6/day" or "6". Raises UserError."""
    found = _TARGET.fullmatch(text.strip())
    if found is None or not 0 < float(found[1]) <= 100:
        raise UserError(f"--target {text} is no number of reminders a day.", "For example --target 6/day")
    return float(found[1])


def _range(text: str, flag: str, *, durations: bool) -> Range:
    parts = text.split("..")
    values = [_value(part.strip(), durations=durations) for part in parts]
    known = [value for value in values if value is not None]
    if len(known) != len(parts) or len(parts) > 2:
        raise UserError(f"{flag} {text} is no value and no range.", f"For example {flag} 0.6, or {flag} 0.5..0.8")
    if known[-1] < known[0]:
        raise UserError(f"{flag} {text}: {parts[1]} is below {parts[0]}.", "Give the smaller value first.")
    return Range(known[0], known[-1])


def _value(text: str, *, durations: bool) -> float | None:
    found = _NUMBER.fullmatch(text)
    if found is None or (found[2] and not durations):
        return None
    return float(found[1]) * _SECONDS.get((found[2] or "s").lower(), 1.0)


def steps(low: float, high: float, most: int = MOST_VALUES) -> tuple[float, ...]:
    """Both ends and, between them, multiples of 1, 2, 2.5 or 5 times a power of ten: the finest that give ``most``."""
    if low == high:
        return (low,)
    power = 10.0 ** (math.floor(math.log10((high - low) / most)) - 1)
    for size in (power * ten * nice for ten in (1, 10, 100, 1000) for nice in (1, 2, 2.5, 5)):
        first, last = math.floor(low / size + 1e-9) + 1, math.ceil(high / size - 1e-9) - 1
        if last - first + 3 <= most:
            inside = (float(f"{number * size:.10g}") for number in range(first, last + 1))
            return (low, *(value for value in inside if low < value < high), high)
    return (low, high)


def _reach(rule: Rule) -> tuple[float, float]:
    """The least and the most that the signal can be, as the rule compares it."""
    note = next((note for note in SIGNALS if note.name == rule.signal), None)
    numbers = [float(n.replace("−", "-")) for n in re.findall(r"[-−]?\d+(?:\.\d+)?", note.range)] if note else []
    least, most = [*numbers, HOLD_MOST_S][:2] if numbers else (-math.inf, math.inf)
    return (0.0 if rule.two_sided else least), most


def _unit(signal: str) -> str:
    return next((note.unit for note in SIGNALS if note.name == signal), "")
