"""Ctrl-C ends a script with one line and exit code 130, wherever it is: also among its imports."""

from __future__ import annotations

import os
import signal
import sys
from functools import partial
from types import FrameType

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


def stop_kindly() -> None:
    """From now on. A second Ctrl-C ends the process at once."""
    signal.signal(signal.SIGINT, partial(_stop, os.getpid()))


def leave_it_to_the_parent() -> None:
    """For worker processes: a terminal interrupts them too, and one line is enough."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _stop(own_pid: int, _number: int, _frame: FrameType | None) -> None:
    if os.getpid() != own_pid:
        return  # a worker process that has only just been forked
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    print("Stopped.", file=sys.stderr, flush=True)
    raise SystemExit(INTERRUPTED)
