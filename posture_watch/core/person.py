"""Is somebody there, and who sits at the desk? By size and plausibility: the model is sure of people it invents."""

from __future__ import annotations

from dataclasses import dataclass

from posture_watch.core import geometry as geo
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Landmarks, Scene
from posture_watch.core.settings import Gate

NECK_TO_SHOULDERS = 1.6
"""Shoulder width over ear-to-shoulder distance of an upright person (measured: 1/0.6); makes side views comparable."""
TRUNK_TO_SHOULDERS = 0.83
"""Shoulder width over hip to shoulder, 39 / 47 cm: from the side a bent neck must not make a body small."""
CLEAR_HIPS = 0.6
"""Hips less visible than this, or outside the frame, are a guess of the model's."""
WIDEST_HEAD_SHARE = 0.75
"""Ear distance over body size at most; 0.35–0.41 measured at desks in front view (starting guess)."""
CONTINUOUS_SHIFT = 0.75
"""The same person is found within this many body sizes of the last frame (starting guess)."""
CONTINUOUS_GROWTH = 1.6
"""... and at most this much larger or smaller (starting guess)."""
SMALLEST_OF_KNOWN = 0.55
"""Somebody less than this share of the known body size is further back in the room: a passer-by (starting guess)."""
AS_NEAR = 0.85
"""A bystander this near, as a share of the known body size, has sat down at the desk (starting guess)."""
PASSING_S = 10.0
"""Who walks past before the camera is gone within this many seconds (starting guess)."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Size and place of a candidate: ``size_px`` comparable to a shoulder width in any view."""

    person: Landmarks
    x_px: float
    y_px: float
    size_px: float


@dataclass(frozen=True, slots=True)
class DeskPerson:
    """Where the watched person was last, how large (px), and since when somebody much nearer has been there too."""

    x_px: float
    y_px: float
    size_px: float
    nearer_since: Instant | None = None


def figure_of(person: Landmarks, scene: Scene) -> Figure | None:
    """Size and place of a candidate, or None when head or shoulders are missing."""
    points = person.points
    shoulders = geo.seen(points, ("left_shoulder", "right_shoulder"), 0.0)
    ears = geo.seen(points, ("left_ear", "right_ear"), 0.0)
    if shoulders is None or ears is None:
        return None
    x_px, y_px = geo.midpoint(*shoulders)
    width_px = geo.distance_px(geo.at(shoulders[0]), geo.at(shoulders[1]))
    neck_px = geo.distance_px(geo.midpoint(*ears), (x_px, y_px))
    trunk_px = _trunk_px(person, (x_px, y_px), scene)
    return Figure(person, x_px, y_px, max(width_px, NECK_TO_SHOULDERS * neck_px, TRUNK_TO_SHOULDERS * trunk_px))


def _trunk_px(person: Landmarks, shoulders: geo.Point, scene: Scene) -> float:
    hips = geo.seen(person.points, ("left_hip", "right_hip"), CLEAR_HIPS)
    if hips is None or max(hip.y_px for hip in hips) > scene.height_px:
        return 0.0
    return geo.distance_px(shoulders, geo.midpoint(*hips))


def is_plausible(figure: Figure, scene: Scene, gate: Gate) -> bool:
    """Large enough for somebody at a desk, head above shoulders, mostly inside the frame, proportions of a body."""
    small_side_px = min(scene.width_px, scene.height_px)
    if figure.size_px < gate.min_shoulder_share * small_side_px:
        return False
    points = figure.person.points
    ear_y_px = (points["left_ear"].y_px + points["right_ear"].y_px) / 2
    ear_x_px = (points["left_ear"].x_px + points["right_ear"].x_px) / 2
    if ear_y_px >= figure.y_px or not (0 <= ear_x_px <= scene.width_px and 0 <= ear_y_px <= scene.height_px):
        return False
    ears_px = geo.distance_px(geo.at(points["left_ear"]), geo.at(points["right_ear"]))
    return ears_px <= WIDEST_HEAD_SHARE * figure.size_px


def find_desk_person(
    scene: Scene,
    gate: Gate,
    last: DeskPerson | None,
    known_size_px: float | None,
    bystanders: tuple[Figure, ...] = (),
) -> Figure | None:
    """The one at the desk: continuous with the last frame if possible, else the nearest (largest); never a passer-by.

    ``known_size_px`` is the body size of the baseline: anybody much smaller than it, or than the person of a moment
    ago, is further back. ``bystanders`` were there beside the person at the desk, or instead of them: one of them is
    taken only when as near as the person was. Somebody much nearer for longer than PASSING_S is at the desk after all.
    """
    figures = candidates(scene, gate)
    expected_px = known_size_px if known_size_px is not None else last.size_px if last is not None else 0.0
    figures = [f for f in figures if f.size_px >= SMALLEST_OF_KNOWN * expected_px]
    if last is not None and not _has_stayed(last, scene):
        same = [f for f in figures if _continues(f, last) and not _belongs_to(f, bystanders, last)]
        if same:
            return min(same, key=lambda f: _apart_px(f, last))
    if last is None or not _has_stayed(last, scene):
        figures = [f for f in figures if f.size_px >= AS_NEAR * expected_px or not _is_bystander(f, bystanders)]
    return max(figures, key=lambda f: f.size_px, default=None)


def _has_stayed(last: DeskPerson, scene: Scene) -> bool:
    """Whether somebody much nearer than the person we watch has been there for too long to be passing."""
    return last.nearer_since is not None and scene.at.gap_since(last.nearer_since) > PASSING_S


def remember(figure: Figure, scene: Scene, gate: Gate, last: DeskPerson | None) -> DeskPerson:
    """What to know of this figure at the next frame."""
    dwarfed = any(figure.size_px < SMALLEST_OF_KNOWN * other.size_px for other in candidates(scene, gate))
    since = (last.nearer_since if last is not None else None) or scene.at
    return DeskPerson(figure.x_px, figure.y_px, figure.size_px, since if dwarfed else None)


def candidates(scene: Scene, gate: Gate) -> list[Figure]:
    """Everybody in the scene who could be a person at a desk."""
    return [
        f
        for f in (figure_of(person, scene) for person in scene.people)
        if f is not None and is_plausible(f, scene, gate)
    ]


def others(scene: Scene, gate: Gate, watched: Figure | None) -> tuple[Figure, ...]:
    """Everybody in the scene but the person who is watched."""
    return tuple(f for f in candidates(scene, gate) if watched is None or f.person is not watched.person)


def _is_bystander(figure: Figure, bystanders: tuple[Figure, ...]) -> bool:
    return any(_continues(figure, other) for other in bystanders)


def _belongs_to(figure: Figure, bystanders: tuple[Figure, ...], last: DeskPerson) -> bool:
    """Whether a bystander was nearer to where this figure is now than the person at the desk was."""
    return any(_continues(figure, b) and _apart_px(figure, b) < _apart_px(figure, last) for b in bystanders)


def _apart_px(figure: Figure, other: Figure | DeskPerson) -> float:
    return geo.distance_px((figure.x_px, figure.y_px), (other.x_px, other.y_px))


def _continues(figure: Figure, last: Figure | DeskPerson) -> bool:
    growth = figure.size_px / last.size_px
    near = _apart_px(figure, last) <= CONTINUOUS_SHIFT * last.size_px
    return near and 1 / CONTINUOUS_GROWTH <= growth <= CONTINUOUS_GROWTH
