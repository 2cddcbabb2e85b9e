"""Simulated people at work who do none of the movements: sitting, sinking, leaning, reaching, looking down, chairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from simulation.bursts import FRAME_S, Film, Part, filmed, frame
from simulation.landmarks import START
from simulation.people import draw_people

from posture_watch.core.landmarks import Scene

EVERYDAY: tuple[tuple[str, float], ...] = (
    ("upright", 0.0),
    ("lean", 10.0),
    ("lean", 20.0),
    ("slump", 4.0),
    ("slump", 8.0),
    ("slide", 4.0),
    ("neck", 10.0),
    ("neck", 20.0),
    ("slouch", 0.1),
    ("side_bend", 5.0),
    ("head_tilt", 10.0),
    ("head_tilt", 20.0),
    ("chair_nearer", 5.0),
    ("chair_nearer", 15.0),
    ("chair_farther", 10.0),
    ("chair_aside", 12.0),
    ("chair_lower", 6.0),
    ("lid_back", 4.0),
    ("lid_back", 8.0),
    ("camera_turned", 5.0),
    ("look_down", 20.0),
    ("look_down", 35.0),
    ("head_turned", 10.0),
    ("head_turned", 15.0),
    ("recline", 8.0),
    ("recline", 15.0),
    ("reach", 15.0),
    ("reach", 25.0),
)
"""Movements of simulation.movements and their sizes. Turns of the head by 20° and more are left out, and bends of the
trunk by 10°: these are the movements themselves, whatever they are done for."""
STAYS_S = (3.0, 25.0)
"""So long somebody stays in each (starting guess)."""


@dataclass(frozen=True, slots=True)
class Day:
    """A film of people at work, and how long it is (s)."""

    film: Film

    @property
    def seconds(self) -> float:
        """Of one person."""
        return self.film.seconds

    def scenes(self, person: int) -> Iterator[Scene]:
        """Frame by frame, four a second."""
        for number in range(len(self.film.parts)):
            yield frame(self.film, person, number, START.shifted(number * FRAME_S))


def at_work(people: int, parts: int, seed: int, noise: str) -> Day:
    """``parts`` everyday movements in random order, every second one back to upright; first they sit for 5 s."""
    rng = np.random.default_rng(seed)
    story = [Part(5.0)]
    for number in range(parts):
        name, size = ("upright", 0.0) if number % 2 else EVERYDAY[int(rng.integers(len(EVERYDAY)))]
        story.append(Part(float(np.round(rng.uniform(*STAYS_S) / FRAME_S) * FRAME_S), name, size))
    return Day(filmed(draw_people(people, seed + 1), story, seed + 2, noise=noise))


def sitting(people: int, seconds: float, seed: int, noise: str) -> Day:
    """Upright all the time: what noise alone counts."""
    return Day(filmed(draw_people(people, seed), [Part(seconds)], seed + 1, noise=noise))
