"""How the person sat before the movement: taken in the first seconds, followed slowly while they are at rest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median

from posture_watch.care.counting.looking import Look
from posture_watch.care.counting.movements import Movement

REST_S = 2.5
"""So long they sit still first (s)."""
LEAST_LOOKS = 5
REMEMBERED_S = 6.0
"""Where pictures come so seldom that these take longer, they may take so long (s)."""
ENOUGH_SHARE = 0.9
"""Share of that time that pictures must span."""
STILL_SHARE = 0.5
"""Share of the size counted that the first half of the rest may be from the second."""


def middle_of(looks: Sequence[Look]) -> dict[str, float]:
    """The median of each value over the looks that have values; empty without any."""
    known = [look.values for look in looks if not look.unseen]
    return {name: median(values[name] for values in known) for name in known[0]} if known else {}


def taken(looks: Sequence[Look], movement: Movement, height_px: int) -> Mapping[str, float] | None:
    """The rest out of the last looks; None while there are too few, or the person moves or sits askew."""
    known = [look for look in looks if not look.unseen]
    count = max(LEAST_LOOKS, sum(known[-1].at.gap_since(look.at) < REST_S for look in known))
    if _length_s(known[-count:]) < ENOUGH_SHARE * REST_S:
        count += 1  # two pictures a second: those within the time never span enough of it
    known = known[-count:]
    if len(known) < LEAST_LOOKS or _length_s(known) < ENOUGH_SHARE * REST_S:
        return None
    half = len(known) // 2
    before, after = middle_of(known[:half]), middle_of(known[half:])
    reach = movement.reach(before, after, height_px)
    if reach is None or abs(reach) > STILL_SHARE * movement.enter:
        return None
    rest = middle_of(known)
    return rest if all(abs(rest[name]) <= most for name, most in movement.upright.items()) else None


def _length_s(looks: Sequence[Look]) -> float:
    return looks[-1].at.gap_since(looks[0].at) if looks else 0.0


def followed(rest: Mapping[str, float], now: Mapping[str, float], dt_s: float, follow_s: float) -> Mapping[str, float]:
    """The rest, a little nearer to how they are now: who shifts in the chair or tires is at rest where they are."""
    share = -math.expm1(-dt_s / follow_s)
    return {name: was + share * (now[name] - was) for name, was in rest.items()}
