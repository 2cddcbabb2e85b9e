"""One change of a limit that the user's own check speaks for, between their upright noise and their own posture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from posture_watch.core.checking import ASKED, QUIET, SHOWN_BY, SURE_NOISES, Asked, PostureSeen, RuleSeen, is_about
from posture_watch.core.own_check import Checked
from posture_watch.core.rules import Rule
from posture_watch.core.words import rule_words

Change = Literal["calibrate", "look", "lower", "raise", "camera", "again", "nothing"]
ROUND_FIGURES = {"deg": 0.5, "ratio": 0.005, "score": 0.05}
WANTED = tuple(asked for asked in ASKED if asked not in QUIET)
WORDS: dict[Asked, str] = {
    "upright": "sitting upright",
    "slumped": "your slump",
    "leaning": "your leaning in",
    "tilted": "your tilt",
    "reclining": "leaning back",
}


@dataclass(frozen=True, slots=True)
class NewLimits:
    """The limits of one rule after the change, in its signal's unit."""

    rule: str
    enter_above: float
    exit_below: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The one thing to do, and why. ``limits`` is empty unless a limit is to be lowered or raised."""

    change: Change
    reason: str
    limits: tuple[NewLimits, ...] = ()


def suggest(checked: Checked, rules: Sequence[Rule]) -> Suggestion:
    """What would help most: a posture that can be seen, then quiet while upright, then what was missed."""
    unseen = [p for p in checked.postures if p.outcome == "unseen"]
    if unseen:
        return Suggestion("look", f"I could not judge {WORDS[unseen[0].asked]}: {unseen[0].why_not or 'no frames'}.")
    if checked.measured_from == "upright_instead":
        return Suggestion(
            "calibrate",
            "You now sit upright in another way than when you calibrated, or something has moved: calibrate again.",
        )
    for outcome in ("alarmed", "near"):
        loud = [p for p in checked.postures if p.asked in QUIET and p.outcome == outcome]
        if loud:
            return _raised(loud[0], checked, rules)
    for outcome in ("unnoticed", "shown"):
        missed = [p for p in checked.postures if p.asked in WANTED and p.outcome == outcome]
        if missed:
            return _lowered(missed[0], checked, rules)
    idle = [p for p in checked.postures if p.outcome == "not_taken"]
    if idle:
        return Suggestion(
            "again", f"I saw no difference between {WORDS[idle[0].asked]} and sitting upright: once more?"
        )
    return Suggestion("nothing", _all_well(checked))


def _all_well(checked: Checked) -> str:
    """What can be said when every posture taken is noticed: that may be none, or only just."""
    taken = [p for p in checked.postures if p.asked in WANTED]
    if not taken:
        return "Sitting upright stays quiet. You took no other posture, so I cannot say what would be noticed."
    hardly = [WORDS[p.asked] for p in taken if not any(_surely_reminds(r, p.asked) for r in p.rules)]
    only_just = f" But {' and '.join(hardly)} only just: another time it may be missed." if hardly else ""
    return f"Every posture you took is noticed, and sitting upright stays quiet.{only_just}"


def _surely_reminds(seen: RuleSeen, asked: Asked) -> bool:
    return seen.level == "act" and seen.over and not seen.near and is_about(seen, asked)


def _lowered(missed: PostureSeen, checked: Checked, rules: Sequence[Rule]) -> Suggestion:
    """Lower the limit that tells this posture best from the quiet ones."""
    level = "act" if missed.outcome == "shown" else None
    open_to = [r for r in missed.rules if r.signal in SHOWN_BY[missed.asked] and not r.over and r.limit > 0]
    apart = [r for r in open_to if _apart(r, checked) > SURE_NOISES and (level is None or r.level == level)]
    if not apart:
        return Suggestion(
            "camera",
            f"To this camera {WORDS[missed.asked]} and sitting upright look too much alike for a limit between them. "
            "Put it at eye level, straight before you.",
        )
    best = max(apart, key=lambda r: (_apart(r, checked), r.rule))
    enter = between(_reach(best.rule, checked), best.value, best.signal)
    reason = (
        f"{WORDS[missed.asked].capitalize()} ({rule_words(best.rule)}) comes to {best.value:.3g}, under the limit of "
        f"{best.limit:g}; sitting upright reaches {_reach(best.rule, checked):.3g}."
    )
    names = [r.rule for r in missed.rules if r.signal == best.signal and r.limit > enter]
    return Suggestion("lower", reason, _limits(names, enter, rules))


def _raised(loud: PostureSeen, checked: Checked, rules: Sequence[Rule]) -> Suggestion:
    """Raise the limit that is nearest, if there is room under what it ought to notice."""
    nearest = max((r for r in loud.rules if r.over or r.near), key=lambda r: (r.value - r.limit) / (r.noise or 1.0))
    reach = _reach(nearest.rule, checked)
    seen = [r for p in checked.postures if p.asked in WANTED for r in p.rules if r.rule == nearest.rule and r.over]
    value = min((r.value for r in seen), default=reach + 2 * SURE_NOISES * nearest.noise)
    what = f"{WORDS[loud.asked].capitalize()} reaches {reach:.3g} ({rule_words(nearest.rule)})"
    enter = between(reach, value, nearest.signal)
    if not nearest.limit < enter < value:
        return Suggestion(
            "camera",
            f"{what}, and what should be noticed is no more. Put the camera at eye level, straight before you, and "
            f"sit still while upright; else switch it off: [rules.{nearest.rule}] enabled = false.",
        )
    reason = f"{what}, too near to the limit of {nearest.limit:g}: that would alarm for nothing."
    return Suggestion("raise", reason, _limits([nearest.rule], enter, rules))


def _reach(rule: str, checked: Checked) -> float:
    """How far this rule's value gets by noise alone in postures that should be left alone."""
    quiet = [r for p in checked.postures if p.asked in QUIET for r in p.rules if r.rule == rule]
    return max((r.reach for r in quiet), default=0.0)


def _apart(seen: RuleSeen, checked: Checked) -> float:
    """How many noises this posture's value is beyond the reach of the quiet ones."""
    return (seen.value - _reach(seen.rule, checked)) / (seen.noise or 1.0)


def between(low: float, high: float, signal: str) -> float:
    """Half-way, on a round figure of the signal's unit."""
    step = ROUND_FIGURES.get(signal.rpartition("_")[2], 0.01)
    return round(round((low + high) / 2 / step) * step, 3)


def _limits(names: Iterable[str], enter: float, rules: Sequence[Rule]) -> tuple[NewLimits, ...]:
    """The same enter limit for these rules; the exit keeps its share of it."""
    wanted = set(names)
    return tuple(
        NewLimits(rule.name, enter, round(enter * rule.exit_below / rule.enter_above, 3))
        for rule in rules
        if rule.name in wanted
    )
