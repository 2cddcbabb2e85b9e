"""What every door that is tried has in common, and how its inputs are drawn: number N is the same input every time."""

from __future__ import annotations

import json
import random
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from fuzzing.mutating import changed_json, dice_of, mutated

SLOW_S = 8.0
"""An input that keeps the program busy for longer is a finding too."""


class Target(ABC):
    """A door. ``try_one`` returns a word for what became of an input; whatever it raises is a finding."""

    name: ClassVar[str]
    words: Sequence[bytes] = ()

    def __init__(self, home: Path) -> None:
        self.home = home
        self.seeds: Sequence[bytes] = self.good()

    @abstractmethod
    def good(self) -> Sequence[bytes]:
        """Inputs that are all right, to begin with."""

    @abstractmethod
    def try_one(self, content: bytes) -> str:
        """What the program makes of it."""

    def close(self) -> None:  # noqa: B027  # most have nothing to end
        """Afterwards."""

    def drawn(self, number: int) -> bytes:
        """Input number ``number``."""
        dice = dice_of(f"{self.name} {number}")
        if dice.random() < 0.02:
            return dice.randbytes(dice.choice((0, 1, 3, 60, 2000)))
        return self.spoilt(dice.choice(self.seeds), dice)

    def spoilt(self, seed: bytes, dice: random.Random) -> bytes:
        """A good input made bad."""
        return mutated(seed, dice, self.words)


class JsonTarget(Target):
    """One whose inputs are one JSON object: half of the changes leave it that."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._trees: list[Any] = [json.loads(seed) for seed in self.seeds]

    def drawn(self, number: int) -> bytes:
        dice = dice_of(f"{self.name} {number}")
        if dice.random() < 0.3:
            return super().drawn(number)
        return changed_json(dice.choice(self._trees), dice)


@dataclass(slots=True)
class Found:
    """What came of a run: how many inputs met which end, and each that broke something with what it broke."""

    inputs: int = 0
    ends: Counter[str] = field(default_factory=Counter[str])
    findings: list[tuple[int, bytes, BaseException]] = field(default_factory=list[tuple[int, bytes, BaseException]])


def numbers(first: int, count: int) -> Iterator[int]:
    """Of the inputs of one run."""
    return iter(range(first, first + count))


def tried(target: Target, first: int, count: int, *, most_findings: int = 5) -> Found:
    """``count`` inputs from number ``first`` on; it ends early after ``most_findings``."""
    found = Found()
    for number in numbers(first, count):
        content = target.drawn(number)
        found.inputs += 1
        began_s = time.monotonic()
        try:
            found.ends[target.try_one(content)] += 1
            took_s = time.monotonic() - began_s
            assert took_s < SLOW_S, f"it took {took_s:.1f} s"
        except Exception as error:  # that is what is looked for
            found.findings.append((number, content, error))
            if len(found.findings) >= most_findings:
                break
    return found
