"""Which of the known baselines belongs to this camera, view, frame size and light; not judging when none does."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.core.baseline import Baseline, BaselinePlace
from posture_watch.core.events import BaselineChanged, BaselineDropped, BaselineReason
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.core.lighting import carried_over, follow_light
from posture_watch.core.reference import NOTES, Reference, Verdict, light_differs, start_afresh
from posture_watch.core.sample import PostureSample, View
from posture_watch.core.settings import Settings
from posture_watch.core.setup import SetupWatch


def place_of(scene: Scene, view: View, settings: Settings) -> BaselinePlace:
    """Where a baseline for this scene would hold."""
    return BaselinePlace(settings.camera, view, settings.mode, scene.width_px, scene.height_px)


def fits(baseline: Baseline, place: BaselinePlace, *, frozen: bool) -> bool:
    """Whether a baseline may be used at a place. A frozen one also serves the neighbouring view: a single frame that
    looks oblique because of a lean must not escape being judged."""
    if not frozen:
        return baseline.place == place
    views = {baseline.place.view, place.view}
    return views != {"front", "side"} and (baseline.place.width_px, baseline.place.height_px) == (
        place.width_px,
        place.height_px,
    )


def pick(known: tuple[Baseline, ...], place: BaselinePlace, light: float | None, settings: Settings) -> Baseline | None:
    """The known baseline for this place: the same view first, calibrated before provisional, then the newest."""
    frozen, ratio = settings.baseline.frozen, settings.baseline.light_change_ratio
    fitting = [b for b in known if fits(b, place, frozen=frozen) and (frozen or not light_differs(b, light, ratio))]
    return max(fitting, key=lambda b: (b.place.view == place.view, not b.provisional, b.made_utc), default=None)


def choose(reference: Reference, sample: PostureSample, scene: Scene, settings: Settings) -> Verdict:
    """Make sure that the current baseline belongs to this view, size and light; say why not to judge if it does not."""
    place = place_of(scene, sample.view, settings)
    current = reference.current
    frozen = settings.baseline.frozen
    if current is None or not fits(current, place, frozen=frozen) or (frozen and current.place.view != place.view):
        found = pick(reference.known, place, scene.light, settings)
        if found is not current:
            return _take_up(reference, found, "place_changed", sample.at)
    ratio = settings.baseline.light_change_ratio
    if current is None or frozen or not light_differs(current, scene.light, ratio):
        return Verdict(replace(reference, light_off_since=None, shown=()))
    return _in_other_light(follow_light(reference, sample, settings), place, scene, settings)


def _take_up(reference: Reference, found: Baseline | None, dropped: BaselineReason, at: Instant) -> Verdict:
    """Use the baseline found in place of the current one; without one, ``dropped`` says why that is given up."""
    fresh = SetupWatch(compare_with_baseline=True)
    reference = replace(start_afresh(reference), current=found, setup=fresh, carried=None)
    if found is None:
        return Verdict(reference, (BaselineDropped(at, dropped, NOTES[dropped]),), changed=True)
    return Verdict(reference, (BaselineChanged(at, "loaded", found, NOTES["loaded"]),), changed=True)


def _in_other_light(reference: Reference, place: BaselinePlace, scene: Scene, settings: Settings) -> Verdict:
    """Wait whether the light stays; then a baseline of that light holds, or the current one as that light shows it."""
    since = reference.light_off_since
    if since is None or scene.at.gap_since(since) < settings.baseline.light_hold_s:
        return Verdict(reference, why_not="the light has just changed")
    found = pick(reference.known, place, scene.light, settings)
    followed = carried_over(reference, scene.light, settings) if found is None else None
    return followed or _take_up(reference, found, "light_changed", scene.at)
