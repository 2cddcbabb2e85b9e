"""What can still be read of a damaged log, put into a new one: each row as it was, or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from posture_watch.store.pages import Cell, Page, PageFile
from posture_watch.store.plausible import can_be
from posture_watch.store.shapes import Row, told_apart

_NUMBERS = "sqlite_sequence"
"""Where SQLite keeps the highest number that the diary has ever given. Its rows look like orders."""
_ORDER = ("runs", "erased", "orders", "diary")
"""What others refer to comes first."""


@dataclass(frozen=True, slots=True)
class Saved:
    """How many rows were saved, by table, and how many were seen that could not be what they should be."""

    rows: Mapping[str, int]
    lost: int

    @property
    def total(self) -> int:
        """Of all tables."""
        return sum(self.rows.values())


def pour(source: Path, wal: Path, into: sqlite3.Connection) -> Saved:
    """Every row of the file ``source`` and its ``wal`` that can be read, into a new log; inside its transaction."""
    found: dict[str, list[Row]] = {}
    lost = 0
    with PageFile(source, wal) as file:
        for page in file.pages():
            table, rows, bad = _trusted(page)
            lost += bad
            found.setdefault(table, []).extend(rows)
    found.pop("", None)
    numbers = found.pop(_NUMBERS, [])
    written = {table: _write(into, table, found[table]) for table in sorted(found, key=_rank)}
    into.executemany(
        "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'diary'",
        [(row["until_utc"],) for row in numbers if row["name"] == "diary"],
    )
    _forget_orphans(into)
    return Saved({table: count for table, count in written.items() if count}, lost)


def _rank(table: str) -> tuple[int, str]:
    return (_ORDER.index(table) if table in _ORDER else len(_ORDER), table)


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
    if table == "intervals":
        rows = list(_apart(rows))
    if not rows:
        return 0
    names = list(rows[0])
    query = f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608
    before = into.total_changes
    into.executemany(query, ([row[name] for name in names] for row in rows))
    return into.total_changes - before


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
