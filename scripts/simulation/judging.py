"""Trials through the program's own fold: frame by frame against a frozen baseline, held with smoothing, or live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from posture_watch.config import Config, build_settings
from posture_watch.core.calibration import Take, baselines_of, measured_only
from posture_watch.core.engine import advance, begin
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Scene
from posture_watch.core.settings import Settings, Smoothing
from simulation.landmarks import INTERVAL_S
from simulation.scenes import Mode, Staged, Trial, stage

SIDEWAYS = frozenset({"lateral_lean_deg", "head_tilt_deg", "shoulder_tilt_deg"})
"""Signals that speak of sitting askew; the others are about forward and down."""
SETTLED_SHARE = 0.25
"""A live test is judged by this last share of it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said of one person at the end of the test. ``over`` and ``deviations`` are of the last frame, without
    those of signals sideways; ``over_ever`` and ``active_ever`` of any frame of the test, sideways ones included;
    ``kind`` is the judgement's, where it has one."""

    known: bool
    over: tuple[str, ...]
    deviations: Mapping[str, float]
    over_share: float
    over_ever: frozenset[str]
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
    if mode != "frame":
        return settings
    gate = replace(settings.gate, keep_state_s=0.0, away_after_s=0.0)
    return replace(settings, smoothing=Smoothing(0.0, 0.0), gate=gate)


def outcomes(trial: Trial) -> list[Outcome]:
    """One outcome a person."""
    staged, settings = stage(trial), settings_for(trial.mode, quality_gate=trial.quality_gate)
    return judge(staged, settings)


def judge(staged: Staged, settings: Settings) -> list[Outcome]:
    """One outcome for each person of what was staged."""
    pairs = zip(staged.baseline, staged.test, strict=True)
    return [_outcome(_judged(first, test, settings), settings) for first, test in pairs]


def _judged(first: Sequence[Scene], test: Sequence[Scene], settings: Settings) -> list[Judgement]:
    take = Take()
    for scene in first:
        take = measured_only(take, scene, settings)
    state = begin(baselines_of(take, settings))
    said: list[Judgement] = []
    for scene in test:
        state, judgement, _ = advance(state, scene, settings)
        said.append(judgement)
    return said


def _outcome(said: Sequence[Judgement], settings: Settings) -> Outcome:
    last = said[-1]
    aside = {rule.name for rule in settings.rules if rule.signal in SIDEWAYS}
    late = said[-max(1, round(SETTLED_SHARE * len(said))) :]
    known = bool(last.deviations) and not last.why_unknown
    return Outcome(
        known=known,
        over=tuple(name for name in last.over if name not in aside),
        deviations={name: value for name, value in last.deviations.items() if name not in SIDEWAYS} if known else {},
        over_share=sum(bool(set(j.over) - aside) for j in late) / len(late),
        over_ever=frozenset(name for j in said for name in j.over),
        active_ever=frozenset(name for j in said for name in j.active) & settings.posture_rules,
        kind=str(getattr(last, "kind", "")),
    )
