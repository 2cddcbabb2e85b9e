"""Does it hold for somebody new? Figures by subject and by session in time blocks, and what choosing the limits from
everybody else's labels would bring to the one left out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evaluation.comparing import Judged, counts
from evaluation.figures import Figures, Scored, figures_of

BLOCK_FRAMES = 80
"""A session longer than this is cut into equal blocks of about so many frames: one after another, never at random."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One subject, or one block of a session: our figures there with our own limits, and with all limits multiplied by
    the ``scale`` that gave the best balanced accuracy on everybody else (1 is ours; NaN if nobody else is there)."""

    view: str
    by: str
    name: str
    frames: int
    upright: int
    figures: Figures
    scale: float
    balanced_chosen: float
    false_positive_rate_chosen: float


def left_out(view: str, sessions: Sequence[Judged]) -> list[LeftOut]:
    """A line a subject, then a line a time block."""
    subjects: dict[str, list[Scored]] = {}
    blocks: dict[str, list[Scored]] = {}
    for one in sessions:
        frames = [Scored(not f.upright, said) for f, said in zip(one.frames, one.ours, strict=True) if counts(f)]
        subjects.setdefault(one.session.subject, []).extend(frames)
        blocks |= time_blocks(one.name, frames)
    return [*_lines(view, "subject", subjects), *_lines(view, "time block", blocks)]


def time_blocks(name: str, frames: Sequence[Scored]) -> dict[str, list[Scored]]:
    """The frames in blocks of about BLOCK_FRAMES, in order."""
    pieces = max(1, round(len(frames) / BLOCK_FRAMES))
    edges = [round(i * len(frames) / pieces) for i in range(pieces + 1)]
    if pieces == 1:
        return {name: list(frames)}
    return {f"{name} {i + 1}/{pieces}": list(frames[edges[i] : edges[i + 1]]) for i in range(pieces)}


def _lines(view: str, by: str, groups: Mapping[str, Sequence[Scored]]) -> list[LeftOut]:
    lines: list[LeftOut] = []
    for name, frames in groups.items():
        others = [frame for other, more in groups.items() if other != name for frame in more]
        scale = best_scale(others)
        balanced, fpr = _at(frames, scale)
        upright = sum(not frame.positive for frame in frames)
        lines.append(LeftOut(view, by, name, len(frames), upright, figures_of(frames), scale, balanced, fpr))
    return lines


def best_scale(frames: Sequence[Scored]) -> float:
    """The limit on the score with the best balanced accuracy; of equally good ones the one next to ours."""
    scores, positive = _columns(frames)
    if not positive.any() or positive.all():
        return math.nan
    known = np.unique(scores[np.isfinite(scores)])
    limits = np.concatenate([known - 1e-9, (known[:-1] + known[1:]) / 2, [1.0]])
    balanced = [float(_balanced(scores, positive, limit)[0]) for limit in limits]
    best = max(balanced)
    return float(min((limit for limit, b in zip(limits, balanced, strict=True) if b > best - 1e-9), key=_far_from_one))


def _far_from_one(limit: float) -> float:
    return abs(limit - 1.0)


def _at(frames: Sequence[Scored], limit: float) -> tuple[float, float]:
    return _balanced(*_columns(frames), limit) if np.isfinite(limit) else (math.nan, math.nan)


def _balanced(scores: NDArray[np.float64], positive: NDArray[np.bool_], limit: float) -> tuple[float, float]:
    over = scores > limit
    recall = float(over[positive].mean()) if positive.any() else math.nan
    fpr = float(over[~positive].mean()) if (~positive).any() else math.nan
    return (recall + 1 - fpr) / 2, fpr


def _columns(frames: Sequence[Scored]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    return np.array([f.said.score for f in frames], np.float64), np.array([f.positive for f in frames], np.bool_)
