"""How sure are these landmarks? From the landmarks alone: a hidden face has points too, only not where a face has them.

Every check is 1 where measured people are, 0 where no body is, and a ramp between; the least one is what counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from posture_watch.core import geometry as geo
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.core.sample import View

FACE = ("left_ear", "right_ear", "left_eye", "right_eye", "nose", "mouth_left", "mouth_right")
SHOULDERS = ("left_shoulder", "right_shoulder")
HIDDEN = "the face is covered or not clear"
EDGE = "the face is at the edge of the picture"
SHOULDERS_OUT = "the shoulders are not in the picture"
ARM = "an arm or hand is before the face"
SHAPE = "the face is not clear: light, blur or something before it"

Ramp = tuple[float, float]
"""(surely wrong, surely right): which is larger says the direction."""

FACE_VISIBILITY: Ramp = (0.6, 0.9)
"""The model's own word: least visibility of the face; 99 % of clear frames have 0.99, half-covered ones 0.5 to 0.95."""
SHOULDER_VISIBILITY: Ramp = (0.4, 0.9)
"""The same of the shoulders: 99 % of clear frames have 0.96."""
INSIDE_RATIO: Ramp = (-0.02, 0.06)
"""Each point of the face lies at least this far within the frame, in shoulder widths (from the side: neck lengths)."""
FOREHEAD_RATIO: Ramp = (0.4, 1.0)
"""The frame's top is at least this many face heights (eyes to mouth) above the eyes."""
SHOULDERS_RATIO: Ramp = (-0.12, 0.0)
"""Shoulder points may lie this far out of the frame, in shoulder widths."""
ARM_RATIO: Ramp = (0.9, 1.9)
"""A visible wrist is at least this many face heights from the middle of the face."""
ARM_VISIBILITY = 0.6
"""A wrist less visible than this is a guess of the model's."""
YAW_SHARE = 0.35
"""Nose off the middle of the ears by more than this share of their distance: too turned to know a face's shape."""
SHRUNK_RATIO = 0.82
"""Face against shoulders, of the baseline's: clear frames had 0.88 and more, half covered faces 0.65–0.87."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a face's proportion is, from the outermost that cannot be a clear face to the innermost that surely is."""

    low: Ramp
    high: Ramp


FACE_SHAPE: Mapping[str, Limits] = {
    "eyes over ears": Limits((0.28, 0.36), (0.85, 0.70)),
    "height over eyes": Limits((0.50, 0.65), (2.40, 2.00)),
    "nose over height": Limits((-0.10, 0.05), (1.10, 0.95)),
    "mouth over eyes": Limits((0.30, 0.42), (1.50, 1.20)),
    "skew": Limits((-1.0, -0.5), (0.45, 0.30)),
    "ears against eyes, deg": Limits((-20.0, -10.0), (12.0, 8.0)),
}
"""Ten clear people in front view measured 0.43–0.62, 0.86–1.6, 0.42–0.71, 0.57–0.90, to 0.19 and 5°. Opened to what a
head pitched by 25° before a low or high camera can show; no figure compares head and shoulders, which is the posture
itself (starting guess)."""


@dataclass(frozen=True, slots=True)
class Quality:
    """``score`` 0 (nothing to be told) to 1 (clear), and in ``reason`` what lowers it most ("" at 1)."""

    score: float
    reason: str = ""


def rate(person: Landmarks, scene: Scene, view: View) -> Quality:
    """How sure the points that posture is measured from are. Points that are absent are not asked about."""
    worst = min(_checks(person.points, scene, view), key=lambda q: q.score, default=Quality(1.0))
    return worst if worst.score < 1.0 else Quality(1.0)


def _checks(points: Mapping[str, Landmark], scene: Scene, view: View) -> Iterator[Quality]:
    side = _nearer_side(points)
    names = FACE if view == "front" else ("nose", f"{side}_eye", f"{side}_ear")
    shoulders = SHOULDERS if view == "front" else (f"{side}_shoulder",)
    face = {name: points[name] for name in names if name in points}
    trunk = {name: points[name] for name in shoulders if name in points}
    scale_px = _scale_px(points, view, side)
    if not face or not trunk or scale_px <= 0:
        return
    # a point outside the frame is not seen either, but that is told by where it is
    in_frame = [p.visibility for p in face.values() if _inside_px(p, scene) >= 0]
    yield Quality(ramp(min(in_frame, default=1.0), FACE_VISIBILITY), HIDDEN)
    yield Quality(ramp(min(p.visibility for p in trunk.values()), SHOULDER_VISIBILITY), SHOULDERS_OUT)
    yield Quality(ramp(min(_inside_px(p, scene) for p in face.values()) / scale_px, INSIDE_RATIO), EDGE)
    yield Quality(ramp(min(_inside_px(p, scene) for p in trunk.values()) / scale_px, SHOULDERS_RATIO), SHOULDERS_OUT)
    if all(name in points for name in FACE):
        yield from _face_checks(points, view)


def _face_checks(p: Mapping[str, Landmark], view: View) -> Iterator[Quality]:
    eyes, mouth = geo.midpoint(p["left_eye"], p["right_eye"]), geo.midpoint(p["mouth_left"], p["mouth_right"])
    height_px = geo.distance_px(eyes, mouth)
    if height_px <= 0:
        yield Quality(0.0, SHAPE)
        return
    yield Quality(ramp(eyes[1] / height_px, FOREHEAD_RATIO), EDGE)
    middle = ((eyes[0] + mouth[0]) / 2, (eyes[1] + mouth[1]) / 2)
    wrists = [p[n] for n in ("left_wrist", "right_wrist") if n in p and p[n].visibility >= ARM_VISIBILITY]
    for wrist in wrists:
        yield Quality(ramp(geo.distance_px(geo.at(wrist), middle) / height_px, ARM_RATIO), ARM)
    if view == "front":
        shape = face_shape(p)
        yield Quality(min((within(shape[n], FACE_SHAPE[n]) for n in shape), default=1.0), SHAPE)


def face_shape(p: Mapping[str, Landmark]) -> dict[str, float]:
    """Proportions of the face of somebody seen from the front (see FACE_SHAPE); none when turned or degenerate."""
    eyes, mouth = geo.midpoint(p["left_eye"], p["right_eye"]), geo.midpoint(p["mouth_left"], p["mouth_right"])
    ears, nose = geo.midpoint(p["left_ear"], p["right_ear"]), geo.at(p["nose"])
    eyes_px, ears_px, mouth_px = (
        geo.distance_px(geo.at(p[left]), geo.at(p[right]))
        for left, right in (("left_eye", "right_eye"), ("left_ear", "right_ear"), ("mouth_left", "mouth_right"))
    )
    height_px = geo.distance_px(eyes, mouth)
    if min(eyes_px, ears_px, mouth_px, height_px) <= 0:
        return {}
    up = ((eyes[0] - mouth[0]) / height_px, (eyes[1] - mouth[1]) / height_px)
    across = (
        (p["left_eye"].x_px - p["right_eye"].x_px) / eyes_px,
        (p["left_eye"].y_px - p["right_eye"].y_px) / eyes_px,
    )
    if abs((nose[0] - ears[0]) * across[0] + (nose[1] - ears[1]) * across[1]) > YAW_SHARE * ears_px:
        return {}
    lines = geo.line_tilt_deg(p["left_ear"], p["right_ear"]) - geo.line_tilt_deg(p["left_eye"], p["right_eye"])
    return {
        "nose over height": ((nose[0] - mouth[0]) * up[0] + (nose[1] - mouth[1]) * up[1]) / height_px,
        "eyes over ears": eyes_px / ears_px,
        "height over eyes": height_px / eyes_px,
        "mouth over eyes": mouth_px / eyes_px,
        "skew": abs(across[0] * up[0] + across[1] * up[1]),
        "ears against eyes, deg": abs(lines),
    }


def ramp(value: float, ends: Ramp) -> float:
    """0 at the first end and beyond, 1 at the second and beyond, straight between."""
    wrong, right = ends
    return max(0.0, min(1.0, (value - wrong) / (right - wrong)))


def within(value: float, limits: Limits) -> float:
    """1 between the inner ends, 0 beyond the outer ones."""
    return min(ramp(value, limits.low), ramp(value, limits.high))


def face_shrank(base: Mapping[str, float], now: Mapping[str, float]) -> bool:
    """Whether the face is smaller against the shoulders than any leaning back makes it: then half of it is hidden."""
    names = ("face_size_px", "shoulder_width_px")
    if not all(base.get(name, 0.0) > 0 and now.get(name, 0.0) > 0 for name in names):
        return False
    face, shoulders = (now[name] / base[name] for name in names)
    return face < SHRUNK_RATIO * shoulders


def _inside_px(p: Landmark, scene: Scene) -> float:
    return min(p.x_px, scene.width_px - p.x_px, p.y_px, scene.height_px - p.y_px)


def _scale_px(points: Mapping[str, Landmark], view: View, side: str) -> float:
    names = SHOULDERS if view == "front" else (f"{side}_ear", f"{side}_shoulder")
    found = [geo.at(points[n]) for n in names if n in points]
    return geo.distance_px(*found) if len(found) == 2 else 0.0


def _nearer_side(points: Mapping[str, Landmark]) -> str:
    def visible(side: str) -> float:
        return sum(p.visibility for name, p in points.items() if side in name)

    return "left" if visible("left") >= visible("right") else "right"
