"""Between rows and the types of the core: moments as whole milliseconds, mappings as compact JSON."""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar, cast, get_args

from posture_watch.core.baseline import Baseline, BaselinePlace, Rise
from posture_watch.core.events import ReminderOutcome, SkipReason
from posture_watch.core.intervals import POSTURES, Interval, Minute
from posture_watch.core.logged import LoggedBout, LoggedNotice, LoggedReminder, LoggedSkip
from posture_watch.core.rules import Kind

Name = TypeVar("Name", bound=str)
Source = TypeVar("Source")
Made = TypeVar("Made")

_log = logging.getLogger(__name__)

UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError)
"""What a row raises that cannot be one: a flipped bit in a value is damage that SQLite does not see."""
FURTHEST_OFFSET_S = 86_400.0
"""No clock is a day from UTC, and none can be told that is."""

LONGEST_MS = 3 * 86_400_000
"""An interval ends at the latest with the session; nobody is awake for three days."""
_POSTURES = frozenset(POSTURES)
_KINDS: tuple[Kind, ...] = get_args(Kind)
_OUTCOMES = (None, *get_args(ReminderOutcome))
_REASONS = tuple(name for part in get_args(SkipReason) for name in (get_args(part) or (part,)))

_MINUTE_S = 60.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_DECIMALS = 4
"""Of a figure in JSON: 0.1 ms, or a ten-thousandth of a degree; far below what a camera can tell."""


class Row(Protocol):
    """A row by the names of its columns."""

    def __getitem__(self, name: str, /) -> Any: ...


def readable(make: Callable[[Source], Made], found: Iterable[Source]) -> Iterator[Made]:
    """What ``make`` makes of each row; one that cannot be what it says is left out: a report does not fail on it."""
    for row in found:
        try:
            yield make(row)
        except UNREADABLE as error:
            _log.debug("a row of the log cannot be: %s", error)


def to_ms(moment: datetime) -> int:
    """Whole milliseconds since 1970, rounded down."""
    return (moment - _EPOCH) // _MS


def from_ms(ms: int) -> datetime:
    """The moment ``ms`` milliseconds after 1970 began."""
    return _EPOCH + ms * _MS


def figures_json(figures: Mapping[str, float]) -> str:
    """Figures by name, in the order of the names."""
    return _dumps({name: round(value, _DECIMALS) for name, value in sorted(figures.items())})


def exact_json(figures: Mapping[str, float]) -> str:
    """Figures by name, every digit kept: a baseline read back must be the baseline that was saved."""
    return _dumps(dict(sorted(figures.items())))


def names_json(names: Iterable[str]) -> str:
    """Names in their order."""
    return _dumps(list(names))


def _dumps(value: object) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _offset_s(row: Row) -> float:
    offset_s: float = row["utc_offset_s"]
    if not abs(offset_s) < FURTHEST_OFFSET_S:
        raise ValueError(f"no clock is {offset_s} s ahead")
    return offset_s


def _known(value: Any, known: Container[object]) -> Any:
    if value not in known:
        raise ValueError(f"{value!r:.50} is not known")
    return value


def _finite(value: float) -> float:
    if not 0 <= value < math.inf:
        raise ValueError(f"{value} is no figure of ours")
    return value


def interval(row: Row) -> Interval:
    """A row of ``intervals``. What makes no interval raises one of UNREADABLE, as with all rows."""
    if row["end_utc"] - row["start_utc"] > LONGEST_MS:
        raise ValueError("nobody sits as long")
    return Interval(
        from_ms(row["start_utc"]),
        from_ms(row["end_utc"]),
        _known(row["posture"], POSTURES),
        bool(row["sitting"]),
        _offset_s(row),
    )


def bout(row: Row) -> LoggedBout:
    """A row of ``bouts``."""
    return LoggedBout(from_ms(row["start_utc"]), from_ms(row["end_utc"]), _finite(row["sitting_s"]), _offset_s(row))


def minute(parts: Sequence[Row]) -> Minute:
    """The parts of one minute (more than one if there was a pause or a restart in it), added up.

    If the wall clock was set back they may come to more than a minute, and are scaled down to it.
    """
    first, *others = (_part(row) for row in parts)
    whole = _joined([first, *others]) if others else first
    total_s = sum(whole.seconds.values())
    return whole if total_s <= _MINUTE_S else _scaled(whole, _MINUTE_S / total_s)


def _part(row: Row) -> Minute:
    """One row, its mappings read in one go: a month of reports has ten thousand of them."""
    mappings = f"[{row['seconds']},{row['deviation_means']},{row['over_s']},{row['kinds_s']}]"
    seconds, means, over_s, kinds_s = json.loads(mappings)
    # a sum is quick, and is no figure if one of them is none
    _finite(sum(seconds.values()) + sum(over_s.values()) + sum(kinds_s.values()) + sum(map(abs, means.values())))
    if not _POSTURES.issuperset(seconds):
        raise ValueError(f"these are no postures: {list(seconds)}")
    return Minute(
        from_ms(row["start_utc"]),
        _offset_s(row),
        seconds,
        _finite(row["sitting_s"]),
        means,
        over_s,
        row["judged_frames"],
        kinds_s,
        row["strain"],
    )


def _joined(parts: list[Minute]) -> Minute:
    return Minute(
        start_utc=parts[0].start_utc,
        utc_offset_s=parts[0].utc_offset_s,
        seconds=_total(part.seconds for part in parts),
        sitting_s=sum(part.sitting_s for part in parts),
        deviation_means=_weighted_means(parts),
        over_s=_total(part.over_s for part in parts),
        judged_frames=sum(part.judged_frames for part in parts),
        kinds_s=_total(part.kinds_s for part in parts),
        strain=max((part.strain for part in parts if part.strain is not None), default=None),
    )


def _scaled(whole: Minute, scale: float) -> Minute:
    return replace(
        whole,
        seconds={posture: value * scale for posture, value in whole.seconds.items()},
        sitting_s=whole.sitting_s * scale,
        over_s={name: value * scale for name, value in whole.over_s.items()},
        kinds_s={name: value * scale for name, value in whole.kinds_s.items()},
    )


def _weighted_means(parts: list[Minute]) -> dict[str, float]:
    """Each deviation's mean over the parts that have it, weighted by their judged frames."""
    totals: dict[str, float] = {}
    weights: dict[str, float] = {}
    for part in parts:
        weight = max(part.judged_frames, 1)
        for name, value in part.deviation_means.items():
            totals[name] = totals.get(name, 0.0) + weight * value
            weights[name] = weights.get(name, 0.0) + weight
    return {name: total / weights[name] for name, total in totals.items()}


def _total(parts: Iterable[Mapping[Name, float]]) -> dict[Name, float]:
    total: dict[Name, float] = {}
    for part in parts:
        for name, value in part.items():
            total[name] = total.get(name, 0.0) + value
    return total


def reminder(row: Row) -> LoggedReminder:
    """A row of ``reminders``."""
    ended: int | None = row["outcome_utc"]
    return LoggedReminder(
        due_utc=from_ms(row["due_utc"]),
        utc_offset_s=_offset_s(row),
        number=row["number"],
        kind=_known(row["kind"], _KINDS),
        rules=_names(row["rules"]),
        title=row["title"],
        message=row["message"],
        outcome=_known(row["outcome"], _OUTCOMES),
        outcome_utc=None if ended is None else from_ms(ended),
    )


def _names(words: str) -> tuple[str, ...]:
    names: Any = json.loads(words)
    if not isinstance(names, list) or not all(isinstance(name, str) for name in cast("list[object]", names)):
        raise ValueError(f"these are no names: {words:.50}")
    return tuple(cast("list[str]", names))


def skip(row: Row) -> LoggedSkip:
    """A row of ``skips``."""
    return LoggedSkip(
        from_ms(row["at_utc"]),
        _offset_s(row),
        _known(row["kind"], _KINDS),
        _names(row["rules"]),
        _known(row["reason"], _REASONS),
    )


def notice(row: Row) -> LoggedNotice:
    """A row of ``notices``."""
    return LoggedNotice(from_ms(row["at_utc"]), _offset_s(row), row["topic"], row["text"])


def baseline(row: Row) -> Baseline:
    """A row of ``baselines``."""
    return Baseline(
        place=BaselinePlace(row["camera"], row["view"], row["mode"], row["width_px"], row["height_px"]),
        medians=json.loads(row["medians"]),
        spreads=json.loads(row["spreads"]),
        frames=row["frames"],
        made_utc=from_ms(row["made_utc"]),
        provisional=bool(row["provisional"]),
        light=row["light"],
        full_slump_ratio=row["full_slump_ratio"],
        rise=Rise(row["rise_over_ratio"], row["rise_frame_ratio"]),
    )
