"""MediaPipe and OpenCV write to file descriptor 2 from native code; the user's terminal gets only what we say."""

from __future__ import annotations

import faulthandler
import io
import os
import sys

_silenced = False


def silence_native_output() -> None:
    """Give Python's stderr a descriptor of its own and point descriptor 2 at nothing. Call it before libraries load.

    Python's own messages and tracebacks still reach the terminal; children that are started inherit the silence.
    Harmless when repeated, and without a stderr (pythonw).
    """
    global _silenced  # noqa: PLW0603  # a process has one descriptor 2
    if _silenced or sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]  # None under pythonw
        return
    try:
        sys.stderr.flush()
        private = os.dup(2)
    except (OSError, ValueError):
        return  # descriptor 2 is closed: nothing can be written to a terminal anyway
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    os.close(nothing)
    encoding, errors = sys.stderr.encoding, sys.stderr.errors or "backslashreplace"
    sys.stderr = io.TextIOWrapper(io.FileIO(private, "w"), encoding=encoding, errors=errors, line_buffering=True)
    if faulthandler.is_enabled():
        faulthandler.enable(sys.stderr)
    _silenced = True
