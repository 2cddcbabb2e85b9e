"""macOS: a LaunchAgent of the user. Written after Apple's documentation; nobody has run it there yet."""

from __future__ import annotations

import plistlib
import shlex
from typing import Any, cast

from posture_watch.autostart.files import read_if_there
from posture_watch.autostart.way import Found, Place, Start, Way, refused_by_disk
from posture_watch.on_disk import make_folder, put
from posture_watch.texts import text

LABEL = "posture-watch"


class LaunchAgent(Way):
    """~/Library/LaunchAgents/posture-watch.plist."""

    name = "launch agent"

    def __init__(self, place: Place) -> None:
        self._path = place.home / "Library" / "LaunchAgents" / f"{LABEL}.plist"

    def look(self) -> Found:
        with refused_by_disk(str(self._path)):
            content = read_if_there(self._path)
        if content is None:
            return Found(False, str(self._path))
        entry = _parsed(content)
        ours = entry.get("Label") == LABEL
        on = bool(entry.get("RunAtLoad")) and not entry.get("Disabled")
        note = text("Login Items in the System Settings may switch it off all the same.")
        return Found(on, str(self._path), _words(entry), ours, note)

    def starts_as(self, start: Start) -> str:
        """What ``look`` would say of ``start``."""
        return start.words

    def _write(self, start: Start) -> None:
        make_folder(self._path.parent)
        put(self._path, render(start))

    def _remove(self) -> None:
        self._path.unlink(missing_ok=True)


def render(start: Start) -> bytes:
    """The property list. Aqua: only where there is a screen to show the icon on."""
    entry: dict[str, object] = {
        "Label": LABEL,
        "ProgramArguments": list(start.command),
        "RunAtLoad": True,
        "LimitLoadToSessionType": "Aqua",
        "ProcessType": "Interactive",
    }
    if start.variables:
        entry["EnvironmentVariables"] = dict(start.variables)
    return plistlib.dumps(entry)


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        entry: object = plistlib.loads(content)
    except (plistlib.InvalidFileException, ValueError, OverflowError):
        return {}
    except Exception:  # expat's own error has no public name in plistlib
        return {}
    return cast("dict[str, Any]", entry) if isinstance(entry, dict) else {}


def _words(entry: dict[str, Any]) -> str:
    variables: Any = entry.get("EnvironmentVariables") or {}
    words: Any = entry.get("ProgramArguments") or []
    return shlex.join([*(f"{name}={value}" for name, value in variables.items()), *map(str, words)])
