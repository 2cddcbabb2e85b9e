"""One frame as the counter takes it: the values of the person at the desk, or why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from posture_watch.core import geometry as geo
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.core.metrics import measure
from posture_watch.core.person import DeskPerson, Figure, find_desk_person, remember
from posture_watch.core.settings import Gate

Unseen = Literal["", "nobody", "dark", "no_picture", "side", "shoulders", "face"]
"""Why a frame says nothing; empty if it does."""
GUESSED_VISIBILITY = 0.2
"""An ear turned away is half a guess, and still says how far the head is turned."""


@dataclass(frozen=True, slots=True)
class Look:
    """``values`` by metric name; none where ``unseen`` says why."""

    at: Instant
    values: Mapping[str, float]
    unseen: Unseen = ""


def look(
    scene: Scene, gate: Gate, last: DeskPerson | None, known_size_px: float | None, needs: tuple[str, ...]
) -> tuple[Look, DeskPerson | None]:
    """The look, and where the person is now (None: not in this frame).

    ``known_size_px``: shoulder width at rest, None while it is not known; until then only a front view will do.
    """
    if scene.frame_missing:
        return Look(scene.at, {}, "no_picture"), None
    figure = find_desk_person(scene, gate, last, known_size_px)
    if figure is None:
        dark = scene.light is not None and scene.light < gate.min_light
        return Look(scene.at, {}, "dark" if dark else "nobody"), None
    return _of_person(figure, scene, gate, needs, known_size_px is not None), remember(figure, scene, gate, last)


def _of_person(figure: Figure, scene: Scene, gate: Gate, needs: tuple[str, ...], at_rest_before: bool) -> Look:
    if geo.seen(figure.person.points, ("left_shoulder", "right_shoulder"), gate.min_visibility) is None:
        return Look(scene.at, {}, "shoulders")
    sample = measure(figure.person, scene, replace(gate, min_visibility=GUESSED_VISIBILITY))
    if sample is None:
        return Look(scene.at, {}, "face")
    if sample.view == "side" or (sample.view == "between" and not at_rest_before):
        return Look(scene.at, {}, "side")
    nose = geo.seen(figure.person.points, ("nose",), gate.min_visibility)
    if nose is None or any(name not in sample.values for name in needs):
        return Look(scene.at, {}, "face")
    return Look(scene.at, {name: sample.values[name] for name in needs})
