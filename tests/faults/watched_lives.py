"""Lives of the real monitor on the fake webcam: what it let others see and what it answered, up to the kill."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from posture_watch.control.client import ask
from posture_watch.control.request import Command
from posture_watch.core.intervals import Interval
from posture_watch.errors import UserError
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from tests.program import ROOT, program_environment

FAR = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
ORDERS: Mapping[Command, float] = {"pause": 900.0, "snooze": 600.0}
"""What may be asked, and for how many seconds it then holds."""


@dataclass(slots=True)
class Seen:
    """What was acknowledged: rows that a reader of the log saw, and orders that were answered."""

    intervals: dict[datetime, Interval] = field(default_factory=dict[datetime, Interval])
    entries: int = 0
    orders: set[str] = field(default_factory=set[str])
    answered: bool = False
    watched_utc: datetime | None = None
    killed_utc: datetime | None = None

    def lost_s(self, found: Iterable[Interval]) -> float:
        """How long somebody had been watched, at the kill, of which the log knows nothing."""
        if self.watched_utc is None or self.killed_utc is None or self.orders:
            return 0.0
        return (self.killed_utc - max([self.watched_utc, *(one.end_utc for one in found)])).total_seconds()

    def look(self, database: Path) -> None:
        """Read the log as `report` does beside a running monitor."""
        with Log.open_readonly(database) as log:
            for one in log.intervals(*FAR):
                self.intervals[one.start_utc] = one
            self.entries = max(self.entries, sum(1 for _ in log.history(*FAR)))


class Zygote:
    """The warmed-up process, one monitor at a time."""

    def __init__(self, home: Path, webcam: Mapping[str, str]) -> None:
        self.paths = paths_below(home)
        environment = program_environment(home, {**webcam, "ZYGOTE_SAID": str(home / "said")})
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.zygote"], env=environment, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self._line() == "ready"

    def start(self) -> int:
        """A monitor's process id."""
        assert self._process.stdin is not None
        self._process.stdin.write("run --source 0\n")
        self._process.stdin.flush()
        return int(self._line())

    def ended(self) -> int:
        """How the last one ended, as waitpid has it."""
        return int(self._line())

    def close(self) -> None:
        """No more of them."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def live(self, life_s: float, chance: random.Random) -> Seen:
        """One life of ``life_s``, with an order in it perhaps; it is killed at its end."""
        seen, pid, until_s = Seen(), self.start(), monotonic() + life_s
        order: Command | None = chance.choice((None, None, "pause", "snooze"))
        order_s = chance.uniform(0.0, life_s)
        while (left_s := until_s - monotonic()) > 0:
            answer = self.status()
            seen.answered |= answer.get("pid") == pid
            if answer.get("person") and seen.watched_utc is None:
                seen.watched_utc = datetime.now(UTC)
            if seen.answered:
                seen.look(self.paths.database_file)
            if order and seen.answered and left_s < order_s:
                if self._ask(order, seconds=ORDERS[order]).get("done"):
                    seen.orders.add(order)
                order = None
            sleep(max(0.0, min(0.05, until_s - monotonic())))
        os.kill(pid, signal.SIGKILL)
        seen.killed_utc = datetime.now(UTC)
        assert os.WIFSIGNALED(self.ended()), "it ended by itself"
        return seen

    def status(self) -> Mapping[str, Any]:
        """What the monitor says; empty while it says nothing."""
        return self._ask("status")

    @property
    def said(self) -> str:
        """What all of them have printed."""
        return (self.paths.config_file.parent / "said").read_text()

    def _ask(self, what: Command, **more: float) -> Mapping[str, Any]:
        try:
            return ask(self.paths.runtime_folder, what, **more)
        except UserError:
            return {}
