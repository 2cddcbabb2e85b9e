"""The user's own check as a JSON object: the stable interface of `calibrate --check --json` (docs/check-json.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from posture_watch.core.checking import PostureSeen, RuleSeen
from posture_watch.core.own_check import Checked
from posture_watch.core.own_limits import Suggestion
from posture_watch.terminal.checked import toml_lines


def checked_object(checked: Checked, suggestion: Suggestion, slump: float | str, *, saved: bool) -> dict[str, Any]:
    """Every key is always there; a value that is not known is null."""
    return {
        "measured_from": checked.measured_from,
        "view": checked.baseline.place.view,
        "full_slump_ratio": _rounded(checked.baseline.full_slump_ratio),
        "postures": [_posture(posture) for posture in checked.postures],
        "suggestion": {
            "change": suggestion.change,
            "reason": suggestion.reason,
            "limits": [asdict(new) for new in suggestion.limits],
            "toml": "\n".join(toml_lines(suggestion)),
        },
        "own_full_slump": {
            "ratio": _rounded(slump) if isinstance(slump, float) else None,
            "why_not": slump if isinstance(slump, str) else "",
            "saved": saved,
        },
    }


def _posture(posture: PostureSeen) -> dict[str, Any]:
    return {
        "asked": posture.asked,
        "outcome": posture.outcome,
        "seconds": _rounded(posture.seconds),
        "frames": posture.frames,
        "judged": posture.judged,
        "why_not": posture.why_not,
        "medians": _all(posture.medians),
        "spreads": _all(posture.spreads),
        "rules": [_rule(rule) for rule in posture.rules],
    }


def _rule(rule: RuleSeen) -> dict[str, Any]:
    figures = {"value": rule.value, "limit": rule.limit, "noise": rule.noise, "margin": rule.margin}
    words = {"rule": rule.rule, "level": rule.level, "signal": rule.signal, "over": rule.over, "near": rule.near}
    return {**words, **{name: _rounded(value) for name, value in figures.items()}}


def _all(values: Mapping[str, float]) -> dict[str, float | None]:
    return {name: _rounded(value) for name, value in values.items()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
