"""A burst of frames as one observation: the median of each point. Who is in fewer than half of them was not there."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from posture_watch.core.landmarks import POINT_NAMES, Landmark, Landmarks, Scene

SAME_PERSON = 0.5
"""How far somebody moves within a burst, as a share of their own size (starting guess)."""


def merged(scenes: Sequence[Scene]) -> Scene:
    """The median of scenes of one size, at the moment of the last. Raises ValueError without scenes.

    People are told apart by where they are; the median of each coordinate drops what a single frame got wrong.
    """
    if not scenes:
        raise ValueError("a burst has at least one scene")
    last = scenes[-1]
    if len(scenes) == 1:
        return last
    groups: list[list[Landmarks]] = []
    for scene in scenes:
        _add_people(groups, scene)
    people = tuple(_middle(group) for group in groups if 2 * len(group) > len(scenes))
    lights = [scene.light for scene in scenes if scene.light is not None]
    return Scene(last.at, last.width_px, last.height_px, people, median(lights) if lights else None)


def _add_people(groups: list[list[Landmarks]], scene: Scene) -> None:
    """Each person to the group of those that stood nearest, once a frame; else they begin one."""
    free = list(range(len(groups)))
    for person in scene.people:
        near = min(free, key=lambda i: _distance(groups[i][-1], person), default=None)
        if near is not None and _distance(groups[near][-1], person) <= SAME_PERSON:
            groups[near].append(person)
            free.remove(near)
        else:
            groups.append([person])


def _distance(one: Landmarks, other: Landmarks) -> float:
    """How far apart two sights are, in sizes of the larger one: the median of the points that both have."""
    both = [name for name in one.points if name in other.points]
    if not both:
        return float("inf")
    apart = [
        max(abs(one.points[n].x_px - other.points[n].x_px), abs(one.points[n].y_px - other.points[n].y_px))
        for n in both
    ]
    return median(apart) / max(_size_px(one), _size_px(other), 1.0)


def _size_px(person: Landmarks) -> float:
    xs = [point.x_px for point in person.points.values()]
    ys = [point.y_px for point in person.points.values()]
    return max(max(xs) - min(xs), max(ys) - min(ys)) if xs else 0.0


def _middle(sights: Sequence[Landmarks]) -> Landmarks:
    points: dict[str, Landmark] = {}
    for name in POINT_NAMES:
        seen = [sight.points[name] for sight in sights if name in sight.points]
        if 2 * len(seen) > len(sights):
            points[name] = Landmark(
                median(p.x_px for p in seen), median(p.y_px for p in seen), median(p.visibility for p in seen)
            )
    return Landmarks(points)
