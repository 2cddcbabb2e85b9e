"""Baselines from samples: a calibration, a first steady minute, a better posture seen later. Medians, never means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from posture_watch.core.baseline import Baseline, BaselinePlace
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import BaselinePolicy

MAD_TO_SD = 1.4826
STEADY_DEG = ("head_tilt_deg", "shoulder_tilt_deg", "head_turn_deg", "torso_inclination_deg", "neck_inclination_deg")
STEADY_PX = ("head_x_px", "head_y_px", "shoulder_x_px", "shoulder_y_px", "shoulder_width_px", "face_size_px")
MIDDLE_80_SD = 2.56
"""The middle 80 % of a normal distribution are this many standard deviations wide."""
USUAL_LOWEST_HEAD_RATIO = 0.50
"""Ears above the shoulders, in shoulder widths: upright people measured 0.57–0.65 (three people, starting guess)."""


def median_and_spread(values: Sequence[float]) -> tuple[float, float]:
    """Median, and 1.4826 × the median absolute deviation from it (equals the standard deviation for normal noise)."""
    middle = median(values)
    return middle, MAD_TO_SD * median(abs(value - middle) for value in values)


def make_baseline(
    samples: Iterable[PostureSample], place: BaselinePlace, *, provisional: bool, light: float | None
) -> Baseline | None:
    """Median and spread of every metric that at least half of the samples of this view have; None without samples."""
    fitting = [s for s in samples if s.view == place.view]
    if not fitting:
        return None
    columns = {
        name: [s.values[name] for s in fitting if name in s.values] for name in {n for s in fitting for n in s.values}
    }
    pairs = {name: median_and_spread(col) for name, col in sorted(columns.items()) if len(col) * 2 >= len(fitting)}
    medians = {name: pair[0] for name, pair in pairs.items()}
    spreads = {name: pair[1] for name, pair in pairs.items()}
    return Baseline(place, medians, spreads, len(fitting), fitting[-1].at.utc, provisional, light)


def unsteady_metric(samples: Sequence[PostureSample], policy: BaselinePolicy) -> str | None:
    """The first metric that moves more than a person sitting still does, or None when all are steady.

    Judged by the middle 80 %: the median deviation would not see somebody change between two postures.
    """
    columns: Mapping[str, list[float]] = {
        name: [s.values[name] for s in samples if name in s.values] for name in (*STEADY_PX, *STEADY_DEG)
    }
    widths = [s.values["shoulder_width_px"] for s in samples if "shoulder_width_px" in s.values]
    heights = [
        abs(s.values["shoulder_y_px"] - s.values["head_y_px"])
        for s in samples
        if "head_y_px" in s.values and "shoulder_y_px" in s.values
    ]
    scale_px = max(median(widths) if widths else 0.0, 1.6 * median(heights) if heights else 0.0)
    for name, column in columns.items():
        if len(column) < 2:
            continue
        limit = policy.steady_spread_deg if name in STEADY_DEG else policy.steady_spread_ratio * scale_px
        if _middle_spread(column) > limit:
            return name
    return None


def _middle_spread(values: Sequence[float]) -> float:
    """Spread of the middle 80 % of the values, as a standard deviation if they were normal."""
    ordered = sorted(values)
    cut = len(ordered) // 10
    return (ordered[-1 - cut] - ordered[cut]) / MIDDLE_80_SD


def looks_low(baseline: Baseline) -> bool:
    """Whether the head stands so low over the shoulders that the user may have been slumped while it was learnt."""
    drop = baseline.medians.get("head_drop_ratio")
    return baseline.place.view == "front" and drop is not None and -drop < USUAL_LOWEST_HEAD_RATIO


@dataclass(frozen=True, slots=True)
class Learning:
    """The samples of the last steady stretch, newest last."""

    samples: tuple[PostureSample, ...] = ()


def learn(state: Learning, sample: PostureSample, policy: BaselinePolicy, gap_s: float) -> tuple[Learning, bool]:
    """Add a sample; the flag says that ``learn_s`` steady seconds are together.

    A gap, another view or an unsteady stretch drops the oldest samples: the window slides until it is steady.
    """
    last = state.samples[-1] if state.samples else None
    if last is not None and (sample.at.gap_since(last.at) > gap_s or sample.view != last.view):
        return Learning((sample,)), False
    samples = (*state.samples, sample)
    while len(samples) > 2 and _span_s(samples[1:]) >= policy.learn_s:
        samples = samples[1:]
    if _span_s(samples) < policy.learn_s:
        return Learning(samples), False
    return Learning(samples), unsteady_metric(samples, policy) is None


def _span_s(samples: Sequence[PostureSample]) -> float:
    return samples[-1].at.mono_s - samples[0].at.mono_s if samples else 0.0
