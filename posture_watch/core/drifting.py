"""The baseline follows a better posture slowly, within bounds, and comes back more slowly still: never below itself."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from posture_watch.core.baseline import Baseline, Rise
from posture_watch.core.events import BaselineChanged
from posture_watch.core.instant import Instant
from posture_watch.core.moves import can_be_carried
from posture_watch.core.reference import NOTES, Reference, Verdict, is_askew, renew
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import BaselinePolicy, Settings

CLEARLY_RATIO = 0.02
"""Less than this (shoulder widths), or than the baseline's own spread, is jitter: followed, its upper half would creep
in. The smoothed head height of a still person jitters by so much."""
STRETCH_RATIO = 0.25
"""Taller than this is a stretch or standing, not a way to sit: 10 cm (starting guess)."""
MEANT_S = 60.0
"""Taller for this long (s) is meant: a stretch or a look over the screen is over by then, its smoothing too (starting
guess)."""
BACK_SLOWER = 10.0
"""Sitting lower again, without being over a limit, takes back what was followed this many times slower (starting
guess): else a few good minutes of one morning would hold for ever."""
TOLD_RATIO = 0.01
"""The log learns of it in steps of this (shoulder widths, about 4 mm): at most a few rows an hour."""


def follow_drift(
    reference: Reference, sample: PostureSample, deviations: Mapping[str, float], settings: Settings, *, held: bool
) -> Verdict:
    """Let the baseline rise a little if the user sits taller than it. ``held``: a limit is over, or was until lately:
    nothing moves then. Nothing ever moves below where the baseline was made."""
    current, policy, at = reference.current, settings.baseline, sample.at
    gains = _gains(deviations)
    usable = current is not None and can_be_carried(current) and not policy.frozen
    if current is None or not usable or held or gains is None or is_askew(deviations):
        return Verdict(replace(reference, drift=replace(reference.drift, taller_since=None, last=None)))
    drift = reference.drift
    dt_s = at.gap_since(drift.last) if drift.last is not None else 0.0
    if dt_s > settings.gap_s:
        drift, dt_s = replace(drift, taller_since=None), 0.0
    taller = _is_taller(gains, current)
    since = (drift.taller_since or at) if taller else None
    reference = replace(reference, drift=replace(drift, taller_since=since, last=at))
    rise = current.rise
    if since is not None and at.gap_since(since) >= MEANT_S:
        rise = _risen(current, gains, dt_s, policy)
    elif not taller:
        rise = _sunk(current, gains, dt_s, policy)
    return _settle(reference, current, rise, at)


def raised(baseline: Baseline, rise: Rise) -> Baseline:
    """``baseline`` with this rise in place of the one it has: head over shoulders and head in the frame, together."""
    over = rise.over_ratio - baseline.rise.over_ratio
    frame = rise.frame_ratio - baseline.rise.frame_ratio
    m = dict(baseline.medians)
    width_px = m["shoulder_width_px"]
    m["head_drop_ratio"] -= over
    m["head_y_px"] -= frame * width_px
    m["shoulder_y_px"] -= (frame - over) * width_px
    return replace(baseline, medians=m, rise=rise)


def _gains(deviations: Mapping[str, float]) -> tuple[float, float] | None:
    """How much higher the head is over the shoulders, and in the frame (shoulder widths); None if not both known."""
    if "head_drop_ratio" not in deviations or "head_sink_ratio" not in deviations:
        return None
    return -deviations["head_drop_ratio"], -deviations["head_sink_ratio"]


def _jitter(baseline: Baseline) -> tuple[float, float]:
    """What counts as jitter in the two gains."""
    spreads, width_px = baseline.spreads, baseline.medians["shoulder_width_px"]
    return (
        max(CLEARLY_RATIO, spreads["head_drop_ratio"]),
        max(CLEARLY_RATIO, spreads["head_y_px"] / width_px),
    )


def _is_taller(gains: tuple[float, float], baseline: Baseline) -> bool:
    """Clearly higher by one measure and not lower by the other: a head pulled up in a sunken body is not taller."""
    jitter = _jitter(baseline)
    higher = any(gain > small for gain, small in zip(gains, jitter, strict=True))
    lower = any(gain < -small for gain, small in zip(gains, jitter, strict=True))
    return higher and not lower and max(gains) <= STRETCH_RATIO


def _risen(baseline: Baseline, gains: tuple[float, float], dt_s: float, policy: BaselinePolicy) -> Rise:
    """Towards the better posture, less the jitter, with time constant ``drift_s``; at most ``drift_most_ratio``."""
    share = 1.0 - math.exp(-dt_s / policy.drift_s)
    old = (baseline.rise.over_ratio, baseline.rise.frame_ratio)
    new = [
        min(policy.drift_most_ratio, was + share * max(0.0, gain - small))
        for was, gain, small in zip(old, gains, _jitter(baseline), strict=True)
    ]
    return Rise(new[0], new[1])


def _sunk(baseline: Baseline, gains: tuple[float, float], dt_s: float, policy: BaselinePolicy) -> Rise:
    """Back towards where the baseline was made, where the head is clearly lower than the raised baseline says."""
    keep = math.exp(-dt_s / (BACK_SLOWER * policy.drift_s))
    old = (baseline.rise.over_ratio, baseline.rise.frame_ratio)
    new = [was * keep if gain < -small else was for was, gain, small in zip(old, gains, _jitter(baseline), strict=True)]
    return Rise(new[0], new[1])


def _settle(reference: Reference, current: Baseline, rise: Rise, at: Instant) -> Verdict:
    """Use it from now on; tell of it when it went a visible way since it was last told."""
    if rise == current.rise:
        return Verdict(reference)
    drift = reference.drift
    told = drift.told if drift.told is not None else current.rise
    moved = max(abs(rise.over_ratio - told.over_ratio), abs(rise.frame_ratio - told.frame_ratio))
    now = raised(current, rise)
    if moved < TOLD_RATIO:
        return Verdict(replace(renew(reference, now), drift=replace(drift, told=told)))
    now = replace(now, made_utc=at.utc)
    event = BaselineChanged(at, "drifted", now, NOTES["drifted"])
    return Verdict(replace(renew(reference, now), drift=replace(drift, told=rise)), (event,))
