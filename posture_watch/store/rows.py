"""Between rows and the types of the core: moments as whole milliseconds, mappings as compact JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from posture_watch.core.baseline import Baseline, BaselinePlace, Rise
from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.logged import LoggedBout, LoggedNotice, LoggedReminder, LoggedSkip

Name = TypeVar("Name", bound=str)

_MINUTE_S = 60.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_DECIMALS = 4
"""Of a figure in JSON: 0.1 ms, or a ten-thousandth of a degree; far below what a camera can tell."""


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


def interval(row: sqlite3.Row) -> Interval:
    """A row of ``intervals``."""
    return Interval(
        from_ms(row["start_utc"]), from_ms(row["end_utc"]), row["posture"], bool(row["sitting"]), row["utc_offset_s"]
    )


def bout(row: sqlite3.Row) -> LoggedBout:
    """A row of ``bouts``."""
    return LoggedBout(from_ms(row["start_utc"]), from_ms(row["end_utc"]), row["sitting_s"], row["utc_offset_s"])


def minute(parts: list[sqlite3.Row]) -> Minute:
    """The parts of one minute (more than one if there was a pause or a restart in it), added up.

    If the wall clock was set back they may come to more than a minute, and are scaled down to it.
    """
    first, *others = (_part(row) for row in parts)
    whole = _joined([first, *others]) if others else first
    total_s = sum(whole.seconds.values())
    return whole if total_s <= _MINUTE_S else _scaled(whole, _MINUTE_S / total_s)


def _part(row: sqlite3.Row) -> Minute:
    """One row, its mappings read in one go: a month of reports has ten thousand of them."""
    mappings = f"[{row['seconds']},{row['deviation_means']},{row['over_s']},{row['kinds_s']}]"
    seconds, means, over_s, kinds_s = json.loads(mappings)
    return Minute(
        from_ms(row["start_utc"]),
        row["utc_offset_s"],
        seconds,
        row["sitting_s"],
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


def reminder(row: sqlite3.Row) -> LoggedReminder:
    """A row of ``reminders``."""
    ended: int | None = row["outcome_utc"]
    return LoggedReminder(
        due_utc=from_ms(row["due_utc"]),
        utc_offset_s=row["utc_offset_s"],
        number=row["number"],
        kind=row["kind"],
        rules=tuple(json.loads(row["rules"])),
        title=row["title"],
        message=row["message"],
        outcome=row["outcome"],
        outcome_utc=None if ended is None else from_ms(ended),
    )


def skip(row: sqlite3.Row) -> LoggedSkip:
    """A row of ``skips``."""
    return LoggedSkip(
        from_ms(row["at_utc"]), row["utc_offset_s"], row["kind"], tuple(json.loads(row["rules"])), row["reason"]
    )


def notice(row: sqlite3.Row) -> LoggedNotice:
    """A row of ``notices``."""
    return LoggedNotice(from_ms(row["at_utc"]), row["utc_offset_s"], row["topic"], row["text"])


def baseline(row: sqlite3.Row) -> Baseline:
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
