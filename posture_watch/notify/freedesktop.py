"""Asks a Linux session bus whether a notification daemon answers. Every question has a short time limit."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from posture_watch.notify.base import SendError
from posture_watch.notify.bounded import Attempt

NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"

# A healthy daemon answers in milliseconds; one that the bus must start first may take seconds on a slow disk.
_ANSWER_S = 1.5
_START_S = 5.0
# Longer than all questions together: reached only if the bus stops after the greeting's start, which has no limit.
_WHOLE_S = 12.0


@dataclass(frozen=True, slots=True)
class Daemon:
    """A notification daemon that answers. ``markup``: it reads markup in bodies. ``bus_address``: where it is."""

    name: str
    version: str
    markup: bool
    bus_address: str


class NoDaemonError(SendError):
    """No notification daemon can be reached: why, and what the user can do."""

    def __init__(self, why: str, advice: str) -> None:
        super().__init__(why)
        self.advice = advice


_SESSION_ADVICE = "Start posture-watch inside your desktop session; until then, messages are printed on the console."
_DAEMON_ADVICE = "Start your desktop's notification service, or install one (for example dunst or xfce4-notifyd)."


def bus_address(environment: Mapping[str, str]) -> str:
    """The session bus's address, or NoDaemonError. Never starts a bus, as libdbus would."""
    address = environment.get("DBUS_SESSION_BUS_ADDRESS", "")
    if address:
        return address
    runtime = environment.get("XDG_RUNTIME_DIR", "")
    if runtime and Path(runtime, "bus").exists():
        return f"unix:path={runtime}/bus"
    raise NoDaemonError("there is no session bus (DBUS_SESSION_BUS_ADDRESS is not set)", _SESSION_ADVICE)


def find_daemon(environment: Mapping[str, str]) -> Daemon:
    """The daemon that would show a notification now; the bus may start it. Raises NoDaemonError; takes seconds."""
    address = bus_address(environment)
    screen = bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
    attempt = Attempt(lambda: _ask(address, screen=screen), name="notification-daemon-probe")
    try:
        return attempt.result(_WHOLE_S)
    except TimeoutError:
        raise NoDaemonError("the session bus does not answer", _SESSION_ADVICE) from None
    except ImportError:
        raise NoDaemonError("the package jeepney is missing", "Install posture-watch again.") from None


def _ask(address: str, *, screen: bool) -> Daemon:
    with _Bus(address) as bus:
        if not bus.has_owner(NAME):
            _start(bus, screen=screen)
        try:
            name, _vendor, version, _spec = bus.call(NAME, _PATH, "GetServerInformation")
            (capabilities,) = bus.call(NAME, _PATH, "GetCapabilities")
        except TimeoutError:
            raise NoDaemonError(
                "the notification daemon does not answer", "Restart your desktop's notification service."
            ) from None
        except (OSError, _RefusedError, ValueError) as error:
            raise NoDaemonError(f"the notification daemon gave no good answer: {error}", _DAEMON_ADVICE) from error
    return Daemon(str(name), str(version), "body-markup" in capabilities, address)


def _start(bus: _Bus, *, screen: bool) -> None:
    """Have the bus start a daemon, as a notification would. Raises NoDaemonError."""
    no_screen = "" if screen else ", and there is no screen (DISPLAY and WAYLAND_DISPLAY are not set)"
    advice = _DAEMON_ADVICE if screen else _SESSION_ADVICE
    if not bus.can_start(NAME):
        raise NoDaemonError(f"no notification daemon is running{no_screen}", advice)
    try:
        bus.start(NAME)
    except (TimeoutError, _RefusedError):
        raise NoDaemonError(f"the notification daemon does not start{no_screen}", advice) from None


class _RefusedError(Exception):
    """The other side answered with an error."""


class _Bus:
    """A connection to a message bus, with a time limit for each answer."""

    def __init__(self, address: str) -> None:
        from jeepney.bus import get_connectable_addresses  # noqa: PLC0415 - installed on Linux only
        from jeepney.io.blocking import DBusConnection, prep_socket  # noqa: PLC0415

        try:
            socket = prep_socket(next(get_connectable_addresses(address)), timeout=_ANSWER_S)
            self._connection = DBusConnection(socket)
        except (OSError, RuntimeError, ValueError) as error:
            raise NoDaemonError(f"the session bus at {address} cannot be reached: {error}", _SESSION_ADVICE) from error

    def __enter__(self) -> _Bus:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def call(
        self, name: str, path: str, method: str, *arguments: Any, signature: str = "", within_s: float = _ANSWER_S
    ) -> tuple[Any, ...]:
        """The answer's body (the interface is named like its owner); TimeoutError, OSError or _RefusedError."""
        from jeepney import DBusAddress, MessageType, new_method_call  # noqa: PLC0415

        message = new_method_call(DBusAddress(path, name, name), method, signature or None, arguments)
        reply = self._connection.send_and_get_reply(message, timeout=within_s)
        if reply.header.message_type is MessageType.error:
            raise _RefusedError(" ".join(str(part) for part in reply.body) or "an error without text")
        return tuple(reply.body)

    def _bus_call(self, method: str, *arguments: Any, signature: str = "", within_s: float = _ANSWER_S) -> Any:
        name, path = "org.freedesktop.DBus", "/org/freedesktop/DBus"
        return self.call(name, path, method, *arguments, signature=signature, within_s=within_s)[0]

    def has_owner(self, name: str) -> bool:
        return bool(self._bus_call("NameHasOwner", name, signature="s"))

    def can_start(self, name: str) -> bool:
        return name in self._bus_call("ListActivatableNames")

    def start(self, name: str) -> None:
        self._bus_call("StartServiceByName", name, 0, signature="su", within_s=_START_S)
