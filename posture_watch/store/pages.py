"""The file page by page, without its directory: whatever page is whole is read, wherever the damage is.

Nothing here trusts what it reads. A page of a b-tree says itself where its rows are, so neither the header, nor the
schema, nor the pages above it are needed (https://www.sqlite.org/fileformat2.html).
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from posture_watch.store.wal import frames

PAGE_BYTES = 4096
"""SQLite's own default, and every log's."""
Value = int | float | str | bytes | None
_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR, _TABLE_INTERIOR = 0x0D, 0x0A, 0x02, 0x05
_KINDS = (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR, _TABLE_INTERIOR)
_FIXED_BYTES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
_LARGEST_BYTES = 16 * 1024 * 1024


class UnreadableError(Exception):
    """These bytes cannot be what they should be."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands at one place of a page. ``values`` is None where it cannot be read; ``rowid`` None in an index."""

    start: int
    end: int
    rowid: int | None
    values: tuple[Value, ...] | None


@dataclass(frozen=True, slots=True)
class Page:
    """The cells of one page in the order of their keys. ``is_index``: of an index, or a table without rowids."""

    number: int
    is_index: bool
    cells: tuple[Cell, ...]
    is_newest: bool


class PageFile:
    """A log's file together with its write-ahead log. Use it with ``with``."""

    def __init__(self, path: Path, wal: Path) -> None:
        written = frames(wal.read_bytes() if wal.is_file() else b"", PAGE_BYTES)
        self._newer: Mapping[int, bytes] = written.committed if written.page_bytes == PAGE_BYTES else {}
        self._file = path.open("rb")
        size = path.stat().st_size
        self._main = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
        self._count = max(size // PAGE_BYTES, max(self._newer, default=0))

    def __enter__(self) -> PageFile:
        return self

    def __exit__(self, *_: object) -> None:
        if isinstance(self._main, mmap.mmap):
            self._main.close()
        self._file.close()

    def pages(self) -> Iterator[Page]:
        """Every page that holds rows: the newest first, as they may have replaced others."""
        for number in self._newer:
            yield from self._page(number)
        for number in range(1, self._count + 1):
            if number not in self._newer:
                yield from self._page(number)

    def _plain(self, number: int) -> bytes:
        newer = self._newer.get(number)
        return newer if newer is not None else self._main[(number - 1) * PAGE_BYTES : number * PAGE_BYTES]

    def _page(self, number: int) -> Iterator[Page]:
        plain = self._plain(number)
        if len(plain) < PAGE_BYTES:
            return
        top = 100 if number == 1 else 0
        kind = plain[top]
        if kind not in (_TABLE_LEAF, _INDEX_LEAF, _INDEX_INTERIOR):
            return
        try:
            cells = tuple(self._cells(plain, top, kind))
        except UnreadableError:
            return
        yield Page(number, kind != _TABLE_LEAF, cells, number in self._newer)

    def _cells(self, plain: bytes, top: int, kind: int) -> Iterator[Cell]:
        count = struct.unpack_from(">H", plain, top + 3)[0]
        first = top + (12 if kind == _INDEX_INTERIOR else 8)
        if first + 2 * count > PAGE_BYTES:
            raise UnreadableError
        for (start,) in struct.iter_unpack(">H", plain[first : first + 2 * count]):
            if start < first + 2 * count or start >= PAGE_BYTES:
                yield Cell(start, start, None, None)
                continue
            try:
                yield self._cell(plain, start, kind)
            except (UnreadableError, IndexError, struct.error, UnicodeDecodeError):
                yield Cell(start, start, None, None)

    def _cell(self, plain: bytes, start: int, kind: int) -> Cell:
        place = start + (4 if kind == _INDEX_INTERIOR else 0)
        length, place = varint(plain, place)
        rowid = None
        if kind == _TABLE_LEAF:
            rowid, place = varint(plain, place)
            rowid = rowid - (1 << 64) if rowid >= 1 << 63 else rowid
        payload, end = self._payload(plain, place, length, kind)
        return Cell(start, end, rowid, record(payload))

    def _payload(self, plain: bytes, place: int, length: int, kind: int) -> tuple[bytes, int]:
        """The bytes of a row, from here and from the pages it overflows to, and where it ends on this page."""
        if not 0 < length <= _LARGEST_BYTES:
            raise UnreadableError
        most = PAGE_BYTES - 35 if kind == _TABLE_LEAF else (PAGE_BYTES - 12) * 64 // 255 - 23
        here = length
        if length > most:
            least = (PAGE_BYTES - 12) * 32 // 255 - 23
            here = least + (length - least) % (PAGE_BYTES - 4)
            here = here if here <= most else least
        end = place + here + (4 if here < length else 0)
        if end > PAGE_BYTES:
            raise UnreadableError
        parts, left = [plain[place : place + here]], length - here
        following = struct.unpack_from(">I", plain, end - 4)[0] if left else 0
        while left > 0:
            more = self._plain(following) if 1 < following <= self._count else b""
            if len(more) < PAGE_BYTES:
                raise UnreadableError
            following = struct.unpack_from(">I", more)[0]
            parts.append(more[4 : 4 + left])
            left -= PAGE_BYTES - 4
        return b"".join(parts), end


def record(payload: bytes) -> tuple[Value, ...]:
    """The values of a row. Raises UnreadableError unless they fill the payload to the byte."""
    head, place = varint(payload, 0)
    kinds: list[int] = []
    while place < head:
        kind, place = varint(payload, place)
        kinds.append(kind)
    if place != head:
        raise UnreadableError
    values: list[Value] = []
    for kind in kinds:
        size = _FIXED_BYTES[kind] if kind < 10 else (kind - 12) // 2 if kind >= 12 else -1
        if size < 0 or place + size > len(payload):
            raise UnreadableError
        values.append(_value(kind, payload[place : place + size]))
        place += size
    if place != len(payload):
        raise UnreadableError
    return tuple(values)


def _value(kind: int, plain: bytes) -> Value:
    match kind:
        case 0:
            return None
        case 7:
            return struct.unpack(">d", plain)[0]
        case 8 | 9:
            return kind - 8
        case _ if kind < 7:
            return int.from_bytes(plain, "big", signed=True)
        case _:
            return plain.decode() if kind & 1 else plain


def varint(plain: bytes, place: int) -> tuple[int, int]:
    """The number that begins at ``place``, and where what follows it begins."""
    number = 0
    for index in range(9):
        byte = plain[place + index]
        if index == 8:
            return number << 8 | byte, place + 9
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            return number, place + index + 1
    raise UnreadableError
