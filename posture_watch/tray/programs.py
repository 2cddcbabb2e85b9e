"""Our own commands in processes of their own: what is typed, and the environment they get."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from posture_watch.errors import UserError
from posture_watch.notify.environment import without_entries
from posture_watch.texts import text

_ROOT = Path(__file__).parents[2]

# Libraries that were imported before us, or a wrapper, point these at their own parts.
_OF_QT = (
    "QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR", "QT_PLUGIN_PATH", "QML_IMPORT_PATH", "QML2_IMPORT_PATH",
    "LD_LIBRARY_PATH",
)  # fmt: skip
_INSIDE_A_LIBRARY = re.compile(r"[\\/](cv2|opencv_python[^\\/]*|PySide6)([\\/]|$)")

# Windows: no console window, and Ctrl-C in ours is not theirs.
_FLAGS = 0x0800_0000 | 0x0000_0200 if sys.platform == "win32" else 0


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str


def own_command(*words: str) -> list[str]:
    """The command line of ``posture-watch WORDS``, by the Python that runs us and nothing of the current folder."""
    return [sys.executable, "-P", "-m", "posture_watch.cli", *words]


def child_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """A copy without the paths that Qt or OpenCV wrote for themselves: their children would load the wrong parts.

    A child finds our package where we did, also where it runs from its sources without being installed.
    """
    clean = without_entries(environment, _OF_QT, _INSIDE_A_LIBRARY)
    if _ROOT.name not in ("site-packages", "dist-packages"):
        found = [entry for entry in clean.get("PYTHONPATH", "").split(os.pathsep) if entry]
        clean["PYTHONPATH"] = os.pathsep.join(dict.fromkeys([str(_ROOT), *found]))
    return clean


def start_apart(*words: str, stderr: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start a command that lives on if we die. ``stderr``: a file descriptor. OSError if it cannot be started."""
    return subprocess.Popen(  # noqa: S603  # our own program
        own_command(*words),
        env=child_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=stderr,
        start_new_session=sys.platform != "win32",
        creationflags=_FLAGS,
    )


def run_words(*words: str, within_s: float = 30.0) -> Ran:
    """One command to its end. UserError if it cannot be run or takes too long."""
    command = " ".join(("posture-watch", *words))
    try:
        done = subprocess.run(  # noqa: S603  # our own program
            own_command(*words),
            env={**child_environment(), "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=within_s,
            check=False,
            creationflags=_FLAGS,
        )
    except subprocess.TimeoutExpired:
        limit = text("It took longer than {limit} s.", limit=f"{within_s:g}")
        raise UserError(text("{command} did not end.", command=command), limit) from None
    except OSError as error:
        raise UserError(
            text("{command} cannot be run: {reason}", command=command, reason=error.strerror or error)
        ) from error
    return Ran(done.returncode, done.stdout, done.stderr)
