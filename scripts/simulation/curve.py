"""Shares noticed against size, as data and as a small hand-written SVG, to be read on light and on dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT, LEFT, TOP, GAP = 260, 150, 44, 34, 60
COLOURS = ("#7a8a9a", "#1f77b4", "#b08030", "#c0392b")
"""Of lines; they are seen on a light and on a dark page."""
STYLE = (
    "text{fill:#222}.paper{fill:#fff}.grid{stroke:#ddd}.tick{stroke:#888}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.paper{fill:#161b22}.grid{stroke:#444}}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One share (0 to 1) for each size of the panel."""

    name: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """A movement: its sizes and the lines over them."""

    title: str
    sizes: tuple[float, ...]
    lines: tuple[Line, ...]


def svg_of(panels: Sequence[Panel]) -> str:
    """Two panels in a row, all lines named below."""
    rows = (len(panels) + 1) // 2
    names = [line.name for line in panels[0].lines] if panels else []
    width = 2 * (LEFT + WIDTH) + GAP
    height = rows * (HEIGHT + GAP) + TOP + 16 * len(names)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        ' font-family="sans-serif" font-size="11">',
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{width}" height="{height}"/>',
    ]
    for i, panel in enumerate(panels):
        x, y = LEFT + (i % 2) * (WIDTH + GAP), TOP + (i // 2) * (HEIGHT + GAP)
        parts += _panel(panel, x, y)
    for i, name in enumerate(names):
        y = rows * (HEIGHT + GAP) + TOP - 8 + 16 * i
        parts.append(f'<rect x="{LEFT}" y="{y - 8}" width="18" height="3" fill="{COLOURS[i % len(COLOURS)]}"/>')
        parts.append(f'<text x="{LEFT + 26}" y="{y - 3}">{escape(name)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(panel: Panel, x: int, y: int) -> list[str]:
    most = panel.sizes[-1]
    parts = [f'<text x="{x}" y="{y - 10}" font-weight="bold">{escape(panel.title)}</text>']
    for share in (0.0, 0.5, 0.9, 1.0):
        at = y + HEIGHT * (1 - share)
        parts.append(f'<line x1="{x}" x2="{x + WIDTH}" y1="{at:g}" y2="{at:g}" class="grid"/>')
        parts.append(f'<text x="{x - 6}" y="{at + 4:g}" text-anchor="end">{100 * share:g} %</text>')
    for size in panel.sizes:
        at = x + WIDTH * size / most
        parts.append(f'<line x1="{at:g}" x2="{at:g}" y1="{y + HEIGHT}" y2="{y + HEIGHT + 4}" class="tick"/>')
    for size in (panel.sizes[len(panel.sizes) // 2], most):
        parts.append(
            f'<text x="{x + WIDTH * size / most:g}" y="{y + HEIGHT + 16}" text-anchor="middle">{size:g}</text>'
        )
    for i, line in enumerate(panel.lines):
        points = " ".join(
            f"{x + WIDTH * size / most:.1f},{y + HEIGHT * (1 - share):.1f}"
            for size, share in zip(panel.sizes, line.shares, strict=True)
        )
        colour = COLOURS[i % len(COLOURS)]
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
    return parts
