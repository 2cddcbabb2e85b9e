"""How long until something happens if nothing changes: for the live line, and for when to look again."""

from __future__ import annotations

from posture_watch.core.judgement import Judgement
from posture_watch.core.rules import Rule
from posture_watch.core.settings import Settings
from posture_watch.core.setup import SUSPECTED
from posture_watch.core.state import EngineState

SECONDS = ("sitting_s", "still_s")
"""Signals that grow by a second a second."""
STILL_FROM = 0.5
"""Everybody is still for a moment: stillness is on its way from this share of its limit on."""
WHILE_OPEN_S = 5.0
"""While a reminder is on the screen, so often is looked whether the person has moved (s; starting guess)."""
SOONEST_S = 2.0
"""No closer together, however short a hold (s)."""


def left_s(rule: Rule, judgement: Judgement) -> float | None:
    """Seconds until the rule would act if the posture stayed as it is; None if it is not on its way."""
    return _left_s(rule, judgement) if rule.level == "act" else None


def _left_s(rule: Rule, judgement: Judgement) -> float | None:
    """The same for a rule of any level, which raises its event then."""
    if rule.name in judgement.active or judgement.posture == "away":
        return None
    if rule.signal in SECONDS:
        seconds = judgement.signals.get(rule.signal, 0.0)
        begun = rule.enter_above * STILL_FROM if rule.signal == "still_s" else 0.0
        return rule.enter_above - seconds if seconds > begun else None
    value = judgement.deviations.get(rule.signal)
    if value is None or rule.name not in judgement.over:
        return None
    return (1.0 - judgement.progress.get(rule.name, 0.0)) * rule.hold_s(value)


def look_again_s(judgement: Judgement, state: EngineState, settings: Settings) -> float | None:
    """When the next look is wanted (s from now), sooner than the next sample; None if that does.

    A hold of any level that runs out between two samples is looked at when it does, and so is an empty chair, so that
    what is found comes one sampling interval late at the most; a step of the whole picture soon, to tell a lid from a
    person within seconds; while a reminder is open, often enough to take it back when the person has moved.
    """
    waits = [wait for rule in settings.rules if (wait := _left_s(rule, judgement)) is not None and wait > 0]
    if judgement.why_unknown == SUSPECTED:
        waits.append(SOONEST_S)
    if state.reminders.open is not None:
        waits.append(WHILE_OPEN_S)
    if state.empty_since is not None and state.posture != "away":
        waits.append(settings.away_s - judgement.at.gap_since(state.empty_since))
    soonest = min(waits, default=None)
    if soonest is None or soonest >= settings.sample_interval_s:
        return None
    return max(SOONEST_S, soonest)
