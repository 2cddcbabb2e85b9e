"""One person's points as other programs see them: shares of the frame, y down."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from posture_watch.core.landmarks import Scene

XY = tuple[float, float]
SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Person:
    """One person's points in normalised coordinates, and how visible each is."""

    points: Mapping[str, XY]
    aspect: float
    visibility: Mapping[str, float]

    def at(self, name: str) -> XY:
        """A point in frame heights. Raises KeyError if it was not found."""
        x, y = self.points[name]
        return x * self.aspect, y

    def middle(self, kind: str) -> XY:
        """Midpoint of left and right in frame heights."""
        (ax, ay), (bx, by) = self.at(f"left_{kind}"), self.at(f"right_{kind}")
        return (ax + bx) / 2, (ay + by) / 2

    def apart(self, kind: str) -> float:
        """Distance of left and right in frame heights."""
        return math.dist(self.at(f"left_{kind}"), self.at(f"right_{kind}"))

    def better_side(self) -> str:
        """The side whose ear, shoulder and hip are more visible."""
        sums = {s: sum(self.visibility.get(f"{s}_{k}", 0.0) for k in ("ear", "shoulder", "hip")) for s in SIDES}
        return max(SIDES, key=lambda side: sums[side])


def person_of(scene: Scene) -> Person | None:
    """The first person the model found, as a program that looks for one would take; None if nobody."""
    if not scene.people:
        return None
    points = scene.people[0].points
    where = {name: (p.x_px / scene.width_px, p.y_px / scene.height_px) for name, p in points.items()}
    return Person(where, scene.width_px / scene.height_px, {name: p.visibility for name, p in points.items()})
