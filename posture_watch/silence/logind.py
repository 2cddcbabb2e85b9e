"""This user's session at systemd-logind: locked, idle, and whether the computer goes to sleep. Listens, and asks."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping

from posture_watch.silence.bus import Bus
from posture_watch.silence.sense import CannotTellError
from posture_watch.texts import text

NAME = "org.freedesktop.login1"
_PATH = "/org/freedesktop/login1"
_MANAGER = f"{NAME}.Manager"
_SESSION = f"{NAME}.Session"
_USER = f"{NAME}.User"
_GRAPHICAL = ("x11", "wayland", "mir")

# After the order to lock, the locker needs a moment until it says so; not every locker ever does.
_LOCKING_S = 10.0
# The news of waking up may get lost (a bus that is restarted); monotonic time stands still in sleep.
_FALLING_ASLEEP_S = 30.0


class Logind:
    """What logind knows. ``uid``: whose session; ``clock``: seconds, monotonic as the kernel's CLOCK_MONOTONIC."""

    def __init__(
        self, bus: Bus, environ: Mapping[str, str], uid: int, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._bus = bus
        self._environ = environ
        self._uid = uid
        self._clock = clock
        self._session = ""
        self._asleep = False
        self._asleep_at_s = 0.0
        self._ordered_at_s = float("-inf")
        self._listening_on = 0

    def locked(self) -> bool:
        """As the desktop told logind, or as it was just ordered to. CannotTellError without a session."""
        self._listen()
        hint = bool(self._bus.get(NAME, self._session_path(), _SESSION, "LockedHint"))
        self.hear()
        return hint or self._clock() - self._ordered_at_s < _LOCKING_S

    def asleep(self) -> bool:
        """Whether the computer is about to sleep."""
        self._listen()
        self.hear()
        if self._asleep and self._clock() - self._asleep_at_s > _FALLING_ASLEEP_S:
            self._ask_asleep()
        return self._asleep

    def idle_s(self) -> float:
        """Seconds since the desktop called the session idle, which it does after minutes; CannotTellError before."""
        self._listen()
        path = self._session_path()
        if not self._bus.get(NAME, path, _SESSION, "IdleHint"):
            raise CannotTellError(text("the desktop has not called the session idle"))
        since_s = int(self._bus.get(NAME, path, _SESSION, "IdleSinceHintMonotonic")) / 1e6
        return max(0.0, self._clock() - since_s)

    def hear(self) -> None:
        """Take in the signals that came."""
        for member, body in self._bus.heard():
            if member == "PrepareForSleep":
                self._asleep, self._asleep_at_s = bool(body[0]), self._clock()
            elif member == "Lock":
                self._ordered_at_s = self._clock()
            elif member == "Unlock":
                self._ordered_at_s = float("-inf")
            elif member == "SessionRemoved" and str(body[1]) == self._session:
                self._session = ""

    def _listen(self) -> None:
        """Once on each connection."""
        self._bus.connect()
        if self._listening_on == self._bus.connections:
            return
        self._session = ""
        self._ask_asleep()
        for member in ("PrepareForSleep", "SessionRemoved"):
            self._bus.listen(NAME, _PATH, _MANAGER, member)
        self._listening_on = self._bus.connections

    def _ask_asleep(self) -> None:
        self._asleep = bool(self._bus.get(NAME, _PATH, _MANAGER, "PreparingForSleep"))
        self._asleep_at_s = self._clock()

    def _session_path(self) -> str:
        if not self._session:
            self._session = self._find()
            for member in ("Lock", "Unlock"):
                self._bus.listen(NAME, self._session, _SESSION, member)
            self._bus.listen(NAME, self._session, "org.freedesktop.DBus.Properties", "PropertiesChanged")
        return self._session

    def _find(self) -> str:
        """Our own session if it has a screen, else the one that logind calls this user's display.

        A monitor that systemd --user or a shell over ssh started has none of its own, or one that is never locked.
        """
        own = self._own()
        if own and str(self._bus.get(NAME, own, _SESSION, "Type")) in _GRAPHICAL:
            return own
        return self._display() or own or self._no_session()

    def _own(self) -> str:
        session = self._environ.get("XDG_SESSION_ID", "")
        if not session:
            return ""
        try:
            path = str(self._bus.call(NAME, _PATH, _MANAGER, "GetSession", "s", (session,))[0])
            return path if int(self._bus.get(NAME, path, _SESSION, "User")[0]) == self._uid else ""
        except CannotTellError:
            return ""

    def _display(self) -> str:
        user = str(self._bus.call(NAME, _PATH, _MANAGER, "GetUser", "u", (self._uid,))[0])
        session, path = self._bus.get(NAME, user, _USER, "Display")
        return str(path) if session else ""

    def _no_session(self) -> str:
        raise CannotTellError(text("logind knows no session of yours with a screen"))


def own_uid() -> int:
    """This user's number; -1 where users have none."""
    if sys.platform == "win32":
        return -1
    return os.getuid()
