"""The page docs/simulation.md: what is simulated, the tables, the curves, and every number it draws from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from simulation.distributions import (
    LAPTOP,
    MEN,
    MONITOR,
    POSTURE,
    RESEATED,
    SIDE,
    STATED,
    WOMEN,
    Noise,
    Span,
    Spread,
    Table,
)
from simulation.report import Report, svg
from simulation.tables import as_markdown, number

WORDS = Path(__file__).resolve().parent / "words.md"
"""What is written by hand: before the tables, and after "---" what stands behind them."""
DRAWN_FROM: Mapping[str, Table] = {
    "men": MEN,
    "women": WOMEN,
    "sitting well": POSTURE,
    "laptop": LAPTOP,
    "monitor": MONITOR,
    "side camera": SIDE,
    "seated anew": RESEATED,
}


def write_page(path: Path, report: Report, command: str) -> None:
    """``path``, and the curves beside it as a picture. Raises OSError."""
    picture = path.with_suffix(".svg")
    picture.write_text(svg(report), encoding="utf-8")
    path.write_text(page(report, picture.name, command), encoding="utf-8")


def page(report: Report, picture: str, command: str) -> str:
    """The whole page."""
    before, behind = WORDS.read_text(encoding="utf-8").split("\n---\n")
    parts = [
        "# Simulated people",
        f"Written by `{command}`; do not edit it by hand.",
        before.strip(),
        "## Figures",
        as_markdown(report.tables).strip(),
        "### Share noticed against size",
        f"![Share of people noticed against the size of the movement]({picture})",
        behind.strip(),
        "## The numbers it draws from",
        "\n".join(_numbers()),
    ]
    return "\n\n".join(parts) + "\n"


def _numbers() -> list[str]:
    lines = ["| of | figure | distribution | source |", "|---|---|---|---|"]
    for part, table in DRAWN_FROM.items():
        lines += [f"| {part} | `{name}` | {_told(row)} | {row.source} |" for name, row in table.items()]
    lines += [f"| noise | `{name}` | {_told(row)} | {row.source} |" for name, row in STATED.items()]
    return lines


def _told(row: Spread | Span | Noise) -> str:
    if isinstance(row, Spread):
        return f"{number(row.mean)} ± {number(row.sd)}, {number(row.least)} to {number(row.most)}"
    if isinstance(row, Span):
        return f"{number(row.least)} to {number(row.most)}"
    return f"95 / 99 %: {number(row.q95)} / {number(row.q99)}; {row.wander_share:.0%} of the variance wanders"
