"""The user's own check: which of the postures they took the current limits would notice, and how surely.

Every frame goes through the one fold, alone and against a given baseline, so that this is what the monitor would say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from posture_watch.core.baseline import Baseline
from posture_watch.core.engine import advance, begin
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Scene
from posture_watch.core.learning import median_and_spread
from posture_watch.core.observing import LEARNING, OTHER_SIDE
from posture_watch.core.rescaling import rescaled
from posture_watch.core.rules import Level, Rule
from posture_watch.core.sample import View
from posture_watch.core.settings import Settings, without_memory

Asked = Literal["upright", "slumped", "leaning", "tilted", "reclining"]
"""What can be asked for, in this order."""
ASKED: tuple[Asked, ...] = ("upright", "slumped", "leaning", "tilted", "reclining")
QUIET: tuple[Asked, ...] = ("upright", "reclining")
"""What no rule should complain about."""
Outcome = Literal["noticed", "shown", "unnoticed", "quiet", "near", "alarmed", "not_taken", "unseen"]
"""noticed: a reminder would follow. shown: only the live line and ``status`` would say so. quiet, near (a limit is
within the noise) and alarmed are for postures that should be left alone. not_taken: no difference from upright."""

SHOWN_BY: dict[Asked, tuple[str, ...]] = {
    "upright": (),
    "slumped": ("slump_score", "head_sink_ratio", "head_drop_ratio", "head_sink_side_ratio", "head_drop_torso_ratio",
                "neck_inclination_deg"),
    "leaning": ("forward_lean_deg", "face_scale_ratio", "shoulder_scale_ratio", "trunk_lean_deg"),
    "tilted": ("head_tilt_deg", "lateral_lean_deg", "shoulder_tilt_deg"),
    "reclining": ("trunk_lean_deg", "torso_inclination_deg", "face_scale_ratio"),
}  # fmt: skip
"""The signals by which one sees that a posture was taken at all."""
SMOOTHED = 0.5
"""Smoothing at least halves the noise of single frames: averaging a short burst of five does already."""
LEAST_NOISE = {"deg": 1.0, "ratio": 0.015, "score": 0.1}
"""By the unit a signal's name ends with. Nobody settles back into one posture more exactly (starting guess)."""
TAKEN_NOISES, SURE_NOISES = 3.0, 2.0
"""A posture was taken if it differs by so many noises; a limit further off than the second is a sure one."""
LEAST_JUDGED = 0.5
"""Less than this share of a posture's frames judged says nothing about it."""


@dataclass(frozen=True, slots=True)
class RuleSeen:
    """One limit against one posture. ``value`` is the signal's median as the rule compares it; ``noise`` that of the
    smoothed signal while upright. Unit: the signal's."""

    rule: str
    level: Level
    signal: str
    value: float
    limit: float
    noise: float

    @property
    def over(self) -> bool:
        """Whether the rule would notice."""
        return self.value > self.limit

    @property
    def margin(self) -> float | None:
        """Value over limit: 1.5 is half as much again; None if that says nothing (a limit of 0 or less)."""
        return self.value / self.limit if self.limit > 0 else None

    @property
    def reach(self) -> float:
        """How far the value gets by noise alone."""
        return self.value + SURE_NOISES * self.noise

    @property
    def near(self) -> bool:
        """Whether value and limit are too close together to be sure."""
        return abs(self.value - self.limit) <= SURE_NOISES * self.noise


@dataclass(frozen=True, slots=True)
class PostureSeen:
    """What was seen while one posture was asked for. ``why_not`` is the most frequent reason for frames not judged."""

    asked: Asked
    seconds: float
    frames: int
    judged: int
    why_not: str = ""
    medians: Mapping[str, float] = field(default_factory=dict[str, float])
    spreads: Mapping[str, float] = field(default_factory=dict[str, float])
    rules: tuple[RuleSeen, ...] = ()
    outcome: Outcome = "unseen"

    @property
    def judged_share(self) -> float:
        """How many of the frames could be judged, 0 to 1."""
        return self.judged / self.frames if self.frames else 0.0


def look_at(
    asked: Asked,
    scenes: Sequence[Scene],
    baselines: Sequence[Baseline],
    settings: Settings,
    upright: PostureSeen | None = None,
) -> PostureSeen:
    """Judge the scenes of one posture against these baselines; ``upright`` says what is noise (None: this one)."""
    told = _judgements(scenes, baselines, _alone(settings))
    judged = [judgement for judgement in told if not judgement.why_unknown]
    views: set[View] = {baseline.place.view for baseline in baselines}
    reasons = Counter(_why_not(judgement, views) for judgement in told if judgement.why_unknown)
    alike = _judgements(scenes, [_without_room(baseline) for baseline in baselines], _alone(settings))
    seen = PostureSeen(
        asked,
        scenes[-1].at.mono_s - scenes[0].at.mono_s + settings.sample_interval_s if scenes else 0.0,
        len(scenes),
        len(judged),
        why_not=reasons.most_common(1)[0][0] if reasons else "",
        medians={name: pair[0] for name, pair in _medians(judged).items()},
        spreads={name: pair[1] for name, pair in _medians([j for j in alike if not j.why_unknown]).items()},
    )
    rules = tuple(_rule_seen(rule, seen, upright or seen) for rule in settings.rules if rule.signal in seen.medians)
    seen = replace(seen, rules=rules)
    return replace(seen, outcome=_outcome(seen, upright))


def _why_not(judgement: Judgement, views: Collection[View]) -> str:
    """Nothing is learnt in a check: without a baseline for this view, it is the view that is wrong."""
    other_side = judgement.why_unknown == LEARNING and judgement.view not in views
    return OTHER_SIDE if other_side else judgement.why_unknown


def noise_of(signal: str, upright: PostureSeen) -> float:
    """Noise of the smoothed signal while sitting upright, in the signal's unit."""
    least = LEAST_NOISE.get(signal.rpartition("_")[2], 0.0)
    return max(least, SMOOTHED * upright.spreads.get(signal, 0.0))


def _alone(settings: Settings) -> Settings:
    """Each frame by itself, against what is given: seconds of a posture say what minutes of it would come to."""
    return replace(without_memory(settings), baseline=replace(settings.baseline, frozen=True))


def _without_room(baseline: Baseline) -> Baseline:
    """The baseline without the room it leaves for having been taken restlessly: that hides the noise it comes from."""
    return replace(baseline, spreads=dict.fromkeys(baseline.spreads, 0.0))


def _judgements(scenes: Sequence[Scene], baselines: Sequence[Baseline], settings: Settings) -> list[Judgement]:
    told: list[Judgement] = []
    for scene in scenes:
        fitted = tuple(rescaled(baseline, scene.width_px, scene.height_px) for baseline in baselines)
        told.append(advance(begin(fitted), scene, settings)[1])
    return told


def _medians(judged: Sequence[Judgement]) -> dict[str, tuple[float, float]]:
    """Median and spread of each signal that at least half of the judged frames have."""
    names = sorted({name for judgement in judged for name in judgement.deviations})
    columns = {name: [j.deviations[name] for j in judged if name in j.deviations] for name in names}
    return {name: median_and_spread(col) for name, col in columns.items() if 2 * len(col) >= len(judged)}


def _rule_seen(rule: Rule, seen: PostureSeen, upright: PostureSeen) -> RuleSeen:
    value = rule.magnitude(seen.medians[rule.signal])
    return RuleSeen(rule.name, rule.level, rule.signal, value, rule.enter_above, noise_of(rule.signal, upright))


def _outcome(seen: PostureSeen, upright: PostureSeen | None) -> Outcome:
    if seen.judged_share < LEAST_JUDGED:
        return "unseen"
    if upright is not None and not _was_taken(seen, upright):
        return "not_taken"
    over = {rule.level for rule in seen.rules if rule.over and is_about(rule, seen.asked)}
    if seen.asked in QUIET:
        return "alarmed" if over else "near" if any(rule.near for rule in seen.rules) else "quiet"
    return "noticed" if "act" in over else "shown" if over else "unnoticed"


def is_about(rule: RuleSeen, asked: Asked) -> bool:
    """Whether a rule that is over is about this posture: a slump with a tilted head is no slump that was noticed."""
    sideways = rule.signal in SHOWN_BY["tilted"]
    return asked in QUIET or sideways == (asked == "tilted")


def _was_taken(seen: PostureSeen, upright: PostureSeen) -> bool:
    """Whether any signal that shows this posture differs from upright by more than noise."""
    return any(
        abs(seen.medians[name] - upright.medians[name]) > TAKEN_NOISES * noise_of(name, upright)
        for name in SHOWN_BY[seen.asked]
        if name in seen.medians and name in upright.medians
    )
