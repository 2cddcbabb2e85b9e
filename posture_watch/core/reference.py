"""Which upright the person is measured against: picked, learnt, carried along with the set-up, or given up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from posture_watch.core.baseline import Baseline, BaselinePlace, with_scale_of
from posture_watch.core.events import BaselineChanged, BaselineDropped, BaselineReason, Event, NoticeDue
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.core.learning import Learning, learn, looks_low, make_baseline, unsteady_metric
from posture_watch.core.moves import can_be_carried, carry_along
from posture_watch.core.sample import PostureSample, View
from posture_watch.core.settings import Settings
from posture_watch.core.setup import SetupWatch, after_absence, watch_setup

NOTES: dict[BaselineReason, str] = {
    "calibrated": "Calibrated: this is your upright posture from now on.",
    "loaded": "Using the upright posture from last time.",
    "learnt": "Learnt a provisional upright posture from the last minute; 'posture-watch calibrate' sets your own.",
    "setup_moved": "Camera, screen or chair have moved: carried your upright posture along.",
    "seen_more_upright": "Learnt a better upright posture: you now sit taller than when I first saw you.",
    "light_changed": "The light has changed: learning your upright posture again.",
    "place_changed": "The camera sees you from elsewhere: learning your upright posture there.",
}
SIDEWAYS_SIGNALS = ("head_tilt_deg", "shoulder_tilt_deg", "lateral_lean_deg", "head_turn_deg", "forward_lean_deg")
UPRIGHT_WITHIN_DEG = 8.0
"""Somebody tilted, turned or leaning further than this is not sitting taller (starting guess)."""
NOT_UPRIGHT = "I may not have seen you upright yet. Sit tall for half a minute, or run 'posture-watch calibrate'."


@dataclass(frozen=True, slots=True)
class Reference:
    """The baselines known, the one in use (perhaps carried along), and what is being found out about it."""

    known: tuple[Baseline, ...] = ()
    current: Baseline | None = None
    learning: Learning = Learning()
    setup: SetupWatch = SetupWatch(compare_with_baseline=True)
    upright_since: Instant | None = None
    light_off_since: Instant | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of it: ``changed`` if deviations now mean something else, ``why_not`` if not to be judged."""

    reference: Reference
    events: tuple[Event, ...] = ()
    changed: bool = False
    why_not: str = ""


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
    frozen = settings.baseline.frozen
    fitting = [b for b in known if fits(b, place, frozen=frozen) and (frozen or not light_differs(b, light, settings))]
    return max(fitting, key=lambda b: (b.place.view == place.view, not b.provisional, b.made_utc), default=None)


def light_differs(baseline: Baseline, light: float | None, settings: Settings) -> bool:
    """Whether the light is so much stronger or weaker than the baseline's that ratios measured in it shift."""
    if baseline.light is None or light is None:
        return False
    darker, brighter = sorted((max(baseline.light, 1e-3), max(light, 1e-3)))
    return brighter / darker > settings.baseline.light_change_ratio


def start_afresh(reference: Reference) -> Reference:
    """After an absence or a gap: the set-up may have changed meanwhile; nothing half-learnt is kept."""
    return replace(
        reference,
        learning=Learning(),
        setup=after_absence(reference.setup),
        upright_since=None,
        light_off_since=None,
    )


def choose(reference: Reference, sample: PostureSample, scene: Scene, settings: Settings) -> Verdict:
    """Make sure that the current baseline belongs to this view, size and light; say why not to judge if it does not."""
    place = place_of(scene, sample.view, settings)
    current = reference.current
    frozen = settings.baseline.frozen
    if current is None or not fits(current, place, frozen=frozen) or (frozen and current.place.view != place.view):
        found = pick(reference.known, place, scene.light, settings)
        if found is not current:
            return _take_up(reference, found, "place_changed", sample.at)
    if current is None or frozen or not light_differs(current, scene.light, settings):
        return Verdict(replace(reference, light_off_since=None))
    return _in_other_light(reference, place, scene, settings)


def _take_up(reference: Reference, found: Baseline | None, dropped: BaselineReason, at: Instant) -> Verdict:
    """Use the baseline found in place of the current one; without one, ``dropped`` says why that is given up."""
    fresh = SetupWatch(compare_with_baseline=True)
    reference = replace(start_afresh(reference), current=found, setup=fresh)
    if found is None:
        return Verdict(reference, (BaselineDropped(at, dropped, NOTES[dropped]),), changed=True)
    return Verdict(reference, (BaselineChanged(at, "loaded", found, NOTES["loaded"]),), changed=True)


def _in_other_light(reference: Reference, place: BaselinePlace, scene: Scene, settings: Settings) -> Verdict:
    at = scene.at
    since = reference.light_off_since or at
    reference = replace(reference, light_off_since=since)
    if at.gap_since(since) < settings.baseline.light_hold_s:
        return Verdict(reference, why_not="the light has just changed")
    found = pick(reference.known, place, scene.light, settings)
    return _take_up(reference, found, "light_changed", at)


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
    reference = replace(reference, current=moved, learning=Learning(), upright_since=None)
    return Verdict(reference, (BaselineChanged(sample.at, "setup_moved", moved, NOTES["setup_moved"]),), changed=True)


def follow_learning(
    reference: Reference, sample: PostureSample, scene: Scene, deviations: Mapping[str, float], settings: Settings
) -> Verdict:
    """Learn the first steady minute; replace a provisional baseline when the user is seen to sit taller than in it."""
    policy = settings.baseline
    if policy.frozen or (reference.current is not None and not reference.current.provisional):
        return Verdict(reference)
    learning, ready = learn(reference.learning, sample, policy, settings.gap_s)
    reference = replace(reference, learning=learning)
    if reference.current is None:
        return _learn_first(reference, scene, sample, settings) if ready else Verdict(reference)
    return _learn_better(reference, scene, sample, deviations, settings)


def follow_turned(reference: Reference, sample: PostureSample, scene: Scene, settings: Settings) -> Verdict:
    """A provisional baseline that was learnt from a turned head gives way to a steady minute with the face nearer to
    the camera: else nothing could ever be judged again."""
    current, policy = reference.current, settings.baseline
    if current is None or policy.frozen or not current.provisional:
        return Verdict(reference)
    learnt_deg = abs(current.medians.get("head_turn_deg", 0.0))
    if learnt_deg <= settings.gate.max_turn_deg or abs(sample.values.get("head_turn_deg", learnt_deg)) >= learnt_deg:
        return Verdict(reference)
    learning, ready = learn(reference.learning, sample, policy, settings.gap_s)
    reference = replace(reference, learning=learning)
    return _learn_first(reference, scene, sample, settings) if ready else Verdict(reference)


def _learn_first(reference: Reference, scene: Scene, sample: PostureSample, settings: Settings) -> Verdict:
    place = place_of(scene, sample.view, settings)
    made = make_baseline(reference.learning.samples, place, provisional=True, light=scene.light)
    if made is None:
        return Verdict(reference)
    made = with_scale_of(made, reference.known)
    events: list[Event] = [BaselineChanged(sample.at, "learnt", made, NOTES["learnt"])]
    if looks_low(made):
        events.append(NoticeDue(sample.at, "not_seen_upright", NOT_UPRIGHT))
    return Verdict(adopt(reference, made), tuple(events), changed=True)


def _learn_better(
    reference: Reference, scene: Scene, sample: PostureSample, deviations: Mapping[str, float], settings: Settings
) -> Verdict:
    policy = settings.baseline
    gain = max(-deviations.get("head_drop_ratio", 0.0), -deviations.get("head_sink_ratio", 0.0))
    askew = any(abs(deviations.get(name, 0.0)) > UPRIGHT_WITHIN_DEG for name in SIDEWAYS_SIGNALS)
    if gain < policy.upright_gain_ratio or askew:
        return Verdict(replace(reference, upright_since=None))
    since = reference.upright_since or sample.at
    reference = replace(reference, upright_since=since)
    if sample.at.mono_s - since.mono_s < policy.upright_hold_s:
        return Verdict(reference)
    better = [s for s in reference.learning.samples if s.at.mono_s >= since.mono_s]
    made = make_baseline(better, place_of(scene, sample.view, settings), provisional=True, light=scene.light)
    if made is None or unsteady_metric(better, policy) is not None:
        return Verdict(replace(reference, upright_since=None))
    made = with_scale_of(made, reference.known)
    events = (
        NoticeDue(
            sample.at, "not_seen_upright", "I had not seen you upright before: I now measure from how you sit now."
        ),
        BaselineChanged(sample.at, "seen_more_upright", made, NOTES["seen_more_upright"]),
    )
    return Verdict(adopt(reference, made), events, changed=True)


def adopt(reference: Reference, baseline: Baseline) -> Reference:
    """Use this baseline from now on, in place of provisional ones for the same place."""
    others = tuple(b for b in reference.known if not (b.provisional and b.place == baseline.place))
    return Reference((*others, baseline), baseline, setup=SetupWatch())
