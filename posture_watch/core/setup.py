"""Did the person move, or the camera, lid or chair? A set-up carries head and shoulders along together, at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

from posture_watch.core.baseline import Baseline
from posture_watch.core.instant import Instant
from posture_watch.core.moves import (
    NEEDED,
    POSITIONS,
    RIGID_SHIFT_RATIO,
    Move,
    is_large,
    length_px,
    rigid_move,
    shift_of,
)
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import BaselinePolicy

BEFORE_S = 8.0
"""Seconds before the step that say where everything was (starting guess)."""
BEFORE_LEAST = 0.4
"""They must have been seen for this share of it: somebody who walks in to the chair was nowhere before."""
SUSPECT_S = 20.0
"""A suspicion that neither settles nor goes within this many seconds is dropped, and the person judged (starting
guess): somebody restless must not stay unknown."""
CREEP_SHARE = 0.3
"""A step does the rest of its way within ``move_step_s``; who sinks over more seconds creeps (starting guess)."""


@dataclass(frozen=True, slots=True)
class SetupWatch:
    """Recent samples, and whether a fresh start (after an absence) has still to be compared with the baseline.

    ``left`` is where the person was before it: who comes back to that very place has moved no set-up. A suspicion that
    lasts is none: ``suspected_since``.
    """

    samples: tuple[PostureSample, ...] = ()
    compare_with_baseline: bool = False
    left: Mapping[str, float] | None = None
    suspected_since: Instant | None = None


def _medians(samples: Sequence[PostureSample]) -> dict[str, float] | None:
    full = [s.values for s in samples if all(name in s.values for name in NEEDED)]
    names = [*NEEDED, *(["head_turn_deg"] if all("head_turn_deg" in v for v in full) else [])]
    return {name: median(v[name] for v in full) for name in names} if full else None


def watch_setup(
    state: SetupWatch, sample: PostureSample, baseline: Baseline, policy: BaselinePolicy, interval_s: float
) -> tuple[SetupWatch, Move | None, bool]:
    """Add a sample. Returns the state, the move of the set-up if one is now certain, and whether one is suspected."""
    state, move, suspected = _watch(state, sample, baseline, policy, interval_s)
    if not suspected:
        return replace(state, suspected_since=None), move, False
    since = state.suspected_since or sample.at
    longest_s = max(SUSPECT_S, 2 * policy.move_settle_s, 6 * interval_s)
    return replace(state, suspected_since=since), move, sample.at.gap_since(since) <= longest_s


def _watch(
    state: SetupWatch, sample: PostureSample, baseline: Baseline, policy: BaselinePolicy, interval_s: float
) -> tuple[SetupWatch, Move | None, bool]:
    """The same, however long the suspicion has lasted.

    A step counts: what was so for BEFORE_S, changed within ``move_step_s`` and stayed for ``move_settle_s``. What sinks
    over more seconds is a person, not a lid.
    """
    settle_s, step_s = max(policy.move_settle_s, 3 * interval_s), max(policy.move_step_s, interval_s)
    reach_s = settle_s + step_s + max(BEFORE_S, 3 * interval_s)
    now_s = sample.at.mono_s
    samples = tuple(s for s in (*state.samples, sample) if now_s - s.at.mono_s <= reach_s)
    state = replace(state, samples=samples)
    earlier = [s for s in samples if now_s - s.at.mono_s > settle_s + step_s]
    recent = [s for s in samples if now_s - s.at.mono_s <= settle_s]
    before = _reference(state, earlier, baseline, interval_s)
    latest = _medians(samples[-1:])
    if before is None or latest is None:
        return state, None, False
    middle = (baseline.place.width_px / 2, baseline.place.height_px / 2)
    move_now = None if _is_back(state, latest, middle, policy) else rigid_move(before, latest, middle)
    suspected = move_now is not None and is_large(move_now, latest["shoulder_width_px"], policy)
    lasted = recent[-1].at.mono_s - recent[0].at.mono_s >= settle_s - interval_s - 1e-6
    after = _medians(recent) if lasted else None
    if after is None or not _settled(recent, after):
        return state, None, suspected
    if _is_back(state, after, middle, policy):
        return SetupWatch(tuple(recent)), None, False
    move = rigid_move(before, after, middle)
    if move is not None and not state.compare_with_baseline and _crept(earlier, recent, middle, move):
        return state, None, False
    # who came back slumped is compared again until the baseline's shape was seen once
    state = replace(state, compare_with_baseline=state.compare_with_baseline and move is None)
    if move is None or not is_large(move, after["shoulder_width_px"], policy):
        return state, None, suspected
    return SetupWatch(tuple(recent)), move, False


def after_absence(state: SetupWatch) -> SetupWatch:
    """The set-up may have moved meanwhile: compare with the baseline, unless the person is back where they were."""
    return SetupWatch(compare_with_baseline=True, left=_medians(state.samples) or state.left)


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
    before = _medians(earlier)
    long_enough = stayed_s >= BEFORE_LEAST * max(BEFORE_S, 3 * interval_s)
    return before if before is not None and long_enough and _settled(earlier, before) else None


def _settled(samples: Sequence[PostureSample], middle: Mapping[str, float]) -> bool:
    """Whether the person stayed in one place: at most a third of the positions further off than jitter."""
    limit_px = 1.5 * RIGID_SHIFT_RATIO * middle["shoulder_width_px"]
    off = [
        name
        for s in samples
        for name in POSITIONS
        if name in s.values and abs(s.values[name] - middle[name]) > limit_px
    ]
    return len(off) <= len(samples) // 3


def _crept(
    earlier: Sequence[PostureSample], recent: Sequence[PostureSample], middle: tuple[float, float], move: Move
) -> bool:
    """Whether a good part of the move had begun before the step or went on after it: then it was no step."""
    return any(_drift(part, middle) > CREEP_SHARE * length_px(move, middle) for part in (earlier, recent))


def _drift(samples: Sequence[PostureSample], middle: tuple[float, float]) -> float:
    """How far the picture moved within these samples, from their first half to their second (px)."""
    half = len(samples) // 2
    first, last = _medians(samples[:half]), _medians(samples[half:])
    if first is None or last is None:
        return 0.0
    growth = (
        last["face_size_px"] * last["shoulder_width_px"] / first["face_size_px"] / first["shoulder_width_px"]
    ) ** 0.5
    shifts = [shift_of(first, last, part, middle, growth) for part in ("head", "shoulder")]
    x_px, y_px = sum(s[0] for s in shifts) / 2, sum(s[1] for s in shifts) / 2
    return length_px(Move(growth, x_px, y_px, first, last), middle)
