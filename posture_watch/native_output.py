"""MediaPipe and OpenCV write to file descriptor 2 from native code; the user's terminal gets only what we say.

When they crash, the system would write their memory to the disk, with the pictures in it: that is forbidden here too.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
from pathlib import Path

_silenced = False


def silence_native_output(into: Path | None = None) -> None:
    """Give Python's stderr a descriptor of its own and point descriptor 2 at nothing. Call it before libraries load.

    ``into`` keeps what native code writes, for a bug report (a file made anew, for its owner; not for every day:
    a camera with broken frames writes without end). Python's own messages, tracebacks and faulthandler still reach
    the terminal; children that are started inherit the silence. A crash leaves no core file.
    Descriptor 1 is left alone: nothing of native code was seen there. Harmless when repeated, and without a stderr
    (pythonw). Raises OSError if ``into`` cannot be made.
    """
    global _silenced  # noqa: PLW0603  # a process has one descriptor 2
    _forbid_core_dumps()
    if _silenced or sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]  # None under pythonw
        return
    sink = _open_sink(into)
    try:
        _keep_python_stderr()
        os.dup2(sink, 2)
    except (OSError, ValueError):
        return  # descriptor 2 is closed: nothing can be written to a terminal anyway
    finally:
        os.close(sink)
    _silenced = True


def _forbid_core_dumps() -> None:
    """For this process and its children. systemd-coredump keeps to this limit, too."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # Windows has none

        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _open_sink(into: Path | None) -> int:
    if into is None:
        return os.open(os.devnull, os.O_WRONLY)
    return os.open(into, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def _keep_python_stderr() -> None:
    """Move sys.stderr to a copy of descriptor 2, unless somebody has put it elsewhere already."""
    stream = sys.stderr
    stream.flush()
    if not _is_descriptor_2():
        return
    # open() and not FileIO: on Windows it knows how to write to a console
    sys.stderr = open(  # noqa: SIM115, PTH123  # stays open as long as the process, and has no path
        os.dup(2), "w", buffering=1, encoding=stream.encoding, errors=stream.errors or "backslashreplace"
    )
    if faulthandler.is_enabled():
        faulthandler.enable(sys.stderr)


def _is_descriptor_2() -> bool:
    try:
        return sys.stderr.fileno() == 2
    except (OSError, ValueError, AttributeError):
        return False
