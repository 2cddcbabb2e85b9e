"""By label: what is flagged, how well each label stands out from upright, and by which name frames are called."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.comparing import Judged
from evaluation.figures import auc, recall_at
from evaluation.judging import Said
from evaluation.manifest import upright
from evaluation.seen import Frame
from posture_watch.core.kinds import SIDEWAYS
from posture_watch.core.rules import Rule

UPRIGHT_KIND = "upright"
FIVE = (UPRIGHT_KIND, "head_tilt_left", "head_tilt_right", "trunk_lean_left", "trunk_lean_right")
"""The labels that are kinds of posture themselves. Left and right are the subject's own."""
OTHER = "other"
RIGHT_KINDS: dict[str, frozenset[str]] = {
    "hunchback": frozenset({"slump", "forward_lean"}),
    "recline": frozenset({"recline"}),
}
"""Labels of other vocabularies → the kinds that are right for them. Any other label is its own kind if it is one of
FIVE, and else (bad) any deviation is right."""


@dataclass(frozen=True, slots=True)
class LabelFigures:
    """One label: its frames, the share flagged, and how its scores stand out from those of the upright frames.

    ``named``: share called by a right kind. For an upright label ``flagged`` is the false-positive rate.
    """

    label: str
    frames: int
    flagged: float
    named: float
    auc: float
    recall_at_1: float
    recall_at_5: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """Rows: labels of FIVE; columns: FIVE and OTHER; counts of frames."""

    scope: str
    counts: tuple[tuple[int, ...], ...]
    macro_f1: float


@dataclass(frozen=True, slots=True)
class Classes:
    """One view by label; ``confusions`` (all frames, settled ones) only where all five labels occur.

    ``over_upright``: share of the upright frames over the limit of each rule, by its name; ``forward``: over that of
    any rule that is not about a side (slumping, leaning in, the head forward).
    """

    view: str
    labels: tuple[LabelFigures, ...]
    confusions: tuple[Confusion, ...]
    over_upright: dict[str, float]
    forward: float


def named(said: Said) -> str:
    """The kind; what cannot be told is not flagged, and so counts as upright."""
    return said.kind or UPRIGHT_KIND


def rightly_named(label: str, said: Said) -> bool:
    """Whether the kind is right for the label."""
    kind = named(said)
    if upright(label):
        return kind == UPRIGHT_KIND
    right = RIGHT_KINDS.get(label, frozenset({label} if label in FIVE else ()))
    return kind in right if right else kind not in (UPRIGHT_KIND, "recline")


def classes_of(view: str, sessions: Sequence[Judged], rules: Sequence[Rule]) -> Classes:
    """Everything by label in one view."""
    pairs = [(f, said) for one in sessions for f, said in zip(one.frames, one.ours, strict=True)]
    level = [said for f, said in pairs if f.upright]
    scores = np.array([said.score for said in level], dtype=np.float64)
    labels = sorted({f.label for f, _ in pairs}, key=lambda label: (not upright(label), label))
    figures = tuple(_label_figures(label, [s for f, s in pairs if f.label == label], scores) for label in labels)
    settled = [(f, said) for f, said in pairs if f.settled]
    five = set(FIVE) <= set(labels)
    tables = (confusion("all frames", pairs), confusion("away from label changes", settled)) if five else ()
    sideways = {signal for signal, _ in SIDEWAYS}
    forward = {rule.name for rule in rules if rule.signal not in sideways}
    counts = Counter(name for said in level for name in said.over)
    shares = {name: count / len(level) for name, count in counts.most_common()}
    return Classes(
        view, figures, tables, shares, sum(bool(forward & set(said.over)) for said in level) / max(1, len(level))
    )


def _label_figures(label: str, said: Sequence[Said], level: np.ndarray) -> LabelFigures:
    scores = np.array([s.score for s in said], dtype=np.float64)
    of = (
        (math.nan,) * 3
        if upright(label)
        else (auc(scores, level), *(recall_at(scores, level, p) for p in (0.01, 0.05)))
    )
    flagged = sum(s.flagged for s in said) / len(said)
    right = sum(rightly_named(label, s) for s in said) / len(said)
    return LabelFigures(label, len(said), flagged, right, *of)


def confusion(scope: str, pairs: Sequence[tuple[Frame, Said]]) -> Confusion:
    """Labels against kinds."""
    columns = (*FIVE, OTHER)
    counts = [[0] * len(columns) for _ in FIVE]
    for frame, said in pairs:
        row = UPRIGHT_KIND if frame.upright else frame.label
        if row in FIVE:
            kind = named(said)
            counts[FIVE.index(row)][columns.index(kind if kind in FIVE else OTHER)] += 1
    return Confusion(scope, tuple(tuple(row) for row in counts), macro_f1(counts))


def macro_f1(counts: Sequence[Sequence[int]]) -> float:
    """Mean of each row's F1; columns beyond the rows are wrong for everybody. A row without frames counts 0."""
    scores: list[float] = []
    for i in range(len(counts)):
        hit, labelled = counts[i][i], sum(counts[i])
        called = sum(row[i] for row in counts)
        scores.append(2 * hit / (labelled + called) if labelled + called else 0.0)
    return sum(scores) / len(scores)
