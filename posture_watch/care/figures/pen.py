"""Lines, shapes and arrows as SVG that a browser and Qt draw alike: no markers, no style sheet, no fonts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
"""x to the right, y down, in units of the drawing: a person who stands is about 130 high."""


@dataclass(frozen=True, slots=True)
class Colours:
    """``body`` the person, ``far`` the limbs behind, ``paper`` what it is drawn on, ``prop`` chair, desk and floor,
    ``accent`` what moves. Anything that SVG takes as a colour."""

    body: str = "#20252b"
    far: str = "#8b9199"
    paper: str = "#fbfaf7"
    prop: str = "#b9b3a5"
    accent: str = "#b4540a"


LIGHT = Colours()
DARK = Colours("#e8e9ea", "#7f8791", "#15181b", "#4d555d", "#f0a05c")


def line(points: Sequence[Point], colour: str, width: float, *, dashed: bool = False) -> str:
    """Straight pieces with round ends and corners."""
    return path("M" + " L".join(place(point) for point in points), colour, width, dashed=dashed)


def path(d: str, colour: str, width: float, *, dashed: bool = False, fill: str = "none") -> str:
    """A path of SVG as it stands in ``d``."""
    dash = ' stroke-dasharray="2 6"' if dashed else ""
    return (
        f'<path d="{d}" fill="{fill}" stroke="{colour}" stroke-width="{short(width)}" stroke-linecap="round" '
        f'stroke-linejoin="round"{dash}/>'
    )


def disc(centre: Point, radius: float, fill: str, edge: str | None = None) -> str:
    """A filled circle, with an edge if it has a colour."""
    stroke = "" if edge is None else f' stroke="{edge}" stroke-width="3"'
    x, y = centre
    return f'<circle cx="{short(x)}" cy="{short(y)}" r="{short(radius)}" fill="{fill}"{stroke}/>'


def arrow(start: Point, end: Point, colour: str, bow: float = 0.0) -> str:
    """From ``start`` to ``end``; the middle is pulled to the left of that way by ``bow`` units (negative: right)."""
    (x1, y1), (x2, y2) = start, end
    length = math.hypot(x2 - x1, y2 - y1) or 1.0
    middle = (
        (x1 + x2) / 2 + bow * (y2 - y1) / length,
        (y1 + y2) / 2 - bow * (x2 - x1) / length,
    )
    towards = math.atan2(y2 - middle[1], x2 - middle[0])
    wings = [(x2 - 9 * math.cos(towards + turn), y2 - 9 * math.sin(towards + turn)) for turn in (0.5, -0.5)]
    shaft = path(f"M{place(start)} Q{place(middle)} {place(end)}", colour, 3.5)
    return shaft + line([wings[0], end, wings[1]], colour, 3.5)


def group(parts: Iterable[str], dx: float = 0.0, dy: float = 0.0, *, mirrored: bool = False) -> str:
    """Parts moved together, after they were ``mirrored`` in the vertical line through their own x = 0."""
    turned = " scale(-1 1)" if mirrored else ""
    return f'<g transform="translate({short(dx)} {short(dy)}){turned}">{"".join(parts)}</g>'


def place(point: Point) -> str:
    """As a path has it."""
    return f"{short(point[0])} {short(point[1])}"


def short(value: float) -> str:
    """At most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
