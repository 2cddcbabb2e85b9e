"""Which reminders of a replay are those that were really said: about the same, at about the same time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from posture_watch.tuning.said import Said

NEAR_S = 600.0
"""Within so long of one another, and with a rule in common, two reminders are one: the least gap between two about
posture (s; starting guess)."""


@dataclass(frozen=True, slots=True)
class Matching:
    """``stay``: pairs of (really said, in the replay). ``gone``: really said and not in the replay. ``new``: the other
    way round."""

    stay: tuple[tuple[Said, Said], ...]
    gone: tuple[Said, ...]
    new: tuple[Said, ...]


def matched(really: Sequence[Said], replayed: Sequence[Said], near_s: float = NEAR_S) -> Matching:
    """Pair them, the nearest first; of equally near ones the earlier."""
    apart = sorted(
        (distance, first, second)
        for first, one in enumerate(really)
        for second, other in _near(one, replayed, near_s)
        if (distance := abs((one.due_utc - other.due_utc).total_seconds())) <= near_s
        and set(one.rules) & set(other.rules)
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, first, second in apart:
        if first not in partner and second not in taken:
            partner[first] = second
            taken.add(second)
    return Matching(
        tuple((really[first], replayed[second]) for first, second in sorted(partner.items())),
        tuple(one for index, one in enumerate(really) if index not in partner),
        tuple(one for index, one in enumerate(replayed) if index not in taken),
    )


def _near(one: Said, others: Sequence[Said], near_s: float) -> list[tuple[int, Said]]:
    return [
        (index, other)
        for index, other in enumerate(others)
        if -near_s <= (other.due_utc - one.due_utc).total_seconds() <= near_s
    ]


def same(really: Sequence[Said], replayed: Sequence[Said]) -> int:
    """How many of those really said the replay says to the moment, about the same and with the same outcome."""
    known = {(one.due_utc, one.kind, one.rules, one.outcome) for one in replayed}
    return sum((one.due_utc, one.kind, one.rules, one.outcome) in known for one in really)
