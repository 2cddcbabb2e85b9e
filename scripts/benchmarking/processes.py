"""What the kernel says of a process: processor time, sleeps that ended (wake-ups), resident memory, threads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WEBCAM_THREAD = "fakecam"
"""The fake webcam's own thread stands for hardware and driver: it is counted apart."""
TICKS_A_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Use:
    """So far. ``cpu_s`` and ``wakeups`` are without the webcam's thread, whose are apart; children that ended are in
    ``cpu_s``. ``wakeups``: times that a thread slept and was woken (voluntary context switches)."""

    cpu_s: float
    wakeups: int
    resident_mb: float
    peak_mb: float
    threads: int
    webcam_cpu_s: float
    webcam_wakeups: int


class Meter:
    """Of one process and its children. Ask often enough: what threads did that ended in between is in the time only."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._gone: dict[int, int] = {}
        self._last: dict[int, int] = {}

    def read(self) -> Use:
        """Raises ProcessLookupError or FileNotFoundError if the process is gone."""
        main = Path(f"/proc/{self._pid}")
        fields = (main / "stat").read_text().rpartition(")")[2].split()
        said = dict(line.split(":", 1) for line in (main / "status").read_text().splitlines() if ":" in line)
        own, webcam, webcam_cpu_s = dict[int, int](), 0, 0.0
        for task, name in _threads(main):
            switches = _switches(task)
            if name == WEBCAM_THREAD:
                webcam, webcam_cpu_s = webcam + switches, webcam_cpu_s + _run_s(task)
            else:
                own[int(task.name)] = switches
        self._gone.update({tid: n for tid, n in self._last.items() if tid not in own})
        self._last = own
        return Use(
            cpu_s=sum(int(fields[n]) for n in (11, 12, 13, 14)) / TICKS_A_S - webcam_cpu_s,
            wakeups=sum(own.values()) + sum(self._gone.values()),
            resident_mb=int(said["VmRSS"].split()[0]) / 1024,
            peak_mb=int(said["VmHWM"].split()[0]) / 1024,
            threads=int(said["Threads"]),
            webcam_cpu_s=webcam_cpu_s,
            webcam_wakeups=webcam,
        )


def _threads(process: Path) -> Iterator[tuple[Path, str]]:
    for task in (process / "task").iterdir():
        try:
            yield task, (task / "comm").read_text().strip()
        except (FileNotFoundError, ProcessLookupError):
            continue


def _switches(task: Path) -> int:
    try:
        text = (task / "status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("voluntary"))


def _run_s(task: Path) -> float:
    try:
        return int((task / "schedstat").read_text().split()[0]) / 1e9
    except FileNotFoundError:  # a kernel without it
        fields = (task / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_A_S
