"""A break of so many minutes, put together of exercises: answers to the last hours, the least done first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from posture_watch.care.choosing import Done, answering, done_by_key, in_order
from posture_watch.care.claim import Claim
from posture_watch.care.exercise import SIDES, Answer, Exercise, Side
from posture_watch.care.exercises import BY_KEY, DESK, EASY, GENTLE, MORNING, SAFETY, STRENGTH
from posture_watch.care.lately import Lately
from posture_watch.core.practice import Practised

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
    """What a guided break goes through, in this order; ``breathing_s`` seconds for slow breathing come last, getting
    ready for it included.

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


READY_S = 6.0
"""To read an exercise and sit or stand ready for it (starting guess)."""
OTHER_SIDE_S = 3.0
NEXT_SET_S = 15.0
"""A rest before the next, smaller set (starting guess)."""
BREATHING_S = 60.0
LONGEST_WALK_S = 300.0
MOVES: dict[Minutes, int] = {1: 2, 3: 3, 5: 3}
"""Desk moves in a break."""
WATER = Claim("Thirsty? Fetching a glass of water gets you up, too.", ("ours",))


def routine(
    minutes: Minutes,
    lately: Lately,
    done_today: Iterable[Practised],
    *,
    gentle: bool = False,
    water: bool = False,
    breathing: bool = False,
) -> Routine:
    """A break that takes at most so many minutes, with each exercise once.

    The first choice answers the last hours; every other is the one that was done least today. Chairs come before
    standing, a walk comes last. None of it asks for strength; ``gentle`` takes only
    easy moves, and says so.
    """
    breathing_s = BREATHING_S if breathing and minutes > 1 else 0.0
    budget_s = 60.0 * minutes - breathing_s
    done = done_by_key(done_today)
    suitable = [e for e in _suitable(DESK, lately) if not gentle or e.key in EASY]
    pool = [e for e in suitable if least_s(e) <= budget_s]
    walk = BY_KEY["walk"]
    if minutes == 5:
        moves = _chosen(pool, budget_s - least_s(walk), MOVES[5], done, lately.answers)
        items = _filled([*moves, walk], budget_s)
    else:
        pool = [*pool, walk] if least_s(walk) < budget_s else pool
        items = _filled(_chosen(pool, budget_s, MOVES[minutes], done, lately.answers), budget_s)
    answered = {answer for item in items for answer in item.exercise.answers}
    answers: tuple[Answer, ...] = tuple(answer for answer in lately.answers if answer in answered)
    notes = (*SAFETY, *((GENTLE,) if gentle else ()), *((WATER,) if water and _gets_up(items) else ()))
    return Routine("break", items, answers, breathing_s, notes)


def walking(minutes: float) -> Routine:
    """Nothing but a walk, of at least a minute; always possible instead of any other break."""
    walk = BY_KEY["walk"]
    hold_s = min(LONGEST_WALK_S, max(60.0, 60.0 * minutes - READY_S))
    return Routine("break", (Item(walk, 1, hold_s, READY_S),), (), 0.0, SAFETY)


def chosen(exercises: Iterable[Exercise], *, gentle: bool = False) -> Routine:
    """The whole dose of each, once, in the order given. ``gentle`` leaves out all but easy moves, and says so; with
    nothing else chosen there are no items."""
    wanted = dict.fromkeys(exercises)
    done = [exercise for exercise in wanted if not gentle or exercise.key in EASY]
    items = [item for e in done for item in (_sets(e) if e.sets else _items(e, e.repetitions))]
    return Routine("break", tuple(items), (), 0.0, SAFETY if len(done) == len(wanted) else (GENTLE, *SAFETY))


def strength_block(lately: Lately, *, gentle: bool = False) -> Routine:
    """The block of two or three times a week, each exercise in sets that get smaller; the first hour of the
    day leaves bending out. ``gentle`` gives a break of easy moves instead: nothing of the block has been done then."""
    if gentle:
        return routine(5, lately, (), gentle=True)
    warm_up = _suitable(("cat_camel",), lately)
    items = [item for exercise in warm_up for item in _items(exercise, exercise.repetitions)]
    for exercise in _suitable(STRENGTH, lately):
        items.extend(_sets(exercise))
    return Routine("strength", tuple(items), (), 0.0, (*SAFETY, *((MORNING,) if lately.early else ())))


def least_s(exercise: Exercise) -> float:
    """Seconds that the exercise takes if it is done as little as makes sense, both sides and getting ready."""
    return sum(item.whole_s for item in _items(exercise, exercise.least))


def _suitable(keys: Iterable[str], lately: Lately) -> list[Exercise]:
    return [BY_KEY[key] for key in keys if not (lately.early and BY_KEY[key].bends)]


def _chosen(
    pool: Sequence[Exercise], budget_s: float, count: int, done: dict[str, Done], answers: Sequence[Answer]
) -> list[Exercise]:
    """At most ``count`` that fit, the first of them one that answers, if any does."""
    taken: list[Exercise] = []
    left_s = budget_s
    while len(taken) < count:
        fitting = [e for e in pool if e not in taken and least_s(e) <= left_s]
        first = answering(fitting, answers) if not taken else []
        ordered = in_order(first or fitting, done, answers)
        if not ordered:
            break
        taken.append(ordered[0])
        left_s -= least_s(ordered[0])
    return taken


def _filled(exercises: Iterable[Exercise], budget_s: float) -> tuple[Item, ...]:
    """Items in the order they are done, with as many repetitions of each as the time and the dose allow."""
    ordered = sorted(exercises, key=lambda e: (e.key == "walk", e.place == "standing"))
    counts = {exercise: exercise.least for exercise in ordered}
    left_s = budget_s - sum(least_s(exercise) for exercise in ordered)
    growing = [e for e in ordered if e.least < e.repetitions]
    while growing:
        for exercise in list(growing):
            more_s = exercise.repetition_s * (2 if exercise.sides else 1)
            if counts[exercise] == exercise.repetitions or more_s > left_s:
                growing.remove(exercise)
            else:
                counts[exercise] += 1
                left_s -= more_s
    items = [item for exercise in ordered for item in _items(exercise, counts[exercise])]
    if items and items[-1].exercise.key == "walk":
        longer_s = min(LONGEST_WALK_S, items[-1].hold_s + left_s)
        items[-1] = replace(items[-1], hold_s=float(int(longer_s)))
    return tuple(items)


def _items(exercise: Exercise, repetitions: int) -> list[Item]:
    if not exercise.sides:
        return [Item(exercise, repetitions, exercise.hold_s, READY_S)]
    return [
        Item(exercise, repetitions, exercise.hold_s, OTHER_SIDE_S if number else READY_S, side)
        for number, side in enumerate(SIDES)
    ]


def _sets(exercise: Exercise) -> list[Item]:
    """Every set, both sides of it, with a rest before the next."""
    items: list[Item] = []
    for part, repetitions in enumerate(exercise.sets, start=1):
        first, *other = _items(exercise, repetitions)
        rested = replace(first, ready_s=READY_S if part == 1 else NEXT_SET_S, part=part)
        items.extend([rested, *(replace(item, part=part) for item in other)])
    return items


def _gets_up(items: Iterable[Item]) -> bool:
    return any(item.exercise.place == "standing" for item in items)
