"""Gentler days, after a spasm: reminders to move come sooner, and nothing is said about posture."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.core.rules import HoldPoint, Rule
from posture_watch.core.settings import Settings

TIMED = ("sitting_s", "still_s")
"""Signals whose limits are a time: reached sooner by another limit."""


def gentled(settings: Settings, share: float) -> Settings:
    """``settings`` as they hold on a gentler day: times until a reminder to move are ``share`` of the usual ones.

    Rules about posture still say in the log what was seen; none of them reminds. The same again changes nothing.
    """
    if settings.gentle_share is not None:
        return settings
    gap_s = settings.reminders.move_gap_s * share
    return replace(
        settings,
        rules=tuple(_gentled(rule, share) for rule in settings.rules),
        reminders=replace(settings.reminders, move_gap_s=gap_s),
        gentle_share=share,
    )


def _gentled(rule: Rule, share: float) -> Rule:
    if rule.kind == "posture":
        return replace(rule, level="watch")
    if rule.signal not in TIMED:
        return rule
    return replace(
        rule,
        enter_above=rule.enter_above * share,
        exit_below=min(rule.exit_below, rule.enter_above * share),
        hold=tuple(HoldPoint(point.value * share, point.hold_s * share) for point in rule.hold),
    )
