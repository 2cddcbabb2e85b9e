"""The figures of docs/counting.md: what of the movements done is counted, and what is counted when none is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from simulation.people import draw_people

from counting.acts import ACTS, Timing, shares
from counting.filming import Filming, scenes_of, shoot
from counting.innocent import Day
from counting.judging import Score, count, score
from counting.real import Recording
from posture_watch.care.counting import COUNTED, Asked
from posture_watch.care.counting.movements import Counted

TIMES = 4
USUAL_S, GONE_S = 0.7, 6.0
"""Held where no hold is asked; somebody who walks away stays away so long (s)."""
REST_S = 2.5
RATES = (3.0, 5.0, 10.0, 15.0)
SPEEDS: Mapping[str, float] = {"quick": 0.5, "usual": 1.0, "slow": 2.0}
"""Seconds there, and as long back."""
REAL_HOLDS: Mapping[str, float] = {"chin_tuck": 5.0, "scapular_retraction": 5.0}


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many people, drawn from a seed."""

    people: int
    seed: int

    def film(self, noise: str, fps: float = 5.0) -> Filming:
        """How they are filmed."""
        return Filming(draw_people(self.people, self.seed), fps, self.seed + 1, noise)


def timing(movement: Counted, there_s: float = 1.0) -> Timing:
    """How long each repetition takes."""
    held_s = ACTS[movement].hold_s or (GONE_S if movement == "walking_away" else USUAL_S)
    return Timing(there_s, held_s, 3.5 if movement == "walking_away" else REST_S)


def done(movement: Counted, size: float, filming: Filming, how: Timing, asked: Asked | None = None) -> Score:
    """``TIMES`` repetitions of everybody, counted as ``asked`` (else as what they do)."""
    act = ACTS[movement]
    shots = shoot(filming, act, size, shares(act, how, TIMES, filming.fps))
    told = (count(asked or Asked(movement, act.hold_s), scenes_of(shots, i)) for i in range(filming.people.count))
    return sum((score(one, how, TIMES) for one in told), Score())


def by_size(crowd: Crowd, movement: Counted, noise: str) -> list[tuple[float, Score]]:
    """Every size tried."""
    return [(size, done(movement, size, crowd.film(noise), timing(movement))) for size in ACTS[movement].sizes]


def by_speed(crowd: Crowd, movement: Counted, noise: str) -> list[Score]:
    """The usual size at each speed."""
    film, size = crowd.film(noise), ACTS[movement].usual
    return [done(movement, size, film, timing(movement, there_s)) for there_s in SPEEDS.values()]


def by_rate(crowd: Crowd, movement: Counted, noise: str) -> list[Score]:
    """The usual size at each rate of frames."""
    return [done(movement, ACTS[movement].usual, crowd.film(noise, fps), timing(movement)) for fps in RATES]


def confusion(crowd: Crowd, noise: str) -> list[list[float]]:
    """For each movement done (rows) how many a person the counter of each movement says (columns), of TIMES."""
    rows: list[list[float]] = []
    for movement in COUNTED:
        act, film, how = ACTS[movement], crowd.film(noise), timing(movement)
        shots = shoot(film, act, act.usual, shares(act, how, TIMES, film.fps))
        seen = [list(scenes_of(shots, i)) for i in range(crowd.people)]
        asked = [Asked(other, act.hold_s) for other in COUNTED]
        rows.append([sum(len(count(one, scenes).at_s) for scenes in seen) / crowd.people for one in asked])
    return rows


@dataclass(frozen=True, slots=True)
class Idle:
    """What was counted of people who were asked for nothing: by movement, in ``minutes``."""

    name: str
    minutes: float
    counted: Mapping[Counted, int]


def idle(name: str, day: Day, people: int) -> Idle:
    """The days of these people through every counter, with the holds of the exercises."""
    counted: dict[Counted, int] = dict.fromkeys(COUNTED, 0)
    for person in range(people):
        scenes = list(day.scenes(person))
        for movement in COUNTED:
            counted[movement] += len(count(_real(movement), scenes).at_s)
    return Idle(name, day.seconds * people / 60, counted)


@dataclass(frozen=True, slots=True)
class Played:
    """One recording through every counter: how many, and the least share of it that could count."""

    recording: Recording
    counted: Mapping[Counted, int]
    ready_share: float


def played(recording: Recording) -> Played:
    """Every counter over it, with the holds of the exercises."""
    told = {movement: count(_real(movement), recording.scenes) for movement in COUNTED}
    ready = min(one.ready_share for one in told.values())
    return Played(recording, {name: len(told[name].at_s) for name in COUNTED}, ready)


def _real(movement: Counted) -> Asked:
    return Asked(movement, REAL_HOLDS.get(movement, 0.0))
