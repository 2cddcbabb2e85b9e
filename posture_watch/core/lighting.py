"""Another light: a baseline holds in the light it was taken in; it goes along if the person stayed where they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from statistics import median

from posture_watch.core.events import BaselineChanged
from posture_watch.core.learning import unsteady_metric
from posture_watch.core.moves import NEEDED, POSITIONS, RIGID_TILT_DEG, can_be_carried
from posture_watch.core.reference import Reference, Verdict, adopt
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import Settings

MOST_SHIFT_RATIO = 0.05
"""Who stayed there has head and shoulders within this (shoulder widths) of where the old light showed them: light at 30
to 60 % moved the head by 0.02 (95 % of frames), so most of a slump in that minute is no part of it."""
MOST_GROWTH_RATIO = 0.10
"""... and face and shoulders within this share: light moved them by 6 % (95 % of frames)."""
LIGHT_FOLLOWED = "The light has changed: your upright posture is measured in it from now on."
LEAST_SAMPLES = 5
"""Fewer frames than this say nothing about a light."""
LEAST_BURSTS = 2
"""Looks that are far apart are bursts of frames: so many at least, and as many as the time to wait for has."""


def follow_light(reference: Reference, sample: PostureSample, settings: Settings) -> Reference:
    """Remember what the person looks like in a light that is not the baseline's."""
    since, at = reference.light_off_since or sample.at, sample.at
    shown = tuple(s for s in reference.shown if at.gap_since(s.at) <= settings.baseline.light_hold_s)
    return replace(reference, light_off_since=since, shown=(*shown, sample))


def carried_over(reference: Reference, light: float | None, settings: Settings) -> Verdict | None:
    """The current baseline as this light shows it, if the person sat in one place while the light changed; else None.

    So the slump in which somebody sat through dusk does not become their upright, and what light does to the figures is
    taken off. It is provisional: a calibration drops it, as it can be made again.
    """
    current, shown = reference.current, reference.shown
    before = reference.setup.samples
    if current is None or light is None or not can_be_carried(current):
        return None
    if min(len(before), len(shown)) < _least_samples(settings) or unsteady_metric(shown, settings.baseline) is not None:
        return None
    old, new = _medians(before), _medians(shown)
    if not _same_place(old, new):
        return None
    at = shown[-1].at
    m = {name: value + _change(name, old, new) for name, value in current.medians.items()}
    made = replace(current, medians=m, light=light, made_utc=at.utc, provisional=True)
    event = BaselineChanged(at, "light_changed", made, LIGHT_FOLLOWED)
    kept = adopt(reference, made, settings.baseline.light_change_ratio)
    return Verdict(kept, (event,), changed=True)


def _least_samples(settings: Settings) -> int:
    fitting = int(settings.baseline.light_hold_s / settings.sample_interval_s)
    return min(LEAST_SAMPLES, max(LEAST_BURSTS, fitting))


def _medians(samples: Sequence[PostureSample]) -> dict[str, float]:
    """Medians of every metric that at least half of the samples have."""
    names = {name for s in samples for name in s.values}
    columns = {name: [s.values[name] for s in samples if name in s.values] for name in names}
    return {name: median(column) for name, column in columns.items() if 2 * len(column) >= len(samples)}


def _change(name: str, old: Mapping[str, float], new: Mapping[str, float]) -> float:
    return new[name] - old[name] if name in old and name in new else 0.0


def _same_place(old: Mapping[str, float], new: Mapping[str, float]) -> bool:
    """Whether the person sits as before, but for what light does to the figures."""
    if not all(name in old and name in new for name in NEEDED):
        return False
    width_px = old["shoulder_width_px"]
    moved_px = max(abs(new[name] - old[name]) for name in POSITIONS)
    grown = max(abs(new[name] / old[name] - 1.0) for name in ("face_size_px", "shoulder_width_px"))
    tilted = max(abs(new[name] - old[name]) for name in ("head_tilt_deg", "shoulder_tilt_deg"))
    dropped = abs(new["head_drop_ratio"] - old["head_drop_ratio"])
    still = moved_px <= MOST_SHIFT_RATIO * width_px and dropped <= MOST_SHIFT_RATIO
    return still and grown <= MOST_GROWTH_RATIO and tilted <= RIGID_TILT_DEG
