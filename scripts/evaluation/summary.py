"""The first lines of the page: the figures that matter, and what its words mean."""

from __future__ import annotations

import math

from evaluation.comparing import OURS, Comparison, Line
from evaluation.measured import Measured
from evaluation.tables import between, share

INTRODUCTION = (
    "Does the program say of a labelled picture what its label says? Measured on labelled pictures of people, beside "
    "other programs' rules; in brackets the middle 95 % over sessions drawn anew."
)
SIDE_BALANCED, SIDE_FALSE_POSITIVES = 0.97, 0.02
"""What was aimed at from the side."""
ALL_FRAMES = "all frames"
WORDS = (
    "*Balanced*: mean of the share of deviations flagged (recall) and of upright frames left alone (1 − FPR). "
    "*rec@1%*: recall of the limit that flags at most 1 % of the upright frames. *AUC*: chance that a deviation scores "
    "above an upright frame. *Away from label changes*: the neighbours of a frame have its label; at a change labels "
    "are unreliable."
)
SUBJECTS = (
    "Subjects: *A*, *D* and *E* are three young men before front cameras (Roboflow *Sitting_posture* by "
    "postureexercise, CC BY 4.0); *S1* is one at a working desk seen from the side, over five days (*sitting posture* "
    "by ikornproject, CC BY 4.0); *V1* is one on six photographs, three of them mirrored (Sitting-Posture-Recognition "
    "by nvinayvarma189, MIT). Clips: Intel's sample-videos (CC BY 4.0). The pictures stay out of this repository; what "
    "was taken from them, and the addresses, are in `tests/evaluation/landmarks/README.md`."
)


def summary(measured: Measured, *, own_set: bool) -> list[str]:
    """Paragraphs for the head of the page; ``own_set``: the sources are those that SUBJECTS names."""
    lines = [_of(comparison) for comparison in measured.comparisons]
    if own_set:
        lines += [_not_reached(c) for c in measured.comparisons if c.view == "side" and c.scope == ALL_FRAMES]
    lines += [
        f"- {c.view}: macro-F1 of five kinds {share(c.confusions[0].macro_f1)}."
        for c in measured.classes
        if c.confusions
    ]
    lines += [
        f"- {e.view}: {e.found} of {e.events} held postures found, {e.invented} invented."
        for e in measured.events
        if e.rule == OURS
    ]
    return [INTRODUCTION, "\n".join(filter(None, lines)), *([SUBJECTS] if own_set else []), WORDS]


def _not_reached(side: Comparison) -> str:
    ours = next(line for line in side.lines if line.rule == OURS).figures
    if ours.balanced >= SIDE_BALANCED and ours.false_positive_rate <= SIDE_FALSE_POSITIVES:
        return ""
    return (
        f"- Not reached: from the side a balanced accuracy of {SIDE_BALANCED} with {100 * SIDE_FALSE_POSITIVES:.0f} % "
        f"false positives was aimed at; it is {share(ours.balanced)} with {_per_cent(ours.false_positive_rate)}."
    )


def _of(comparison: Comparison) -> str:
    ours = next(line for line in comparison.lines if line.rule == OURS)
    best = max((line for line in comparison.lines if line.rule != OURS), key=lambda line: line.figures.balanced)
    return (
        f"- {comparison.view}, {comparison.scope}: balanced accuracy {share(ours.figures.balanced)} "
        f"({_ends(ours, 'balanced')}), {_per_cent(ours.figures.false_positive_rate)} of {comparison.upright} upright "
        f"frames flagged ({_ends(ours, 'false_positive_rate', 100)}); the best other rule, {best.rule}, "
        f"{share(best.figures.balanced)} and {_per_cent(best.figures.false_positive_rate)}."
    )


def _per_cent(value: float) -> str:
    return "–" if math.isnan(value) else f"{100 * value:.1f} %"


def _ends(line: Line, figure: str, times: int = 1) -> str:
    interval = line.intervals[figure]
    return between(times * interval.low, times * interval.high, decimals=1 if times > 1 else 3)
