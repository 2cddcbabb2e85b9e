"""A calibration take: what is seen while it runs, and whether it will do. A bad take is refused with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from posture_watch.core.baseline import Baseline
from posture_watch.core.choosing import place_of
from posture_watch.core.landmarks import Scene
from posture_watch.core.learning import make_baseline, unsteady_metric
from posture_watch.core.metrics import measure
from posture_watch.core.person import SMALLEST_OF_KNOWN, candidates, find_desk_person
from posture_watch.core.sample import PostureSample, View
from posture_watch.core.settings import Gate, Settings

FULL_FACE_DEG = 35.0
"""A head turned further than this is turned, wherever the camera stands (starting guess)."""
LEAST_GOOD_SHARE = 0.7
"""At least this share of the frames must show one person, measurable (starting guess)."""
LEAST_FRAMES = 5
"""Fewer frames than this make no median worth keeping (averaging 5 halves the spread)."""

Finding = str
GOOD: Finding = "good"
REASONS: dict[Finding, tuple[str, str]] = {
    "nobody": ("nobody was seen", "Sit in front of the camera so that head and shoulders are in the picture."),
    "two_people": ("more than one person was seen", "Ask the others to step out of the picture for a moment."),
    "hidden": ("head or shoulders were hidden", "Let the camera see both shoulders and your face."),
    "unclear": (
        "face or shoulders were not clear",
        "Raise the light, let nothing hide your face; 'posture-watch doctor' says more.",
    ),
    "turned": ("the head was turned away", "Look at the screen you work on."),
    "dark": ("it was too dark", "Switch a light on, best from the front."),
    "moving": ("you moved", "Sit well and keep still until the bar is full."),
    "short": ("there were too few pictures", "Check the camera with 'posture-watch doctor' and try again."),
}


@dataclass(frozen=True, slots=True)
class Take:
    """The frames so far: their findings, and the good samples with their light."""

    findings: tuple[Finding, ...] = ()
    samples: tuple[PostureSample, ...] = ()
    lights: tuple[float, ...] = ()
    last: Scene | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a take will not do, and what to do; ``finding`` names it."""

    finding: Finding
    reason: str = field(default="")
    advice: str = field(default="")


def add_frame(take: Take, scene: Scene, settings: Settings) -> tuple[Take, Finding]:
    """Take one scene in; the finding says what was seen ("good", or a key of REASONS)."""
    finding, sample = _look(scene, settings.gate)
    take = replace(take, findings=(*take.findings, finding), last=scene)
    if sample is not None and finding == GOOD:
        lights = take.lights if scene.light is None else (*take.lights, scene.light)
        take = replace(take, samples=(*take.samples, sample), lights=lights)
    return take, finding


def finish_take(take: Take, settings: Settings) -> Baseline | Refused:
    """The baseline, or why there is none."""
    if len(take.findings) < LEAST_FRAMES or take.last is None:
        return _refused("short")
    if len(take.samples) < LEAST_GOOD_SHARE * len(take.findings):
        bad = [finding for finding in take.findings if finding != GOOD]
        return _refused(max(set(bad), key=bad.count))
    samples = _of_main_view(take.samples)
    if unsteady_metric(samples, settings.baseline) is not None or len(samples) < LEAST_GOOD_SHARE * len(take.samples):
        return _refused("moving")
    light = median(take.lights) if take.lights else None
    made = make_baseline(samples, place_of(take.last, samples[0].view, settings), provisional=False, light=light)
    return made if made is not None else _refused("nobody")


def baselines_of(take: Take, settings: Settings) -> tuple[Baseline, ...]:
    """A baseline for each view in the take, never refused: for a clip that is known to show somebody upright."""
    if take.last is None:
        return ()
    light = median(take.lights) if take.lights else None
    views: dict[View, None] = dict.fromkeys(sample.view for sample in take.samples)
    made = [
        make_baseline(take.samples, place_of(take.last, v, settings), provisional=False, light=light) for v in views
    ]
    return tuple(baseline for baseline in made if baseline is not None)


def measured_only(take: Take, scene: Scene, settings: Settings) -> Take:
    """Take one scene in for ``baselines_of``: whoever can be measured counts, however turned or dark."""
    figure = find_desk_person(scene, settings.gate, None, None)
    sample = measure(figure.person, scene, settings.gate) if figure else None
    take = replace(take, last=scene)
    if sample is None:
        return take
    lights = take.lights if scene.light is None else (*take.lights, scene.light)
    return replace(take, samples=(*take.samples, sample), lights=lights)


def measured_of(scenes: Iterable[Scene], settings: Settings) -> Take:
    """A take of all these scenes for ``baselines_of``."""
    take = Take()
    for scene in scenes:
        take = measured_only(take, scene, settings)
    return take


def _look(scene: Scene, gate: Gate) -> tuple[Finding, PostureSample | None]:
    if scene.light is not None and scene.light < gate.min_light:
        return "dark", None
    figure = find_desk_person(scene, gate, None, None)
    if figure is None:
        return "nobody", None
    others = candidates(scene, gate)
    if sum(other.size_px >= SMALLEST_OF_KNOWN * figure.size_px for other in others) > 1:
        return "two_people", None
    sample = measure(figure.person, scene, gate)
    if sample is None or sample.quality < gate.min_quality:
        return "hidden" if sample is None else "unclear", None
    if sample.view != "side" and abs(sample.values.get("head_turn_deg", 0.0)) > FULL_FACE_DEG:
        return "turned", sample
    return GOOD, sample


def _of_main_view(samples: Sequence[PostureSample]) -> list[PostureSample]:
    views = [sample.view for sample in samples]
    main = max(set(views), key=views.count)
    return [sample for sample in samples if sample.view == main]


def _refused(finding: Finding) -> Refused:
    reason, advice = REASONS[finding]
    return Refused(finding, reason, advice)
