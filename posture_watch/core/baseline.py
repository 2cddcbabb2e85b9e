"""The user's own upright values: everything a front camera says is a change from them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from posture_watch.core.sample import View

LEAST_FULL_SLUMP_RATIO, MOST_FULL_SLUMP_RATIO = 0.08, 0.6
"""Bounds of a user's own full slump (shoulder widths): the first is what a still person's head height jitters by on
99 % of frames, the second is the whole neck."""


@dataclass(frozen=True, slots=True)
class BaselinePlace:
    """Where a baseline holds: the same person before another camera, or another mode, measures differently."""

    camera: str
    view: View
    mode: str
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Rise:
    """How far a baseline has followed its user upwards since it was made (shoulder widths, 0 and more): the head over
    the shoulders, and the head in the frame. It is part of the medians already."""

    over_ratio: float = 0.0
    frame_ratio: float = 0.0

    def __post_init__(self) -> None:
        if not (0.0 <= self.over_ratio <= 1.0 and 0.0 <= self.frame_ratio <= 1.0):  # NaN compares false
            raise ValueError(f"a baseline rises by 0 to 1 shoulder widths, not {self.over_ratio}, {self.frame_ratio}")


@dataclass(frozen=True, slots=True)
class Baseline:
    """Median and spread (1.4826 × median absolute deviation) of each metric while sitting well.

    ``provisional`` baselines were learnt in passing; calibrated ones were asked for. ``light`` is the brightness they
    were taken in, 0 to 1. ``full_slump_ratio`` is how far the user's own full slump lowers the head (shoulder widths),
    which is slump score 1; None: the usual one. ``rise`` is what slow drift has added. Raises ValueError if a figure is
    not finite or a spread has no median.
    """

    place: BaselinePlace
    medians: Mapping[str, float]
    spreads: Mapping[str, float]
    frames: int
    made_utc: datetime
    provisional: bool
    light: float | None = None
    full_slump_ratio: float | None = None
    rise: Rise = Rise()

    def __post_init__(self) -> None:
        if self.frames < 1:
            raise ValueError("a baseline needs at least one frame")
        if set(self.spreads) != set(self.medians):
            raise ValueError("a baseline has a spread for each median")
        if not all(math.isfinite(v) for v in (*self.medians.values(), *self.spreads.values())):
            raise ValueError("a baseline's figures must be finite")
        slump = self.full_slump_ratio
        if slump is not None and not LEAST_FULL_SLUMP_RATIO <= slump <= MOST_FULL_SLUMP_RATIO:
            raise ValueError(f"a full slump of {slump} shoulder widths cannot be")


def with_scale_of(baseline: Baseline, known: Iterable[Baseline]) -> Baseline:
    """``baseline`` with the user's own full slump out of the newest one known of this camera and view.

    How far somebody can slump is theirs, not that of one calibration.
    """
    if baseline.full_slump_ratio is not None:
        return baseline
    where = (baseline.place.camera, baseline.place.view)
    scaled = [b for b in known if b.full_slump_ratio is not None and (b.place.camera, b.place.view) == where]
    newest = max(scaled, key=lambda b: b.made_utc, default=None)
    return baseline if newest is None else replace(baseline, full_slump_ratio=newest.full_slump_ratio)
