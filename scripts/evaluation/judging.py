"""Sessions through the program's own fold: baseline from the first upright frames, then frame by frame, no memory."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from evaluation.seen import INTERVAL_S, Frame, Session
from posture_watch.config import Config, build_settings
from posture_watch.core.calibration import baselines_of, measured_of
from posture_watch.core.engine import EngineState, advance, begin
from posture_watch.core.judgement import Judgement
from posture_watch.core.rules import Rule
from posture_watch.core.settings import Settings, without_memory

UNKNOWN_SCORE = -math.inf


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says about one frame. ``score`` ranks frames by how far they are over the limit, whatever its unit;
    UNKNOWN_SCORE when the rule cannot say, and then ``flagged`` is False. Ours alone tells the rest: the ``kind`` of
    posture, ``why`` it cannot say, the rules ``over`` their limits, and the ``shares`` of each signal over the lowest
    limit on it."""

    flagged: bool
    score: float
    kind: str = ""
    why: str = field(default="", compare=False)
    over: tuple[str, ...] = field(default=(), compare=False)
    shares: Mapping[str, float] = field(default_factory=dict[str, float], compare=False)

    @property
    def known(self) -> bool:
        """Whether the rule could judge the frame."""
        return self.score != UNKNOWN_SCORE


UNKNOWN = Said(flagged=False, score=UNKNOWN_SCORE)


@dataclass(frozen=True, slots=True)
class Split:
    """Which frames of a session the baseline is from, and which are scored: indices."""

    baseline: tuple[int, ...]
    scored: tuple[int, ...]


def settings_alone(config: Config) -> Settings:
    """The program's settings for frames that are judged one by one against a given baseline."""
    settings = build_settings(
        config, camera="evaluation", mode="image", sample_interval_s=INTERVAL_S, frozen_baseline=True
    )
    return without_memory(settings)


def split(session: Session, baseline_frames: int, *, strict: bool = False) -> Split | None:
    """The first upright frames, and all others, which are scored.

    A session with fewer than one more upright frame gives what it has but one, so that an upright frame is left to
    score; None if ``strict`` asks for them all, or if there is no upright frame.
    """
    upright = [i for i, frame in enumerate(session.frames) if frame.upright]
    if not upright or (strict and len(upright) < baseline_frames):
        return None
    count = baseline_frames if strict else max(1, min(baseline_frames, len(upright) - 1))
    first = tuple(upright[:count])
    return Split(first, tuple(i for i in range(len(session.frames)) if i not in first))


def against(first: Sequence[Frame], settings: Settings) -> EngineState:
    """The fold at rest, with ``first`` for its baseline."""
    return begin(baselines_of(measured_of((frame.scene for frame in first), settings), settings))


def judge(first: Sequence[Frame], frames: Sequence[Frame], settings: Settings) -> list[Said]:
    """What the program says about ``frames`` when ``first`` is its baseline."""
    state = against(first, settings)
    said: list[Said] = []
    for frame in frames:
        state, judgement, _ = advance(state, frame.scene, settings)
        said.append(said_by(judgement, settings.rules))
    return said


def said_by(judgement: Judgement, rules: Sequence[Rule]) -> Said:
    """Flagged if a posture rule is over, watch level included; the score is the largest value over its limit."""
    shares: dict[str, float] = {}
    for rule in rules:
        if rule.kind == "posture" and rule.signal in judgement.deviations and rule.enter_above > 0:
            share = rule.magnitude(judgement.deviations[rule.signal]) / rule.enter_above
            shares[rule.signal] = max(share, shares.get(rule.signal, -math.inf))
    if judgement.why_unknown or not shares:
        return replace(UNKNOWN, why=judgement.why_unknown or "nothing to judge by", shares=shares)
    return Said(bool(judgement.over), max(shares.values()), judgement.kind, over=judgement.over, shares=shares)
