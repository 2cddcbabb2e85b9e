"""Services made by python-dbusmock on the test's own buses: logind, screen savers, notification services."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from posture_watch.silence.bus import Bus
from posture_watch.silence.sense import CannotTellError
from tests.desktop_session import DesktopSession, wait_for

PYTHON = "/usr/bin/python3"
"""The system's own: python3-dbusmock is a package of the distribution and needs its dbus and gi."""
MOCK = "org.freedesktop.DBus.Mock"
LOGIND = "org.freedesktop.login1"
LOGIND_PATH = "/org/freedesktop/login1"


def require_dbusmock() -> None:
    """Skip the test without python-dbusmock."""
    command = [PYTHON, "-c", "import dbusmock"]
    if not Path(PYTHON).exists() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("not installed: python3-dbusmock")


class Mock:
    """One service. ``bus`` is the test's own connection, by which it is told what to answer."""

    def __init__(self, session: DesktopSession, name: str, path: str, *command: str) -> None:
        require_dbusmock()
        self.name, self.path = name, path
        self.bus = Bus(session.environment["DBUS_SESSION_BUS_ADDRESS"], is_session=True)
        session.environment["DBUS_SYSTEM_BUS_ADDRESS"] = session.environment["DBUS_SESSION_BUS_ADDRESS"]
        self.process, output = session.spawn([PYTHON, "-m", "dbusmock", *(command or ("--session", name, path, name))])
        wait_for(lambda: self.process.poll() is not None or self._runs(), what=f"the mock of {name}")
        assert self.process.poll() is None, output.read_text()

    def _runs(self) -> bool:
        """Has the name, and answers."""
        try:
            return self.bus.has_owner(self.name) and bool(self.bus.call(self.name, self.path, MOCK, "GetCalls"))
        except CannotTellError:
            return False

    def tell(self, method: str, signature: str, *arguments: Any, path: str = "") -> Any:
        """Call a method of the mock itself."""
        answer = self.bus.call(self.name, path or self.path, MOCK, method, signature, arguments)
        return answer[0] if answer else None

    def answers(self, method: str, signature: str, returned: str, *, given: str = "", interface: str = "") -> None:
        """From now on, ``method`` returns the Python expression ``returned``."""
        self.tell("AddMethod", "sssss", interface or self.name, method, given, signature, f"ret = {returned}")


class LogindMock(Mock):
    """logind as python-dbusmock plays it, with one session."""

    def __init__(self, session: DesktopSession) -> None:
        super().__init__(session, LOGIND, LOGIND_PATH, "--system", "--template", "logind")
        user = f"'{LOGIND_PATH}/user/%d' % args[0]"  # the template's own stumbles over the number
        self.answers("GetUser", "o", user, given="u", interface=f"{LOGIND}.Manager")

    def add_session(self, name: str, uid: int, *, kind: str = "x11", display: bool = False) -> str:
        """A session's path. ``display``: logind calls it the one with the user's screen."""
        path = str(self.tell("AddSession", "ssusb", name, "seat0", uid, "somebody", True))
        self.update(path, f"{LOGIND}.Session", Type=("s", kind))
        if display:
            where, value = f"{LOGIND_PATH}/user/{uid}", ("(so)", (name, path))
            arguments = (f"{LOGIND}.User", "Display", value)
            self.bus.call(LOGIND, where, "org.freedesktop.DBus.Properties", "Set", "ssv", arguments)
        return path

    def update(self, path: str, interface: str, **values: tuple[str, Any]) -> None:
        self.tell("UpdateProperties", "sa{sv}", interface, values, path=path)

    def lock_hint(self, path: str, locked: bool) -> None:
        self.bus.call(LOGIND, path, f"{LOGIND}.Session", "SetLockedHint", "b", (locked,))

    def order(self, path: str, what: str) -> None:
        """Lock or Unlock: what `loginctl lock-session` asks the desktop for."""
        self.bus.call(LOGIND, path, f"{LOGIND}.Session", what)

    def sleeps(self, starting: bool) -> None:
        """The signal PrepareForSleep."""
        arguments = (f"{LOGIND}.Manager", "PrepareForSleep", "b", [("b", starting)])
        self.tell("EmitSignal", "sssav", *arguments)
