"""What an exercise is: how it is done, how often, what it answers, and what a camera sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from posture_watch.care.claim import Claim
from posture_watch.care.sources import SOURCES

Answer = Literal[
    "head_forward", "rounded_shoulders", "slump", "long_sitting", "tilt", "neck_load", "stiffness", "trunk"
]
"""What of the last hours an exercise answers."""
ANSWERS: tuple[Answer, ...] = get_args(Answer)
Place = Literal["chair", "standing", "floor"]
"""Where it is done: in the chair, on the feet, or on the floor."""
Side = Literal["left", "right"]
"""The user's own."""
SIDES: tuple[Side, Side] = ("left", "right")
Counted = Literal["repetitions", "standing", "leaving"]
"""What a front camera sees of it: each repetition, only that the user is on their feet, or that they walk away."""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise. Words are English, as the catalogue has them: show ``texts.retold``.

    ``repetitions`` (a side, where it has ``sides``) of ``hold_s`` seconds, with ``move_s`` seconds each to get there
    and back, are the whole dose; ``least`` of them still make sense in a short break. ``sets`` are the repetitions of
    a strength block, most first. ``loaded``: asks for strength, not for gentle days. ``bends``: bends the trunk, not
    for the first hour of the day. ``seen`` is None where a front camera cannot tell.
    """

    key: str
    name: str
    purpose: str
    steps: tuple[Claim | str, ...]
    dose: Claim
    answers: tuple[Answer, ...]
    place: Place
    repetitions: int
    hold_s: float
    move_s: float
    least: int = 1
    sets: tuple[int, ...] = ()
    sides: bool = False
    loaded: bool = False
    bends: bool = False
    seen: Counted | None = None
    known: tuple[Claim, ...] = ()
    """What is known of it beside the dose."""

    def __post_init__(self) -> None:
        if not self.key.isidentifier() or not self.name or not self.steps:
            raise ValueError(f"an exercise needs a key, a name and steps, not {self.key!r}, {self.name!r}")
        if set(self.answers) - set(ANSWERS):
            raise ValueError(f"{self.key} cannot answer {self.answers}")
        if not 1 <= self.least <= self.repetitions or self.hold_s < 0 or self.move_s < 0 or not self.repetition_s:
            raise ValueError(f"{self.key} cannot be done {self.repetitions} times of {self.hold_s} + {self.move_s} s")
        if list(self.sets) != sorted(self.sets, reverse=True) or any(count < 1 for count in self.sets):
            raise ValueError(f"{self.key}: sets get smaller, not {self.sets}")

    @property
    def repetition_s(self) -> float:
        """Seconds from one repetition to the next."""
        return self.hold_s + self.move_s

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of every source that something said about it has, each once, in the order of SOURCES."""
        claims = (self.dose, *self.known, *(step for step in self.steps if isinstance(step, Claim)))
        named = {source for claim in claims for source in claim.sources}
        return tuple(key for key in SOURCES if key in named)


def words_of(said: Claim | str) -> str:
    """The English words of a claim or of plain instructions."""
    return said.words if isinstance(said, Claim) else said
