"""Which upright the person is measured against, what is being found out about it, and how another one is taken up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from posture_watch.core.baseline import Baseline, Rise
from posture_watch.core.events import BaselineReason, Event
from posture_watch.core.instant import Instant
from posture_watch.core.learning import Learning
from posture_watch.core.sample import PostureSample
from posture_watch.core.setup import SetupWatch, after_absence

NOTES: dict[BaselineReason, str] = {
    "calibrated": "Calibrated: this is your upright posture from now on.",
    "loaded": "Using the upright posture from last time.",
    "learnt": "Learnt a provisional upright posture from the last minute; 'posture-watch calibrate' sets your own.",
    "setup_moved": "Camera, screen or chair have moved: carried your upright posture along.",
    "moved_back": "You sit where you sat before: your upright posture of then holds again.",
    "seen_more_upright": "Learnt a better upright posture: you now sit taller than when I first saw you.",
    "drifted": "You sit taller lately: your upright posture has followed a little.",
    "light_changed": "The light has changed: learning your upright posture again.",
    "place_changed": "The camera sees you from elsewhere: learning your upright posture there.",
}
ASKEW_SIGNALS = ("head_tilt_deg", "shoulder_tilt_deg", "lateral_lean_deg", "head_turn_deg", "forward_lean_deg")
UPRIGHT_WITHIN_DEG = 8.0
"""Somebody tilted, turned or leaning further than this is not sitting taller (starting guess)."""


@dataclass(frozen=True, slots=True)
class Drift:
    """Since when the user has sat taller than the baseline, the last frame that was asked, and how far the baseline had
    risen when the log last learnt of it."""

    taller_since: Instant | None = None
    last: Instant | None = None
    told: Rise | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """The baseline of before everything came lower at once, and since when the person has been back there."""

    before: Baseline
    back_since: Instant | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """The baselines known, the one in use (perhaps carried along), and what is being found out about it.

    ``shown`` are samples in a light that is not the baseline's, since ``light_off_since``.
    ``carried`` is kept while it is open whether chair or person came lower; ``slid_at`` is when it was the person.
    """

    known: tuple[Baseline, ...] = ()
    current: Baseline | None = None
    learning: Learning = Learning()
    setup: SetupWatch = SetupWatch(compare_with_baseline=True)
    upright_since: Instant | None = None
    light_off_since: Instant | None = None
    shown: tuple[PostureSample, ...] = ()
    drift: Drift = Drift()
    carried: Carried | None = None
    slid_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of it: ``changed`` if deviations now mean something else, ``why_not`` if not to be judged."""

    reference: Reference
    events: tuple[Event, ...] = ()
    changed: bool = False
    why_not: str = ""


def start_afresh(reference: Reference) -> Reference:
    """After an absence or a gap: the set-up may have changed meanwhile; nothing half-learnt is kept."""
    return replace(
        reference,
        learning=Learning(),
        setup=after_absence(reference.setup),
        upright_since=None,
        light_off_since=None,
        shown=(),
        drift=Drift(),
    )


def is_askew(deviations: Mapping[str, float]) -> bool:
    """Whether the person sits tilted, turned or leaning: then being higher is not being more upright."""
    return any(abs(deviations.get(name, 0.0)) > UPRIGHT_WITHIN_DEG for name in ASKEW_SIGNALS)


def renew(reference: Reference, baseline: Baseline) -> Reference:
    """``baseline`` in place of the current one that it was made from, also among the known ones: when the light or the
    view comes back, the desk is still where it was last."""
    known = tuple(baseline if b is reference.current else b for b in reference.known)
    return replace(reference, known=known, current=baseline)


def light_differs(baseline: Baseline, light: float | None, ratio: float) -> bool:
    """Whether the light is more than ``ratio`` times stronger or weaker than the baseline's: figures shift then."""
    if baseline.light is None or light is None:
        return False
    darker, brighter = sorted((max(baseline.light, 1e-3), max(light, 1e-3)))
    return brighter / darker > ratio


def adopt(reference: Reference, baseline: Baseline, light_ratio: float | None = None) -> Reference:
    """Use this baseline from now on, in place of provisional ones for the same place (and, given ``light_ratio``, the
    same light: what was learnt in the evening does not undo what was learnt in the morning)."""

    def replaced(old: Baseline) -> bool:
        other_light = light_ratio is not None and light_differs(old, baseline.light, light_ratio)
        return old.provisional and old.place == baseline.place and not other_light

    others = tuple(b for b in reference.known if not replaced(b))
    return Reference((*others, baseline), baseline, setup=SetupWatch(), slid_at=reference.slid_at)
