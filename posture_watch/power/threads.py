"""Keeps the threads of a native library together on few cores, whatever number of them it starts."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from posture_watch.power.priority import give_way
from posture_watch.texts import english

T = TypeVar("T")
_TASKS = Path("/proc/self/task")


@dataclass(frozen=True, slots=True)
class Kept:
    """So many ``threads`` keep to ``cores`` (numbered from 0) out of ``available``; no cores: they keep to none."""

    threads: int = 0
    cores: frozenset[int] = frozenset()
    available: int = 0

    @property
    def words(self) -> str:
        """A sentence, in English."""
        if not self.cores:
            return english("the threads of the pose model cannot be kept together on this system")
        return english(
            "{number} threads of the pose model keep to {some} of {all} processor cores, at low priority",
            number=self.threads, some=len(self.cores), all=self.available,
        )  # fmt: skip


def chosen_cores(available: frozenset[int], most: int) -> frozenset[int]:
    """At most so many, and never all where there are two or more. The last ones: interrupts tend to come to the first,
    and processors with cores of two kinds have the frugal ones there (Intel)."""
    number = max(1, min(most, len(available) - 1))
    return frozenset(sorted(available)[-number:])


def made_apart(make: Callable[[], T], most_cores: int) -> tuple[T, Kept]:
    """What ``make`` returns or raises, called in a thread of low priority that keeps to few cores: the threads that
    native code starts meanwhile inherit both on Linux, for good. On Windows they are found afterwards; macOS offers
    nothing of the kind."""
    results: list[tuple[T, Kept]] = []
    errors: list[BaseException] = []

    def work() -> None:
        try:
            results.append(_made_here(make, most_cores))
        except BaseException as error:  # whoever waits gets it
            errors.append(error)

    thread = threading.Thread(target=work, name="make apart", daemon=True)
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return results[0]


def _made_here(make: Callable[[], T], most_cores: int) -> tuple[T, Kept]:
    give_way()
    if sys.platform == "linux":
        available = frozenset(os.sched_getaffinity(0))
        cores = chosen_cores(available, most_cores)
        try:
            os.sched_setaffinity(0, cores)
        except OSError:  # a sandbox forbids it
            return make(), Kept()
        made = make()
        return made, Kept(len(kept_to(cores)) - 1, cores, len(available))  # without this thread, which ends
    if sys.platform == "win32":
        from posture_watch.power.windows_threads import keep_together, own_threads  # noqa: PLC0415  # Windows only

        available = frozenset(range(os.cpu_count() or 1))
        cores = chosen_cores(available, most_cores)
        before = own_threads()
        made = make()
        return made, Kept(keep_together(own_threads() - before, cores), cores, len(available))
    return make(), Kept()


def kept_to(cores: frozenset[int]) -> frozenset[int]:
    """The threads of this process that may run on ``cores`` and nowhere else. On Linux."""
    return frozenset(thread for thread in (int(task.name) for task in _TASKS.iterdir()) if _affinity(thread) == cores)


def _affinity(thread: int) -> frozenset[int]:
    try:
        return frozenset(os.sched_getaffinity(thread)) if sys.platform == "linux" else frozenset()
    except OSError:  # it has ended meanwhile
        return frozenset()
