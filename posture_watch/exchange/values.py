"""Single values out of JSON: each is what its field holds, or it is refused with the reason."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

Convert = Callable[[Any], Any]

_DAY_S = 86_400


class Unfit(ValueError):  # noqa: N818 (it is about a value)
    """A value that is not what its field holds; says what was expected."""


def shown(value: object) -> str:
    """The value as a sentence can name it."""
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."


def whole_key(value: Any) -> int:
    """A whole number as the name of a figure. Raises Unfit."""
    if not (isinstance(value, str) and value.isascii() and value.isdecimal()):
        raise Unfit(f"{shown(value)} is not a whole number")
    return int(value)


def as_text(value: Any) -> str:
    """A text. Raises Unfit."""
    if not isinstance(value, str):
        raise Unfit(f"a text is needed, not {shown(value)}")
    return value


def as_flag(value: Any) -> bool:
    """True or false. Raises Unfit."""
    if not isinstance(value, bool):
        raise Unfit(f"true or false is needed, not {shown(value)}")
    return value


def as_whole(value: Any) -> int:
    """A whole number. Raises Unfit."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 1 << 53:
        raise Unfit(f"a whole number is needed, not {shown(value)}")
    return value


def as_number(value: Any) -> float:
    """A finite number. Raises Unfit."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unfit(f"a number is needed, not {shown(value)}")
    return float(value)


def as_offset(value: Any) -> float:
    """How far local time is ahead of UTC, in seconds. Raises Unfit."""
    seconds = as_number(value)
    if not abs(seconds) < _DAY_S:
        raise Unfit(f"local time is less than a day away from UTC, not {shown(value)} s")
    return seconds


def as_moment(value: Any) -> datetime:
    """A moment in UTC. Raises Unfit."""
    moment = as_local_moment(value)
    if moment.utcoffset() != timedelta(0):
        raise Unfit(f"a time in UTC is needed, not {shown(value)}")
    return moment.astimezone(UTC)


def as_local_moment(value: Any) -> datetime:
    """A moment with its distance from UTC. Raises Unfit."""
    try:
        moment = datetime.fromisoformat(as_text(value))
        # a log begins and ends within these years: sums with hours of the clock never leave the calendar
        if moment.tzinfo is not None and 1970 <= moment.year < 9000:
            return moment
    except ValueError:
        pass
    raise Unfit(f"a time as 2026-03-02T08:15:00.000Z is needed, not {shown(value)}")


def as_day(value: Any) -> date:
    """A calendar day. Raises Unfit."""
    try:
        return date.fromisoformat(as_text(value))
    except ValueError:
        raise Unfit(f"a day as 2026-03-02 is needed, not {shown(value)}") from None


def as_bytes(value: Any) -> bytes:
    """Bytes, as base64. Raises Unfit."""
    try:
        return base64.b64decode(as_text(value), validate=True)
    except (binascii.Error, ValueError):
        raise Unfit("it is not base64") from None


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
