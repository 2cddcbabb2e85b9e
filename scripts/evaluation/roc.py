"""ROC curves: the points, and a drawing of them that can be read on a light and on a dark page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from evaluation.comparing import OURS, Judged, scored_frames
from evaluation.figures import Scored

SIDE_PX, LEFT_PX, TOP_PX, LEGEND_PX = 380, 56, 34, 190
COLOURS = ("#e69f00", "#56b4e9", "#009e73", "#b8860b", "#0072b2", "#d55e00", "#cc79a7", "#888888")
"""Okabe and Ito's, told apart by colour-blind people too; yellow is darkened for light pages."""
STYLE = (
    "text{font:13px sans-serif;fill:#222}.axis{stroke:#888;fill:none}.grid{stroke:#8884;stroke-dasharray:3 4}"
    ".ours{stroke:#111;stroke-width:3;fill:none}.peer{stroke-width:1.5;fill:none}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.ours{stroke:#fff}}"
)


@dataclass(frozen=True, slots=True)
class Curve:
    """False-positive rate and recall at every limit on a rule's score, from (0, 0) to (1, 1); and at its own limit."""

    view: str
    rule: str
    points: tuple[tuple[float, float], ...]
    own: tuple[float, float]


def curves_of(view: str, sessions: Sequence[Judged]) -> list[Curve]:
    """One for each rule, ours first; none where one of the classes is missing."""
    curves: list[Curve] = []
    for rule in sessions[0].said:
        frames = [frame for one in sessions for frame in scored_frames(one, rule)]
        positive = np.array([frame.positive for frame in frames], np.bool_)
        if positive.any() and not positive.all():
            curves.append(Curve(view, rule, curve(frames), _own(frames)))
    return curves


def curve(frames: Sequence[Scored]) -> tuple[tuple[float, float], ...]:
    """Only the corners: points in the middle of a straight piece are left out."""
    scores = np.array([frame.said.score for frame in frames], np.float64)
    positive = np.array([frame.positive for frame in frames], np.bool_)
    points = [(0.0, 0.0)]
    for limit in np.unique(scores)[::-1]:
        over: NDArray[np.bool_] = scores >= limit
        points.append((float(over[~positive].mean()), float(over[positive].mean())))
    kept = [points[0]]
    for before, point, after in zip(points, points[1:], points[2:], strict=False):
        straight = (point[0] - before[0]) * (after[1] - point[1]) == (point[1] - before[1]) * (after[0] - point[0])
        if not straight:
            kept.append(point)
    return (*kept, points[-1])


def _own(frames: Sequence[Scored]) -> tuple[float, float]:
    flagged = np.array([frame.said.flagged for frame in frames], np.bool_)
    positive = np.array([frame.positive for frame in frames], np.bool_)
    return float(flagged[~positive].mean()), float(flagged[positive].mean())


def svg(title: str, curves: Sequence[Curve]) -> str:
    """A square with the curves, each rule's own limit as a dot, and a legend."""
    width, height = LEFT_PX + SIDE_PX + LEGEND_PX, TOP_PX + SIDE_PX + 48
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        f' role="img" aria-label="{escape(title)}">',
        f"<style>{STYLE}</style>",
        f'<text x="{LEFT_PX}" y="20">{escape(title)}</text>',
        f'<rect class="axis" x="{LEFT_PX}" y="{TOP_PX}" width="{SIDE_PX}" height="{SIDE_PX}"/>',
        *(_tick(step / 5) for step in range(6)),
        f'<text x="{LEFT_PX + SIDE_PX / 2}" y="{height - 8}" text-anchor="middle">false-positive rate</text>',
        f'<text transform="translate(14 {TOP_PX + SIDE_PX / 2}) rotate(-90)" text-anchor="middle">recall</text>',
    ]
    for number, one in reversed(list(enumerate(curves))):
        parts += _drawn(one, number)
    return "\n".join([*parts, "</svg>", ""])


def _tick(at: float) -> str:
    x, y = _place((at, at))
    return (
        f'<path class="grid" d="M{x} {TOP_PX}V{TOP_PX + SIDE_PX}M{LEFT_PX} {y}H{LEFT_PX + SIDE_PX}"/>'
        f'<text x="{x}" y="{TOP_PX + SIDE_PX + 18}" text-anchor="middle">{at:.1f}</text>'
        f'<text x="{LEFT_PX - 6}" y="{y + 4}" text-anchor="end">{at:.1f}</text>'
    )


def _drawn(one: Curve, number: int) -> list[str]:
    path = "M" + "L".join("{} {}".format(*_place(point)) for point in one.points)
    colour = COLOURS[(number - 1) % len(COLOURS)]
    look = 'class="ours"' if one.rule == OURS else f'class="peer" style="stroke:{colour}"'
    dot = "" if one.rule == OURS else f' style="stroke:{colour};fill:{colour}"'
    x, y = _place(one.own)
    at, legend = TOP_PX + 16 + 22 * number, LEFT_PX + SIDE_PX + 14
    return [
        f'<path {look} d="{path}"/>',
        f'<circle class="ours" cx="{x}" cy="{y}" r="4"{dot}/>',
        f'<path {look} d="M{legend} {at - 4}h22"/><text x="{legend + 28}" y="{at}">{escape(one.rule)}</text>',
    ]


def _place(point: tuple[float, float]) -> tuple[float, float]:
    return round(LEFT_PX + point[0] * SIDE_PX, 1), round(TOP_PX + (1 - point[1]) * SIDE_PX, 1)
