"""The user's own upright values: everything a front camera says is a change from them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from posture_watch.core.sample import View


@dataclass(frozen=True, slots=True)
class BaselinePlace:
    """Where a baseline holds: the same person before another camera, or another mode, measures differently."""

    camera: str
    view: View
    mode: str
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """Median and spread (1.4826 × median absolute deviation) of each metric while sitting well.

    ``provisional`` baselines were learnt in passing; calibrated ones were asked for. ``light`` is the brightness they
    were taken in, 0 to 1. Raises ValueError if a figure is not finite or a spread has no median.
    """

    place: BaselinePlace
    medians: Mapping[str, float]
    spreads: Mapping[str, float]
    frames: int
    made_utc: datetime
    provisional: bool
    light: float | None = None

    def __post_init__(self) -> None:
        if self.frames < 1:
            raise ValueError("a baseline needs at least one frame")
        if set(self.spreads) != set(self.medians):
            raise ValueError("a baseline has a spread for each median")
        if not all(math.isfinite(v) for v in (*self.medians.values(), *self.spreads.values())):
            raise ValueError("a baseline's figures must be finite")
