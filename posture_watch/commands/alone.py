"""For what must not happen under a running monitor's hands."""

from __future__ import annotations

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from posture_watch import __version__
from posture_watch.capture.clock import Clock
from posture_watch.control.lock import AlreadyRunningError, Holder, MonitorLock
from posture_watch.errors import UserError


@contextmanager
def without_monitor(runtime_folder: Path, command: str) -> Generator[None]:
    """Hold the monitor's lock meanwhile. Raises UserError if a monitor runs."""
    with MonitorLock(runtime_folder) as lock:
        try:
            lock.acquire(Holder(os.getpid(), Clock().now().utc, __version__, command))
        except AlreadyRunningError as error:
            raise UserError("The monitor is running and remembers.", "First: posture-watch stop") from error
        yield
