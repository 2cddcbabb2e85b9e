"""A story filmed four times a second, and looked at as the program does: a frame a second, or a burst every 15 s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from posture_watch.config import Config, build_settings
from posture_watch.core.baseline import Baseline
from posture_watch.core.bursts import merged
from posture_watch.core.engine import advance, begin
from posture_watch.core.events import Event
from posture_watch.core.instant import Instant
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import FARTHEST_PX, Landmark, Landmarks, Scene
from posture_watch.core.settings import Settings
from posture_watch.core.state import EngineState
from posture_watch.core.upcoming import look_again_s
from simulation.body import points_of, upright
from simulation.camera import aim, project
from simulation.changes import Scenario
from simulation.distributions import NOISES
from simulation.landmarks import (
    FAR_SIDE,
    LIGHT,
    SHOULDERS,
    START,
    SURE,
    Picture,
    Places,
    framed,
    units_of,
    visibility_of,
    with_noise,
)
from simulation.movements import MOVEMENTS, Seconds, after
from simulation.people import Floats, People

FRAME_S = 0.25
"""Between the frames of a burst, as capture.bursts takes them."""
BURST_FRAMES = 5
OPENING_S: Seconds = (0.25, 1.5)
"""Until the camera has opened and found its exposure (starting guess)."""
WALKER_SHARE = 0.5
"""Size of somebody who walks through the room behind, against the person at the desk."""
SEES_TROUBLE_S = 5.0
"""How often a camera that is taken or gone is heard of."""

NOISELESS = "none"

Camera = Literal["free", "busy", "unplugged"]
WayName = Literal["a frame a second", "bursts", "bursts, frames alike"]


@dataclass(frozen=True, slots=True)
class Part:
    """``seconds`` in a posture or before a set-up (see movements.py), reached in the movement's own time or
    ``takes_s``; all movements are from sitting upright."""

    seconds: float
    movement: str = "upright"
    size: float = 0.0
    here: bool = True
    light: float = LIGHT
    camera: Camera = "free"
    walker: bool = False
    takes_s: Seconds | None = None


@dataclass(frozen=True, slots=True)
class Film:
    """Frames FRAME_S apart of ``people``: a part for each frame, and the same people's points with noise."""

    people: People
    parts: Sequence[Part]
    places: Places
    sure: Mapping[str, Floats]

    @property
    def seconds(self) -> float:
        return len(self.parts) * FRAME_S


@dataclass(frozen=True, slots=True)
class Way:
    """How it is looked at. ``frames`` of a burst, one for a camera held open."""

    name: WayName
    period_s: float
    frames: int

    @property
    def settings(self) -> Settings:
        """The program's defaults at this distance between observations."""
        return build_settings(Config(), camera="simulation", mode="image", sample_interval_s=self.period_s)


OPEN = Way("a frame a second", 1.0, 1)
BURSTS = Way("bursts", 15.0, BURST_FRAMES)
ALIKE = Way("bursts, frames alike", 15.0, 1)
"""The worst case: the frames of a burst share all their noise, so that five are no better than one."""
WAYS = (OPEN, BURSTS, ALIKE)


@dataclass(frozen=True, slots=True)
class Told:
    """What the fold made of one person's story; ``state`` after it."""

    judgements: Sequence[Judgement]
    events: Sequence[Event]
    state: EngineState


def filmed(people: People, parts: Sequence[Part], seed: int, *, noise: str = "stated") -> Film:
    """The story of these people. The same seed gives the same film."""
    rng = np.random.default_rng(seed)
    pose = upright(people)
    was: Scenario = (pose, aim(people, points_of(people, pose)))
    flat: list[Mapping[str, Floats]] = []
    now = was
    for number, part in enumerate(parts):
        target = after(MOVEMENTS[part.movement], people, was, part.size, seed + number)
        takes = rng.uniform(*(part.takes_s or MOVEMENTS[part.movement].takes_s), people.count)
        flat += _on_the_way(now, target, takes, round(part.seconds / FRAME_S), people)
        now = target
    places = _with_noise(people, was, flat, noise, seed)
    sizes = list(zip(people.camera["width_px"], people.camera["height_px"], strict=True))
    return Film(
        people,
        [part for part in parts for _ in range(round(part.seconds / FRAME_S))],
        {name: np.clip(xy, -FARTHEST_PX, FARTHEST_PX) for name, xy in places.places.items()},
        {name: _sure(places, name, sizes) for name in places.places},
    )


def _on_the_way(
    now: Scenario, target: Scenario, takes_s: Floats, frames: int, people: People
) -> Iterator[Mapping[str, Floats]]:
    last: Mapping[str, Floats] | None = None
    for number in range(frames):
        shares = np.clip(number * FRAME_S / takes_s, 0.0, 1.0)
        if last is None or number * FRAME_S <= float(takes_s.max()) + FRAME_S:
            pose, camera = now[0].towards(target[0], shares), now[1].towards(target[1], shares)
            last = project(camera, points_of(people, pose))
        yield last


def _with_noise(people: People, was: Scenario, flat: Sequence[Mapping[str, Floats]], noise: str, seed: int) -> Picture:
    clean = {name: np.stack([picture[name] for picture in flat], axis=1) for name in flat[0]}
    size_px = np.stack([was[1].width_px, was[1].height_px], axis=1)
    units = units_of(people, points_of(people, was[0]), was[1])
    if noise == NOISELESS:
        return framed(clean, units, size_px)
    noisy = with_noise(clean, units, size_px / 2, NOISES[noise], seed, interval_s=FRAME_S)
    return framed(noisy, units, size_px)


def _sure(picture: Picture, name: str, sizes: Sequence[tuple[float, float]]) -> Floats:
    if name in SHOULDERS:
        return np.minimum(picture.shoulders_sure, SURE)
    return np.stack([visibility_of(xy, size) for xy, size in zip(picture.places[name], sizes, strict=True)])


def frame(film: Film, person: int, number: int, at: Instant) -> Scene:
    """One frame as the pose model would have said it."""
    part = film.parts[number]
    width, height = (int(film.people.camera[name][person]) for name in ("width_px", "height_px"))
    one = Landmarks({name: _point(film, name, person, number) for name in film.places})
    people = (one,) if part.here else ()
    if part.walker:
        since_s = number * FRAME_S % 8.0
        people = (*people, _farther(one, (width, height), (since_s / 8.0 - 0.5) * width))
    return Scene(at, width, height, people, part.light)


def _point(film: Film, name: str, person: int, number: int) -> Landmark:
    xy = film.places[name]
    return Landmark(xy[person, number, 0].item(), xy[person, number, 1].item(), film.sure[name][person, number].item())


def _farther(person: Landmarks, size: tuple[int, int], x_px: float) -> Landmarks:
    middle_x, middle_y = size[0] / 2, size[1] / 2
    return Landmarks(
        {
            name: Landmark(
                middle_x + (p.x_px - middle_x) * WALKER_SHARE + x_px,
                middle_y + (p.y_px - middle_y) * WALKER_SHARE,
                min(p.visibility, FAR_SIDE),
            )
            for name, p in person.points.items()
        }
    )


def watched(film: Film, person: int, way: Way, seed: int, baselines: tuple[Baseline, ...] = ()) -> Told:
    """The story of one person through the fold, looked at when the live run would look."""
    rng = np.random.default_rng([seed, person])
    settings, state = way.settings, begin(baselines)
    judgements: list[Judgement] = []
    events: list[Event] = []
    due_s, seen_s = (rng.uniform(0.0, way.period_s) if way.frames > 1 or way.period_s > 1 else 0.0), 0.0
    while due_s < film.seconds - OPENING_S[1] - BURST_FRAMES * FRAME_S:
        trouble = film.parts[int(due_s / FRAME_S)].camera
        if trouble == "free":
            scene, seen_s = look(film, person, way, due_s, rng)
            wait_s = way.period_s
        else:
            scene, wait_s = _missing(film, person, due_s, busy=trouble == "busy"), min(way.period_s, SEES_TROUBLE_S)
            if trouble == "unplugged" and due_s - seen_s < settings.gap_s:
                due_s += 1.0
                continue
        state, judgement, said = advance(state, scene, settings)
        judgements.append(judgement)
        events.extend(said)
        sooner = look_again_s(judgement, state, settings)
        now_s = scene.at.gap_since(START)
        due_s = max(now_s, due_s + wait_s) if sooner is None else max(now_s, min(due_s + wait_s, now_s + sooner))
    return Told(judgements, events, state)


def look(film: Film, person: int, way: Way, due_s: float, rng: np.random.Generator) -> tuple[Scene, float]:
    """What is seen when a look was due at ``due_s``, and when it was over. Bursts are later by the camera's opening."""
    first = int(due_s / FRAME_S + 1e-9)
    if way.period_s > 1:
        first += int(rng.uniform(*OPENING_S) / FRAME_S)
    last = first + (BURST_FRAMES - 1 if way.period_s > 1 else 0)
    at = START.shifted(last * FRAME_S)
    numbers = range(last - way.frames + 1, last + 1)
    return merged([frame(film, person, number, at) for number in numbers]), last * FRAME_S


def _missing(film: Film, person: int, at_s: float, *, busy: bool) -> Scene:
    width, height = (int(film.people.camera[name][person]) for name in ("width_px", "height_px"))
    return Scene(START.shifted(at_s), width, height, frame_missing=True, busy=busy)
