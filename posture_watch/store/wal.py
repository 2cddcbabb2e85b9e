"""The write-ahead log as frames: which of them are whole and committed, and whether one in the middle is damaged.

SQLite takes the first frame that is not whole for the end, and all after it is lost without a word.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER_BYTES, _FRAME_BYTES = 32, 24
_MAGICS = {0x377F0682: "<", 0x377F0683: ">"}
"""What the file begins with, and the order of bytes that its sums are made in."""
_MASK = 0xFFFFFFFF
Sums = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """One page as it was written. ``whole``: its sum follows from the one of the frame before."""

    number: int
    start: int
    page: int
    commits: bool
    whole: bool


@dataclass(frozen=True, slots=True)
class Frames:
    """Those of one write-ahead log, in the order of writing; ``page_bytes`` is 0 if there are none."""

    plain: bytes
    page_bytes: int
    found: tuple[Frame, ...]

    @property
    def committed(self) -> dict[int, bytes]:
        """The newest whole version of each page that a transaction has committed."""
        last = max((frame.number for frame in self.found if frame.whole and frame.commits), default=-1)
        newest = {frame.page: frame for frame in self.found if frame.whole and frame.number <= last}
        return {page: self.plain[frame.start : frame.start + self.page_bytes] for page, frame in newest.items()}

    @property
    def is_damaged(self) -> bool:
        """Whether something that was committed comes after a frame that is not whole.

        A power cut may leave the last transaction torn, which was never acknowledged; two that are whole behind the gap
        cannot have been written without it.
        """
        bad = next((frame.number for frame in self.found if not frame.whole), None)
        if bad is None:
            return False
        return sum(frame.whole and frame.commits and frame.number > bad for frame in self.found) > 1


def frames(plain: bytes, page_bytes: int = 4096) -> Frames:
    """The frames in the bytes of a write-ahead log. ``page_bytes``: of the log, where this header cannot say."""
    if len(plain) < _HEADER_BYTES + _FRAME_BYTES:
        return Frames(plain, 0, ())
    magic, _, told_bytes, _, salt_1, salt_2, sum_1, sum_2 = struct.unpack_from(">8I", plain)
    order = _MAGICS.get(magic, "<")
    sums = _summed(plain[:24], order, (0, 0))
    header_is_whole = magic in _MAGICS and sums == (sum_1, sum_2)
    size = told_bytes if header_is_whole else page_bytes
    salts = (salt_1, salt_2) if header_is_whole else _usual_salts(plain, size)
    return Frames(plain, size, tuple(_walk(plain, size, order, salts, (sum_1, sum_2))))


def taken_up(shared: bytes) -> int:
    """How many frames SQLite has found whole and committed, from the file that readers and writers share."""
    return int(struct.unpack_from("=I", shared, 16)[0]) if len(shared) >= 20 else 0


def may_hold_more(plain: bytes, taken: int, page_bytes: int = 4096) -> bool:
    """Whether frames of the same time follow those that were taken up: a look at their heads, not at their sums."""
    step = _FRAME_BYTES + page_bytes
    following = range(_HEADER_BYTES + taken * step, len(plain) - step + 1, step)
    if taken == 0:
        return len(following) > 0
    return any(plain[start + 8 : start + 16] == plain[16:24] for start in following)


def _walk(plain: bytes, size: int, order: str, salts: tuple[int, int], before: Sums) -> Iterator[Frame]:
    step = _FRAME_BYTES + size
    for number, start in enumerate(range(_HEADER_BYTES, len(plain) - step + 1, step)):
        page, pages, salt_1, salt_2, sum_1, sum_2 = struct.unpack_from(">6I", plain, start)
        body = start + _FRAME_BYTES
        made = _summed(plain[body : body + size], order, _summed(plain[start : start + 8], order, before))
        before = (sum_1, sum_2)  # what is told, so that one damaged frame does not take all that follow
        if (salt_1, salt_2) != salts and made != before:
            older = struct.unpack_from(">2I", plain, start + 8)
            if _belongs_to_earlier(older, salts):
                return
        yield Frame(number, body, page, pages > 0, (salt_1, salt_2) == salts and made == before and page > 0)


def _belongs_to_earlier(found: tuple[int, ...], salts: tuple[int, int]) -> bool:
    """A frame of the time before the file was begun anew: its first salt is one less each time."""
    return 0 < (salts[0] - found[0]) & _MASK < 100_000


def _usual_salts(plain: bytes, size: int) -> tuple[int, int]:
    """Those of the first two frames that agree, where the header does not say."""
    seen: set[tuple[int, int]] = set()
    for start in range(_HEADER_BYTES, len(plain) - _FRAME_BYTES - size + 1, _FRAME_BYTES + size):
        salts = struct.unpack_from(">2I", plain, start + 8)
        if salts in seen:
            return salts[0], salts[1]
        seen.add((salts[0], salts[1]))
    return (0, 0)


def _summed(words: bytes, order: str, before: Sums) -> Sums:
    one, two = before
    for first, second in struct.iter_unpack(f"{order}2I", words):
        one = (one + first + two) & _MASK
        two = (two + second + one) & _MASK
    return one, two
