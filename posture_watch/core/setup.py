"""Did the person move, or the camera, lid or chair? A set-up carries head and shoulders along together, at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from posture_watch.core.baseline import Baseline
from posture_watch.core.instant import Instant
from posture_watch.core.moves import Move, is_large, move_of, rigid_move
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import BaselinePolicy
from posture_watch.core.steps import had_begun, has_crept, is_settled, medians_of

SUSPECTED = "camera or chair seem to have moved"
"""Why nobody is judged while that is open."""
BEFORE_S = 8.0
"""Seconds before the step that say where everything was (starting guess)."""
BEFORE_LEAST = 0.4
"""They must have been seen for this share of it: somebody who walks in to the chair was nowhere before."""
SUSPECT_S = 20.0
"""A suspicion that neither settles nor goes within this many seconds is dropped, and the person judged (starting
guess): somebody restless must not stay unknown."""
LEAST_LOOKS = 3
"""Where looks are far apart, so many say where everything was, and one more that it stayed where it is."""
BEFORE_LOOKS = 4.5
"""Intervals before a step that say where everything was, where looks are far apart; they are not quite regular."""
DOUBT = 2.0
"""Times the limits of a rigid move that a single look is allowed, to be looked at again (starting guess)."""


@dataclass(frozen=True, slots=True)
class SetupWatch:
    """Recent samples, and whether a fresh start (after an absence) has still to be compared with the baseline.

    ``left`` is where the person was before it: who comes back to that very place has moved no set-up. A suspicion that
    lasts is none: ``suspected_since``. ``earlier``: the looks before it, where looks are far apart.
    """

    samples: tuple[PostureSample, ...] = ()
    compare_with_baseline: bool = False
    left: Mapping[str, float] | None = None
    suspected_since: Instant | None = None
    earlier: tuple[PostureSample, ...] = ()


def watch_setup(
    state: SetupWatch, sample: PostureSample, baseline: Baseline, policy: BaselinePolicy, interval_s: float
) -> tuple[SetupWatch, Move | None, bool]:
    """Add a sample. Returns the state, the move of the set-up if one is now certain, and whether one is suspected."""
    settle_s, step_s = max(policy.move_settle_s, 3 * interval_s), max(policy.move_step_s, interval_s)
    reach_s = settle_s + step_s + max(BEFORE_S, 3 * interval_s)
    kept = tuple(s for s in (*state.samples, sample) if sample.at.mono_s - s.at.mono_s <= reach_s)
    state = replace(state, samples=kept)
    if interval_s > policy.move_settle_s and not state.compare_with_baseline:
        middle = (baseline.place.width_px / 2, baseline.place.height_px / 2)
        state, move, suspected = _watch_looks(state, policy, interval_s, middle)
    else:
        state, move, suspected = _watch(state, baseline, policy, interval_s)
    if not suspected:
        return replace(state, suspected_since=None), move, False
    since = state.suspected_since or sample.at
    longest_s = max(SUSPECT_S, 2 * policy.move_settle_s, 6 * interval_s)
    return replace(state, suspected_since=since), move, sample.at.gap_since(since) <= longest_s


def _watch(
    state: SetupWatch, baseline: Baseline, policy: BaselinePolicy, interval_s: float
) -> tuple[SetupWatch, Move | None, bool]:
    """The same for the newest sample, however long the suspicion has lasted.

    A step counts: what was so for BEFORE_S, changed within ``move_step_s`` and stayed for ``move_settle_s``. What sinks
    over more seconds is a person, not a lid.
    """
    samples, step_s = state.samples, max(policy.move_step_s, interval_s)
    settle_s = max(policy.move_settle_s, 3 * interval_s)
    now_s = samples[-1].at.mono_s
    earlier = [s for s in samples if now_s - s.at.mono_s > settle_s + step_s]
    recent = [s for s in samples if now_s - s.at.mono_s <= settle_s]
    before = _reference(state, earlier, baseline, interval_s)
    latest = medians_of(samples[-1:])
    if before is None or latest is None:
        return state, None, False
    middle = (baseline.place.width_px / 2, baseline.place.height_px / 2)
    move_now = None if _is_back(state, latest, middle, policy) else rigid_move(before, latest, middle)
    suspected = move_now is not None and is_large(move_now, latest["shoulder_width_px"], policy)
    after = medians_of(recent) if _has_lasted(recent, settle_s, policy, interval_s) else None
    if after is None or not is_settled(recent, after):
        return state, None, suspected
    if _is_back(state, after, middle, policy):
        return SetupWatch(tuple(recent)), None, False
    move = rigid_move(before, after, middle)
    if move is not None and not state.compare_with_baseline and has_crept(earlier, recent, middle, move):
        return state, None, False
    # who came back slumped is compared again until the baseline's shape was seen once
    state = replace(state, compare_with_baseline=state.compare_with_baseline and move is None)
    if move is None or not is_large(move, after["shoulder_width_px"], policy):
        return state, None, suspected
    return SetupWatch(tuple(recent)), move, False


def _has_lasted(recent: Sequence[PostureSample], settle_s: float, policy: BaselinePolicy, interval_s: float) -> bool:
    """Looks that come closer together while a move is suspected need not go on for as long as the usual ones."""
    if settle_s > policy.move_settle_s and len(recent) < LEAST_LOOKS:
        return False
    stayed_s = recent[-1].at.mono_s - recent[0].at.mono_s
    return stayed_s >= min(settle_s - interval_s, policy.move_settle_s) - 1e-6


def _watch_looks(
    state: SetupWatch, policy: BaselinePolicy, interval_s: float, middle: tuple[float, float]
) -> tuple[SetupWatch, Move | None, bool]:
    """The same where looks are further apart than a move takes to settle: whoever wanders about differs by more from
    one minute to the next than a lid moves them. So a step is asked about at once, from closer looks than usual
    (see upcoming.py), and against what was seen just before it.
    """
    samples, since = state.samples, state.suspected_since
    seen = [s for s in samples[:-1] if samples[-1].at.gap_since(s.at) <= BEFORE_LOOKS * interval_s]
    earlier = state.earlier if since is not None else tuple(seen)
    latest, before = medians_of(samples[-1:]), medians_of(earlier)
    if latest is None or before is None or len(earlier) < LEAST_LOOKS:
        return replace(state, earlier=()), None, False
    width_px = latest["shoulder_width_px"]
    if since is None:
        move = rigid_move(before, latest, middle, doubt=DOUBT) if is_settled(earlier, before) else None
        suspected = move is not None and is_large(move, width_px, policy)
        return replace(state, earlier=earlier if suspected else ()), None, suspected
    if not is_large(move_of(before, latest, middle), width_px, policy):
        return replace(state, earlier=()), None, False  # back again
    recent = tuple(s for s in samples if s.at.gap_since(since) >= 0)
    after = medians_of(recent)
    lasted = len(recent) > LEAST_LOOKS and recent[-1].at.gap_since(since) >= policy.move_settle_s
    if after is None or not lasted or not (is_settled(recent, after) or _is_old(since, recent)):
        return state, None, True
    move = rigid_move(before, after, middle)
    if move is None or not is_large(move, width_px, policy):
        return SetupWatch(recent), None, False
    slow = has_crept(earlier, recent, middle, move) or had_begun(earlier[-1:], before, middle, move)
    return SetupWatch(recent), None if slow else move, False


def _is_old(since: Instant, recent: Sequence[PostureSample]) -> bool:
    return recent[-1].at.gap_since(since) >= SUSPECT_S


def after_absence(state: SetupWatch) -> SetupWatch:
    """The set-up may have moved meanwhile: compare with the baseline, unless the person is back where they were."""
    return SetupWatch(compare_with_baseline=True, left=medians_of(state.samples) or state.left)


def _is_back(state: SetupWatch, now: Mapping[str, float], middle: tuple[float, float], policy: BaselinePolicy) -> bool:
    if not state.compare_with_baseline or state.left is None:
        return False
    move = rigid_move(state.left, now, middle)
    return move is not None and not is_large(move, now["shoulder_width_px"], policy)


def _reference(
    state: SetupWatch, earlier: Sequence[PostureSample], baseline: Baseline, interval_s: float
) -> Mapping[str, float] | None:
    """What to compare with: the baseline after an absence, else where everything stood before the step."""
    if state.compare_with_baseline:
        return baseline.medians
    stayed_s = earlier[-1].at.mono_s - earlier[0].at.mono_s if earlier else 0.0
    before = medians_of(earlier)
    long_enough = stayed_s >= BEFORE_LEAST * max(BEFORE_S, 3 * interval_s)
    return before if before is not None and long_enough and is_settled(earlier, before) else None
