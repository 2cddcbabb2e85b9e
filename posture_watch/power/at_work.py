"""Whether something that takes long gets on: by what its threads have run and waited for, not by the clock alone.

Whoever is slow on a busy computer waits for a processor or the disk; whoever hangs sleeps and wants nothing.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

IDLE_AFTER_S = 3.0
"""Asleep for so long in a row: nothing is going on any more. Loading the pose model keeps a thread busy throughout."""
BLIND_IDLE_AFTER_S = 30.0
"""The same where the system does not say who waits for a disk (or for a virus scanner that reads the model first)."""
MOST_CPU_S = 20.0
"""Processor time after which something turns in a circle: loading the pose model takes less than one here."""
_LEAST_SHARE = 0.1
"""Of the time since the last look: one that is at work runs, or waits to, for more; a sleeper for next to none."""
_LEAST_CPU_SHARE = 0.02
"""The same where only the processor time of the whole process is known, and not who waits."""
_LONGEST_LOOK_S = 1.5
"""What one look may add to a sleep: whoever could not look for longer was not awake either."""
_TASKS = Path("/proc/self/task")


@dataclass(frozen=True, slots=True)
class Threads:
    """``ran_s``: thread → what it has run, or waited for a processor, so far. ``disk``: one waits for a disk now."""

    ran_s: dict[int, float] = field(default_factory=dict[int, float])
    disk: bool = False


class Progress:
    """Of what the calling thread starts next; threads that run already do not count. ``tasks``: as Linux has them."""

    def __init__(self, tasks: Path = _TASKS) -> None:
        self._tasks = tasks
        running = threads_of(tasks).ran_s
        self._others = frozenset(running)
        self._tells = any(running.values())
        """Whether the system says who runs and waits; a kernel that does not keep count has zeros there."""
        self._before = Threads()
        self._began_cpu_s = self._cpu_s = time.process_time()
        self._looked_s = time.monotonic()
        self._idle_s = 0.0

    def has_ended(self) -> bool:
        """Whether it does not get on any more, or has used more than it ever may. To be asked about each second."""
        now_s, before_s = time.monotonic(), self._looked_s
        self._looked_s = now_s
        got_on = self._got_on(now_s - before_s)
        self._idle_s = 0.0 if got_on else self._idle_s + min(now_s - before_s, _LONGEST_LOOK_S)
        idle_after_s = IDLE_AFTER_S if self._tells else BLIND_IDLE_AFTER_S
        return self._idle_s >= idle_after_s or self._cpu_s - self._began_cpu_s >= MOST_CPU_S

    def _got_on(self, passed_s: float) -> bool:
        before_cpu_s, self._cpu_s = self._cpu_s, time.process_time()
        before, self._before = self._before, threads_of(self._tasks, self._others)
        if not self._tells:
            return self._cpu_s - before_cpu_s >= _LEAST_CPU_SHARE * passed_s
        since_s = sum(ran_s - before.ran_s.get(thread, 0.0) for thread, ran_s in self._before.ran_s.items())
        return self._before.disk or since_s >= _LEAST_SHARE * passed_s


def threads_of(tasks: Path, others: frozenset[int] = frozenset()) -> Threads:
    """All but ``others``; none where the system does not say."""
    ran_s: dict[int, float] = {}
    disk = False
    try:
        found = [task for task in tasks.iterdir() if int(task.name) not in others]
    except OSError:
        return Threads()
    for task in found:
        try:
            ran_ns, waited_ns, _ = (task / "schedstat").read_text().split()
            state = (task / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:  # it has ended meanwhile
            continue
        ran_s[int(task.name)] = (int(ran_ns) + int(waited_ns)) / 1e9
        disk = disk or state == "D"
    return Threads(ran_s, disk)
