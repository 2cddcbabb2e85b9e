"""What was measured as a text for people, and as one JSON object: the same figures."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, cast

from evaluation.comparing import BaselineLine, Comparison, Line, figure_names
from evaluation.figures import Figures

HEADS = ("AUC", "balanced", "precision", "recall", "FPR", "F1", "rec@1%", "rec@5%", "coverage")
WIDTH = 20
FULL_INTERVALS = ("auc", "balanced", "recall", "false_positive_rate")


@dataclass(frozen=True, slots=True)
class Measured:
    """Everything that one run found."""

    baseline_frames: int
    comparisons: tuple[Comparison, ...]
    baselines: tuple[BaselineLine, ...]
    left_out: tuple[str, ...]


def as_json(measured: Measured) -> str:
    """One object; a figure without meaning is null."""
    return json.dumps(_plain(asdict(measured)), indent=2, allow_nan=False)


def as_text(measured: Measured) -> str:
    """The tables, 112 characters wide."""
    parts = [_comparison(c, measured.baseline_frames) for c in measured.comparisons]
    parts += [_baselines(measured.baselines)] if measured.baselines else []
    if measured.left_out:
        parts.append("\n".join(["Left out:", *(f"  {reason}" for reason in measured.left_out)]))
    return "\n\n".join(parts)


def _comparison(c: Comparison, baseline_frames: int) -> str:
    title = (
        f"{c.view}, {c.scope}: {c.frames} frames ({c.upright} upright) of {c.sessions} sessions, "
        f"baseline of {baseline_frames} frames"
    )
    rows = [_row(line.rule, line.figures) for line in c.lines]
    labels = ", ".join(f"{label} {_share(value).strip()}" for label, value in c.flagged_by_label.items())
    return "\n".join([title, _row_of("rule", HEADS), *rows, f"  flagged by ours: {labels}", _interval(c.lines[0])])


def _interval(line: Line) -> str:
    parts = [
        f"{name} {_share(line.intervals[name].low).strip()}–{_share(line.intervals[name].high).strip()}"
        for name in FULL_INTERVALS
    ]
    return f"  {line.rule}, 95 % by session: {', '.join(parts)}"


def _baselines(lines: Sequence[BaselineLine]) -> str:
    rows = [_row(f"{b.view} {b.baseline_frames} ({b.sessions}/{b.frames})", b.figures) for b in lines]
    return "\n".join(["Baselines of 1 to 20 frames (sessions/frames scored)", _row_of("frames", HEADS), *rows])


def _row(name: str, figures: Figures) -> str:
    return _row_of(name, [_share(float(getattr(figures, figure))) for figure in figure_names()])


def _row_of(name: str, cells: Sequence[str]) -> str:
    return f"  {name:<{WIDTH}}" + "".join(f"{cell:>10}" for cell in cells)


def _share(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"


def _plain(value: Any) -> Any:
    """The same with null for what is no finite number."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in cast("dict[str, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in cast("Sequence[Any]", value)]
    return None if isinstance(value, float) and not math.isfinite(value) else value
