"""Asks a small program, for a limited time, in an environment that holds nothing which a library of ours wrote."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence

from posture_watch.silence.sense import CannotTellError
from posture_watch.texts import text

_ANSWER_S = 1.5
# Only these go on to the child: importing cv2 leaves paths in ours that break other programs.
_PASSED_ON = (
    "PATH", "HOME", "USER", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_DATA_DIRS",
    "XDG_CURRENT_DESKTOP", "DBUS_SESSION_BUS_ADDRESS", "PULSE_SERVER", "PULSE_COOKIE", "GSETTINGS_BACKEND",
    "GSETTINGS_SCHEMA_DIR",
)  # fmt: skip


def installed(program: str, environ: Mapping[str, str]) -> bool:
    """Whether ``program`` is on the PATH of ``environ``."""
    return shutil.which(program, path=environ.get("PATH", "")) is not None


def answer_of(command: Sequence[str], environ: Mapping[str, str]) -> str:
    """What ``command`` prints, in plain English; CannotTellError if it is missing, fails or takes too long."""
    program = shutil.which(command[0], path=environ.get("PATH", ""))
    if program is None:
        raise CannotTellError(text("{program} is not installed", program=command[0]))
    environment = {key: environ[key] for key in _PASSED_ON if key in environ} | {"LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603  # our own words
            [program, *command[1:]],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_ANSWER_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        raise CannotTellError(text("{program} does not answer", program=command[0])) from None
    if done.returncode:
        raise CannotTellError(text("{program} does not know", program=command[0]))
    return done.stdout.decode(errors="replace")
