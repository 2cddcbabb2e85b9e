"""Whether a window can be opened here. Qt ends the process if not, so another process tries first."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from posture_watch.texts import text

TRY_S = 15.0
"""A cold start of Qt takes seconds on a slow disk."""
_TRY = (
    "from PySide6.QtWidgets import QApplication\n"
    "app = QApplication([])\n"
    "import sys\n"
    "sys.exit(0 if app.primaryScreen() is not None else 3)\n"
)


def why_no_window(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> str:
    """Why no window can be shown; "" if one can."""
    if system not in ("win32", "darwin") and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return text("there is no screen here")
    try:
        tried = subprocess.run(  # noqa: S603  # our own interpreter
            [sys.executable, "-c", _TRY],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=TRY_S,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return text("the window system does not answer")
    return "" if tried.returncode == 0 else _why(tried.stderr)


def _why(said: str) -> str:
    """The line of Qt's that helps: a library by name, or the screen that is not there."""
    for line in reversed(said.splitlines()):
        if "PySide6" in line and "No module" in line:
            return text("PySide6 is not installed")
        if ".so" in line or "needed" in line:
            return text("a library is missing: {line}", line=line.strip().removeprefix("ImportError: "))
        if "could not connect to display" in line:
            return text("the screen does not answer")
    return text("Qt does not start")
