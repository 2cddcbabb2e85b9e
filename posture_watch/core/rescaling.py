"""A baseline taken in another frame size, brought to this one: px follow, ratios and degrees stay."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.core.baseline import Baseline


def rescaled(baseline: Baseline, width_px: int, height_px: int) -> Baseline:
    """``baseline`` as if taken at width_px x height_px. Sizes follow the width; both frames should have one shape."""
    place = baseline.place
    if (place.width_px, place.height_px) == (width_px, height_px):
        return baseline
    x, y = width_px / place.width_px, height_px / place.height_px

    def factor(name: str) -> float:
        if not name.endswith("_px"):
            return 1.0
        return y if name.endswith("_y_px") else x

    return replace(
        baseline,
        place=replace(place, width_px=width_px, height_px=height_px),
        medians={name: value * factor(name) for name, value in baseline.medians.items()},
        spreads={name: value * factor(name) for name, value in baseline.spreads.items()},
    )
