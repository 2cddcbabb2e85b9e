"""What somebody does at a computer, one thing after the other: sit, fetch coffee, meet, eat, stand, be elsewhere."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from months.calendar import Session

Doing = Literal["desk", "call", "meeting", "standing", "away", "outage"]
"""``call``: at the desk, nobody wants to be disturbed. ``meeting``: another program has the camera."""


@dataclass(frozen=True, slots=True)
class Activity:
    """Something done for so long (s)."""

    doing: Doing
    seconds: float


def activities(session: Session, dice: random.Random) -> Iterator[Activity]:
    """What fills the session, from its start to its end exactly."""
    left_s, lunch_in_s = session.seconds, (dice.gauss(12.4, 0.2) - session.start_h) * 3600.0
    outage_in_s = math.inf if session.outage_h is None else (session.outage_h - session.start_h) * 3600.0
    wanted = _work(dice, lunch_in_s) if session.manner == "work" else _leisure(dice)
    passed_s = 0.0
    for activity in wanted:
        seconds = min(activity.seconds, left_s)
        healthy_s = max(0.0, min(seconds, outage_in_s - passed_s))
        if healthy_s > 0:
            yield Activity(activity.doing, healthy_s)
        if seconds > healthy_s:
            yield Activity("outage", seconds - healthy_s)
        passed_s += seconds
        left_s -= seconds
        if left_s <= 0:
            return


def _work(dice: random.Random, lunch_in_s: float) -> Iterator[Activity]:
    passed_s = 0.0
    eaten = lunch_in_s <= 0
    while True:
        for activity in _some_work(dice):
            if not eaten and passed_s >= lunch_in_s:
                eaten = True
                lunch = Activity("away", dice.uniform(1800, 3300))
                passed_s += lunch.seconds
                yield lunch
            passed_s += activity.seconds
            yield activity


def _some_work(dice: random.Random) -> Iterator[Activity]:
    """A stretch at the desk, and what ends it."""
    yield Activity("desk", dice.uniform(900, 4500))
    match dice.choices(("coffee", "bathroom", "stand", "meeting", "call", "walk"), (30, 26, 12, 10, 12, 10))[0]:
        case "coffee":
            yield Activity("away", 40.0)
        case "bathroom":
            yield Activity("away", dice.uniform(150, 330))
        case "stand":
            yield Activity("standing", dice.uniform(90, 280))
        case "meeting":
            yield Activity("meeting", dice.uniform(1500, 3600))
        case "call":
            yield Activity("call", dice.uniform(600, 2400))
        case _:
            yield Activity("away", dice.uniform(400, 900))


def _leisure(dice: random.Random) -> Iterator[Activity]:
    while True:
        yield Activity("desk", dice.uniform(2400, 7200))
        yield Activity("away", dice.uniform(60, 600))
