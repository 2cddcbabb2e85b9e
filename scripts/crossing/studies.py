"""Studies of so many episodes, and in how many of them the one test of the program finds something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import median

from crossing.lives import ALIKE, Chance, after_more_than, lived, upper, whatever
from posture_watch.core.crossover import EXPOSED, POWER, SIGNIFICANT, minutes_of, permutation_p
from posture_watch.core.exposure import MOST_CONTROLS, compared

NUMBERS = tuple(number for number, _ in POWER)
Sets = list[tuple[int, ...]]
Study = Callable[[Random, int], Sets]
"""Dice and a number of episodes to as many comparisons, the episode first."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many of ``studies`` had p below 0.05."""

    studies: int
    significant: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.significant / self.studies


def tried(study: Study, seed: int, studies: int, episodes: int) -> Found:
    """The study again and again."""
    dice = Random(seed)  # noqa: S311
    return Found(studies, sum(permutation_p(study(dice, episodes)) < SIGNIFICANT for _ in range(studies)))


def exposed_or_not(odds: float) -> Study:
    """Each window is exposed or not, as if dichotomised at the middle: EXPOSED of the ordinary ones are above it."""
    return _drawn(odds, lambda _, exposed: int(exposed))


def by_degrees(odds: float) -> Study:
    """Sitting is any number of minutes, and exposed means the highest EXPOSED of them."""
    edge = round(110 * (1 - EXPOSED))
    return _drawn(odds, lambda dice, exposed: dice.randint(edge + 1, 110) if exposed else dice.randint(0, edge))


def halved(study: Study) -> Study:
    """The same, but only whether a window is above the median of all ordinary ones is looked at."""

    def made(dice: Random, episodes: int) -> Sets:
        sets = study(dice, episodes)
        middle = median(value for one in sets for value in one[1:])
        return [tuple(int(value > middle) for value in one) for one in sets]

    return made


def alike(days_an_episode: int, *, shared: bool, apart: int) -> Study:
    """Each day's sitting goes by the day before's, and there is one window a day; nothing else than days is chosen.

    ``shared``: a day may serve several comparisons; ``apart``: days between the ordinary ones of an episode.
    """

    def made(dice: Random, episodes: int) -> Sets:
        days = range(28 + episodes * days_an_episode)
        level, minutes = dice.gauss(0, 1), list[int]()
        for _ in days:
            level = ALIKE * level + sqrt(1 - ALIKE**2) * dice.gauss(0, 1)
            minutes.append(round(100 * (sqrt(ALIKE) * level + sqrt(1 - ALIKE) * dice.gauss(0, 1))))
        onsets = [28 + days_an_episode * number + dice.randrange(days_an_episode - 2) for number in range(episodes)]
        taken, sets = set[int](), Sets()
        for onset in onsets:
            chosen: list[int] = []
            for day in range(onset - 1, onset - 29, -1):
                free = (shared or day not in taken) and all(abs(day - other) >= 2 for other in onsets)
                if free and all(abs(day - other) >= apart for other in chosen) and len(chosen) < MOST_CONTROLS:
                    chosen.append(day)
            taken.update(chosen)
            sets += [tuple(minutes[day] for day in (onset, *chosen))] if chosen else []
        return sets

    return made


def _drawn(odds: float, minutes: Callable[[Random, bool], int]) -> Study:
    before = odds * EXPOSED / (odds * EXPOSED + 1 - EXPOSED)

    def made(dice: Random, episodes: int) -> Sets:
        shares = (before, *[EXPOSED] * MOST_CONTROLS)
        return [tuple(minutes(dice, dice.random() < share) for share in shares) for _ in range(episodes)]

    return made


def lives(seed: int, number: int, odds: float, most: int = NUMBERS[-1]) -> list[Sets]:
    """The comparisons of so many simulated diaries, found as the program finds them."""
    found: list[Sets] = []
    for one in range(number):
        dice = Random(1_000_003 * seed + one)  # noqa: S311
        chance: Chance = whatever if odds == 1 else after_more_than(upper(lived(dice, 12), EXPOSED), odds)
        life = lived(dice, round(1.3 * most), chance)
        told = compared(life.episodes, life.intervals)
        found.append([minutes_of(other) for other in told if other.lacking is None])
    return found


def read_off(diaries: Sequence[Sets], episodes: int) -> Found:
    """Each diary as it stood after so many comparable episodes; those that never had so many are left out."""
    long = [sets[:episodes] for sets in diaries if len(sets) >= episodes]
    return Found(len(long), sum(permutation_p(sets) < SIGNIFICANT for sets in long))


def controls_each(diaries: Sequence[Sets]) -> float:
    """How many ordinary days an episode has in the mean."""
    every = [len(one) - 1 for sets in diaries for one in sets]
    return sum(every) / len(every)
