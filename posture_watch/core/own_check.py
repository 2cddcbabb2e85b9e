"""The whole check of a user's own postures: what they are measured from, each of them, and their own full slump."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from posture_watch.core.baseline import (
    LEAST_FULL_SLUMP_RATIO,
    MOST_FULL_SLUMP_RATIO,
    Baseline,
    with_scale_of,
)
from posture_watch.core.calibration import Refused, Take, add_frame, baselines_of, finish_take, measured_of
from posture_watch.core.checking import ASKED, Asked, PostureSeen, look_at
from posture_watch.core.choosing import pick, place_of
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.core.sample import View
from posture_watch.core.settings import Settings

MeasuredFrom = Literal["calibrated", "upright", "upright_instead"]
"""calibrated: the user's own baseline, as the monitor would. upright: there is none, so how they sat upright in this
check. upright_instead: the same, because the calibrated one no longer fits how they sit upright."""
SINK = "head_sink_ratio"


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of it. ``baseline`` is what was measured from; ``refused`` says why an upright posture taken in this
    check should not be kept as one. ``postures`` are in the order of ASKED, upright first."""

    measured_from: MeasuredFrom
    baseline: Baseline
    refused: Refused | None
    postures: tuple[PostureSeen, ...]

    @property
    def upright(self) -> PostureSeen:
        """The upright posture."""
        return self.postures[0]

    def seen(self, asked: Asked) -> PostureSeen | None:
        """One posture, None if it was not asked for."""
        return next((posture for posture in self.postures if posture.asked == asked), None)


def main_view(upright: Sequence[Scene], settings: Settings) -> View | None:
    """From where the camera looks on most of the frames; None if nobody can be measured."""
    views: list[View] = [sample.view for sample in measured_of(upright, settings).samples]
    return max(set(views), key=views.count) if views else None


def postures_for(view: View) -> tuple[Asked, ...]:
    """What is worth asking for: a camera from the side sees no tilt, one from the front hardly a reclining."""
    left_out: Asked = "tilted" if view == "side" else "reclining"
    return tuple(asked for asked in ASKED if asked != left_out)


def check(takes: Mapping[Asked, Sequence[Scene]], known: Sequence[Baseline], settings: Settings) -> Checked | None:
    """Judge every posture taken, ``upright`` among them; None if nobody can be measured while upright."""
    scenes = takes["upright"]
    view = main_view(scenes, settings)
    if view is None:
        return None
    own = [with_scale_of(b, known) for b in baselines_of(measured_of(scenes, settings), settings)]
    own.sort(key=lambda b: b.place.view != view)
    kept = _calibrated(scenes, view, known, settings)
    baselines, measured_from = ([kept], "calibrated") if kept else (own, "upright")
    upright = look_at("upright", scenes, baselines, settings)
    if kept and upright.outcome in ("alarmed", "unseen"):
        baselines, measured_from = own, "upright_instead"
        upright = look_at("upright", scenes, baselines, settings)
    others = [look_at(a, takes[a], baselines, settings, upright) for a in ASKED if a in takes and a != "upright"]
    refused = None if measured_from == "calibrated" else _why_not_kept(scenes, settings)
    return Checked(measured_from, baselines[0], refused, (upright, *others))


def own_full_slump(checked: Checked) -> float | str:
    """How far the user's full slump lowers their head (shoulder widths), or a sentence on why that is not known."""
    slumped = checked.seen("slumped")
    if slumped is None:
        return "A slump was not asked for."
    if slumped.outcome == "unseen":
        return "The slump could not be judged."
    sink = slumped.medians.get(SINK)
    if sink is None:
        return "The scale is for a camera in front of you: this one sees you from the side, or not whole."
    if sink < LEAST_FULL_SLUMP_RATIO:
        return (
            f"Your slump lowered the head by {max(sink, 0.0):z.2f} shoulder widths; less than "
            f"{LEAST_FULL_SLUMP_RATIO:g} cannot be told from the noise of sitting still."
        )
    if sink > MOST_FULL_SLUMP_RATIO:
        return (
            f"Your head went down by {sink:.2f} shoulder widths; more than {MOST_FULL_SLUMP_RATIO:g} is no slump "
            "(did the camera or the chair move?)."
        )
    return sink


def with_own_scale(baseline: Baseline, full_slump_ratio: float, at: Instant) -> Baseline:
    """The baseline to keep from ``at`` on: calibrated, with this slump as score 1."""
    return replace(baseline, full_slump_ratio=full_slump_ratio, made_utc=at.utc, provisional=False)


def _calibrated(scenes: Sequence[Scene], view: View, known: Sequence[Baseline], settings: Settings) -> Baseline | None:
    """The user's own baseline that the monitor would take up here."""
    place = place_of(scenes[-1], view, settings)
    asked_for = tuple(baseline for baseline in known if not baseline.provisional)
    return pick(asked_for, place, scenes[-1].light, settings)


def _why_not_kept(scenes: Sequence[Scene], settings: Settings) -> Refused | None:
    take = Take()
    for scene in scenes:
        take, _ = add_frame(take, scene, settings)
    made = finish_take(take, settings)
    return made if isinstance(made, Refused) else None
