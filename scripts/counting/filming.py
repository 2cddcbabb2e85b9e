"""Simulated people in front of their cameras at any frame rate, as scenes for the counter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from simulation.body import Points, points_of, upright
from simulation.camera import aim, project
from simulation.distributions import NOISES
from simulation.landmarks import LIGHT, SHOULDERS, START, SURE, Places, framed, units_of, visibility_of, with_noise
from simulation.people import Floats, People

from counting.acts import Act
from posture_watch.core.landmarks import FARTHEST_PX, Landmark, Landmarks, Scene


@dataclass(frozen=True, slots=True)
class Filming:
    """Who is filmed, how many frames a second, and the noise by its name and seed."""

    people: People
    fps: float
    seed: int
    noise: str


@dataclass(frozen=True, slots=True)
class Shots:
    """``places`` (people, frames, 2) by landmark and how ``sure`` the model is of them, ``fps`` a second."""

    people: People
    places: Places
    sure: dict[str, Floats]
    fps: float


def shoot(filming: Filming, act: Act, size: float, course: Sequence[float]) -> Shots:
    """These people doing a share of the act in each frame. The same seed gives the same noise."""
    people, fps = filming.people, filming.fps
    pose = upright(people)
    seated = points_of(people, pose)
    camera = aim(people, seated)
    known: dict[float, Points] = {}
    flat: list[Places] = []
    for share in course:
        if share not in known:
            known[share] = project(camera, act.points(people, pose, size, share))
        flat.append(known[share])
    clean = {name: np.stack([picture[name] for picture in flat], axis=1) for name in flat[0]}
    size_px = np.stack([camera.width_px, camera.height_px], axis=1)
    units = units_of(people, seated, camera)
    if filming.noise != "none":
        clean = with_noise(clean, units, size_px / 2, NOISES[filming.noise], filming.seed, interval_s=1.0 / fps)
    picture = framed(dict(clean), units, size_px)
    places = {name: np.clip(xy, -FARTHEST_PX, FARTHEST_PX) for name, xy in picture.places.items()}
    sizes = list(zip(camera.width_px, camera.height_px, strict=True))
    sure = {
        name: np.minimum(picture.shoulders_sure, SURE)
        if name in SHOULDERS
        else np.stack([visibility_of(xy, frame) for xy, frame in zip(places[name], sizes, strict=True)])
        for name in places
    }
    return Shots(people, places, sure, fps)


def scenes_of(shots: Shots, person: int) -> Iterator[Scene]:
    """What the pose model would have said of one person, frame by frame."""
    width, height = (int(shots.people.camera[name][person]) for name in ("width_px", "height_px"))
    names = list(shots.places)
    xy = {name: shots.places[name][person].tolist() for name in names}
    sure = {name: shots.sure[name][person].tolist() for name in names}
    for number in range(len(xy["nose"])):
        points = {name: Landmark(xy[name][number][0], xy[name][number][1], sure[name][number]) for name in names}
        yield Scene(START.shifted(number / shots.fps), width, height, (Landmarks(points),), LIGHT)
