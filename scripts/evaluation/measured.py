"""Everything that one run finds about a manifest, and the same as one JSON object."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any, TypeVar, cast

from evaluation.away import AwayFigures, away_figures
from evaluation.classes import Classes, classes_of
from evaluation.clips import CLIP_S, ClipFigures, clip_figures
from evaluation.comparing import Comparison, Judged, compare, judged
from evaluation.event_figures import EventFigures
from evaluation.events import event_figures, held
from evaluation.judging import settings_alone
from evaluation.leaving import LeftOut, left_out
from evaluation.looking import Coverage, Failure, coverage_of, failures_of
from evaluation.manifest import read_manifest, unknown_of, usable
from evaluation.roc import Curve, curves_of
from evaluation.seen import Eyes
from evaluation.worse import BaselineLine, worse_baselines
from posture_watch.config import Config
from posture_watch.errors import UserError

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure. ``stored``: landmarks beside the pictures are used; ``clips``: also clips, each looped to
    ``clip_s`` seconds; ``worse``: with worse baselines too; ``again``: the frames also from the pictures
    themselves, in spite of ``stored``."""

    manifest: Path
    folder: Path
    baseline_frames: int = 5
    stored: bool = False
    clips: bool = False
    clip_s: float = CLIP_S
    worse: bool = True
    again: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """All figures of one run. ``event_scale`` is what the holds of events are scaled by."""

    baseline_frames: int
    event_scale: float
    event_reach_s: float
    event_linger_s: float
    comparisons: tuple[Comparison, ...]
    again: tuple[Comparison, ...]
    classes: tuple[Classes, ...]
    events: tuple[EventFigures, ...]
    coverage: tuple[Coverage, ...]
    baselines: tuple[BaselineLine, ...]
    left_out_lines: tuple[LeftOut, ...]
    clips: tuple[ClipFigures, ...]
    away: tuple[AwayFigures, ...]
    failures: tuple[Failure, ...]
    curves: tuple[Curve, ...]
    left_out: tuple[str, ...]
    short_baselines: tuple[str, ...]
    unknown_labels: tuple[str, ...]
    none_stored: bool


def measure(asked: Asked, config: Config | None = None) -> Measured:
    """Everything about the files of the manifest. Raises UserError if it or one of its files cannot be used."""
    config = config or Config()
    rows = read_manifest(asked.manifest, asked.folder)
    groups, missing = usable(rows)
    if not groups:
        raise UserError(f"{asked.manifest} has no session with upright frames.", "Label some of them upright or good.")
    settings, held_settings = settings_alone(config), held(config)
    with Eyes(config, stored=asked.stored) as eyes:
        sessions = [eyes.session(members) for members in groups]
        views: dict[str, list[Judged]] = {}
        for session in sessions:
            one = judged(session, asked.baseline_frames, settings)
            if one is not None:
                views.setdefault(session.view, []).append(one)
        baselines = [
            line
            for view in (views if asked.worse else ())
            for line in worse_baselines(
                view, [s for s in sessions if s.view == view], asked.baseline_frames, settings, eyes
            )
        ]
        clips = clip_figures(rows, eyes, config, asked.clip_s) if asked.clips else []
        away = away_figures(sessions, rows, eyes, config) if asked.clips else []
    again = (
        measure(replace(asked, stored=False, clips=False, worse=False, again=False), config) if asked.again else None
    )
    both = [compare(view, ones, settled=settled) for view, ones in views.items() for settled in (False, True)]
    return Measured(
        asked.baseline_frames,
        held_settings.scale,
        float(held_settings.reach),
        float(held_settings.linger),
        tuple(comparison for comparison in both if comparison is not None),
        again.comparisons if again else (),
        tuple(classes_of(view, ones, settings.rules) for view, ones in views.items()),
        _each(views, lambda view, ones: event_figures(view, ones, held_settings)),
        tuple(coverage_of(view, ones) for view, ones in views.items()),
        tuple(baselines),
        _each(views, left_out),
        tuple(clips),
        tuple(away),
        _each(views, failures_of),
        _each(views, curves_of),
        tuple(missing),
        tuple(_short_baselines(views, asked.baseline_frames)),
        tuple(unknown_of([row for members in groups for row in members])),
        eyes.none_stored,
    )


def _each(views: dict[str, list[Judged]], figures: Callable[[str, list[Judged]], Sequence[Found]]) -> tuple[Found, ...]:
    return tuple(line for view, ones in views.items() for line in figures(view, ones))


def _short_baselines(views: dict[str, list[Judged]], asked: int) -> list[str]:
    return [
        f"{view} {one.name}: baseline of {len(one.split.baseline)} frames, it has no more"
        for view, ones in views.items()
        for one in ones
        if len(one.split.baseline) < asked
    ]


def as_json(measured: Measured) -> str:
    """One object; a figure without meaning is null. The points of the curves are left out."""
    whole = _plain(measured)
    del whole["curves"]
    return json.dumps(whole, indent=2, allow_nan=False)


def _plain(value: Any) -> Any:
    """Dataclasses with their computed figures, and null for what is no finite number."""
    if is_dataclass(value) and not isinstance(value, type):
        named = {f.name: getattr(value, f.name) for f in fields(value)}
        computed = {n: getattr(value, n) for n, p in vars(type(value)).items() if isinstance(p, property)}
        return {name: _plain(inner) for name, inner in {**named, **computed}.items()}
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in cast("dict[str, Any]", value).items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in cast("Sequence[Any]", value)]
    return None if isinstance(value, float) and not math.isfinite(value) else value
