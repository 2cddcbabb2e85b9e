"""Takes the jitter out of metrics: a moving median, then an exponential mean, in seconds whatever the frame rate."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from posture_watch.core.settings import Smoothing


@dataclass(frozen=True, slots=True)
class Smoothed:
    """The recent raw values (``mono_s``, values) and the running means by name."""

    recent: tuple[tuple[float, Mapping[str, float]], ...] = ()
    means: Mapping[str, float] = field(default_factory=dict[str, float])


def smooth(state: Smoothed, mono_s: float, values: Mapping[str, float], policy: Smoothing) -> Smoothed:
    """The next state; its ``means`` are the smoothed values of exactly the metrics measured now.

    The mean weighs by elapsed time (1 − e^(−dt/τ)), so 0.5 and 10 frames a second settle alike. A metric that was
    missing for longer than the time constant starts afresh.
    """
    kept = tuple(item for item in state.recent if mono_s - item[0] <= max(policy.median_s, policy.mean_s))
    recent = (*kept, (mono_s, dict(values)))
    means: dict[str, float] = {}
    for name, value in values.items():
        times = [at_s for at_s, old in kept if name in old]
        window = [old[name] for at_s, old in kept if name in old and mono_s - at_s <= policy.median_s]
        middle = median([*window, value]) if policy.median_s > 0 else value
        if name not in state.means or not times or policy.mean_s == 0:
            means[name] = middle
        else:
            share = 1.0 - math.exp(-(mono_s - times[-1]) / policy.mean_s)
            means[name] = state.means[name] + share * (middle - state.means[name])
    carried = {n: m for n, m in state.means.items() if n not in means and any(n in old for _, old in kept)}
    return Smoothed(recent, {**carried, **means})
