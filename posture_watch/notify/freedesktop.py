"""Asks a Linux session bus whether a notification daemon answers. Every question has a short time limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from posture_watch.dbus.addresses import session_bus_address
from posture_watch.dbus.connection import Connection, NoBusError, RefusedError
from posture_watch.notify.base import SendError
from posture_watch.notify.bounded import Attempt

NAME = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
HELD_BACK = "{daemon} is told not to disturb, and would show it later"
_PROPERTIES = "org.freedesktop.DBus.Properties"

# Each question; a healthy program answers in milliseconds.
_ANSWER_S = 1.5
# Longer than all questions together: reached only if the bus itself stops between them.
_WHOLE_S = 12.0
_SESSION_ADVICE = "Start posture-watch inside your desktop session; until then, messages are printed on the console."
_DAEMON_ADVICE = "Start your desktop's notification service, or install one (for example dunst or xfce4-notifyd)."


class NoDaemonError(SendError):
    """No notification daemon can be reached: why, and what the user can do."""

    def __init__(self, why: str, advice: str) -> None:
        super().__init__(why)
        self.advice = advice


@dataclass(frozen=True, slots=True)
class Daemon:
    """A notification daemon that answers. ``owner`` is its unique name on the bus at ``bus_address``.

    ``markup``: it reads markup in bodies. ``buttons``: it shows actions. ``paused``: it is told not to disturb, and
    would show everything afterwards.
    """

    name: str
    version: str
    markup: bool
    buttons: bool
    paused: bool
    owner: str
    bus_address: str


def bus_address(environment: Mapping[str, str]) -> str:
    """The session bus's address, or NoDaemonError."""
    if address := session_bus_address(environment):
        return address
    raise NoDaemonError("there is no session bus (DBUS_SESSION_BUS_ADDRESS is not set)", _SESSION_ADVICE)


def open_bus(address: str) -> Connection:
    """A connection to the session bus; NoDaemonError with what to do if there is none."""
    try:
        return Connection(address, answer_s=_ANSWER_S)
    except ImportError:
        raise NoDaemonError("the package jeepney is missing", "Install posture-watch again.") from None
    except NoBusError as error:
        raise NoDaemonError(f"the session bus at {address} cannot be reached: {error}", _SESSION_ADVICE) from error


def find_daemon(environment: Mapping[str, str]) -> Daemon:
    """The daemon that would show a notification now; the bus may start it. Raises NoDaemonError; takes seconds."""
    address = bus_address(environment)
    attempt = Attempt(lambda: _find(address, screen=has_screen(environment)), name="notification-daemon-probe")
    try:
        return attempt.result(_WHOLE_S)
    except TimeoutError:
        raise NoDaemonError("the session bus does not answer", _SESSION_ADVICE) from None


def has_screen(environment: Mapping[str, str]) -> bool:
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _find(address: str, *, screen: bool) -> Daemon:
    with open_bus(address) as bus:
        return greet(bus, address, screen=screen)


def greet(bus: Connection, address: str, *, screen: bool) -> Daemon:
    """Find the daemon on ``bus``, started if need be, and ask what it can do. Raises NoDaemonError, OSError if the bus
    is gone."""
    owner = bus.owner(NAME)
    if not owner:
        _start(bus, screen=screen)
        owner = bus.owner(NAME)
    if not owner:
        raise NoDaemonError("the notification daemon ended as soon as it was started", _DAEMON_ADVICE)
    try:
        name, _vendor, version, _spec = bus.call(owner, PATH, NAME, "GetServerInformation")
        (capabilities,) = bus.call(owner, PATH, NAME, "GetCapabilities")
        paused = name == "dunst" and _dunst_is_paused(bus, owner)
    except TimeoutError:
        raise NoDaemonError(
            "the notification daemon does not answer", "Restart your desktop's notification service."
        ) from None
    except (OSError, RefusedError, ValueError) as error:
        raise NoDaemonError(f"the notification daemon gave no good answer: {error}", _DAEMON_ADVICE) from error
    markup, buttons = "body-markup" in capabilities, "actions" in capabilities
    return Daemon(str(name), str(version), markup, buttons, paused, owner, address)


def _dunst_is_paused(bus: Connection, owner: str) -> bool:
    """dunst queues even transient messages while it is paused (seen with 1.9.0); others drop these."""
    try:
        answer = bus.call(owner, PATH, _PROPERTIES, "Get", "org.dunstproject.cmd0", "paused", signature="ss")
    except RefusedError:  # older than 1.5
        return False
    return bool(answer[0][1])


def _start(bus: Connection, *, screen: bool) -> None:
    """Have the bus start a daemon, as a notification would. Raises NoDaemonError."""
    no_screen = "" if screen else ", and there is no screen (DISPLAY and WAYLAND_DISPLAY are not set)"
    advice = _DAEMON_ADVICE if screen else _SESSION_ADVICE
    if not bus.can_start(NAME):
        raise NoDaemonError(f"no notification daemon is running{no_screen}", advice)
    try:
        bus.start(NAME)
    except (TimeoutError, RefusedError):
        raise NoDaemonError(f"the notification daemon does not start{no_screen}", advice) from None
