"""What can still be read of a damaged log, put into a new one: each row as it was, or not at all."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from posture_watch.store.pages import Cell, Page, PageFile
from posture_watch.store.plausible import can_be
from posture_watch.store.shapes import Row, told_apart

_NUMBERS = "sqlite_sequence"
"""Where SQLite keeps the highest number that the diary has ever given. Its rows look like orders."""
HIGHEST_NUMBER = 1_000_000
"""No diary is nearly as long."""


@dataclass(frozen=True, slots=True)
class Saved:
    """How many rows were saved, by table, and how many were seen that could not be what they should be."""

    rows: Mapping[str, int]
    lost: int

    @property
    def total(self) -> int:
        """Of all tables."""
        return sum(self.rows.values())


def pour(source: Path, wal: Path, into: sqlite3.Connection, beat: Callable[[], None]) -> Saved:
    """Every row of the file ``source`` and its ``wal`` that can be read, into a new log; inside its transaction.

    ``beat`` is called with every page: it takes seconds.
    """
    written: Counter[str] = Counter()
    apart: list[Row] = []
    lost = 0
    with PageFile(source, wal) as file:
        for page in file.pages():
            beat()
            table, rows, bad = _trusted(page)
            lost += bad
            if table == "intervals":
                apart += rows  # few, and each has to be seen beside the others
            elif table:
                written[table] += _write(into, table, rows)
    written["intervals"] += _write(into, "intervals", list(_apart(apart)))
    _forget_orphans(into)
    return Saved(+written, lost)


def _trusted(page: Page) -> tuple[str, list[Row], int]:
    """The table of a page, its rows that can be trusted, and how many cannot."""
    shape, rows = told_apart(page)
    if shape is None:
        return "", [], 0
    if shape.table == "orders" and any(row is not None and row["name"] == "diary" for row in rows):
        return _NUMBERS, [row for row in rows if row is not None], 0
    good = [row if row is not None and can_be(shape.table, row) else None for row in rows]
    doubtful = {place for place, row in enumerate(good) if row is None}
    doubtful |= set(_out_of_order(page.cells)) | set(_overlapping(page.cells))
    doubtful |= set(_touching(page.cells, doubtful))
    return (
        shape.table,
        [row for place, row in enumerate(good) if row is not None and place not in doubtful],
        len(doubtful),
    )


def _out_of_order(cells: tuple[Cell, ...]) -> Iterator[int]:
    """Keys ascend; where two do not, either may be the wrong one."""
    for place in range(1, len(cells)):
        before, here = cells[place - 1].rowid, cells[place].rowid
        if before is not None and here is not None and before >= here:
            yield from (place - 1, place)


def _overlapping(cells: tuple[Cell, ...]) -> Iterator[int]:
    placed = sorted(range(len(cells)), key=lambda place: cells[place].start)
    for one, other in pairwise(placed):
        if cells[one].end > cells[other].start:
            yield from (one, other)


def _touching(cells: tuple[Cell, ...], doubtful: Iterable[int]) -> Iterator[int]:
    """Damage is a stretch: its ends lie in rows beside those it has ruined, and may look like figures there."""
    wrong = set(doubtful)
    placed = sorted(range(len(cells)), key=lambda place: cells[place].start)
    for one, other in pairwise(placed):
        if one in wrong:
            yield other
        if other in wrong:
            yield one


def _write(into: sqlite3.Connection, table: str, rows: list[Row]) -> int:
    if not rows:
        return 0
    if table == _NUMBERS:
        return _raise_numbers(into, rows)
    names = list(rows[0])
    query = f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
    before = into.total_changes
    into.executemany(query, ([row[name] for name in names] for row in rows))
    return into.total_changes - before


def _raise_numbers(into: sqlite3.Connection, rows: list[Row]) -> int:
    """No number of the diary is given twice, also when the entry that had it could not be read or was deleted."""
    for row in rows:
        if row["name"] == "diary" and isinstance(row["until_utc"], int) and 0 < row["until_utc"] < HIGHEST_NUMBER:
            into.execute(
                "INSERT INTO sqlite_sequence SELECT 'diary', 0 WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence)"
            )
            into.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'diary'", (row["until_utc"],))
    return 0


def _apart(rows: list[Row]) -> Iterator[Row]:
    """Intervals never overlap: of two that do, neither can be told to be the right one."""
    unique: dict[int, tuple[int, Row]] = {}
    for row in rows:
        start, end = row["start_utc"], row["end_utc"]
        if isinstance(start, int) and isinstance(end, int):
            unique.setdefault(start, (end, row))  # the newest version of its page came first
    starts = sorted(unique)
    for place, start in enumerate(starts):
        end, row = unique[start]
        begins_after = place == 0 or unique[starts[place - 1]][0] <= start
        ends_before = place + 1 == len(starts) or end <= starts[place + 1]
        if begins_after and ends_before:
            yield row


def _forget_orphans(into: sqlite3.Connection) -> None:
    """What belongs to an entry of the diary that could not be read."""
    into.execute("DELETE FROM exposures WHERE entry_key NOT IN (SELECT key FROM diary)")
