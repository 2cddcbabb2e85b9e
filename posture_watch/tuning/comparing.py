"""A replay beside what was really said: what stays, what goes, what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from posture_watch.tuning.matching import matched
from posture_watch.tuning.past import Past
from posture_watch.tuning.rates import Rate, rate_of
from posture_watch.tuning.replaying import Replayed
from posture_watch.tuning.said import FELT_FALSE, HEEDED, Said

Worth = Literal["heeded", "felt_false", "unheeded"]
WORTHS: tuple[Worth, ...] = ("heeded", "felt_false", "unheeded")


@dataclass(frozen=True, slots=True)
class Part:
    """How many of those that were really said would stay, and how many would go."""

    stay: int
    go: int


@dataclass(frozen=True, slots=True)
class Compared:
    """``rate`` of all reminders, ``own_rate`` of those about the rule (or kind) that is tuned. None: too few days."""

    rate: Rate | None
    own_rate: Rate | None
    heeded: Part
    felt_false: Part
    unheeded: Part
    new: int
    said: tuple[Said, ...]


def compared(past: Past, replayed: Replayed, about: str | None = None) -> Compared:
    """``about``: a rule's name; None: what is about posture."""
    said = past.within(replayed.said)
    found = matched(past.said, said)
    stay, go = [really for really, _ in found.stay], found.gone
    parts = {worth: Part(_count(stay, worth), _count(go, worth)) for worth in WORTHS}
    own = [one for one in said if is_about(one, about)]
    return Compared(rate_of(said, past.days), rate_of(own, past.days), **parts, new=len(found.new), said=said)


def is_about(one: Said, about: str | None) -> bool:
    """Whether the reminder is about the rule, or (without one) about posture."""
    return one.kind == "posture" if about is None else about in one.rules


def worth(one: Said) -> Worth:
    """What the user made of it."""
    if one.outcome in HEEDED:
        return "heeded"
    return "felt_false" if one.outcome in FELT_FALSE else "unheeded"


def _count(said: Sequence[Said], wanted: Worth) -> int:
    return sum(worth(one) == wanted for one in said)
