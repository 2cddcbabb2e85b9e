"""How many lines words take in a column of paper: reckoned a little too wide, so that what is reckoned to fit does."""

from __future__ import annotations

from collections.abc import Callable
from unicodedata import east_asian_width

_NARROW = frozenset("iljI.,:;'|!ft()[] -/\u2011\u00a0")
_BROAD = frozenset("mwMW@%&—…")
_UNKNOWN_EM = 1.05


def width_em(words: str) -> float:
    """How wide a line of these words is at most, in widths of the letter M, in one of the usual wide fonts."""
    return sum(map(_char_em, words))


def _char_em(char: str) -> float:
    if char in _NARROW:
        return 0.42
    if char in _BROAD:
        return 1.02
    if char.isascii():
        return 0.78 if char.isupper() else 0.65
    return 0.8 if char.isalpha() and east_asian_width(char) not in "WF" else _UNKNOWN_EM


def lines_needed(words: str, room_em: float) -> int:
    """How many lines of this width the words take; one that is wider than a line is broken."""
    lines, left_em = 1, room_em
    for word in words.split(" "):
        wide = width_em(word)
        if wide > left_em and left_em < room_em:
            lines, left_em = lines + 1, room_em
        while wide > left_em:
            lines, wide, left_em = lines + 1, wide - left_em, room_em
        left_em -= wide + _char_em(" ")
    return lines


def cut(words: str, room_em: float, most_lines: int) -> str:
    """The words, or as much of their beginning as fits on so many lines, with a mark that there is more."""
    if lines_needed(words, room_em) <= most_lines:
        return words
    fits = _longest(len(words), lambda length: lines_needed(words[:length] + "…", room_em) <= most_lines)
    return words[:fits].rstrip() + "…"


def _longest(most: int, fits: Callable[[int], bool]) -> int:
    """The largest length that fits, as longer ones do not."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low


def shared_out(wanted: list[int], room: int) -> list[int]:
    """Lines for each: what it wants if the room is enough for all, else a line at a time to each that wants more."""
    given = [0] * len(wanted)
    while room > 0 and (short := [n for n, want in enumerate(wanted) if given[n] < want]):
        for n in short[:room]:
            given[n] += 1
        room -= len(short)
    return given
