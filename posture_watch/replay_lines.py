"""Judgements and events as JSON objects: the stable, documented interface of replay (docs/replay-json.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from posture_watch.core.baseline import Baseline
from posture_watch.core.events import Event
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.judgement import Judgement
from posture_watch.core.notes import METRICS
from posture_watch.core.signals import SIGNALS

METRIC_KEYS = tuple(note.name for note in METRICS)
DEVIATION_KEYS = (*(note.name for note in SIGNALS if note.name != "sitting_s"), "head_turn_deg")


def judgement_object(judgement: Judgement, events: Iterable[Event]) -> dict[str, Any]:
    """One line of ``replay --json``. Every key is on every line; a value that is not known is null."""
    return {
        "t_s": _rounded(judgement.at.mono_s),
        "person": judgement.person,
        "view": judgement.view,
        "posture": judgement.posture,
        "quality": _rounded(judgement.quality),
        "metrics": _all(METRIC_KEYS, judgement.metrics),
        "deviations": _all(DEVIATION_KEYS, judgement.deviations),
        "over": list(judgement.over),
        "kind": judgement.kind or None,
        "active_rules": list(judgement.active),
        "sitting_s": _rounded(judgement.sitting_s),
        "standing": judgement.standing,
        "events": [event_object(event) for event in events],
    }


def event_object(event: Event) -> dict[str, Any]:
    """An event as an object: ``type``, ``t_s``, and its own fields; instants as seconds of the clip (``…_s``)."""
    out: dict[str, Any] = {"type": snake(type(event).__name__), "t_s": _rounded(event.at.mono_s)}
    for spec in fields(event):
        if spec.name != "at":
            out |= _field(spec.name, getattr(event, spec.name))
    return out


def snake(name: str) -> str:
    """PostureChanged → posture_changed."""
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _all(names: Iterable[str], values: Mapping[str, float]) -> dict[str, float | None]:
    return {name: _rounded(values.get(name)) for name in names}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _field(name: str, value: object) -> dict[str, Any]:  # noqa: PLR0911  # a table
    match value:
        case Instant():
            return {f"{name}_s": _rounded(value.mono_s)}
        case Interval():
            return {
                "posture": value.posture,
                "sitting": value.sitting,
                "start_utc": _time(value.start_utc),
                "end_utc": _time(value.end_utc),
                "duration_s": _rounded(value.duration_s),
            }
        case Minute():
            return {
                "start_utc": _time(value.start_utc),
                "seconds": {posture: _rounded(s) for posture, s in value.seconds.items()},
                "sitting_s": _rounded(value.sitting_s),
            }
        case Baseline():
            return {
                "provisional": value.provisional,
                "view": value.place.view,
                "frames": value.frames,
                "medians": {n: _rounded(v) for n, v in value.medians.items()},
            }
        case tuple():
            return {name: list(value)}  # pyright: ignore[reportUnknownArgumentType]
        case float():
            return {name: _rounded(value)}
        case _:
            return {name: value}


def _time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
