"""Takes the jitter out of metrics: a moving median, then an exponential mean, in seconds whatever the frame rate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from posture_watch.core.settings import Smoothing

ROUNDING_S = 1e-6
"""Times of a clip and of its recording differ in the last digits; a window must not lose a frame over that."""


@dataclass(frozen=True, slots=True)
class Smoothed:
    """The recent raw values (``mono_s``, values), the running means by name, and how much of its full weight each mean
    has gathered (0 after one frame, then up to 1)."""

    recent: tuple[tuple[float, Mapping[str, float]], ...] = ()
    means: Mapping[str, float] = field(default_factory=dict[str, float])
    weights: Mapping[str, float] = field(default_factory=dict[str, float])


def smooth(state: Smoothed, mono_s: float, values: Mapping[str, float], policy: Smoothing) -> Smoothed:
    """The next state; its ``means`` are the smoothed values of exactly the metrics measured now.

    The mean weighs by elapsed time (1 − e^(−dt/τ)), so 0.5 and 10 frames a second settle alike. Until it has its full
    weight it is the mean of what there is, so the first frame's noise does not last as long as the time constant. A
    metric that was missing for longer than that starts afresh.
    """
    kept = tuple(item for item in state.recent if mono_s - item[0] <= max(policy.median_s, policy.mean_s))
    recent = (*kept, (mono_s, dict(values)))
    means: dict[str, float] = {}
    weights: dict[str, float] = {}
    for name, value in values.items():
        times = [at_s for at_s, old in kept if name in old]
        window = [old[name] for at_s, old in kept if name in old and mono_s - at_s <= policy.median_s + ROUNDING_S]
        middle = median([*window, value]) if policy.median_s > 0 else value
        if name not in state.means or not times or policy.mean_s == 0:
            means[name], weights[name] = middle, 0.0
        else:
            share = 1.0 - math.exp(-(mono_s - times[-1]) / policy.mean_s)
            weights[name] = (state.weights.get(name, 0.0) or share) * (1.0 - share) + share
            step = share / weights[name] if weights[name] > 0 else 0.0  # two frames of one moment weigh nothing
            means[name] = state.means[name] + step * (middle - state.means[name])
    carried = {n: m for n, m in state.means.items() if n not in means and any(n in old for _, old in kept)}
    return Smoothed(recent, {**carried, **means}, {**{n: state.weights.get(n, 0.0) for n in carried}, **weights})
