"""How often to look, out of battery, heat and the monitor's own use. Pure: the only place where that is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Why = Literal["battery", "heat", "limit"]

LONGEST_PERIOD_S = 120.0
"""The longest that may be configured, too: absences of twice that are still told from sitting."""
LONGEST_INTERVAL_S = 10.0
"""A stream is not looked at more seldom: it stays connected, and its pictures cost whether looked at or not."""
OPEN_LONGEST_S = 5.0
"""From this distance of looks on a camera that stays open for them costs more than one that is taken for moments."""
COOLED_C = 5.0
"""It is hot until it is cooler by this than where that began: otherwise every look would turn it over."""
_ROOM = 0.8
"""Looks get closer again only when the use is below this share of the limit."""
_MOST_STRETCH = 120.0


@dataclass(frozen=True, slots=True)
class Policy:
    """What the user wants: ``saves_battery``, and from which use (share of one core) and heat (°C) on it slows down;
    None: no limit. ``slow_s``: the period then, on battery and in heat."""

    saves_battery: bool
    slow_s: float
    limit: float | None
    hot_above_c: float | None


@dataclass(frozen=True, slots=True)
class Found:
    """What is so: None and False where it is not known."""

    on_battery: bool | None = None
    celsius: float | None = None
    slowed: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """As configured: ``bursts``, or open with a look every ``interval_s``; ``period_s`` from burst to burst."""

    bursts: bool
    period_s: float
    interval_s: float


@dataclass(frozen=True, slots=True)
class Pace:
    """``bursts`` every ``period_s``, else open; ``interval_s`` is for sources that stay open. ``why`` it is slower
    than configured, the weightiest first."""

    bursts: bool
    period_s: float
    interval_s: float
    why: tuple[Why, ...] = ()

    @property
    def every_s(self) -> float:
        """From one look at a camera to the next."""
        return self.period_s if self.bursts else self.interval_s


def is_hot(found: Found, policy: Policy, *, was: bool) -> bool:
    """Whether it is too hot; once it was, until it has cooled by COOLED_C."""
    if policy.hot_above_c is None:
        return False
    least_c = policy.hot_above_c - (COOLED_C if was else 0.0)
    return found.slowed or (found.celsius is not None and found.celsius > least_c)


def next_stretch(stretch: float, share: float, policy: Policy) -> float:
    """How many times longer than configured the distance of looks has to be, after one with ``share`` of a core.

    Looks are nearly all of the cost, so use falls as their distance grows: one step is nearly right, the next one is.
    """
    if policy.limit is None:
        return 1.0
    wanted = stretch * share / policy.limit
    if share > policy.limit:
        return min(_MOST_STRETCH, max(1.0, wanted))
    if share < _ROOM * policy.limit:
        return max(1.0, stretch / 2.0, wanted / _ROOM)
    return stretch


def pace_of(wanted: Wanted, found: Found, policy: Policy, *, hot: bool, stretch: float) -> Pace:
    """The pace for now."""
    on_battery = policy.saves_battery and found.on_battery is True
    whys: tuple[tuple[Why, bool], ...] = (("battery", on_battery), ("heat", hot), ("limit", stretch > 1.0))
    why: tuple[Why, ...] = tuple(name for name, is_so in whys if is_so)
    if not why:
        return Pace(wanted.bursts, wanted.period_s, wanted.interval_s)
    slow = on_battery or hot
    bursts = wanted.bursts or slow or wanted.interval_s * stretch >= OPEN_LONGEST_S
    least_s = max(wanted.period_s, policy.slow_s) if slow else wanted.period_s
    # an open camera is stretched to OPEN_LONGEST_S first, and only what is left falls to the bursts
    left = stretch if wanted.bursts else max(1.0, stretch * wanted.interval_s / OPEN_LONGEST_S)
    interval_s = max(wanted.interval_s * stretch, OPEN_LONGEST_S if slow else 0.0)
    return Pace(bursts, min(LONGEST_PERIOD_S, least_s * left), min(LONGEST_INTERVAL_S, interval_s), why)
