"""An hour at a desk as data: who sits still, fidgets, changes posture and leaves when. A seed, no clock, no pictures.

Shares of the time: 70 % still, 20 % small movements, 10 % changes of posture and absence. Still is what people
are: they breathe and sway. A slump that is kept for minutes is still too, but for getting there and back.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from posture_watch.demo.story import UPRIGHT, Stance

Kind = Literal["still", "small", "change", "away"]
Fidget = Literal["turn", "nod", "look down", "talk", "type", "hand to face", "shift"]

LEAST_MINUTES = 3.0
INTRO_S = 75.0
"""The first minute teaches the baseline; nothing happens in it but breathing."""
SMALL_SHARE, CHANGE_SHARE = 0.2, 0.1
SLUMP_FROM_S = 1200.0
"""In shorter stories there is no room for the slump of several minutes."""


@dataclass(frozen=True, slots=True)
class Part:
    """``from_s`` to ``to_s``: what the person does. ``stance`` is reached within ``move_s`` and kept to the end."""

    from_s: float
    to_s: float
    kind: Kind
    name: str
    stance: Stance = UPRIGHT
    move_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Movement:
    """One small movement: ``size`` in degrees (turn), pixels (nod, look down, talk, type) or centimetres (shift)."""

    from_s: float
    length_s: float
    kind: Fidget
    size: float
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Story:
    """Parts follow one another without a gap. ``cloud_at_s``: the light goes down and comes back. ``real``: the names
    of the parts are files with real people."""

    seed: int
    length_s: float
    parts: tuple[Part, ...]
    movements: tuple[Movement, ...]
    cloud_at_s: tuple[float, ...]
    real: bool = False

    def part(self, t_s: float) -> Part:
        """The one at ``t_s`` seconds, the last one for ever after."""
        return next((part for part in self.parts if t_s < part.to_s), self.parts[-1])

    def share(self, *kinds: Kind) -> float:
        """How much of the time is of these kinds."""
        return sum(part.to_s - part.from_s for part in self.parts if part.kind in kinds) / self.length_s


@dataclass(frozen=True, slots=True)
class _Block:
    """What stays together: seconds and kind of each part, in order."""

    parts: tuple[tuple[Kind, str, float, Stance, float], ...]

    def seconds(self, kind: Kind) -> float:
        return sum(part[2] for part in self.parts if part[0] == kind)


def _held(name: str, stance: Stance, move_s: float, held_s: float, back_s: float) -> _Block:
    """A posture that lasts: all of it counts as change."""
    return _Block((("change", name, move_s + held_s, stance, move_s), ("change", "sits up", back_s, UPRIGHT, back_s)))


def _away(seconds: float) -> _Block:
    return _Block(
        (
            ("away", "leaves", 2.5 + seconds, Stance(present=0.0), 2.5),
            ("change", "sits down", 3.0, UPRIGHT, 3.0),
        )
    )


# Well over the limits, and longer than the longest hold and a period: neither noise nor the moment of a look decides
# what is found. The bend of the collar takes 5° off to one side.
TILT_RIGHT = _held("tilts to the right", Stance(tilt_deg=32.0, head_drop=0.1), 3.5, 48.0, 3.5)
TILT_LEFT = _held("tilts to the left", Stance(tilt_deg=-36.0, head_drop=0.02), 4.0, 48.0, 4.0)
NEAR = _held("leans to the screen", Stance(closeness=1.46), 8.0, 44.0, 7.0)
GLANCE_NEAR = _held("leans in and back", Stance(closeness=1.3), 3.5, 5.0, 3.5)
AWAY = _away(42.0)
LONG_AWAY = _away(68.0)
SLUMP = _Block(
    (
        ("change", "sinks", 8.0, Stance(head_drop=0.34, body_sink=0.02, tilt_deg=-6.0), 8.0),
        ("still", "slumped", 330.0, Stance(head_drop=0.34, body_sink=0.02, tilt_deg=-6.0), 0.0),
        ("change", "sits up", 5.0, UPRIGHT, 5.0),
    )
)
DECK = (TILT_RIGHT, AWAY, NEAR, GLANCE_NEAR, TILT_LEFT, LONG_AWAY, NEAR, TILT_RIGHT)
"""In this order until their share of the time is used up; a short story has the first only."""


def told(minutes: float, seed: int) -> Story:
    """The story of so many minutes: the same for the same seed. Raises ValueError below LEAST_MINUTES."""
    if minutes < LEAST_MINUTES:
        raise ValueError(f"a story has {LEAST_MINUTES} minutes or more, not {minutes}")
    rng, length_s = random.Random(seed), 60.0 * minutes  # noqa: S311  # a story, no secret
    blocks = _dealt(length_s)
    slumped_s = sum(block.seconds("still") for block in blocks)
    changed_s = sum(block.seconds("change") + block.seconds("away") for block in blocks)
    small_s = SMALL_SHARE * length_s
    still_s = length_s - small_s - changed_s - slumped_s
    parts = _laid_out(rng, blocks, still_s, small_s)
    movements = tuple(move for part in parts if part.kind == "small" for move in _fidgets(rng, part))
    clouds = tuple(rng.uniform(0.2, 0.9) * length_s for _ in range(round(minutes / 30)))
    return Story(seed, length_s, parts, movements, clouds)


def _dealt(length_s: float) -> list[_Block]:
    left_s, blocks = CHANGE_SHARE * length_s, list[_Block]()
    if length_s >= SLUMP_FROM_S:
        blocks.append(SLUMP)
        left_s -= SLUMP.seconds("change")
    for block in DECK:
        needed_s = block.seconds("change") + block.seconds("away")
        if needed_s <= left_s or not blocks:
            blocks.append(block)
            left_s -= needed_s
    return blocks


def _laid_out(rng: random.Random, blocks: Sequence[_Block], still_s: float, small_s: float) -> tuple[Part, ...]:
    """Blocks at about equal distances; between them stillness and small movements take turns."""
    gaps = len(blocks) + 1
    weights = [rng.uniform(0.7, 1.3) for _ in range(gaps)]
    rest_s = still_s - INTRO_S if still_s > INTRO_S + 10 * gaps else 0.0
    parts, at_s = list[Part](), 0.0

    def add(kind: Kind, name: str, seconds: float, stance: Stance = UPRIGHT, move_s: float = 0.0) -> None:
        nonlocal at_s
        parts.append(Part(at_s, at_s + seconds, kind, name, stance, move_s))
        at_s += seconds

    add("still", "sits", still_s - rest_s)
    for index, weight in enumerate(weights):
        share = weight / sum(weights)
        for kind, seconds in _turns(rng, rest_s * share, small_s * share):
            add(kind, "sits" if kind == "still" else "moves a little", seconds)
        for kind, name, seconds, stance, move_s in blocks[index].parts if index < len(blocks) else ():
            add(kind, name, seconds, stance, move_s)
    return tuple(parts)


def _turns(rng: random.Random, still_s: float, small_s: float) -> list[tuple[Kind, float]]:
    """Small movements of 4 to 25 s, and what lies between: in all so many seconds of each."""
    count = max(1, round(small_s / 12.0))
    small = _scaled([rng.uniform(4.0, 25.0) for _ in range(count)], small_s)
    still = _scaled([rng.expovariate(1.0) + 0.15 for _ in range(count + 1)], still_s)
    turns: list[tuple[Kind, float]] = [("still", still[0])]
    for moved_s, rested_s in zip(small, still[1:], strict=True):
        turns.append(("small", moved_s))
        turns.append(("still", rested_s))
    return [turn for turn in turns if turn[1] > 0]


def _scaled(weights: Sequence[float], total: float) -> list[float]:
    return [weight * total / sum(weights) for weight in weights]


def _fidgets(rng: random.Random, part: Part) -> list[Movement]:
    """What fills a part of small movements: one after the other, hardly a pause between."""
    moves, at_s = list[Movement](), part.from_s
    while part.to_s - at_s > 0.8:
        kind = rng.choice(("turn", "turn", "nod", "look down", "talk", "type", "type", "hand to face", "shift"))
        low_s, high_s, least, most = _SIZES[kind]
        length_s = min(rng.uniform(low_s, high_s), part.to_s - at_s)
        size, down = rng.choice((-1, 1)) * rng.uniform(least, most), rng.uniform(-0.4, 0.4)
        moves.append(Movement(at_s, length_s, kind, size, down))
        at_s += length_s + rng.uniform(0.0, 0.5)
    return moves


_SIZES: dict[Fidget, tuple[float, float, float, float]] = {
    "turn": (1.2, 4.0, 4.0, 15.0),
    "nod": (1.0, 2.5, 3.0, 8.0),
    "look down": (1.2, 4.0, 5.0, 11.0),
    "talk": (3.0, 12.0, 1.0, 2.5),
    "type": (4.0, 15.0, 5.0, 9.0),
    "hand to face": (1.5, 4.0, 1.0, 1.0),
    "shift": (0.8, 2.0, 1.0, 2.0),
}
"""Seconds from and to, and size from and to, in the unit of ``Movement.size``. Engineering choices."""
