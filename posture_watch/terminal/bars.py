"""A number as a drawing of some characters: a bar with marks, a hold that fills, the last minutes as a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROOM_ABOVE = 1.5
"""A bar ends at so many times the enter limit: what is over it is still seen to move."""


@dataclass(frozen=True, slots=True)
class Ink:
    """``full``, ``rest``: a bar. ``leave``, ``enter``: the marks of its limits. ``beyond``: it goes on. ``levels``: a
    line, from lowest to just under the limit; ``over``: over it. ``signs``: active, over, between, under, unmeasured.
    ``none``: there is no figure."""

    full: str
    rest: str
    leave: str
    enter: str
    beyond: str
    levels: str
    over: str
    signs: str
    none: str


UNICODE_INK = Ink("━", "·", "╎", "│", "»", "▁▂▃▄▅▆▇", "█", "●▲△· ", "–")
ASCII_INK = Ink("=", ".", ":", "|", ">", "_.-~:=+", "#", "*^~. ", "-")
# What a terminal must be able to show for the first.
NEEDED = "".join((*"━·╎│»▁▂▃▄▅▆▇█●▲△–", *"°…"))


def ink_for(encoding: str | None) -> Ink:
    """The drawings that ``encoding`` has characters for."""
    try:
        NEEDED.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII_INK
    return UNICODE_INK


def bar(size: float | None, leave: float, enter: float, width: int, ink: Ink) -> str:
    """``size`` beside its limits, ``width`` characters; the marks stand where the limits are."""
    if enter <= 0 or width < 4:
        return ink.rest * width
    end = ROOM_ABOVE * enter
    filled = 0 if size is None else round(width * min(1.0, max(0.0, size) / end))
    cells = [ink.full if i < filled else ink.rest for i in range(width)]
    marks = {_cell(leave, end, width): ink.leave, _cell(enter, end, width): ink.enter}  # the latter, if both fall there
    for place, mark in marks.items():
        cells[place] = mark
    if size is not None and size > end:
        cells[-1] = ink.beyond
    return "".join(cells)


def _cell(value: float, end: float, width: int) -> int:
    return min(width - 1, max(0, int(width * value / end)))


def filling(share: float, width: int, ink: Ink) -> str:
    """A share from 0 to 1; what has begun shows at least one piece, what is not over is never full."""
    filled = round(share * width)
    if 0 < share < 1:
        filled = min(max(filled, 1), width - 1)
    return ink.full * filled + ink.rest * (width - filled)


def spark(sizes: Sequence[float | None], enter: float, ink: Ink) -> str:
    """One character a size: the tallest means over the limit, a space that it was not measured."""
    return "".join(_level(size, enter, ink) for size in sizes)


def _level(size: float | None, enter: float, ink: Ink) -> str:
    if size is None:
        return " "
    if size > enter:
        return ink.over
    share = max(0.0, size) / enter if enter > 0 else 0.0
    return ink.levels[min(len(ink.levels) - 1, int(share * len(ink.levels)))]


def figure(value: float | None, signal: str, ink: Ink) -> str:
    """The value as a person would write it: degrees, minutes and seconds, or as many digits as limits have."""
    if value is None:
        return ink.none
    if signal.endswith("_deg"):
        return f"{value:z.1f}{'°' if ink is UNICODE_INK else ''}"
    if signal.endswith("_s"):
        return clock(value)
    digits = {"strain": 0, "slump_score": 2}.get(signal, 3)
    return f"{value:z.{digits}f}"


def limit(value: float, signal: str, ink: Ink) -> str:
    """A limit, with no more digits than it has."""
    return figure(value, signal, ink) if signal.endswith("_s") else f"{value:g}"


def clock(seconds: float) -> str:
    """Minutes and seconds: "4:05", "75:00"."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"
