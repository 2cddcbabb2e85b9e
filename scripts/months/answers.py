"""How the simulated user takes a reminder: some are answered, some obeyed without a word, some ignored."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Literal

from posture_watch.core.answering import Answer

Reply = Answer | Literal["moves", "walks", "nothing"]


@dataclass(frozen=True, slots=True)
class Response:
    """What the user does, and how long after the reminder (s)."""

    reply: Reply
    after_s: float


POSTURE: dict[Reply, float] = {"moves": 52, "nothing": 24, "not_now": 9, "wrong": 5, "snooze": 7, "break": 3}
MOVE: dict[Reply, float] = {"walks": 34, "moves": 6, "nothing": 32, "not_now": 10, "wrong": 1, "snooze": 9, "break": 8}
"""Shares of 100 (starting guesses)."""


def respond(kind: str, dice: random.Random) -> Response:
    """The reaction to a reminder of this kind."""
    shares = POSTURE if kind == "posture" else MOVE
    reply = dice.choices(list(shares), list(shares.values()))[0]
    return Response(reply, dice.uniform(8, 90))
