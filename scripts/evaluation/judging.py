"""Sessions through the program's own fold: baseline from the first upright frames, then frame by frame, no memory."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluation.seen import INTERVAL_S, Frame, Session
from posture_watch.config import Config, build_settings
from posture_watch.core.calibration import Take, baselines_of, measured_only
from posture_watch.core.engine import advance, begin
from posture_watch.core.judgement import Judgement
from posture_watch.core.rules import Rule
from posture_watch.core.settings import Settings, Smoothing

UNKNOWN_SCORE = -math.inf


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says about one frame. ``score`` ranks frames by how far they are over the limit, whatever its unit;
    UNKNOWN_SCORE when the rule cannot say, and then ``flagged`` is False."""

    flagged: bool
    score: float

    @property
    def known(self) -> bool:
        """Whether the rule could judge the frame."""
        return self.score != UNKNOWN_SCORE


UNKNOWN = Said(flagged=False, score=UNKNOWN_SCORE)


def settings_alone(config: Config) -> Settings:
    """The program's settings for frames that are judged one by one against a given baseline."""
    settings = build_settings(
        config, camera="evaluation", mode="image", sample_interval_s=INTERVAL_S, frozen_baseline=True
    )
    gate = replace(settings.gate, keep_state_s=0.0, away_after_s=0.0)
    return replace(settings, smoothing=Smoothing(0.0, 0.0), gate=gate)


def split(session: Session, baseline_frames: int) -> tuple[list[Frame], list[Frame]] | None:
    """The first upright frames, and the others, which are scored; None if there are not as many."""
    upright = [i for i, frame in enumerate(session.frames) if frame.upright][:baseline_frames]
    if len(upright) < baseline_frames:
        return None
    first = [session.frames[i] for i in upright]
    return first, [frame for i, frame in enumerate(session.frames) if i not in upright]


def judge(first: Sequence[Frame], scored: Sequence[Frame], settings: Settings) -> list[Said]:
    """What the program says about ``scored`` when ``first`` is its baseline."""
    take = Take()
    for frame in first:
        take = measured_only(take, frame.scene, settings)
    state = begin(baselines_of(take, settings))
    said: list[Said] = []
    for frame in scored:
        state, judgement, _ = advance(state, frame.scene, settings)
        said.append(said_by(judgement, settings.rules))
    return said


def said_by(judgement: Judgement, rules: Sequence[Rule]) -> Said:
    """Flagged if a posture rule is over, watch level included; the score is the largest value over its limit."""
    if judgement.why_unknown or not judgement.deviations:
        return UNKNOWN
    shares = [
        rule.magnitude(judgement.deviations[rule.signal]) / rule.enter_above
        for rule in rules
        if rule.kind == "posture" and rule.signal in judgement.deviations and rule.enter_above > 0
    ]
    return Said(bool(judgement.over), max(shares)) if shares else UNKNOWN
