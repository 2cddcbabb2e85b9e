"""Single values out of JSON: each is what its field holds, or it is refused with the reason."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from posture_watch.texts import english

Convert = Callable[[Any], Any]

_DAY_S = 86_400
_MUCH = 1e15
"""No figure of a log is nearly as large; what is not a number is not less either."""
_FIRST_YEAR, _LAST_YEAR = 1970, 2200
"""A log begins and ends within these: sums with hours of the clock never leave the calendar."""
_MUTED = dict.fromkeys(
    code
    for first, last in ((0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0x202A, 0x202E), (0x2066, 0x2069))
    for code in range(first, last + 1)
)
"""Control characters but line end and tab, and those that turn the direction of writing: each is left out."""


class Unfit(ValueError):  # noqa: N818 (it is about a value)
    """A value that is not what its field holds; ``finding`` says what was expected, ``place`` where it stands."""

    def __init__(self, finding: str, place: str = "") -> None:
        super().__init__(finding)
        self.finding = finding
        self.place = place

    def within(self, name: str) -> Unfit:
        """The same, seen from what holds it."""
        return Unfit(self.finding, f"{name}.{self.place}" if self.place else name)


def needed(what: str, value: object) -> Unfit:
    """``value`` stands where ``what`` is needed."""
    return Unfit(english("{what} is needed, not {found}", what=what, found=shown(value)))


def shown(value: object) -> str:
    """The value as a sentence can name it."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def whole_key(value: Any) -> int:
    """A whole number as the name of a figure. Raises Unfit."""
    if not (isinstance(value, str) and value.isascii() and value.isdecimal()):
        raise needed(english("a whole number"), value)
    return int(value)


def as_text(value: Any) -> str:
    """A text, without what would command a terminal that shows it. Raises Unfit."""
    if not isinstance(value, str):
        raise needed(english("a text"), value)
    try:
        value.encode()
    except UnicodeEncodeError:  # half of a character, as JSON can write it
        raise needed(english("a text"), value) from None
    return value.translate(_MUTED)


def as_flag(value: Any) -> bool:
    """True or false. Raises Unfit."""
    if not isinstance(value, bool):
        raise needed(english("true or false"), value)
    return value


def as_whole(value: Any) -> int:
    """A whole number. Raises Unfit."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 1 << 53:
        raise needed(english("a whole number"), value)
    return value


def as_number(value: Any) -> float:
    """A finite number. Raises Unfit."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < _MUCH:
        raise needed(english("a number"), value)
    return float(value)


def as_offset(value: Any) -> float:
    """How far local time is ahead of UTC, in seconds. Raises Unfit."""
    seconds = as_number(value)
    if not abs(seconds) < _DAY_S:
        raise needed(english("less than a day of seconds"), value)
    return seconds


def as_moment(value: Any) -> datetime:
    """A moment in UTC. Raises Unfit."""
    moment = as_local_moment(value)
    if moment.utcoffset() != timedelta(0):
        raise needed(english("a time in UTC"), value)
    return moment.astimezone(UTC)


def as_local_moment(value: Any) -> datetime:
    """A moment with its distance from UTC. Raises Unfit."""
    try:
        moment = datetime.fromisoformat(as_text(value))
        if moment.tzinfo is not None and _FIRST_YEAR <= moment.year < _LAST_YEAR:
            return moment
    except ValueError:
        pass
    raise needed(english("a time as 2026-03-02T08:15:00.000Z"), value)


def as_day(value: Any) -> date:
    """A calendar day. Raises Unfit."""
    try:
        day = date.fromisoformat(as_text(value))
        if _FIRST_YEAR <= day.year < _LAST_YEAR:
            return day
    except ValueError:
        pass
    raise needed(english("a day as 2026-03-02"), value)


def as_bytes(value: Any) -> bytes:
    """Bytes, as base64. Raises Unfit."""
    try:
        return base64.b64decode(as_text(value), validate=True)
    except (binascii.Error, ValueError):
        raise Unfit(english("it is not base64")) from None


SIMPLE: dict[Any, Convert] = {
    str: as_text,
    bool: as_flag,
    int: as_whole,
    float: as_number,
    datetime: as_moment,
    date: as_day,
    bytes: as_bytes,
}
"""How a field of each type is read."""
