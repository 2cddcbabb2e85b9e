"""What one factor for all rules means, in words."""

from __future__ import annotations

from collections.abc import Sequence

from posture_watch.core.rules import Rule
from posture_watch.texts import text

_TIMES_FROM = 2.0


def factor_words(factor: float, changed: Sequence[tuple[Rule, Rule]]) -> str:
    """ "holds 50 % longer, getting up asked for after 45 instead of 30 minutes": of pairs of a rule as it is and as it
    would be, by ``factor``."""
    holds = _holds(factor) if any(now.kind == "posture" for now, _ in changed) else ""
    sitting = [pair for pair in changed if pair[0].signal == "sitting_s"]
    if not sitting:
        return f"{holds}." if holds else text("limits of time times {factor}.", factor=f"{factor:.3g}")
    now, new = min(sitting, key=lambda pair: pair[0].enter_above)
    up = text(
        "getting up asked for after {new} instead of {now} minutes",
        new=_minutes(new.enter_above), now=_minutes(now.enter_above),
    )  # fmt: skip
    return f"{holds}, {up}." if holds else f"{up}."


def _holds(factor: float) -> str:
    if factor >= _TIMES_FROM:
        return text("holds {times} times as long", times=f"{factor:.3g}")
    share = round(100 * abs(factor - 1))
    if factor > 1:
        return text("holds {share} % longer", share=share)
    return text("holds {share} % shorter", share=share)


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.3g}"
