"""Between rows and the types of the core: moments as whole milliseconds, mappings as compact JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from posture_watch.core.baseline import Baseline, BaselinePlace, Rise
from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.logged import LoggedBout, LoggedNotice, LoggedReminder, LoggedSkip

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
    seconds = _total(json.loads(row["seconds"]) for row in parts)
    scale = min(1.0, 60.0 / (sum(seconds.values()) or 60.0))
    return Minute(
        start_utc=from_ms(parts[0]["start_utc"]),
        utc_offset_s=parts[0]["utc_offset_s"],
        seconds=_scaled(seconds, scale),  # pyright: ignore[reportArgumentType]  # the names are postures
        sitting_s=sum(row["sitting_s"] for row in parts) * scale,
        deviation_means=_weighted_means(parts),
        over_s=_scaled(_total(json.loads(row["over_s"]) for row in parts), scale),
        judged_frames=sum(row["judged_frames"] for row in parts),
    )


def _weighted_means(parts: list[sqlite3.Row]) -> dict[str, float]:
    """Each deviation's mean over the parts that have it, weighted by their judged frames."""
    totals: dict[str, float] = {}
    weights: dict[str, float] = {}
    for row in parts:
        weight = max(row["judged_frames"], 1)
        for name, value in json.loads(row["deviation_means"]).items():
            totals[name] = totals.get(name, 0.0) + weight * value
            weights[name] = weights.get(name, 0.0) + weight
    return {name: total / weights[name] for name, total in totals.items()}


def _total(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for part in parts:
        for name, value in part.items():
            total[name] = total.get(name, 0.0) + value
    return total


def _scaled(figures: Mapping[str, float], scale: float) -> dict[str, float]:
    return {name: value * scale for name, value in figures.items()}


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
