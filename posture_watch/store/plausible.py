"""What a row of the log can be: damage that SQLite does not see (a flipped bit) mostly makes one that cannot.

Readers leave such rows out, so that no report fails on them, and a damaged log gives none of them to the next one.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, cast, get_args

from posture_watch.core.events import ReminderOutcome
from posture_watch.core.exposure import LENGTH_S
from posture_watch.core.intervals import POSTURES
from posture_watch.store import diary, retention, rows
from posture_watch.store.facts import ORDER_NAMES
from posture_watch.store.packing import BLOCK_MS, is_whole
from posture_watch.store.rows import UNREADABLE

Row = Mapping[str, Any]
LATEST_MS = 7_258_118_400_000
"""The year 2200."""
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_OUTCOMES = get_args(ReminderOutcome)


def can_be(table: str, row: Row) -> bool:
    """Whether the program could have written the row."""
    try:
        return _has_its_time(row) and _CHECKS.get(table, _anything)(row)
    except UNREADABLE:
        return False


def _anything(_row: Row) -> bool:
    return True


def _has_its_time(row: Row) -> bool:
    moments = (value for name, value in row.items() if name.endswith("_utc") and value is not None)
    offsets = (value for name, value in row.items() if name.endswith("utc_offset_s"))
    return all(0 <= ms <= LATEST_MS for ms in moments) and all(abs(s) < rows.FURTHEST_OFFSET_S for s in offsets)


def _flags(row: Row, *names: str) -> bool:
    return all(row[name] in (0, 1) for name in names)


def _figures(words: str, most: float) -> bool:
    """A mapping of names to figures from 0 to ``most``."""
    return all(_NAME.match(name) and 0 <= value <= most for name, value in _mapping(words).items())


def _finite(words: str) -> bool:
    return all(_NAME.match(name) and math.isfinite(value) for name, value in _mapping(words).items())


def _mapping(words: str) -> dict[str, Any]:
    found = json.loads(words)
    if not isinstance(found, dict):
        raise TypeError(words)
    return cast("dict[str, Any]", found)


def _names(words: str) -> bool:
    found: Any = json.loads(words)
    return isinstance(found, list) and all(_NAME.match(name) for name in cast("list[str]", found))


def _run(row: Row) -> bool:
    return row["id"] > 0 and re.fullmatch(r"[0-9A-Za-z.+!-]{1,40}", row["version"]) is not None and _flags(row, "clean")


def _interval(row: Row) -> bool:
    rows.interval(row)
    return row["end_utc"] > row["start_utc"] and _flags(row, "sitting", "open")


def _minute(row: Row) -> bool:
    rows.minute([row])
    return (
        row["start_utc"] % 60_000 == 0
        and 0 <= row["part"] < 10_000
        and all(_figures(row[name], 120.0) for name in ("seconds", "over_s", "kinds_s"))
        and _finite(row["deviation_means"])
        and 0 <= row["sitting_s"] <= 120.0
        and 0 <= row["judged_frames"] < 100_000
        and (row["strain"] is None or 0 <= row["strain"] < 1e6)
        and _flags(row, "open")
    )


def _bout(row: Row) -> bool:
    length_s = (row["end_utc"] - row["start_utc"]) / 1000
    return 0 <= row["sitting_s"] <= length_s + 60.0 and length_s <= rows.LONGEST_MS / 1000


def _reminder(row: Row) -> bool:
    rows.reminder(row)
    return (
        (row["outcome"] is None) == (row["outcome_utc"] is None)
        and row["number"] >= 0
        and row["run"] >= 0
        and _names(row["rules"])
        and _is_text(row["title"])
        and _is_text(row["message"])
    )


def _skip(row: Row) -> bool:
    rows.skip(row)
    return _names(row["rules"])


def _notice(row: Row) -> bool:
    return _NAME.match(row["topic"]) is not None and _is_text(row["text"])


def _is_text(words: str) -> bool:
    return all(letter.isprintable() or letter == "\n" for letter in words)


def _baseline(row: Row) -> bool:
    rows.baseline(row)
    return (
        row["id"] > 0
        and row["view"] in ("front", "side", "between")
        and row["mode"] in ("image", "video")
        and 0 < row["width_px"] < 100_000
        and 0 < row["height_px"] < 100_000
        and _finite(row["medians"])
        and _finite(row["spreads"])
        and _flags(row, "provisional")
        and (row["light"] is None or 0 <= row["light"] <= 1)
    )


def _day(row: Row) -> bool:
    retention.figures(row)
    return (
        set(json.loads(row["seconds"])) <= set(POSTURES)
        and all(_figures(row[name], 200_000.0) for name in ("seconds", "over_s", "kinds_s"))
        and all(0 <= row[name] <= 200_000.0 for name in ("sitting_s", "desk_s", "judged_s", "longest_bout_s"))
        and all(0 <= row[name] < 100_000 for name in ("bouts", "breaks", "skipped"))
        and set(json.loads(row["outcomes"])) <= {*_OUTCOMES, "unknown"}
        and row["first_utc"] <= row["last_utc"]
    )


def _readings(row: Row) -> bool:
    return (
        is_whole(row["entries"])
        and 0 <= row["end_utc"] - row["start_utc"] <= 2 * BLOCK_MS
        and row["run"] >= 0
        and _flags(row, "open")
    )


def _entry(row: Row) -> bool:
    diary.entry(row)
    return row["number"] > 0


def _follow_up(row: Row) -> bool:
    diary.follow_up(row)
    return _flags(row, "over")


def _exposure(row: Row) -> bool:
    return (
        re.fullmatch(r"[0-9a-f]{32}", row["entry_key"]) is not None
        and _flags(row, "is_case")
        and 0 <= row["sitting_s"] <= LENGTH_S + 1
        and 0 <= row["watched_s"] <= LENGTH_S + 1
    )


def _practised(row: Row) -> bool:
    diary.practised(row)
    return _NAME.match(row["exercise"]) is not None


def _order(row: Row) -> bool:
    return row["name"] in ORDER_NAMES


def _erased(row: Row) -> bool:
    return row["from_utc"] < row["to_utc"]


_CHECKS: dict[str, Callable[[Row], bool]] = {
    "runs": _run,
    "intervals": _interval,
    "minutes": _minute,
    "bouts": _bout,
    "reminders": _reminder,
    "skips": _skip,
    "notices": _notice,
    "baselines": _baseline,
    "days": _day,
    "readings": _readings,
    "diary": _entry,
    "follow_ups": _follow_up,
    "exposures": _exposure,
    "practice": _practised,
    "orders": _order,
    "erased": _erased,
}
