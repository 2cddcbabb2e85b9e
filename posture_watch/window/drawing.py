"""What is drawn over a picture of somebody: skeleton, the lines that angles are measured on, their numbers. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from posture_watch.core import geometry as geo
from posture_watch.core.landmarks import Landmark, Landmarks
from posture_watch.core.metrics import side_points
from posture_watch.core.sample import PostureSample
from posture_watch.texts import text
from posture_watch.window.sight import BONES

StrokeKind = Literal["bone", "guessed", "measured", "level"]
"""``guessed``: one of its ends is not seen well enough to be measured. ``level``: horizontal or plumb, to compare."""
REACH = 0.35
"""A measured line is drawn so much of its length further at both ends."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line, in pixels of the picture."""

    x1_px: float
    y1_px: float
    x2_px: float
    y2_px: float
    kind: StrokeKind


@dataclass(frozen=True, slots=True)
class Dot:
    """A landmark; ``seen``: well enough to be measured. ``visibility`` 0 to 1."""

    x_px: float
    y_px: float
    visibility: float
    seen: bool


@dataclass(frozen=True, slots=True)
class Label:
    """``words`` on one ``side`` of a point, in pixels of the picture."""

    x_px: float
    y_px: float
    words: str
    side: Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """In the order to draw: strokes, dots, labels."""

    strokes: tuple[Stroke, ...] = ()
    dots: tuple[Dot, ...] = ()
    labels: tuple[Label, ...] = ()

    def mirrored(self, width_px: int) -> Drawing:
        """As in a mirror; words are still read from left to right."""
        return Drawing(
            tuple(Stroke(width_px - s.x1_px, s.y1_px, width_px - s.x2_px, s.y2_px, s.kind) for s in self.strokes),
            tuple(Dot(width_px - d.x_px, d.y_px, d.visibility, d.seen) for d in self.dots),
            tuple(
                Label(width_px - one.x_px, one.y_px, one.words, "left" if one.side == "right" else "right")
                for one in self.labels
            ),
        )


@dataclass(frozen=True, slots=True)
class _Measure:
    """A line and its number: from ``start`` to ``end``, compared with the horizontal or the vertical."""

    start: geo.Point
    end: geo.Point
    upright: bool
    words: str


def drawn(
    person: Landmarks, sample: PostureSample | None, changes: Mapping[str, float], min_visibility: float
) -> Drawing:
    """Everything about ``person``: the angles of this very picture (``sample``), and ``changes`` from upright by name,
    as far as they are known."""
    measures = list(_measures(person.points, sample, changes, min_visibility)) if sample else []
    return Drawing(
        (*_bones(person.points, min_visibility), *(stroke for one in measures for stroke in _strokes(one))),
        tuple(Dot(p.x_px, p.y_px, p.visibility, p.visibility >= min_visibility) for p in person.points.values()),
        tuple(_label(one) for one in measures),
    )


def _bones(points: Mapping[str, Landmark], min_visibility: float) -> Iterator[Stroke]:
    for a, b in BONES:
        if a in points and b in points:
            seen = min(points[a].visibility, points[b].visibility) >= min_visibility
            yield Stroke(*geo.at(points[a]), *geo.at(points[b]), "bone" if seen else "guessed")


def _measures(
    points: Mapping[str, Landmark], sample: PostureSample, changes: Mapping[str, float], min_visibility: float
) -> Iterator[_Measure]:
    if sample.view != "side":
        yield from _lying(points, changes, min_visibility)
    if sample.view != "front":
        yield from _upright(points, sample, changes, min_visibility)


def _lying(points: Mapping[str, Landmark], changes: Mapping[str, float], min_visibility: float) -> Iterator[_Measure]:
    """Positive: the subject's left is lower."""
    lines = (("ear", text("Ears"), "head_tilt_deg"), ("shoulder", text("Shoulders"), "shoulder_tilt_deg"))
    for kind, name, metric in lines:
        if both := geo.seen(points, (f"left_{kind}", f"right_{kind}"), min_visibility):
            words = _angle(name, geo.line_tilt_deg(*both), changes.get(metric))
            yield _Measure(geo.at(both[1]), geo.at(both[0]), False, words)


def _upright(
    points: Mapping[str, Landmark], sample: PostureSample, changes: Mapping[str, float], min_visibility: float
) -> Iterator[_Measure]:
    """Positive: forward."""
    found = side_points(points, min_visibility)
    if found is None:
        return
    ear, shoulder, hip = found
    lines = (
        (shoulder, ear, text("Neck"), "neck_inclination_deg"),
        (hip, shoulder, text("Trunk"), "torso_inclination_deg"),
    )
    for start, end, name, metric in lines:
        if start is not None and metric in sample.values:
            words = _angle(name, sample.values[metric], changes.get(metric))
            yield _Measure(start, end, True, words)


def _angle(name: str, now_deg: float, change_deg: float | None) -> str:
    """ "Neck 21.5°", and how far that is from the user's own upright where there is one."""
    now = f"{name} {now_deg:z.1f}°"
    return now if change_deg is None else f"{now} ({change_deg:+z.1f}°)"


def _label(measure: _Measure) -> Label:
    """Beyond the line's end if it lies; else behind who leans, where the face is not."""
    _, _, x, y = _beyond(measure.start, measure.end)
    to_the_right = measure.end[0] >= measure.start[0]
    return Label(x, y, measure.words, "right" if to_the_right != measure.upright else "left")


def _strokes(measure: _Measure) -> Iterator[Stroke]:
    (x1, y1), (x2, y2) = measure.start, measure.end
    length_px = math.hypot(x2 - x1, y2 - y1)
    if measure.upright:
        yield Stroke(x1, y1, x1, y1 - length_px, "level")
    else:
        middle_y, middle_x = (y1 + y2) / 2, (x1 + x2) / 2
        yield Stroke(middle_x - length_px / 2, middle_y, middle_x + length_px / 2, middle_y, "level")
    yield Stroke(*_beyond(measure.start, measure.end), "measured")


def _beyond(start: geo.Point, end: geo.Point) -> tuple[float, float, float, float]:
    """The same line, a little further at its end, and at its start too if it lies."""
    dx, dy = REACH * (end[0] - start[0]), REACH * (end[1] - start[1])
    lying = abs(dx) > abs(dy)
    return start[0] - dx * lying, start[1] - dy * lying, end[0] + dx, end[1] + dy
