"""From points in the picture to what the pose model would have said of them: with noise, as Scenes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import FARTHEST_PX, Landmark, Landmarks, Scene
from simulation import frame_edge as edge
from simulation.body import Points
from simulation.camera import Aim, middle, project, px_per_cm
from simulation.distributions import Noise
from simulation.noise import draw_noise, shapes
from simulation.people import Floats, People

START = Instant(0.0, datetime(2026, 1, 5, 9, 0, tzinfo=UTC))
INTERVAL_S = 1.0
"""One judged frame a second, the program's default."""
LIGHT = 0.5
CLARITY_SEED = 7
"""Whose shoulders the model sees well beyond the edge: the same people in every picture of them."""
HEAD = ("nose", "left_eye", "right_eye", "left_ear", "right_ear", "mouth_left", "mouth_right")
FACE_POINTS = ("left_eye", "right_eye", "mouth_left", "mouth_right")
SHOULDERS, HIPS = ("left_shoulder", "right_shoulder"), ("left_hip", "right_hip")
SURE, HIDDEN, FAR_SIDE = 0.99, 0.1, 0.75
"""Visibility of a point in the frame, of one far outside it, and of one behind the body (starting guess)."""
OUTSIDE_SHARE = 0.10
"""Visibility falls to HIDDEN over this share of the frame's height outside (starting guess; shoulders: frame_edge)."""

Places = Mapping[str, Floats]
"""Points by name, (people, frames, 2) px."""


@dataclass(frozen=True, slots=True)
class Picture:
    """``places``, and how visible the shoulders are, (people, frames)."""

    places: Places
    shoulders_sure: Floats


@dataclass(frozen=True, slots=True)
class Units:
    """What noise is measured in, px, (people, 1): shoulder width seen from the front, ear distance, torso length."""

    shoulders: Floats
    ears: Floats
    torso: Floats


def units_of(people: People, points: Points, aim: Aim) -> Units:
    """For people who sit so before these cameras."""
    at_shoulders = px_per_cm(aim, middle(points, "shoulder"))
    body = people.body
    return Units(
        (at_shoulders * body["shoulder_width_cm"])[:, None],
        (px_per_cm(aim, middle(points, "ear")) * body["ear_width_cm"])[:, None],
        (at_shoulders * body["hip_to_shoulder_cm"])[:, None],
    )


def pictures(
    people: People, points: Sequence[Points], aims: Sequence[Aim], noise: Mapping[str, Noise], seed: int
) -> Picture:
    """One frame for each item of ``points`` and ``aims``, with noise that runs through them a second apart."""
    flat = [project(aim, at) for at, aim in zip(points, aims, strict=True)]
    clean = {name: np.stack([picture[name] for picture in flat], axis=1) for name in flat[0]}
    size_px = np.stack([aims[0].width_px, aims[0].height_px], axis=1)
    units = units_of(people, points[0], aims[0])
    noisy = with_noise(clean, units, size_px / 2, noise, seed)
    return framed(noisy, units, size_px)


def framed(noisy: dict[str, Floats], units: Units, size_px: Floats) -> Picture:
    """The same as the model sees it, shoulders at the lower edge too high and too narrow; ``size_px`` (people, 2)."""
    below = edge.below_edge(middle(noisy, "shoulder")[..., 1], size_px[:, 1:])
    clarity = np.random.default_rng(CLARITY_SEED).random((len(size_px), 1))
    return Picture(_at_the_edge(noisy, units, below), edge.sureness(below, clarity))


def _at_the_edge(picture: dict[str, Floats], units: Units, below: Floats) -> Places:
    _about(picture, "shoulder", SHOULDERS, 1.0 - edge.too_narrow(below), np.zeros_like(below))
    up = np.stack([np.zeros_like(below), edge.too_high(below) * units.shoulders], axis=-1)
    return {name: xy - up if name in SHOULDERS else xy for name, xy in picture.items()}


def with_noise(  # what it is put on, and what it is drawn from
    clean: Places,
    units: Units,
    middle_px: Floats,
    noise: Mapping[str, Noise],
    seed: int,
    *,
    interval_s: float = INTERVAL_S,
) -> dict[str, Floats]:
    """Every kind of noise of the table, each in its own unit and about its own middle; frames ``interval_s`` apart."""
    rng = np.random.default_rng(seed)
    count, frames = clean["nose"].shape[:2]
    shape = shapes(noise)

    def of(name: str, columns: int = 1) -> Floats:
        drawn = draw_noise(shape[name], count, frames, rng, interval_s, columns)
        return drawn if columns > 1 else drawn[:, :, 0]

    nearer = (1.0 + of("common_scale"))[..., None]
    out = {name: middle_px[:, None] + (xy - middle_px[:, None]) * nearer for name, xy in clean.items()}
    whole = np.stack([of("whole_aside"), of("whole_height")], axis=-1) * units.shoulders[..., None]
    head = np.stack([of("head_aside"), of("head_height")], axis=-1) * units.shoulders[..., None]
    _about(out, "shoulder", SHOULDERS, 1.0 + of("shoulder_width"), of("shoulder_line"))
    _about(out, "ear", HEAD, 1.0 + of("face_size"), of("ear_line"))
    out["nose"] = out["nose"] + of("nose", 2) * units.ears[..., None]
    for name in FACE_POINTS:
        out[name] = out[name] + of("face_point", 2) * units.ears[..., None]
    hip = of("hip", 2) * units.torso[..., None]
    return {name: xy + whole + (head if name in HEAD else hip if name in HIPS else 0.0) for name, xy in out.items()}


def _about(picture: dict[str, Floats], part: str, names: tuple[str, ...], scale: Floats, turn_deg: Floats) -> None:
    """Scale and turn these points about the middle of the left and the right ``part``."""
    middle_px = middle(picture, part)
    turn = np.radians(turn_deg)
    c, s = scale * np.cos(turn), scale * np.sin(turn)
    for name in names:
        off = picture[name] - middle_px
        x, y = off[..., 0], off[..., 1]
        picture[name] = middle_px + np.stack([c * x - s * y, s * x + c * y], axis=-1)


def scenes(people: People, picture: Picture, *, start_s: float = 0.0) -> list[list[Scene]]:
    """For each person their frames as the fold takes them, a second apart."""
    frames = picture.shoulders_sure.shape[1]
    at = [START.shifted(start_s + i * INTERVAL_S) for i in range(frames)]
    return [
        [_scene(at[k], size, landmarks) for k, landmarks in enumerate(_landmarks(people, picture, i, size))]
        for i, size in enumerate(zip(people.camera["width_px"], people.camera["height_px"], strict=True))
    ]


def _scene(at: Instant, size: tuple[float, float], person: Landmarks) -> Scene:
    return Scene(at, int(size[0]), int(size[1]), (person,), LIGHT)


def _landmarks(people: People, picture: Picture, index: int, size: tuple[float, float]) -> list[Landmarks]:
    far = _far_side(people, index)
    columns: dict[str, list[Landmark]] = {}
    for name, xy in picture.places.items():
        place = np.clip(xy[index], -FARTHEST_PX, FARTHEST_PX)
        sure = picture.shoulders_sure[index] if name in SHOULDERS else visibility_of(place, size)
        sure = np.minimum(sure, FAR_SIDE if far and far in name else SURE)
        rows = zip(place.tolist(), sure.tolist(), strict=True)
        columns[name] = [Landmark(x, y, visible) for (x, y), visible in rows]
    return [Landmarks(dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]


def _far_side(people: People, index: int) -> str:
    if not people.from_side:
        return ""
    return "right" if people.camera["turned_deg"][index] > 0 else "left"


def visibility_of(place: Floats, size: tuple[float, float]) -> Floats:
    """Sure inside the frame, less and less outside."""
    outside_px = np.max(np.concatenate([-place, place - np.array(size)], axis=1), axis=1)
    outside = np.maximum(outside_px, 0.0) / (OUTSIDE_SHARE * size[1])
    return np.maximum(HIDDEN, SURE - (SURE - HIDDEN) * outside)
