"""The baseline goes along when the set-up moved."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.core.events import BaselineChanged
from posture_watch.core.learning import Learning
from posture_watch.core.moves import can_be_carried, carry_along
from posture_watch.core.reference import NOTES, Reference, Verdict, renew
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import Settings
from posture_watch.core.setup import watch_setup


def follow_setup(reference: Reference, sample: PostureSample, settings: Settings) -> Verdict:
    """Carry the baseline along when the set-up moved; do not judge while that is suspected."""
    current = reference.current
    if current is None or settings.baseline.frozen or not can_be_carried(current):
        return Verdict(reference)
    setup, move, suspected = watch_setup(
        reference.setup, sample, current, settings.baseline, settings.sample_interval_s
    )
    reference = replace(reference, setup=setup)
    if move is None:
        return Verdict(reference, why_not="camera or chair seem to have moved" if suspected else "")
    moved = carry_along(current, move, sample.at)
    reference = replace(renew(reference, moved), learning=Learning(), upright_since=None)
    return Verdict(reference, (BaselineChanged(sample.at, "setup_moved", moved, NOTES["setup_moved"]),), changed=True)
