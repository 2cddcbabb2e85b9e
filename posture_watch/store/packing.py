"""The history as bytes: a few for each look of the camera, as only what changed by a whole step is written.

A block stands by itself. Times are whole milliseconds by both clocks, deviations whole steps; so what is read back is
what was judged. All but readings are rare, and JSON.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterator
from copy import copy

from posture_watch.core.history import Entry
from posture_watch.core.instant import Instant
from posture_watch.core.reading import SIGHTS, Reading, in_steps, steps_per_unit
from posture_watch.store.packed_orders import from_json, to_json
from posture_watch.store.rows import from_ms, to_ms

BLOCK_MS = 900_000
"""A block is about a quarter of an hour: deleting a day touches no more beside it. Blocks of five minutes, at a frame a
second, fill half of a page of the file each: 94 MB a year instead of 56 (docs/benchmark.md)."""
_LARGEST_BYTES = 16 * 1024 * 1024
"""No block is near that: thirty looks a second would come to two megabytes."""
_DAY_MS = 86_400_000
_RAW, _DEFLATED = 0, 1
_ORDER, _NEW_BASELINE, _RECLINED, _SAME, _WHOLE = 0x80, 0x08, 0x10, 0x20, 0x40


class BlockWriter:
    """A block that is being written. ``utc_offset_s`` is one for all of it."""

    def __init__(self, at: Instant) -> None:
        self.start_ms, self.end_ms = to_ms(at.utc), to_ms(at.utc)
        self.utc_offset_s = at.utc_offset_s
        self._mono_ms, self._utc_ms = _mono_ms(at), self.start_ms
        self._names: dict[str, int] = {}
        self._steps: dict[str, int] | None = None
        self._bytes = bytearray()
        _write_signed(self._bytes, self._mono_ms)
        _write_signed(self._bytes, self._utc_ms)

    def copy(self) -> BlockWriter:
        """The same, to go on with while it is not certain that the disk takes it."""
        other = copy(self)
        other._names, other._bytes = dict(self._names), bytearray(self._bytes)
        return other

    def takes(self, at: Instant) -> bool:
        """Whether an entry at that moment belongs here, or begins another block."""
        if at.utc_offset_s != self.utc_offset_s or self._day_of(to_ms(at.utc)) != self._day_of(self.start_ms):
            return False
        return 0 <= to_ms(at.utc) - self.start_ms < BLOCK_MS

    def _day_of(self, ms: int) -> int:
        """The user's midnight ends a block, so that a day can be read, exported and deleted without its neighbours."""
        return (ms + round(self.utc_offset_s * 1000)) // _DAY_MS

    def add(self, entry: Entry) -> None:
        """One more entry, at the end."""
        match entry:
            case Reading():
                self._add_reading(entry)
            case _:
                words = to_json(entry).encode()
                self._bytes.append(_ORDER)
                self._add_time(entry.at)
                _write_number(self._bytes, len(words))
                self._bytes += words

    def packed(self, *, closed: bool) -> bytes:
        """The block as it is kept; smaller when nothing more is to come."""
        return bytes([_DEFLATED]) + zlib.compress(self._bytes, 9) if closed else bytes([_RAW]) + self._bytes

    def _add_time(self, at: Instant) -> None:
        mono_ms, utc_ms = _mono_ms(at), to_ms(at.utc)
        gone_ms = mono_ms - self._mono_ms
        _write_signed(self._bytes, gone_ms)
        _write_signed(self._bytes, utc_ms - self._utc_ms - gone_ms)
        self._mono_ms, self._utc_ms = mono_ms, utc_ms
        self.end_ms = max(self.end_ms, utc_ms)

    def _add_reading(self, reading: Reading) -> None:
        steps = {name: in_steps(name, value) for name, value in reading.deviations.items()}
        before = self._steps
        tag = SIGHTS.index(reading.sight)
        tag |= (_NEW_BASELINE if reading.new_baseline else 0) | (_RECLINED if reading.reclined else 0)
        whole = bool(steps) and (before is None or list(before) != list(steps))
        same = bool(steps) and steps == before and not whole
        self._bytes.append(tag | (_SAME if same else 0) | (_WHOLE if whole else 0))
        self._add_time(reading.at)
        if same or reading.sight not in ("measured", "partial"):
            return
        if not steps:
            _write_number(self._bytes, 0)
            return
        base = {} if whole or before is None else before
        changed = {name: value for name, value in steps.items() if name not in base or base[name] != value}
        _write_number(self._bytes, len(changed))
        for name, value in changed.items():
            self._add_name(name)
            _write_signed(self._bytes, value - base.get(name, 0))
        self._steps = steps

    def _add_name(self, name: str) -> None:
        """The name's number in this block; one that is new is spelled out after it, with its steps a unit: these may be
        others in a later version."""
        number = self._names.get(name)
        if number is not None:
            _write_number(self._bytes, number)
            return
        _write_number(self._bytes, len(self._names))
        self._names[name] = len(self._names)
        words = name.encode()
        _write_number(self._bytes, len(words))
        self._bytes += words
        _write_number(self._bytes, steps_per_unit(name))


def unpacked(packed: bytes, utc_offset_s: float) -> Iterator[Entry]:
    """The entries of a block, in order. Raises ValueError if it is damaged."""
    try:
        plain = _inflated(packed[1:]) if packed[:1] == bytes([_DEFLATED]) else packed[1:]
        yield from _Reader(plain, utc_offset_s).entries()
    except (zlib.error, IndexError, KeyError, TypeError, UnicodeDecodeError, ArithmeticError) as error:
        raise ValueError(f"a block of readings is damaged: {error}") from error


def is_whole(packed: bytes) -> bool:
    """Whether the block is as it was written: a closed one has a sum of its own, one still open is read through."""
    try:
        if packed[:1] == bytes([_DEFLATED]):
            _inflated(packed[1:])
        else:
            deque(unpacked(packed, 0.0), maxlen=0)
    except (ValueError, zlib.error, IndexError):
        return False
    return True


def _inflated(packed: bytes) -> bytes:
    """Of an import nobody knows who made it: a few bytes may stand for more than there is memory."""
    inflating = zlib.decompressobj()
    plain = inflating.decompress(packed, _LARGEST_BYTES)
    if not inflating.eof:
        raise IndexError(_LARGEST_BYTES)  # it ends too soon, or is larger
    return plain


class _Reader:
    def __init__(self, plain: bytes, utc_offset_s: float) -> None:
        self._plain, self._place, self._utc_offset_s = plain, 0, utc_offset_s
        self._mono_ms, self._utc_ms = self._signed(), self._signed()
        self._names: list[str] = []
        self._steps_per_unit: dict[str, int] = {}
        self._steps: dict[str, int] = {}
        self._values: dict[str, float] = {}

    def entries(self) -> Iterator[Entry]:
        while self._place < len(self._plain):
            tag = self._plain[self._place]
            self._place += 1
            at = self._time()
            yield from_json(self._text(), at) if tag & _ORDER else self._reading(tag, at)

    def _reading(self, tag: int, at: Instant) -> Reading:
        sight = SIGHTS[tag & 7]
        new_baseline, reclined = bool(tag & _NEW_BASELINE), bool(tag & _RECLINED)
        if sight not in ("measured", "partial") or self._nothing_measured(tag):
            return Reading(at, sight, {}, new_baseline, reclined)
        return Reading(at, sight, self._values, new_baseline, reclined)

    def _nothing_measured(self, tag: int) -> bool:
        """Reads what changed; True if the reading has no deviations at all."""
        if tag & _SAME:
            return False
        changed = self._number()
        if changed == 0 and not tag & _WHOLE:
            return True
        steps, values = ({}, {}) if tag & _WHOLE else (dict(self._steps), dict(self._values))
        for _ in range(changed):
            name = self._name()
            steps[name] = steps.get(name, 0) + self._signed()
            values[name] = steps[name] / self._steps_per_unit[name]
        self._steps, self._values = steps, values
        return False

    def _name(self) -> str:
        number = self._number()
        if number == len(self._names):
            self._names.append(self._text())
            self._steps_per_unit[self._names[-1]] = self._number()
        return self._names[number]

    def _text(self) -> str:
        length = self._number()
        start, self._place = self._place, self._place + length
        if self._place > len(self._plain):
            raise IndexError  # it ends too soon
        return self._plain[start : self._place].decode()

    def _time(self) -> Instant:
        gone_ms = self._signed()
        self._mono_ms += gone_ms
        self._utc_ms += gone_ms + self._signed()
        return Instant(self._mono_ms / 1000, from_ms(self._utc_ms), self._utc_offset_s)

    def _signed(self) -> int:
        number = self._number()
        return number >> 1 if not number & 1 else -((number + 1) >> 1)

    def _number(self) -> int:
        number = shift = 0
        while True:
            byte = self._plain[self._place]
            self._place += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                return number
            shift += 7


def _mono_ms(at: Instant) -> int:
    return round(at.mono_s * 1000)


def _write_number(to: bytearray, number: int) -> None:
    while number >= 0x80:
        to.append(number & 0x7F | 0x80)
        number >>= 7
    to.append(number)


def _write_signed(to: bytearray, number: int) -> None:
    _write_number(to, number << 1 if number >= 0 else (-number << 1) - 1)
