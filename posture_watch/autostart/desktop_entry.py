"""XDG autostart: a .desktop file that every freedesktop desktop starts at login."""

from __future__ import annotations

from pathlib import Path

from posture_watch.autostart.files import read_if_there
from posture_watch.autostart.way import MARK, Found, Place, Start, Way, refused_by_disk, through_env
from posture_watch.on_disk import make_folder, put
from posture_watch.texts import text

FILE = "posture-watch.desktop"
_MARK_KEY = "X-PostureWatch"
_SPECIAL = set(" \t\n\"'\\><~|&;$*?#()`")
"""Characters that make quotes necessary (Desktop Entry Specification, "The Exec key")."""
_ESCAPED = '"`$\\'


class DesktopEntry(Way):
    """~/.config/autostart/posture-watch.desktop."""

    name = "desktop"

    def __init__(self, place: Place) -> None:
        self._path = place.config / "autostart" / FILE

    def look(self) -> Found:
        with refused_by_disk(str(self._path)):
            content = read_if_there(self._path)
        if content is None:
            return Found(False, str(self._path))
        keys = _keys(content.decode("utf-8", errors="replace"))
        off = keys.get("Hidden") == "true" or keys.get("X-GNOME-Autostart-enabled") == "false"
        note = text("The desktop's settings have switched it off.") if off else ""
        starts = " ".join(_unescaped(keys.get("Exec", "")).split())
        return Found(not off and bool(starts), str(self._path), starts, _MARK_KEY in keys, note)

    def starts_as(self, start: Start) -> str:
        """What ``look`` would say of ``start``."""
        return " ".join(exec_line(start).split())

    def _write(self, start: Start) -> None:
        make_folder(self._path.parent)
        put(self._path, render(start).encode())

    def _remove(self) -> None:
        Path(self._path).unlink(missing_ok=True)


def render(start: Start) -> str:
    """The file. TryExec: a program that has been removed is passed over without an error."""
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        "Name=posture_watch",
        f"Comment={_value(text('Notices how long you hold a position and reminds you to move'))}",
        f"TryExec={_value(start.command[0])}",
        f"Exec={_value(exec_line(start))}",
        "Terminal=false",
        "StartupNotify=false",
        "X-GNOME-Autostart-enabled=true",
        f"{_MARK_KEY}={MARK}",
    ]
    return "\n".join(lines) + "\n"


def exec_line(start: Start) -> str:
    """The command as the Exec key wants it, before the escaping that all values get."""
    variables = [f"{name}={value}" for name, value in start.variables.items()]
    odd = "%" in start.command[0]  # GLib looks for a program called "a%%b" then
    words = through_env(start.command, variables) if variables or odd else start.command
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    word = word.replace("%", "%%")
    if word and not _SPECIAL & set(word):
        return word
    return '"' + "".join("\\" + letter if letter in _ESCAPED else letter for letter in word) + '"'


def _value(said: str) -> str:
    """A value of type string: its backslashes are doubled."""
    return said.replace("\\", "\\\\")


def _unescaped(value: str) -> str:
    return value.replace("\\\\", "\\")


def _keys(content: str) -> dict[str, str]:
    """The keys of the [Desktop Entry] group."""
    found: dict[str, str] = {}
    inside = False
    for line in map(str.strip, content.splitlines()):
        if line.startswith("["):
            inside = line == "[Desktop Entry]"
        elif inside and "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            found[key.strip()] = value.strip()
    return found
