"""A table as data, as Markdown and as JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

Cell = str | float | int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under ``columns``; ``note`` says what is in them."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Noticed:
    """Sizes that half and nine tenths of the people are noticed at, infinite if never, and the best share reached."""

    half: float
    most: float
    best: float

    def __str__(self) -> str:
        return f"{_size(self.half)} / {_size(self.most)}" + (
            "" if math.isfinite(self.most) else f" ({100 * self.best:.0f} %)"
        )


def _size(value: float) -> str:
    return number(value) if math.isfinite(value) else "–"


def number(value: float) -> str:
    """Three figures, no more decimals than needed."""
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"


def percent(share: float) -> str:
    """A share in per cent, one decimal below ten."""
    return f"{100 * share:.1f} %" if share < 0.0995 else f"{100 * share:.0f} %"


def as_markdown(tables: Sequence[Table], level: int = 3) -> str:
    """Each with a heading, its note and its rows."""
    return "\n\n".join(_markdown(table, level) for table in tables) + "\n"


def _markdown(table: Table, level: int) -> str:
    lines = [f"{'#' * level} {table.title}", "", table.note, ""]
    lines.append("| " + " | ".join(table.columns) + " |")
    lines.append("|" + "---|" * len(table.columns))
    lines += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in table.rows]
    return "\n".join(lines)


def _cell(cell: Cell) -> str:
    return cell if isinstance(cell, str) else number(cell)


def as_json(tables: Sequence[Table]) -> str:
    """A list of objects with title, note, columns and rows."""
    return json.dumps([asdict(table) for table in tables], ensure_ascii=False, indent=1)
