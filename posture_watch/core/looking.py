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
"""And so many times while a posture is held or let go, of any level, but not above once a period: the same noise would
last as long as the hold else."""
UNSURE_CHECK_S = 3.0
"""The same where a limit is near, which a creep below what the grey picture shows may pass unseen, and for people who
are small in it: as late as an event may be."""
NEAR_SHARE = 0.2
"""Of a limit: so near to it (engineering choice)."""
SMALL_SHARE = 0.15
"""Shoulders narrower than this share of the picture's longer side are small: at 85 of 640 px the grey picture shows a
head that sank by 0.04 shoulder widths, at 64 px by 0.07, which is the limit (drawn pictures, noise, light of 15 %)."""
HEIGHT_TO_WIDTH = 1.6
"""Shoulder width for the head's height over the shoulders, where somebody is seen from the side (as learning.py)."""
ENOUGH_SHARE: Mapping[Level, float] = {"act": 0.5, "watch": 0.8}
"""One frame says enough where every deviation is within this share of the limit at which its rule lets go (engineering
choice: a single frame strays by twice as much as a burst)."""


def may_spare(state: EngineState, judgement: Judgement, settings: Settings, *, unlooked_s: float) -> bool:
    """Whether the next look need not ask the model if nothing has moved since it was asked, ``unlooked_s`` ago."""
    if settings.single_frames or is_finding_out(state, judgement):
        return False
    if any(_is_due(rule, judgement, settings.sample_interval_s) for rule in settings.rules):
        return False  # what a reminder says has just been seen
    waits = [wait for rule in settings.rules if (wait := _whole_wait_s(rule, judgement)) is not None]
    unsure = is_unsure(state, judgement, settings)
    check_s = min([UNSURE_CHECK_S if unsure else CHECK_S, *(wait / CHECKS_A_HOLD for wait in waits)])
    return unlooked_s + settings.sample_interval_s <= check_s


def is_enough(before: Reading | None, now: Reading, settings: Settings, *, moved: bool) -> bool:
    """Whether what a single frame says can be believed: all is well with room to spare, as it was before. Where nobody
    was, and something ``moved``, one frame may have missed who came."""
    if before is None or before.sight != now.sight or now.new_baseline:
        return False
    if now.sight == "nobody":
        return not moved
    return now.sight == "measured" and _is_well(before, settings) and _is_well(now, settings)


def is_unsure(state: EngineState, judgement: Judgement, settings: Settings) -> bool:
    """Whether something may happen without anything being seen to move."""
    return _is_small(state, judgement) or any(_is_near(rule, judgement) for rule in settings.rules)


def _is_small(state: EngineState, judgement: Judgement) -> bool:
    """Whether the person takes up too little of the picture for small movements to show. Nobody is not small."""
    current, m = state.reference.current, judgement.metrics
    if current is None or not m:
        return False
    height_px = m["shoulder_y_px"] - m["head_y_px"] if {"shoulder_y_px", "head_y_px"} <= m.keys() else 0.0
    width_px = max(m.get("shoulder_width_px", 0.0), HEIGHT_TO_WIDTH * height_px)
    return width_px < SMALL_SHARE * max(current.place.width_px, current.place.height_px)


def _is_near(rule: Rule, judgement: Judgement) -> bool:
    """Whether the value may pass one of the rule's limits without anybody moving visibly."""
    value = judgement.deviations.get(rule.signal)
    if value is None:
        return False
    size = rule.magnitude(value)
    if rule.name in judgement.active:
        return abs(size - rule.exit_below) <= NEAR_SHARE * rule.exit_below
    return abs(size - rule.enter_above) <= NEAR_SHARE * rule.enter_above


def _is_well(reading: Reading, settings: Settings) -> bool:
    for rule in settings.rules:
        value = reading.deviations.get(rule.signal)
        if value is not None and (abs(value) if rule.two_sided else value) > ENOUGH_SHARE[rule.level] * rule.exit_below:
            return False
    return True


def is_finding_out(state: EngineState, judgement: Judgement) -> bool:
    """Whether a baseline is being learnt, doubted or changed, or somebody is there who cannot be told: each frame
    counts as evidence then, and the same one must not count twice. Not so a drift, which is a matter of minutes and
    goes by time."""
    reference = state.reference
    open_questions = (
        reference.upright_since,
        reference.light_off_since,
        reference.carried.back_since if reference.carried else None,
        state.ghost_since,
    )
    unclear = judgement.person and (judgement.why_unknown or reference.current is None)
    undecided = state.empty_since is not None and judgement.posture != "away"
    return bool(unclear) or undecided or any(since is not None for since in open_questions)


def _is_due(rule: Rule, judgement: Judgement, within_s: float) -> bool:
    """Whether the posture will have been held for so long that the rule acts."""
    wait_s = None if rule.signal in SECONDS else left_s(rule, judgement)
    return wait_s is not None and wait_s <= within_s


def _whole_wait_s(rule: Rule, judgement: Judgement) -> float | None:
    """How long a posture has to be held, or let go, before the rule says so; None if neither is under way."""
    value = judgement.deviations.get(rule.signal)
    if value is None:
        return None
    if rule.name in judgement.active:
        return rule.release_s if rule.magnitude(value) <= rule.exit_below else None
    return rule.hold_s(value) if rule.name in judgement.over else None
