"""A table, as a text for people and as Markdown: the same cells."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as they are shown; the first column is a name, the others are figures. ``notes`` stand below it."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def as_text(table: Table) -> str:
    """Columns under each other."""
    widths = [max(len(row[i]) for row in (table.heads, *table.rows)) for i in range(len(table.heads))]
    lines = [_text_row(row, widths) for row in (table.heads, *table.rows)] if table.rows else []
    return "\n".join([table.title, *lines, *(f"  {note}" for note in table.notes)])


def as_markdown(table: Table) -> str:
    """A table with its title in bold above it."""
    parts = [f"**{table.title}**"]
    if table.rows:
        line = "|" + "|".join(["---", *["---:"] * (len(table.heads) - 1)]) + "|"
        parts.append("\n".join([_markdown_row(table.heads), line, *map(_markdown_row, table.rows)]))
    return "\n\n".join([*parts, *table.notes])


def share(value: float) -> str:
    """A share to a thousandth; a dash where it has no meaning."""
    return "–" if math.isnan(value) else f"{value:.3f}"


def between(low: float, high: float, decimals: int = 3) -> str:
    """Both ends of an interval; a dash where there is none."""
    return "–" if math.isnan(low) else f"{low:.{decimals}f}–{high:.{decimals}f}"


def _text_row(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = cells
    aligned = "".join(f"  {cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
    return f"  {first:<{widths[0]}}{aligned}".rstrip()


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
