"""What a posture is called: the one kind that says most about a frame, told from the rules whose limit it exceeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from posture_watch.core.rules import Rule
from posture_watch.core.side_deviations import bent_ratio, is_reclined

SIDEWAYS: tuple[tuple[str, str], ...] = (
    ("lateral_lean_deg", "trunk_lean"),
    ("head_tilt_deg", "head_tilt"),
    ("shoulder_tilt_deg", "shoulder_tilt"),
)
"""In this order: who leans the trunk tilts head and shoulders too, who tilts the head often drops a shoulder."""
FORWARD: Mapping[str, str] = {
    "slump_score": "slump",
    "head_sink_ratio": "slump",
    "head_sink_side_ratio": "slump",
    "head_drop_ratio": "head_drop",
    "head_drop_torso_ratio": "head_drop",
    "forward_lean_deg": "forward_lean",
    "face_scale_ratio": "forward_lean",
    "shoulder_scale_ratio": "forward_lean",
    "trunk_lean_deg": "forward_lean",
    "head_forward_ratio": "head_forward",
    "neck_inclination_deg": "head_forward",
    "cva_proxy_deg": "head_forward",
}
SUNK = "head_sink_side_ratio"
CARRIED_SHARE = 0.25
"""A trunk that leans carries the head along: less lean than this share of the head's tilt is a tilted head that drops a
shoulder (starting guess)."""
KINDS = (
    "upright",
    *(f"{kind}_{side}" for _, kind in SIDEWAYS for side in ("left", "right")),
    *dict.fromkeys(FORWARD.values()),
    "recline",
)
"""Left and right are the subject's own."""


def kind_of(
    over: Iterable[Rule],
    deviations: Mapping[str, float],
    base: Mapping[str, float] | None = None,
    metrics: Mapping[str, float] | None = None,
) -> str:
    """The kind of posture of a frame that was judged: "upright" when no rule of a known signal is ``over``.

    Sideways comes first, because a tilted or leaning head is lower, too; of the others that which exceeds its limit by
    the largest share. Reclining is told from ``base`` and ``metrics`` of a side view, with or without a rule.
    """
    by_signal = {rule.signal: rule for rule in over}
    for signal, kind in SIDEWAYS:
        if signal in by_signal and not _only_follows_the_head(signal, by_signal, deviations):
            return f"{kind}_{'left' if deviations[signal] > 0 else 'right'}"
    if base and metrics and is_reclined(base, metrics):
        return "recline"
    forward = {signal: rule for signal, rule in by_signal.items() if signal in FORWARD}
    if len(forward) > 1 and _is_bent(forward.get(SUNK), deviations, base or {}, metrics or {}):
        del forward[SUNK]
    if not forward:
        return "upright"
    return FORWARD[max(forward, key=lambda s: forward[s].magnitude(deviations[s]) / max(forward[s].enter_above, 1e-9))]


def _is_bent(
    sunk: Rule | None, deviations: Mapping[str, float], base: Mapping[str, float], metrics: Mapping[str, float]
) -> bool:
    """Whether a lean or a bent neck already says why the head is lower."""
    return sunk is not None and deviations[SUNK] - bent_ratio(base, metrics) <= sunk.enter_above


def _only_follows_the_head(signal: str, over: Mapping[str, Rule], deviations: Mapping[str, float]) -> bool:
    if signal != "lateral_lean_deg" or "head_tilt_deg" not in over:
        return False
    return abs(deviations[signal]) < CARRIED_SHARE * abs(deviations["head_tilt_deg"])
