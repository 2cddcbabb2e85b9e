"""The trade-off as bars: a line a value, what stays, what is new; ASCII where no more can be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from posture_watch.texts import text
from posture_watch.tuning.comparing import Compared
from posture_watch.tuning.words import COLUMNS, average

_BAR = 44


@dataclass(frozen=True, slots=True)
class Ink:
    """A character for each part of a bar, the mark of a target, and of where we are."""

    heeded: str
    felt_false: str
    unheeded: str
    new: str
    target: str
    now: str


UNICODE_INK = Ink("█", "▓", "▒", "░", "│", "›")
ASCII_INK = Ink("#", "!", "=", ".", "|", ">")


@dataclass(frozen=True, slots=True)
class Row:
    """A value that was tried, as it is shown, and what it would have said. ``now``: it is the present one."""

    name: str
    compared: Compared
    now: bool = False


def drawing(rows: Sequence[Row], ink: Ink, *, target: float | None = None) -> list[str]:
    """A bar a row: reminders a day about what is tuned. ``target``: where to be."""
    sizes = [_size(row) for row in rows]
    most = max([*sizes, target or 0.0, 0.1])
    width = max(len(row.name) for row in rows)
    lines = [
        f"{ink.now if row.now else ' '} {row.name:>{width}} {_bar(row, size / most, ink, target and target / most)} "
        f"{average(row.compared.own.rate)}"
        for row, size in zip(rows, sizes, strict=True)
    ]
    return [*lines, *_legend(ink, rows, target)]


def _size(row: Row) -> float:
    rate = row.compared.own.rate
    return rate.average if rate else 0.0


def _bar(row: Row, share: float, ink: Ink, target: float | None) -> str:
    length = round(_BAR * share)
    parts = row.compared.own
    counts = (parts.heeded.stay, parts.felt_false.stay, parts.unheeded.stay, parts.new)
    total = sum(counts) or 1
    ends = [round(length * sum(counts[: number + 1]) / total) for number in range(4)]
    drawn = "".join(
        sign * (end - begin)
        for sign, begin, end in zip((ink.heeded, ink.felt_false, ink.unheeded, ink.new), [0, *ends], ends, strict=False)
    ).ljust(_BAR)
    if target is None:
        return drawn
    at = min(_BAR - 1, round(_BAR * target))
    return drawn[:at] + ink.target + drawn[at + 1 :]


def _legend(ink: Ink, rows: Sequence[Row], target: float | None) -> list[str]:
    words = [
        f"{ink.heeded} {text('you moved, left, took a break')}",
        f"{ink.felt_false} {text('wrong, not now')}",
        f"{ink.unheeded} {text('no change')}",
        f"{ink.new} {text('new')}",
    ]
    more = [f"{ink.now} {text('your settings now')}"] if any(row.now for row in rows) else []
    more += [f"{ink.target} {text('asked for')}"] if target is not None else []
    lines = ["", "  " + "   ".join(words)]
    if len(lines[-1]) > COLUMNS:
        lines[-1:] = ["  " + "   ".join(words[:2]), "  " + "   ".join(words[2:])]
    return [*lines, *(["  " + "   ".join(more)] if more else [])]
