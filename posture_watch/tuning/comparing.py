"""A replay beside what was really said: what stays, what goes, what is new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from posture_watch.tuning.matching import Matching, matched
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
class Tally:
    """Some of the reminders: what came of those that were really said, and how many would be new. ``rate`` a day of
    the replay; None without days that count."""

    rate: Rate | None
    heeded: Part
    felt_false: Part
    unheeded: Part
    new: int


@dataclass(frozen=True, slots=True)
class Compared:
    """``all`` reminders; ``own`` are those about the rule that is tuned. ``said``: what the replay says. ``gone``: what
    of ``own`` was really said and is not said by it."""

    all: Tally
    own: Tally
    said: tuple[Said, ...]
    gone: tuple[Said, ...] = ()


def compared(past: Past, replayed: Replayed, about: str | None = None) -> Compared:
    """``about``: a rule's name; None: all reminders.

    A reminder stays if the replay says it too, within ten minutes and with a rule in common; it may have more rules.
    """
    said = past.within(replayed.said)
    found = matched(past.said, said)
    own = Matching(
        tuple(pair for pair in found.stay if is_about(pair[0], about)),
        tuple(one for one in found.gone if is_about(one, about)),
        tuple(one for one in found.new if is_about(one, about)),
    )
    about_it = [one for one in said if is_about(one, about)]
    return Compared(_tally(found, said, past), _tally(own, about_it, past), said, own.gone)


def is_about(one: Said, about: str | None) -> bool:
    """Whether the reminder names the rule; without a rule every reminder counts."""
    return about is None or about in one.rules


def worth(one: Said) -> Worth:
    """What the user made of it."""
    if one.outcome in HEEDED:
        return "heeded"
    return "felt_false" if one.outcome in FELT_FALSE else "unheeded"


def _tally(found: Matching, said: Sequence[Said], past: Past) -> Tally:
    stay, go = [really for really, _ in found.stay], found.gone
    heeded, felt_false, unheeded = (Part(_count(stay, wanted), _count(go, wanted)) for wanted in WORTHS)
    return Tally(rate_of(said, past.days), heeded, felt_false, unheeded, len(found.new))


def _count(said: Sequence[Said], wanted: Worth) -> int:
    return sum(worth(one) == wanted for one in said)
