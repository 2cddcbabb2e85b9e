"""Our own program as something that can be started from anywhere: absolute, without a shell's help."""

from __future__ import annotations

import os
import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

from posture_watch.autostart.way import Start

CARRIED = "POSTURE_WATCH_HOME"
"""Who keeps everything elsewhere wants that at login too."""
_PACKAGE_FOLDER = Path(__file__).resolve().parent.parent.parent


def this_program(
    *words: str, environ: Mapping[str, str] = os.environ, scripts: Path | None = None, windows: bool | None = None
) -> Start:
    """``posture-watch words`` as it is installed here: the console script, or else this interpreter and the module."""
    windows = sys.platform == "win32" if windows is None else windows
    script = (scripts or Path(sysconfig.get_path("scripts"))) / "posture-watch"
    if windows:
        return Start((_windowless(sys.executable), "-m", "posture_watch", *words), _variables(environ))
    if script.is_file() and os.access(script, os.X_OK) and not _found_by_path(environ):
        return Start((str(script), *words), _variables(environ))
    return Start((sys.executable, "-m", "posture_watch", *words), _variables(environ))


def _variables(environ: Mapping[str, str]) -> dict[str, str]:
    home = environ.get(CARRIED, "").strip()
    kept = {CARRIED: os.path.abspath(Path(home).expanduser())} if home else {}  # noqa: PTH100  # links stay links
    if _found_by_path(environ):
        kept["PYTHONPATH"] = environ["PYTHONPATH"]
    return kept


def _found_by_path(environ: Mapping[str, str]) -> bool:
    """Whether it is PYTHONPATH that this package was found by: without it nothing would start."""
    entries = [entry for entry in environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
    return any(Path(entry).resolve() == _PACKAGE_FOLDER for entry in entries)


def _windowless(python: str) -> str:
    """pythonw.exe beside python.exe: no console window stays open."""
    quiet = Path(python).with_name("pythonw.exe")
    return str(quiet) if quiet.is_file() else python
