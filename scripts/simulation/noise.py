"""The noise of each figure over time: a slow normal part that wanders, and a heavy-tailed part new in every frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulation.distributions import COMMON_SCALE_SHARE, WANDER_S, Noise
from simulation.people import Floats

NECK_RATIO = 0.6
"""Ears above the shoulders in shoulder widths: 0.58–0.64 when upright. A width read too large makes the head low."""
TAILS = (2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 12.0, 20.0, 1000.0)
"""Degrees of freedom to choose from; 1000 is as good as normal."""
NORMAL_95 = 1.96
_DRAWS = 60_000
_LEAST_OWN_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Shape:
    """Spreads of the two parts, and the degrees of freedom of the second (Student's t)."""

    slow: float
    fast: float
    freedom: float


@lru_cache(maxsize=64)
def fitted(q95: float, q99: float, wander_share: float) -> Shape:
    """The shape whose sum has these quantiles of the absolute value, as nearly as the tails to choose from allow."""
    rng = np.random.default_rng(0)
    slow = np.sqrt(wander_share) * rng.standard_normal(_DRAWS)
    best, best_off = Shape(0.0, 0.0, TAILS[-1]), np.inf
    for freedom in TAILS:
        to_unit = np.sqrt((1.0 - wander_share) * (freedom - 2.0) / freedom)
        both = np.abs(slow + to_unit * rng.standard_t(freedom, _DRAWS))
        low, high = (float(q) for q in np.quantile(both, (0.95, 0.99)))
        off = abs(high / low - q99 / q95)
        if off < best_off:
            scale = q95 / low
            best, best_off = Shape(scale * float(np.sqrt(wander_share)), scale * float(to_unit), freedom), off
    return best


def shapes(noise: Mapping[str, Noise]) -> dict[str, Shape]:
    """The parts that are drawn: what is measured of a frame, less what another part already brings into it.

    ``common_scale`` is the whole person nearer or farther; it is part of the shoulder width's slow noise, and does not
    change the head's height. The rest of the width's noise does, by NECK_RATIO.
    """
    out = {name: fitted(row.q95, row.q99, row.wander_share) for name, row in noise.items()}
    width, head = out["shoulder_width"], noise["head_height"]
    out["common_scale"] = Shape(width.slow * COMMON_SCALE_SHARE**0.5, 0.0, width.freedom)
    out["shoulder_width"] = Shape(width.slow * (1.0 - COMMON_SCALE_SHARE) ** 0.5, width.fast, width.freedom)
    own = max(_LEAST_OWN_SHARE, 1.0 - _explained(noise, out["shoulder_width"])) ** 0.5
    out["head_height"] = fitted(head.q95 * own, head.q99 * own, head.wander_share)
    return out


def _explained(noise: Mapping[str, Noise], width: Shape) -> float:
    """Share of the head height's variance that the shoulder width's own noise brings into it."""
    spread = noise["head_height"].q95 / NORMAL_95
    freedom = width.freedom
    by_width = NECK_RATIO**2 * (width.slow**2 + width.fast**2 * freedom / (freedom - 2.0))
    return by_width / spread**2


def draw_noise(
    shape: Shape, count: int, frames: int, rng: np.random.Generator, interval_s: float, columns: int = 1
) -> Floats:
    """(people, frames, columns): independent between people and columns, one series over the frames of a person."""
    keep = float(np.exp(-interval_s / WANDER_S))
    slow = np.empty((count, frames, columns))
    slow[:, 0] = rng.standard_normal((count, columns))
    new = rng.standard_normal((count, frames, columns)) * np.sqrt(1.0 - keep**2)
    for i in range(1, frames):
        slow[:, i] = keep * slow[:, i - 1] + new[:, i]
    return shape.slow * slow + shape.fast * rng.standard_t(shape.freedom, (count, frames, columns))
