"""Children that do one piece of the program's work and are killed (kill -9) at a random moment of it.

A child is a fork of the tests' own process, so a round costs milliseconds; files, descriptors and locks are its own.
It tells over a pipe what it begins and, after the call has returned, what is done: that is what was acknowledged.
"""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from select import select
from statistics import median
from time import monotonic
from typing import Literal

DEADLINE_S = 60.0
Hit = Literal["before", "within", "after"]
"""Where the kill came: before the first call, within one, or after one had returned."""


class Tell:
    """A child's voice."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    def begin(self, name: object) -> None:
        """The call comes next."""
        os.write(self._pipe, f"begin {name}\n".encode())

    def done(self, name: object) -> None:
        """The call has returned."""
        os.write(self._pipe, f"done {name}\n".encode())

    def line(self, name: str) -> None:
        """Anything else."""
        os.write(self._pipe, f"{name}\n".encode())


Work = Callable[[Tell], object]


@dataclass(frozen=True, slots=True)
class Life:
    """What a child told before it was killed. ``took_s``: from its first word to its end, if it came there."""

    begun: tuple[str, ...]
    done: tuple[str, ...]
    took_s: float | None

    @property
    def pending(self) -> str | None:
        """The call that was begun and had not returned."""
        return self.begun[-1] if len(self.begun) > len(self.done) else None

    @property
    def hit(self) -> Hit:
        """Where the kill came."""
        if self.pending is not None:
            return "within"
        return "after" if self.done else "before"


def live(work: Work, life_s: float) -> Life:
    """Fork, let the child work for ``life_s`` from its first word on, kill it, and tell what it had told."""
    pid, reading = _start(work)
    lines, born_s, ended_s = _listen(reading, life_s)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    rest, _, _ = _listen(reading, None)
    os.close(reading)
    assert os.WIFSIGNALED(status), f"the child ended by itself ({status})"
    told = (lines + rest).decode().splitlines()
    begun = tuple(line[6:] for line in told if line.startswith("begin "))
    done = tuple(line[5:] for line in told if line.startswith("done "))
    return Life(begun, done, None if ended_s is None or born_s is None else ended_s - born_s)


def _start(work: Work) -> tuple[int, int]:
    """A child at work: its process id, and the reading end of what it tells."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _be_child(work, writing)
    os.close(writing)
    return pid, reading


def _be_child(work: Work, writing: int) -> None:
    try:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in (0, 1, 2):
            os.dup2(nowhere, descriptor)
        tell = Tell(writing)
        tell.line("born")
        work(tell)
        tell.line("end")
        signal.pause()
    except BaseException:  # whatever it was: not into the tests' own code, and the parent sees it
        os._exit(3)
    os._exit(4)


def _listen(reading: int, life_s: float | None) -> tuple[bytes, float | None, float | None]:
    """What is said until ``life_s`` after the first word (None: until nobody can say more), and when it began and
    ended."""
    said, born_s, ended_s, until_s = b"", None, None, monotonic() + DEADLINE_S
    while (left_s := until_s - monotonic()) > 0 and select([reading], [], [], left_s)[0]:
        chunk = os.read(reading, 65_536)
        if not chunk:
            break
        if born_s is None and life_s is not None:
            born_s = monotonic()
            until_s = born_s + life_s
        said += chunk
        if said.endswith(b"end\n"):
            ended_s = ended_s or monotonic()
    return said, born_s, ended_s


class Aim:
    """Kills spread evenly over a piece of work that is done once a life: it learns how long that takes."""

    def __init__(self, work: Work, chance: random.Random, *, reach: float = 1.15) -> None:
        self._chance, self._reach = chance, reach
        took_s = live_to_the_end(work)
        self._took_s = [took_s]

    def life_s(self) -> float:
        """How long the next child may live."""
        return self._chance.uniform(0.0, self._reach * median(self._took_s[-15:]))

    def learn(self, life: Life) -> None:
        """From a child that came to the end."""
        if life.took_s is not None:
            self._took_s.append(life.took_s)


def live_to_the_end(work: Work) -> float:
    """How long the work takes that nobody kills, in seconds."""
    pid, reading = _start(work)
    said, born_s = b"", monotonic()
    while not said.endswith(b"end\n") and select([reading], [], [], DEADLINE_S)[0]:
        chunk = os.read(reading, 65_536)
        assert chunk, "the child ended by itself"
        born_s = born_s if said else monotonic()
        said += chunk
    took_s = monotonic() - born_s
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(reading)
    return took_s


@dataclass(slots=True)
class Tally:
    """How many kills came where, over the rounds of one kind."""

    hits: Counter[str]

    @classmethod
    def empty(cls) -> Tally:
        """Nothing killed yet."""
        return cls(Counter())

    def add(self, life: Life) -> None:
        """One more."""
        self.hits[life.hit] += 1

    @property
    def counted(self) -> dict[str, int]:
        """For the page: names in the order of a life."""
        return {"kills": self.hits.total()} | {
            f"{hit} a write": self.hits[hit] for hit in ("before", "within", "after")
        }
