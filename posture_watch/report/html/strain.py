"""The load of the day as a curve with the two lines that it is read by. Not followed is a gap, never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from posture_watch.core.intervals import Minute
from posture_watch.report.html.axis import Axis
from posture_watch.report.html.cells import CELLS, strain_cells
from posture_watch.report.html.markup import Html, el, joined
from posture_watch.texts import text

WATCH, ACT = 70, 100
"""Where it is worth moving soon, and where a hint to move comes (evidence: strain, watch and act)."""
_TOP = 115.0


def strain_lane(minutes: Iterable[Minute], axis: Axis, y: float, height: float) -> Html:
    """The curve ``height`` px tall; empty if strain was not followed."""
    cells = strain_cells(minutes, axis)
    if not cells:
        return Html("")
    top = max(_TOP, 1.05 * max(cells.values()))
    line, area = _curve(cells, top)
    curve = el(
        "svg", el("path", d=area, class_="load-area"), el("path", d=line, class_="load"),
        x=0, y=y, width="100%", height=height, viewBox=f"0 0 {CELLS} 100", preserveAspectRatio="none",
    )  # fmt: skip
    name = el("text", text("Load on trunk and neck (estimate)"), x=0, y=y - 9, class_="lane")
    return joined([name, curve, *(_limit(limit, y + height * (1 - limit / top)) for limit in (WATCH, ACT))])


def _limit(value: int, y: float) -> Html:
    line = el("line", x1=0, x2="100%", y1=y, y2=y, class_="limit" if value == ACT else "limit soon")
    return joined([line, el("text", str(value), x="100%", y=y - 4 if value == ACT else y + 13, class_="tick right")])


def _curve(cells: Mapping[int, float], top: float) -> tuple[str, str]:
    """The line, and the same closed at the bottom; a piece for each stretch without a gap."""
    pieces: list[list[int]] = []
    for cell in sorted(cells):
        if pieces and pieces[-1][-1] == cell - 1:
            pieces[-1].append(cell)
        else:
            pieces.append([cell])
    lines = [
        "L".join(f"{cell} {100 * (1 - cells[min(cell, piece[-1])] / top):.0f}" for cell in _ends(piece))
        for piece in pieces
    ]
    areas = [f"M{piece[0]} 100L{line}L{_ends(piece)[-1]} 100Z" for piece, line in zip(pieces, lines, strict=True)]
    return "".join(f"M{line}" for line in lines), "".join(areas)


def _ends(piece: list[int]) -> list[int]:
    """A piece of one cell is as wide as a cell, else nothing of it would be seen."""
    return piece if len(piece) > 1 else [piece[0], piece[0] + 1]
