"""The same answers as one JSON object, described in docs/tuning.md. English in every language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from posture_watch.core.rules import Rule
from posture_watch.tuning.comparing import WORTHS, Compared, Tally
from posture_watch.tuning.past import FEWEST_DAYS, Past
from posture_watch.tuning.rates import Rate, rate_of
from posture_watch.tuning.said import Said


def past_object(past: Past, same: int | None) -> dict[str, Any]:
    """Which days, and whether the replay by the limits that held says what was said (``same`` None: not looked)."""
    return {
        "days": [str(day) for day in past.days],
        "days_needed": FEWEST_DAYS,
        "short_days": [str(day) for day in past.short],
        "days_without_history": [str(day) for day in past.missing],
        "check": None if same is None else {"same": same, "of": len(past.said), "without_history": past.unheard},
        "really": said_object(past.said, past),
    }


def said_object(said: Sequence[Said], past: Past) -> dict[str, Any]:
    """Some reminders, counted."""
    return {
        "reminders": len(said),
        "a_day": rate_object(rate_of(said, past.days)),
        "by_kind": dict(sorted(Counter(one.kind for one in said).items())),
        "by_rule": dict(sorted(Counter(rule for one in said for rule in one.rules).items())),
        "by_hour": {str(hour): count for hour, count in sorted(Counter(one.hour for one in said).items())},
        "by_outcome": dict(sorted(Counter(one.outcome or "unknown" for one in said).items())),
    }


def compared_object(compared: Compared, past: Past) -> dict[str, Any]:
    """A replay beside what was really said."""
    return {
        **said_object(compared.said, past),
        "against_what_was_said": {"all": tally_object(compared.all), "about": tally_object(compared.own)},
    }


def tally_object(tally: Tally) -> dict[str, Any]:
    """What would stay and go of what was really said, by what the user made of it, and how many would be new."""
    parts = {worth: {"stay": getattr(tally, worth).stay, "go": getattr(tally, worth).go} for worth in WORTHS}
    return {"a_day": rate_object(tally.rate), **parts, "new": tally.new}


def rate_object(rate: Rate | None) -> dict[str, float] | None:
    """Reminders a day; None without days that count."""
    if rate is None or rate.spread is None:
        return None
    return {
        "average": round(rate.average, 3),
        "least": round(rate.least, 3),
        "most": round(rate.most, 3),
        "middle": rate.spread.middle,
        "low": rate.spread.low,
        "high": rate.spread.high,
    }


def rule_object(rule: Rule) -> dict[str, Any]:
    """A rule's limits. hold_s is a number, or points [value, seconds]."""
    points = [[point.value, point.hold_s] for point in rule.hold]
    return {
        "rule": rule.name,
        "signal": rule.signal,
        "enter_above": rule.enter_above,
        "exit_below": rule.exit_below,
        "hold_s": points[0][1] if len(points) == 1 else points,
    }
