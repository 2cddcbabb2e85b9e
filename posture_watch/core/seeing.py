"""From a scene to a reading: who is there, and how far from upright. What it means is judged elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace

from posture_watch.core.absence import too_dark
from posture_watch.core.baseline import Baseline
from posture_watch.core.events import Event
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.core.metrics import measure
from posture_watch.core.observing import Measured, observe
from posture_watch.core.person import Figure, find_desk_person, others, remember
from posture_watch.core.presence import believe
from posture_watch.core.reading import Reading, Sight
from posture_watch.core.reference import start_afresh
from posture_watch.core.settings import Settings
from posture_watch.core.side_deviations import is_reclined
from posture_watch.core.standing import ON_FEET, follow_standing
from posture_watch.core.state import EngineState

BUSY = "another program uses the camera"
NO_PICTURES = "no pictures from the camera"
NOBODY: dict[Sight, str] = {"nobody": "nobody at the desk", "dark": "too dark to see anybody"}


@dataclass(frozen=True, slots=True)
class Seen:
    """The reading of a scene, and what else there is to say about the person."""

    reading: Reading
    measured: Measured

    @property
    def person(self) -> bool:
        """Whether somebody is at the desk."""
        return self.reading.sight in ("measured", "partial", "unclear", "on_feet")


def see(state: EngineState, scene: Scene, settings: Settings) -> tuple[EngineState, Seen, list[Event]]:
    """What is in the scene. Time that passed before it has been dealt with."""
    if scene.frame_missing:
        why = BUSY if scene.busy else NO_PICTURES
        return state, Seen(Reading(scene.at, "busy" if scene.busy else "missing"), Measured(why_not=why)), []
    expected_px = _body_size_px(state.reference.current, scene)
    figure = find_desk_person(scene, settings.gate, state.person, expected_px, state.bystanders)
    if not settings.single_frames:
        state = replace(state, bystanders=others(scene, settings.gate, figure))
        state, figure = believe(state, scene, figure, settings)
    if figure is None:
        sight: Sight = "dark" if too_dark(state, scene, settings) else "nobody"
        return state, Seen(Reading(scene.at, sight), Measured(why_not=NOBODY[sight])), []
    return _somebody(state, scene, figure, settings)


def _somebody(
    state: EngineState, scene: Scene, figure: Figure, settings: Settings
) -> tuple[EngineState, Seen, list[Event]]:
    person = None if settings.single_frames else remember(figure, scene, settings.gate, state.person)
    usual = None if settings.single_frames else state.reference.current
    standing, too_long = follow_standing(state.standing, figure.person, scene, usual, settings.sample_interval_s)
    reference = start_afresh(state.reference) if too_long else state.reference
    state = replace(state, standing=standing, reference=reference, person=person)
    if standing.on_feet:
        measured = Measured(measure(figure.person, scene, settings.gate), why_not=ON_FEET)
        return state, Seen(Reading(scene.at, "on_feet"), measured), []
    taken = state.baselines_taken
    state, measured, events = observe(state, scene, figure, settings)
    return state, Seen(_reading(state, scene.at, measured, state.baselines_taken != taken), measured), events


def _reading(state: EngineState, at: Instant, measured: Measured, new_baseline: bool) -> Reading:
    if measured.partial:
        return Reading(at, "partial", measured.deviations, new_baseline)
    if measured.why_not:
        return Reading(at, "unclear", new_baseline=new_baseline)
    current = state.reference.current
    reclined = current is not None and is_reclined(current.medians, measured.metrics)
    return Reading(at, "measured", measured.deviations, new_baseline, reclined)


def _body_size_px(baseline: Baseline | None, scene: Scene) -> float | None:
    """Body size to expect (px): the baseline's shoulder width where it stands for the whole body, else unknown."""
    if baseline is None or baseline.place.view == "side" or baseline.place.width_px != scene.width_px:
        return None
    return baseline.medians.get("shoulder_width_px")
