"""The baseline goes along when the set-up moved, and comes back when it was the person after all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from posture_watch.core.baseline import Baseline
from posture_watch.core.deviations import deviations_from
from posture_watch.core.events import BaselineChanged
from posture_watch.core.instant import Instant
from posture_watch.core.learning import Learning
from posture_watch.core.moves import Move, can_be_carried, carry_along
from posture_watch.core.reference import NOTES, Carried, Reference, Verdict, renew
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import Settings
from posture_watch.core.setup import SUSPECTED, SetupWatch, watch_setup
from posture_watch.core.side_setup import follow_side_setup

MOST_SLIDE_RATIO = 0.5
"""Nobody slides further down a chair at once (shoulder widths, about 20 cm; starting guess): more is a lid."""
SLIDE_GROWTH, SLIDE_ACROSS_RATIO = 0.06, 0.08
"""Who slides down stays as near and in the middle, within these (growth, shoulder widths; starting guess)."""
BACK_WITHIN_RATIO = 0.05
"""Back means: head over shoulders and head in the frame this near to what they were (shoulder widths)."""
SLIDES_KEPT_S = 4 * 3600.0
"""For so long a person who was seen to slide down and sit up again is expected to do so again (starting guess)."""
CAME_LOWER = "Everything came lower at once: taken for chair or screen. If it was you, sit up for half a minute."


def follow_setup(
    reference: Reference, sample: PostureSample, metrics: Mapping[str, float], settings: Settings
) -> Verdict:
    """Carry the baseline along when the set-up moved; do not judge while that is suspected. ``metrics`` are smoothed.

    Everything coming lower at once may also be somebody who slides down: the earlier baseline is kept in mind. If they
    sit up again it holds again, and the next slide is not taken for the set-up.
    """
    current = reference.current
    if current is not None and current.place.view == "side" and not settings.baseline.frozen:
        return follow_side_setup(reference, sample, settings)
    if current is None or settings.baseline.frozen or not can_be_carried(current):
        return Verdict(reference)
    reference = _watch_for_return(reference, metrics, sample.at)
    if _has_returned(reference, sample.at, settings):
        return _bring_back(reference, sample.at)
    setup, move, suspected = watch_setup(
        reference.setup, sample, current, settings.baseline, settings.sample_interval_s
    )
    reference = replace(reference, setup=setup)
    if move is None:
        return Verdict(reference, why_not=SUSPECTED if suspected else "")
    width_px = current.medians["shoulder_width_px"]
    slide = is_slide(move, width_px)
    if slide and _slides(reference, sample.at):
        return Verdict(reference)
    moved = carry_along(current, move, sample.at)
    carried = Carried(current) if slide else reference.carried
    if carried is not None and not slide and not _alike(moved, carried.before):
        carried = None
    reference = replace(renew(reference, moved), learning=Learning(), upright_since=None, carried=carried)
    note = CAME_LOWER if slide else NOTES["setup_moved"]
    return Verdict(reference, (BaselineChanged(sample.at, "setup_moved", moved, note),), changed=True)


def is_slide(move: Move, shoulder_width_px: float) -> bool:
    """Whether the move may as well have been a person who slid down: straight down, no nearer, not too far."""
    down, across = move.shift_y_px / shoulder_width_px, abs(move.shift_x_px) / shoulder_width_px
    return 0 < down <= MOST_SLIDE_RATIO and across <= SLIDE_ACROSS_RATIO and abs(move.growth - 1) <= SLIDE_GROWTH


def _watch_for_return(reference: Reference, metrics: Mapping[str, float], at: Instant) -> Reference:
    """Since when the person has been where they sat before everything came lower."""
    carried = reference.carried
    if carried is None:
        return reference
    there = deviations_from(carried.before, metrics)
    back = all(abs(there.get(n, 1.0)) <= BACK_WITHIN_RATIO for n in ("head_drop_ratio", "head_sink_ratio"))
    return replace(reference, carried=replace(carried, back_since=(carried.back_since or at) if back else None))


def _has_returned(reference: Reference, at: Instant, settings: Settings) -> bool:
    since = reference.carried.back_since if reference.carried is not None else None
    return since is not None and at.gap_since(since) >= settings.baseline.upright_hold_s


def _bring_back(reference: Reference, at: Instant) -> Verdict:
    """The baseline of before holds again: it was the person who came lower, and now sits up."""
    assert reference.carried is not None
    before = replace(reference.carried.before, made_utc=at.utc)
    reference = replace(
        renew(reference, before),
        learning=Learning(),
        upright_since=None,
        setup=SetupWatch(),
        carried=None,
        slid_at=at,
    )
    return Verdict(reference, (BaselineChanged(at, "moved_back", before, NOTES["moved_back"]),), changed=True)


def _slides(reference: Reference, at: Instant) -> bool:
    """Whether this person was lately seen to slide down and sit up again."""
    return reference.slid_at is not None and at.gap_since(reference.slid_at) <= SLIDES_KEPT_S


def _alike(moved: Baseline, before: Baseline) -> bool:
    """Whether the second step undid the first: that may be a stretch, too, so it has to last before it counts."""
    width_px = before.medians["shoulder_width_px"]
    near_px = BACK_WITHIN_RATIO * width_px
    apart_px = max(
        abs(moved.medians[n] - before.medians[n]) for n in ("head_x_px", "head_y_px", "shoulder_x_px", "shoulder_y_px")
    )
    return apart_px <= near_px
