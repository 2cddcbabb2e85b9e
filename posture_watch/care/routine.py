"""A break of so many minutes, put together of exercises: answers to the last hours, the least done first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from posture_watch.care.claim import Claim
from posture_watch.care.exercise import Answer, Exercise, Side

Kind = Literal["break", "strength"]
Minutes = Literal[1, 3, 5]


@dataclass(frozen=True, slots=True)
class Item:
    """One piece: ``repetitions`` of ``hold_s`` + ``exercise.move_s`` seconds on one side, or without sides.

    ``ready_s`` seconds to read and to take the position come before it. ``part`` is the set of a strength block, from
    1, or the part of a dose that is done again; 1 else.
    """

    exercise: Exercise
    repetitions: int
    hold_s: float
    ready_s: float
    side: Side | None = None
    part: int = 1

    def __post_init__(self) -> None:
        if self.repetitions < 1 or self.hold_s < 0 or self.ready_s < 0 or (self.side is None) is self.exercise.sides:
            raise ValueError(
                f"{self.exercise.key} cannot be done {self.repetitions} times, {self.hold_s} s, {self.side}"
            )

    @property
    def repetition_s(self) -> float:
        """Seconds from one repetition to the next."""
        return self.hold_s + self.exercise.move_s

    @property
    def seconds(self) -> float:
        """Seconds of moving, without getting ready."""
        return self.repetitions * self.repetition_s

    @property
    def whole_s(self) -> float:
        """Seconds with getting ready."""
        return self.ready_s + self.seconds


@dataclass(frozen=True, slots=True)
class Routine:
    """What a guided break goes through, in this order; ``breathing_s`` seconds of slow breathing come last.

    ``answers`` is what of the last hours it answers. ``notes`` are to be shown before it starts.
    """

    kind: Kind
    items: tuple[Item, ...]
    answers: tuple[Answer, ...] = ()
    breathing_s: float = 0.0
    notes: tuple[Claim, ...] = field(default=())

    @property
    def seconds(self) -> float:
        """From start to end."""
        return sum(item.whole_s for item in self.items) + self.breathing_s

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Each once, in order."""
        return tuple(dict.fromkeys(item.exercise for item in self.items))
