"""Trials through the program's own fold: frame by frame against a frozen baseline, held with smoothing, or live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from posture_watch.config import Config, build_settings
from posture_watch.core.baseline import Baseline
from posture_watch.core.calibration import baselines_of, measured_of
from posture_watch.core.engine import advance, begin
from posture_watch.core.judgement import Judgement
from posture_watch.core.kinds import SIDEWAYS
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings, without_memory
from simulation.landmarks import INTERVAL_S
from simulation.scenes import Mode, Trial, baseline_scenes, scenes_to_judge

ASKEW = frozenset(signal for signal, _ in SIDEWAYS)
"""Signals that speak of sitting askew; the others are about forward and down."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said of one person at the end of the test.

    ``over``, ``over_sideways``, ``deviations`` and ``kind`` are of the last frame; ``over`` and ``deviations`` leave
    out what speaks of sitting askew. ``active_ever``: the posture rules active at any time, sideways ones included.
    """

    known: bool
    over: tuple[str, ...]
    over_sideways: tuple[str, ...]
    deviations: Mapping[str, float]
    active_ever: frozenset[str]
    kind: str


def settings_for(mode: Mode, *, quality_gate: bool = True) -> Settings:
    """The program's settings: without memory for a single frame, with a frozen baseline unless live.

    Without the ``quality_gate`` every frame is judged however unclear: what the rules could see."""
    settings = build_settings(
        Config(), camera="simulation", mode="image", sample_interval_s=INTERVAL_S, frozen_baseline=mode != "live"
    )
    if not quality_gate:
        settings = replace(settings, gate=replace(settings.gate, min_quality=0.0))
    return without_memory(settings) if mode == "frame" else settings


def outcomes(trial: Trial) -> list[Outcome]:
    """One outcome a person."""
    settings = settings_for(trial.mode, quality_gate=trial.quality_gate)
    first = replace(trial, movement="upright", size=0.0, again=0, mode="frame", held_s=None)
    starts = _baselines(first)
    return [
        _outcome(judged(start, test, settings), settings)
        for start, test in zip(starts, scenes_to_judge(trial), strict=True)
    ]


@lru_cache(maxsize=8)
def _baselines(trial: Trial) -> list[tuple[Baseline, ...]]:
    settings = settings_for("frame")
    return [baselines_of(measured_of(scenes, settings), settings) for scenes in baseline_scenes(trial)]


def judged(baselines: tuple[Baseline, ...], test: Sequence[Scene], settings: Settings) -> list[Judgement]:
    """What the fold says of each scene."""
    state = begin(baselines)
    said: list[Judgement] = []
    for scene in test:
        state, judgement, _ = advance(state, scene, settings)
        said.append(judgement)
    return said


def _outcome(said: Sequence[Judgement], settings: Settings) -> Outcome:
    last = said[-1]
    aside = {rule.name for rule in settings.rules if rule.signal in ASKEW}
    known = bool(last.deviations) and not last.why_unknown
    return Outcome(
        known=known,
        over=tuple(name for name in last.over if name not in aside),
        over_sideways=tuple(name for name in last.over if name in aside),
        deviations={name: value for name, value in last.deviations.items() if name not in ASKEW} if known else {},
        active_ever=frozenset(name for j in said for name in j.active) & settings.posture_rules,
        kind=last.kind,
    )
