"""What the process holds at a moment: memory, files, threads. Flat is what does not grow with the hours."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_STATM, _FILES = Path("/proc/self/statm"), Path("/proc/self/fd")
SETTLED_WITHIN_S = 2.0
"""A conversation that has been answered needs a moment until its thread has ended."""
PASSING = ("control-answer", "ask", "Thread-")
"""Threads of one conversation; the last are the timers that cut them off."""


@dataclass(frozen=True, slots=True)
class Held:
    """``passed_s`` into the day. ``memory_kb`` resident, ``objects``: blocks of memory that Python has in use.

    ``files`` and ``memory_kb`` are 0 where there is no /proc.
    """

    passed_s: float
    memory_kb: int
    objects: int
    files: int
    threads: int
    log_kb: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How much more than at the first measure may be held later."""

    memory_kb: int
    objects: int


def hold_now(passed_s: float, log_bytes: int) -> Held:
    """Measured when the conversations of the control channel have ended."""
    end_s = time.monotonic() + SETTLED_WITHIN_S
    while any(t.name.startswith(PASSING) for t in threading.enumerate()) and time.monotonic() < end_s:
        time.sleep(0.001)
    gc.collect()
    memory_kb = int(_STATM.read_text().split()[1]) * os.sysconf("SC_PAGESIZE") // 1024 if _STATM.exists() else 0
    files = len(os.listdir(_FILES)) - 1 if _FILES.exists() else 0  # noqa: PTH208  # less the one that lists them
    return Held(passed_s, memory_kb, sys.getallocatedblocks(), files, threading.active_count(), log_bytes // 1024)


def growth(held: Sequence[Held], limits: Limits) -> list[str]:
    """What grew from the first measure to the last, in words; nothing if all is flat.

    Memory and objects go up and down with what is open at the moment: the least of the later half counts.
    """
    first, later = held[0], held[len(held) // 2 :]
    found: list[str] = []
    memory_kb = min(one.memory_kb for one in later) - first.memory_kb
    objects = min(one.objects for one in later) - first.objects
    if memory_kb > limits.memory_kb:
        found.append(f"memory grew by {memory_kb} kB, more than {limits.memory_kb}")
    if objects > limits.objects:
        found.append(f"{objects} more blocks of memory are in use, more than {limits.objects}")
    if held[-1].files != first.files:
        found.append(f"{held[-1].files} open files, {first.files} at first")
    if held[-1].threads != first.threads:
        found.append(f"{held[-1].threads} threads, {first.threads} at first")
    return found
