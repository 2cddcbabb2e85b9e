"""Which table a row can be of, from its values alone: where the schema cannot be read, nothing else says it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache

from posture_watch.store import schema
from posture_watch.store.pages import Page, Value

Row = dict[str, Value]
_TYPES: dict[str, tuple[type, ...]] = {"INTEGER": (int,), "REAL": (int, float), "TEXT": (str,), "BLOB": (bytes,)}


@dataclass(frozen=True, slots=True)
class Column:
    """As the schema has it. ``default`` is what rows have that are older than the column."""

    name: str
    type: str
    nullable: bool
    is_rowid: bool
    default: Value


@dataclass(frozen=True, slots=True)
class Shape:
    """A table's columns as they stand in the file: those of its key first, if it has no rowids."""

    table: str
    columns: tuple[Column, ...]
    has_rowid: bool
    least: int
    """How many columns the oldest rows have."""

    def row(self, rowid: int | None, values: Sequence[Value]) -> Row | None:
        """The values by name, or None if they cannot be a row of this table."""
        if not self.least <= len(values) <= len(self.columns) or (rowid is not None) != self.has_rowid:
            return None
        row: Row = {}
        for place, column in enumerate(self.columns):
            value = values[place] if place < len(values) else column.default
            if column.is_rowid:
                if value is not None:  # it is never written twice
                    return None
                value = rowid
            elif value is None:
                if not column.nullable:
                    return None
            elif type(value) not in _TYPES[column.type]:
                return None
            row[column.name] = float(value) if column.type == "REAL" and isinstance(value, int) else value
        return row


@cache
def shapes() -> tuple[Shape, ...]:
    """Those of all tables, as the newest migration leaves them."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as oldest, \
            closing(sqlite3.connect(":memory:", isolation_level=None)) as newest:  # fmt: skip
        schema.migrate(newest)
        for statement in schema.MIGRATIONS[0]:
            oldest.execute(statement)
        listed = newest.execute("SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        return tuple(_shape(oldest, newest, name, bool(wr)) for name, wr in listed if not name.startswith("sqlite_"))


def _shape(oldest: sqlite3.Connection, newest: sqlite3.Connection, table: str, without_rowid: bool) -> Shape:
    found = newest.execute(f"PRAGMA table_info({table})").fetchall()
    first = len(oldest.execute(f"PRAGMA table_info({table})").fetchall())
    keys = sum(pk > 0 for *_, pk in found)
    columns = [
        (pk, Column(name, type_, not notnull, type_ == "INTEGER" and bool(pk) and keys == 1, _default(newest, default)))
        for _, name, type_, notnull, default, pk in found
    ]
    if without_rowid:
        columns.sort(key=lambda column: column[0] or len(found) + 1)  # a stable sort: the rest stays in its order
    return Shape(table, tuple(column for _, column in columns), not without_rowid, first or len(columns))


def _default(db: sqlite3.Connection, default: str | None) -> Value:
    return None if default is None else db.execute(f"SELECT {default}").fetchone()[0]


def told_apart(page: Page) -> tuple[Shape | None, list[Row | None]]:
    """The table that the page belongs to, and its rows in the order of their cells; None for what is no row of it."""
    votes: Counter[str] = Counter()
    for cell in page.cells:
        votes.update(shape.table for shape, _ in _possible(page, cell.rowid, cell.values))
    if not votes:
        return None, []
    table, count = votes.most_common(1)[0]
    if 2 * count < len(page.cells):
        return None, []
    shape = next(shape for shape in shapes() if shape.table == table)
    rows = [None if cell.values is None else shape.row(cell.rowid, cell.values) for cell in page.cells]
    return shape, rows


def _possible(page: Page, rowid: int | None, values: Sequence[Value] | None) -> Iterator[tuple[Shape, Row]]:
    if values is None:
        return
    for shape in shapes():
        if shape.has_rowid != page.is_index:
            row = shape.row(rowid, values)
            if row is not None:
                yield shape, row
