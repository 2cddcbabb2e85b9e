"""A face so near that it or the shoulders leave the frame: too unclear to judge posture by, but not to call it near."""

from __future__ import annotations

from posture_watch.core.baseline import Baseline
from posture_watch.core.deviations import deviations_from
from posture_watch.core.quality import EDGE, SHOULDERS_OUT
from posture_watch.core.sample import PostureSample

CUT_OFF = frozenset({EDGE, SHOULDERS_OUT})
"""Doubts that somebody who leans in close brings about."""
CUT_ERROR_RATIO = 0.15
"""A face cut off at forehead or chin reads larger by up to this share (98 % of 37 pictures cut in five ways): it is
taken off, so that what is said is certain."""


def near_although_cut_off(sample: PostureSample, face_size_px: float | None, base: Baseline | None) -> dict[str, float]:
    """Deviations of the face's size alone, with the error taken off; none if the doubt is of another kind, without a
    front view's baseline, or if the face is not nearer."""
    if base is None or face_size_px is None or sample.doubt not in CUT_OFF:
        return {}
    if "front" not in (sample.view, base.place.view) or base.medians.get("face_size_px", 0.0) <= 0:
        return {}
    surely_px = face_size_px - CUT_ERROR_RATIO * base.medians["face_size_px"]
    if surely_px <= base.medians["face_size_px"]:
        return {}
    return deviations_from(base, {"face_size_px": surely_px, "face_scale_ratio": surely_px / base.place.width_px})
