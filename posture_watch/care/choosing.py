"""Which exercises come next: first one that answers the last hours, then what was done least and longest ago today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from posture_watch.care.exercise import Answer, Exercise
from posture_watch.core.practice import Practised

SAME_BREAK = timedelta(minutes=10)
"""Both sides of an exercise in one break are one time of doing it; rows so close together count once."""


@dataclass(frozen=True, slots=True)
class Done:
    """How often an exercise was done today, and when last."""

    times: int = 0
    last: datetime | None = None


def done_by_key(practised: Iterable[Practised]) -> dict[str, Done]:
    """By the exercise's key, whatever order the rows come in."""
    done: dict[str, Done] = {}
    for row in sorted(practised, key=lambda row: row.at_utc):
        before = done.get(row.exercise, Done())
        again = before.last is None or row.at_utc - before.last >= SAME_BREAK
        done[row.exercise] = Done(before.times + again, row.at_utc)
    return done


def in_order(candidates: Sequence[Exercise], done: dict[str, Done], answers: Sequence[Answer]) -> list[Exercise]:
    """The least done first; of these the one that answers most, then the one that was done longest ago."""

    def rank(exercise: Exercise) -> tuple[int, int, float]:
        own = done.get(exercise.key, Done())
        answering = min((answers.index(answer) for answer in exercise.answers if answer in answers), default=99)
        return own.times, answering, own.last.timestamp() if own.last else 0.0

    return sorted(candidates, key=rank)


def answering(candidates: Iterable[Exercise], answers: Sequence[Answer]) -> list[Exercise]:
    """Those that answer anything of it."""
    return [exercise for exercise in candidates if set(exercise.answers) & set(answers)]
