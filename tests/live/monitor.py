"""The real monitor in a process of its own, with the fake webcam as its camera."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from posture_watch.control.client import ask
from posture_watch.core.intervals import Interval
from posture_watch.errors import UserError
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from tests.desktop_session import wait_for
from tests.program import PROGRAM, assert_quiet, program_environment

QUICK = """
[camera]
interval_s = 0.2
use = "open"
[baseline]
learn_s = 5
[smoothing]
median_s = 0
mean_s = 0.5
[notifications]
backend = "console"
"""
"""Settings that make a test short: five frames a second, a baseline after five seconds."""

_BUFFER_BYTES = 2 * 1024 * 1024
START_S, SOON_S = 20.0, 15.0


class Webcam:
    """The fake webcam of one test: ``set`` changes what it does, ``environment`` is what a process needs to see it."""

    def __init__(self, library: Path, frames: Path, folder: Path, *, fps: float = 15.0) -> None:
        self._control = folder / "webcam"
        self.environment = {
            "LD_PRELOAD": str(library),
            "FAKECAM_FRAMES": str(frames),
            "FAKECAM_CTL": str(self._control),
            "FAKECAM_FPS": str(fps),
        }
        self.set("ok")

    def set(self, state: str) -> None:
        """ok, stall, hang, unplug, absent, busy, forbidden, empty, garbage."""
        fresh = self._control.with_suffix(".new")
        fresh.write_text(state)
        fresh.replace(self._control)


class MonitorProcess:
    """`posture-watch run`, started at once. What it prints goes to files."""

    def __init__(
        self,
        home: Path,
        webcam: Webcam,
        *,
        extra: Mapping[str, str] | None = None,
        source: str | None = "0",
        words: Sequence[str] = (),
    ) -> None:
        home.mkdir(exist_ok=True)
        self.paths = paths_below(home)
        self._out, self._err = home / "stdout", home / "stderr"
        environment = program_environment(home, {**webcam.environment, **(extra or {})})
        with self._out.open("ab") as out, self._err.open("ab") as err:
            self.process = subprocess.Popen(
                [*PROGRAM, "run", *(["--source", source] if source else []), *words],
                env=environment,
                cwd=home.parent,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                start_new_session=True,
            )

    @property
    def printed(self) -> str:
        return self._out.read_text() + self._err.read_text()

    def status(self) -> Mapping[str, Any]:
        """The present; empty while it does not answer."""
        with contextlib.suppress(UserError):
            reply = ask(self.paths.runtime_folder, "status")
            return reply if reply["pid"] == self.process.pid else {}
        return {}

    def wait(
        self, fits: Callable[[Mapping[str, Any]], object], *, what: str, within_s: float = SOON_S
    ) -> dict[str, Any]:
        """The first status that fits."""
        seen: list[Mapping[str, Any]] = []

        def found() -> bool:
            assert self.process.poll() is None, f"it ended with {self.process.returncode}: {self.printed}"
            seen.append(self.status())
            return bool(seen[-1]) and bool(fits(seen[-1]))

        try:
            wait_for(found, within_s=within_s, what=what)
        except AssertionError as error:
            raise AssertionError(f"{error}; the last status was {seen[-1]}; printed: {self.printed}") from None
        return dict(seen[-1])

    def wait_until_good(self) -> dict[str, Any]:
        """Until the person sits well, measured against a baseline, and has done so for a moment."""
        return self.wait(
            lambda now: now["state"] == "good" and now["sitting_s"] > 1, what="good posture", within_s=START_S
        )

    def holds_camera(self) -> bool:
        """Whether the webcam's picture buffers are mapped: it streams to this process."""
        return streams_to(self.process.pid)

    def end(self, kind: signal.Signals = signal.SIGTERM, *, within_s: float = 10.0) -> int:
        """Signal it, wait, and return the exit code (negative: killed by that signal)."""
        if self.process.poll() is None:
            self.process.send_signal(kind)
        return self.process.wait(within_s)

    def kill(self) -> None:
        """SIGKILL, if it is still there."""
        self.process.kill()
        self.process.wait(10)

    def require_quiet(self) -> None:
        """AssertionError if it printed a traceback or a library's chatter, there or in its text log."""
        assert_quiet(self.printed)
        text_log = self.paths.log_file
        if text_log.exists():
            assert_quiet(text_log.read_text())

    def intervals(self) -> list[Interval]:
        """Everything in the log, in order."""
        with Log.open_readonly(self.paths.database_file) as log:
            return log.intervals(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def streams_to(pid: int) -> bool:
    """Whether the webcam's picture buffers are mapped by process ``pid``: it streams to it."""
    ranges = [line.split() for line in Path(f"/proc/{pid}/maps").read_text().splitlines()]
    shared = [entry[0].split("-") for entry in ranges if entry[1] == "rw-s"]
    return any(int(last, 16) - int(first, 16) == _BUFFER_BYTES for first, last in shared)
