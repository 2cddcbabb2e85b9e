"""Windows: the Run key of the user. Written after Microsoft's documentation; nobody has run it there yet."""

from __future__ import annotations

import subprocess
import sys
from typing import Protocol

from posture_watch.autostart.way import Found, Start, Way
from posture_watch.errors import UserError
from posture_watch.texts import text

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Where the Task Manager remembers what was switched off: the lowest bit of the first byte."""
VALUE = "posture-watch"
MOST_LETTERS = 260
"""Longer commands are not started (Microsoft, "Run and RunOnce Registry Keys")."""


class Registry(Protocol):
    """Values below HKEY_CURRENT_USER."""

    def read(self, key: str, name: str) -> str | bytes | None: ...
    def write(self, key: str, name: str, value: str) -> None: ...
    def delete(self, key: str, name: str) -> None: ...


class RunKey(Way):
    """HKCU\\...\\Run, value "posture-watch"."""

    name = "run key"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def look(self) -> Found:
        where = f"HKEY_CURRENT_USER\\{RUN}\\{VALUE}"
        found = self._registry.read(RUN, VALUE)
        if not isinstance(found, str):
            return Found(False, where, ours=found is None)
        approved = self._registry.read(APPROVED, VALUE)
        off = isinstance(approved, bytes) and bool(approved[:1]) and bool(approved[0] & 1)
        note = text("The Task Manager has switched it off.") if off else ""
        return Found(not off, where, found, "posture" in found.casefold(), note)

    def starts_as(self, start: Start) -> str:
        """What ``look`` would say of ``start``."""
        return subprocess.list2cmdline(start.command)

    def _write(self, start: Start) -> None:
        command = self.starts_as(start)
        if start.variables:
            names = ", ".join(start.variables)
            raise UserError(
                text("Windows starts programs at login without {names}.", names=names),
                text("Set it for your account (setx), open a new window without it set there, and try again."),
            )
        if len(command) > MOST_LETTERS:
            raise UserError(
                text("The command is longer than the {most} letters that Windows starts.", most=MOST_LETTERS),
                text("Install posture-watch in a folder with a shorter path."),
            )
        self._registry.write(RUN, VALUE, command)
        self._registry.delete(APPROVED, VALUE)

    def _remove(self) -> None:
        self._registry.delete(RUN, VALUE)
        self._registry.delete(APPROVED, VALUE)


class UserRegistry:
    """The real one."""

    def read(self, key: str, name: str) -> str | bytes | None:
        if sys.platform != "win32":
            raise OSError("there is no registry here")
        import winreg  # noqa: PLC0415  # not on other systems

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                return winreg.QueryValueEx(opened, name)[0]
        except FileNotFoundError:
            return None

    def write(self, key: str, name: str, value: str) -> None:
        if sys.platform != "win32":
            raise OSError("there is no registry here")
        import winreg  # noqa: PLC0415

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
            winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

    def delete(self, key: str, name: str) -> None:
        if sys.platform != "win32":
            raise OSError("there is no registry here")
        import winreg  # noqa: PLC0415

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                winreg.DeleteValue(opened, name)
        except FileNotFoundError:
            return
