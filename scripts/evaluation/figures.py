"""Figures of one rule on labelled frames. A frame that the rule cannot judge counts as not flagged in all of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from evaluation.judging import UNKNOWN_SCORE, Said

Floats = NDArray[np.float64]
RESAMPLES = 500
SEED = 20261123


@dataclass(frozen=True, slots=True)
class Scored:
    """One frame's truth and a rule's word."""

    positive: bool
    said: Said


@dataclass(frozen=True, slots=True)
class Figures:
    """NaN where a figure has no meaning (no frame of a class, nothing flagged). Shares, 0 to 1.

    ``recall_at_1`` and ``recall_at_5``: the best recall of any limit on the score with at most 1 and 5 % of the
    negative frames over it. ``coverage``: share of the frames that could be judged.
    """

    auc: float
    balanced: float
    precision: float
    recall: float
    false_positive_rate: float
    f1: float
    recall_at_1: float
    recall_at_5: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Interval:
    """Middle 95 % of a figure over sessions drawn with replacement."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Columns:
    """Many frames at once."""

    scores: Floats
    positive: NDArray[np.bool_]
    flagged: NDArray[np.bool_]


def figures_of(frames: Sequence[Scored]) -> Figures:
    """All figures of these frames."""
    return _figures(_columns(frames))


def _columns(frames: Sequence[Scored]) -> _Columns:
    return _Columns(
        np.array([f.said.score for f in frames], dtype=np.float64),
        np.array([f.positive for f in frames], dtype=np.bool_),
        np.array([f.said.flagged for f in frames], dtype=np.bool_),
    )


def _figures(of: _Columns) -> Figures:
    hit, false = int((of.flagged & of.positive).sum()), int((of.flagged & ~of.positive).sum())
    positives, negatives = int(of.positive.sum()), int((~of.positive).sum())
    recall, fpr = _share(hit, positives), _share(false, negatives)
    above, below = of.scores[of.positive], of.scores[~of.positive]
    return Figures(
        auc=auc(above, below),
        balanced=(recall + 1 - fpr) / 2,
        precision=_share(hit, hit + false),
        recall=recall,
        false_positive_rate=fpr,
        f1=_share(2 * hit, positives + hit + false),
        recall_at_1=recall_at(above, below, 0.01),
        recall_at_5=recall_at(above, below, 0.05),
        coverage=_share(int((of.scores != UNKNOWN_SCORE).sum()), of.scores.size),
    )


def auc(positive: Floats, negative: Floats) -> float:
    """Chance that a positive frame scores above a negative one; ties count half. NaN without both."""
    if not positive.size or not negative.size:
        return math.nan
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, side="left")
    not_above = np.searchsorted(ordered, positive, side="right")
    return float((below + not_above).sum() / (2 * positive.size * negative.size))


def recall_at(positive: Floats, negative: Floats, share: float) -> float:
    """Best recall with at most ``share`` of the negatives over the limit. A score of -inf is never over any."""
    if not positive.size or not negative.size:
        return math.nan
    allowed = math.floor(share * negative.size + 1e-9)
    limit = -math.inf if allowed >= negative.size else float(np.sort(negative)[::-1][allowed])
    return float((positive > limit).mean())


def intervals_of(sessions: Mapping[str, Sequence[Scored]], resamples: int = RESAMPLES) -> dict[str, Interval]:
    """Each figure's interval by its name: whole sessions are drawn, because frames of one are alike.

    NaN where there is one session only: it says nothing about another one.
    """
    groups = [_columns(frames) for frames in sessions.values()]
    draw = np.random.default_rng(SEED)
    drawn: list[Figures] = []
    for _ in range(resamples if len(groups) > 1 else 0):
        chosen = [groups[int(index)] for index in draw.integers(0, len(groups), len(groups))]
        drawn.append(_figures(_joined(chosen)))
    return {f.name: middle([float(getattr(figures, f.name)) for figures in drawn]) for f in fields(Figures)}


def recall_by_label(frames: Sequence[Scored], labels: Sequence[str]) -> dict[str, float]:
    """Share flagged of the frames of each label, the upright ones too."""
    shares: dict[str, float] = {}
    for label in sorted(set(labels)):
        of_label = [f.said.flagged for f, name in zip(frames, labels, strict=True) if name == label]
        shares[label] = _share(sum(of_label), len(of_label))
    return shares


def _joined(parts: Sequence[_Columns]) -> _Columns:
    return _Columns(
        np.concatenate([part.scores for part in parts]),
        np.concatenate([part.positive for part in parts]),
        np.concatenate([part.flagged for part in parts]),
    )


def middle(values: Sequence[float]) -> Interval:
    """Between the 2.5th and the 97.5th percentile of those that are not NaN."""
    known = [value for value in values if not math.isnan(value)]
    if not known:
        return Interval(math.nan, math.nan)
    low, high = np.percentile(known, (2.5, 97.5))
    return Interval(float(low), float(high))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan
