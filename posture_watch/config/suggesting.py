"""The right key for a wrong one: another unit, another section, or a slip of the fingers."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches

_UNITS = {
    "s": "seconds", "px": "pixels", "deg": "degrees", "days": "days", "ratio": "a ratio", "share": "a share, 0 to 1",
    "score": "a score, 0 to 1",
}  # fmt: skip
_OTHER_UNITS = (
    "ms|msec|millis|milliseconds|us|sec|secs|second|seconds|m|min|mins|minute|minutes|h|hr|hrs|hour|hours|day|weeks|"
    "week|months|years|hz|fps|degree|degrees|rad|radians|pixel|pixels|percent|pct|cm|mm|inch"
)
_UNIT_ENDING = re.compile(rf"[_-](?:{_OTHER_UNITS}|{'|'.join(_UNITS)})$", re.IGNORECASE)


def key_hint(wrong: str, right: Collection[str], elsewhere: Mapping[str, str]) -> str:
    """Words that name the nearest of the keys ``right``, or one of ``elsewhere`` (key → section), or ""."""
    other_unit = _same_but_unit(wrong, right)
    if other_unit:
        unit = _UNITS.get(other_unit.rpartition("_")[2], "")
        return f"did you mean {other_unit}{f' ({unit})' if unit else ''}?"
    close = nearest(wrong, right)
    if wrong in elsewhere:
        return f"{wrong} belongs in {elsewhere[wrong]}"
    if close:
        return f"did you mean {close}?"
    far = nearest(wrong, elsewhere) or _same_but_unit(wrong, elsewhere)
    return f"did you mean {far} in {elsewhere[far]}?" if far else ""


def nearest(wrong: str, right: Collection[str]) -> str:
    """The most similar of ``right``, or "" if none is similar."""
    close = get_close_matches(wrong.lower()[:60], list(right), n=1, cutoff=0.6)
    return close[0] if close else ""


def _same_but_unit(wrong: str, right: Collection[str]) -> str:
    stem = _stem(wrong)
    same = [key for key in right if _stem(key) == stem]
    return same[0] if same and stem else ""


def _stem(key: str) -> str:
    return _UNIT_ENDING.sub("", key.lower()[:60].replace("-", "_"))
