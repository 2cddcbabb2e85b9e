"""How closely to look next: the pose model is asked when something moved, is being found out, or is about to happen."""

from __future__ import annotations

from collections.abc import Mapping

from posture_watch.core.judgement import Judgement
from posture_watch.core.reading import Reading
from posture_watch.core.rules import Level, Rule
from posture_watch.core.settings import Settings
from posture_watch.core.state import EngineState
from posture_watch.core.upcoming import SECONDS, left_s

CHECK_S = 60.0
"""However still it is, the model looks this often (s; engineering choice): what creeps by unnoticed is seen then."""
CHECKS_A_HOLD = 4
"""And so many times while a posture is held that leads to a reminder, but not above once a period."""
ENOUGH_SHARE: Mapping[Level, float] = {"act": 0.5, "watch": 0.8}
"""One frame says enough where every deviation is within this share of the limit at which its rule lets go (engineering
choice: a single frame strays by twice as much as a burst)."""


def may_spare(state: EngineState, judgement: Judgement, settings: Settings, *, unlooked_s: float) -> bool:
    """Whether the next look need not ask the model if nothing has moved since it was asked, ``unlooked_s`` ago."""
    if settings.single_frames or _is_finding_out(state, judgement):
        return False
    holds = [(rule, wait) for rule in settings.rules if (wait := _hold_left_s(rule, judgement)) is not None]
    if any(wait <= settings.sample_interval_s for _, wait in holds):
        return False  # what a reminder says has just been seen
    check_s = min([CHECK_S, *(_whole_hold_s(rule, judgement) / CHECKS_A_HOLD for rule, _ in holds)])
    return unlooked_s + settings.sample_interval_s <= check_s


def is_enough(before: Reading | None, now: Reading, settings: Settings) -> bool:
    """Whether what a single frame says can be believed: all is well with room to spare, as it was before."""
    if before is None or before.sight != now.sight or now.new_baseline:
        return False
    if now.sight == "nobody":
        return True
    return now.sight == "measured" and _is_well(before, settings) and _is_well(now, settings)


def _is_well(reading: Reading, settings: Settings) -> bool:
    for rule in settings.rules:
        value = reading.deviations.get(rule.signal)
        if value is not None and (abs(value) if rule.two_sided else value) > ENOUGH_SHARE[rule.level] * rule.exit_below:
            return False
    return True


def _is_finding_out(state: EngineState, judgement: Judgement) -> bool:
    """Whether a baseline is being learnt, doubted or changed, or somebody is there who cannot be told: each frame
    counts as evidence then, and the same one must not count twice."""
    reference = state.reference
    open_questions = (
        reference.upright_since,
        reference.light_off_since,
        reference.drift.taller_since,
        reference.carried.back_since if reference.carried else None,
        state.ghost_since,
    )
    unclear = judgement.person and (judgement.why_unknown or reference.current is None)
    undecided = state.empty_since is not None and judgement.posture != "away"
    return bool(unclear) or undecided or any(since is not None for since in open_questions)


def _hold_left_s(rule: Rule, judgement: Judgement) -> float | None:
    """Seconds until a posture has been held for so long that the rule acts; None if none is, or it is about time."""
    return None if rule.signal in SECONDS else left_s(rule, judgement)


def _whole_hold_s(rule: Rule, judgement: Judgement) -> float:
    return rule.hold_s(judgement.deviations[rule.signal])
