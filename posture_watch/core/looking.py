"""How closely to look next: the pose model is asked when something moved, is being found out, or is about to happen."""

from __future__ import annotations

import math
from collections.abc import Mapping

from posture_watch.core.judgement import Judgement
from posture_watch.core.reading import Reading
from posture_watch.core.rules import Level, Rule
from posture_watch.core.settings import Settings
from posture_watch.core.state import EngineState
from posture_watch.core.upcoming import SECONDS, WHILE_OPEN_S, left_s

LITTLE: Mapping[str, float] = {"head_tilt_deg": 6.0, "_deg": 3.0, "_ratio": 0.04}
"""What a movement that is not looked at may come to, by signal or unit: a head tilts by 4 to 6 degrees or sinks by 0.03
or 0.04 shoulder widths until the grey picture shows as much (tests/capture/test_movement.py); a trunk is larger."""
CHECK_S = 60.0
"""However still it is, the model looks this often (s; engineering choice): what creeps by unnoticed is seen then."""
CHECKS_A_HOLD = 4
"""And so many times while a posture is held or let go, of any level, but not above once a period: the same noise would
last as long as the hold else."""
UNSURE_CHECK_S = 3.0
"""The same where a limit is near, which a creep below what the grey picture shows may pass unseen, and for people who
are small in it: as late as an event may be."""
CLOSE_CHECK_S = 5.0
"""The same with the camera kept open: a set-up that moved is told within seconds there, and the same noise for a minute
was taken for one (docs/looking.md)."""
TALLER_CHECK_S = 30.0
"""The same while somebody sits taller than their upright, which follows after twice this time (drifting.MEANT_S)."""
SPARED_FROM_S = 5.0
"""Looks closer together than this (s) are spared before an empty chair, and before somebody who sits far from every
limit. What is seen of a person then goes through a window of seconds, and nearer to a limit the same noise in it again
and again made postures come and go that judging every frame does not see (docs/looking.md)."""
FAR_SHARE = 0.75
"""Of the value at which a posture lets go: who is below it everywhere has to move by half a limit until any rule has
its say (engineering choice), which the grey picture surely shows (capture/movement.py)."""
NEAR_SHARE = 0.2
"""Of a limit: so near to it (engineering choice)."""
SMALL_SHARE = 0.15
"""Shoulders narrower than this share of the picture's longer side are small: at 85 of 640 px the grey picture shows a
head that sank by 0.04 shoulder widths, at 64 px by 0.07, which is the limit (drawn pictures, noise, light of 15 %)."""
HEIGHT_TO_WIDTH = 1.6
"""Shoulder width for the head's height over the shoulders, where somebody is seen from the side (as learning.py)."""
MARGIN: Mapping[Level, float] = {"act": 0.5, "watch": 0.2}
"""One frame says enough where every deviation is so far (in shares of the limit at which its rule lets go) from every
limit; of several together, the root of their number less (engineering choice: a single frame strays by twice as much as
a burst)."""

SURE_FRAMES = 8
"""So many that were taken while nothing moved have said what can be said: near a limit a few more change nothing
(engineering choice: one and a half bursts)."""


def may_spare(state: EngineState, judgement: Judgement, settings: Settings, *, unlooked_s: float) -> bool:
    """Whether the next look need not ask the model if nothing has moved since it was asked, ``unlooked_s`` ago."""
    if settings.single_frames or is_finding_out(state, judgement):
        return False
    if judgement.person and is_close(settings) and not is_far(judgement, settings):
        return False
    if any(_is_due(rule, judgement, settings.sample_interval_s) for rule in settings.rules):
        return False  # what a reminder says has just been seen
    waits = [wait for rule in settings.rules if (wait := _whole_wait_s(rule, judgement)) is not None]
    if not waits and state.reminders.open is not None and unlooked_s + WHILE_OPEN_S < settings.sample_interval_s:
        return True  # asked for between two samples, to see whether anybody moved
    unsure = is_unsure(state, judgement, settings)
    longest_s = CLOSE_CHECK_S if judgement.person and is_close(settings) else CHECK_S
    check_s = min([UNSURE_CHECK_S if unsure else longest_s, *(wait / CHECKS_A_HOLD for wait in waits)])
    if state.reference.drift.taller_since is not None:
        check_s = min(check_s, TALLER_CHECK_S)
    return unlooked_s + settings.sample_interval_s <= check_s


def is_close(settings: Settings) -> bool:
    """Whether looks follow one another so closely that each counts for itself."""
    return settings.sample_interval_s < SPARED_FROM_S


def is_far(judgement: Judgement, settings: Settings) -> bool:
    """Whether somebody sits well, and far from every limit."""
    if judgement.posture != "good":
        return False
    postures = [rule for rule in settings.rules if rule.kind == "posture"]
    if any(rule.name in (*judgement.over, *judgement.active) for rule in postures):
        return False
    told = [(rule, value) for rule in postures if (value := judgement.deviations.get(rule.signal)) is not None]
    return bool(told) and all(_is_far_from(rule, rule.magnitude(value)) for rule, value in told)


def _is_far_from(rule: Rule, size: float) -> bool:
    """Also for a rule whose limits somebody has set lower than a small movement goes."""
    least = next((most for unit, most in LITTLE.items() if rule.signal.endswith(unit)), 0.0)
    return size <= FAR_SHARE * rule.exit_below and rule.enter_above - size >= least


def is_enough(before: Reading | None, now: Reading, settings: Settings, *, frames: int, moved: bool) -> bool:
    """Whether what so few ``frames`` say can be believed: on the same side of every limit as before, with room to
    spare. Where nobody was, and something ``moved``, one frame may have missed who came."""
    if before is None or before.sight != now.sight or now.new_baseline:
        return False
    if now.sight == "nobody":
        return not moved
    return now.sight == "measured" and all(_is_clear(rule, before, now, frames) for rule in settings.rules)


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


def _is_clear(rule: Rule, before: Reading, now: Reading, frames: int) -> bool:
    """Whether the value lies well clear of both limits, where it lay before."""
    old, new = before.deviations.get(rule.signal), now.deviations.get(rule.signal)
    if old is None or new is None:
        return old is new
    size = rule.magnitude(new)
    margin = MARGIN[rule.level] * rule.exit_below / math.sqrt(frames) if frames < SURE_FRAMES else 0.0
    limits = (rule.exit_below, rule.enter_above)
    same = all((size > limit) == (rule.magnitude(old) > limit) for limit in limits)
    return same and all(abs(size - limit) >= margin for limit in limits)


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
