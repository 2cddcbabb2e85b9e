"""All trials of a report, run in as many processes as there are processors."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from stopping import leave_it_to_the_parent

from simulation.distributions import SEEDS
from simulation.judging import Outcome, outcomes
from simulation.movements import MOVEMENTS
from simulation.scenes import Trial

POSTURES = tuple(name for name, movement in MOVEMENTS.items() if movement.kind == "posture")
INNOCENT = tuple(name for name, m in MOVEMENTS.items() if m.kind == "innocent" and name not in ("upright", "reseated"))
BASELINES = (1, 5, 20)
REPLICATES = 4
"""Upright people are tested so often, each time anew: one in a hundred is to be told."""
HELD_S = 30
"""Three time constants of the program's smoothing."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is simulated: a name for the tables, and what is different about them."""

    name: str
    trial: Trial


def crowds(people: int, seed: int, *, quality_gate: bool) -> list[Crowd]:
    """The first stands for all; the others are reported beside it."""
    first = Trial("upright", 0.0, people, seed, held_s=HELD_S, quality_gate=quality_gate)
    other = SEEDS[1] if seed != SEEDS[1] else SEEDS[0]
    return [
        Crowd("people", first),
        Crowd("second seed", replace(first, seed=other)),
        Crowd("wider bodies", replace(first, wider=True)),
        Crowd("noise measured again", replace(first, noise="remeasured")),
    ]


def upright_trials(trial: Trial, movement: str = "upright") -> list[Trial]:
    """The same people sitting well (or sitting down anew), tested several times."""
    size = MOVEMENTS[movement].sizes[0]
    return [replace(trial, movement=movement, size=size, again=i) for i in range(REPLICATES)]


def posture_trials(trial: Trial, movement: str) -> list[Trial]:
    """One trial for each size of the movement."""
    return [replace(trial, movement=movement, size=size) for size in MOVEMENTS[movement].sizes]


@dataclass(frozen=True, slots=True)
class Results:
    """Outcomes by trial."""

    by_trial: Mapping[Trial, Sequence[Outcome]]

    def of(self, trials: Iterable[Trial]) -> list[Outcome]:
        """The outcomes of these trials in one list."""
        return [outcome for trial in trials for outcome in self.by_trial[trial]]


def run(trials: Iterable[Trial]) -> Results:
    """Run each once."""
    todo = list(dict.fromkeys(trials))
    workers = os.cpu_count() or 1
    if workers == 1:
        return Results({trial: outcomes(trial) for trial in todo})
    with ProcessPoolExecutor(workers, initializer=leave_it_to_the_parent) as pool:
        try:
            return Results(dict(zip(todo, pool.map(outcomes, todo), strict=True)))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
