"""Baselines learnt in passing: the first steady minute, a taller posture seen later, a face nearer to the camera."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from posture_watch.core.baseline import with_scale_of
from posture_watch.core.choosing import place_of
from posture_watch.core.events import BaselineChanged, Event, NoticeDue
from posture_watch.core.landmarks import Scene
from posture_watch.core.learning import learn, looks_low, make_baseline, unsteady_metric
from posture_watch.core.reference import NOTES, Reference, Verdict, adopt, is_askew
from posture_watch.core.sample import PostureSample
from posture_watch.core.settings import Settings

NOT_UPRIGHT = "I may not have seen you upright yet. Sit tall for half a minute, or run 'posture-watch calibrate'."


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
    return Verdict(adopt(reference, made, settings.baseline.light_change_ratio), tuple(events), changed=True)


def _learn_better(
    reference: Reference, scene: Scene, sample: PostureSample, deviations: Mapping[str, float], settings: Settings
) -> Verdict:
    policy = settings.baseline
    gain = max(-deviations.get("head_drop_ratio", 0.0), -deviations.get("head_sink_ratio", 0.0))
    if gain < policy.upright_gain_ratio or is_askew(deviations):
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
    return Verdict(adopt(reference, made, settings.baseline.light_change_ratio), events, changed=True)
