"""A connection to a D-Bus message bus that is made when first needed, never starts anything and limits every wait."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingImports=false

from __future__ import annotations

import contextlib
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from posture_watch.silence.sense import CannotTellError
from posture_watch.texts import text

_log = logging.getLogger(__name__)

# A healthy service answers in a millisecond; one that does not is asked again later.
_ANSWER_S = 1.0
_SYSTEM_BUS = "unix:path=/var/run/dbus/system_bus_socket"
_SIGNALS_KEPT = 64
_MOST_WORDS = 120


def session_bus_address(environ: Mapping[str, str]) -> str:
    """Where this user's session bus is, or empty."""
    address = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    if not address and runtime and Path(runtime, "bus").exists():
        return f"unix:path={runtime}/bus"
    return address


def system_bus_address(environ: Mapping[str, str]) -> str:
    """Where the system bus is."""
    return environ.get("DBUS_SYSTEM_BUS_ADDRESS", "") or _SYSTEM_BUS


class Bus:
    """One message bus. Not for several threads. ``connections``: how many there were; who listens does so on each."""

    def __init__(self, address: str, *, is_session: bool) -> None:
        self._address = address
        self._is_session = is_session
        self._connection: Any = None
        self._heard: deque[Any] = deque(maxlen=_SIGNALS_KEPT)
        self.connections = 0

    def fileno(self) -> int:
        """The connection's file descriptor, -1 while there is none."""
        return int(self._connection.sock.fileno()) if self._connection is not None else -1

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.close()

    def call(
        self, name: str, path: str, interface: str, method: str, signature: str = "", arguments: Sequence[Any] = ()
    ) -> tuple[Any, ...]:
        """The answer's body; CannotTellError if there is none. A service that does not run is not started."""
        from jeepney import DBusAddress, MessageFlag, MessageType, new_method_call  # noqa: PLC0415 - Linux only

        message = new_method_call(DBusAddress(path, name, interface), method, signature or None, tuple(arguments))
        message.header.flags |= MessageFlag.no_auto_start
        connection = self.connect()
        try:
            reply = connection.send_and_get_reply(message)
        except TimeoutError:
            raise CannotTellError(text("{name} does not answer", name=name)) from None
        except Exception as error:  # the end of the connection, or bytes that are no message
            self.close()
            raise CannotTellError(text("the connection to the bus broke: {error}", error=error)) from None
        if reply.header.message_type is MessageType.error:
            raise CannotTellError(_why(name, reply))
        return tuple(reply.body)

    def get(self, name: str, path: str, interface: str, prop: str) -> Any:
        """A property's value; CannotTellError if it cannot be had."""
        answer = self.call(name, path, "org.freedesktop.DBus.Properties", "Get", "ss", (interface, prop))
        return answer[0][1]

    def has_owner(self, name: str) -> bool:
        """Whether a service of this name runs."""
        bus = "org.freedesktop.DBus"
        return bool(self.call(bus, "/org/freedesktop/DBus", bus, "NameHasOwner", "s", (name,))[0])

    def listen(self, name: str, path: str, interface: str, member: str) -> None:
        """Keep the signals of this kind for ``heard``, for as long as this connection lives."""
        from jeepney import MatchRule  # noqa: PLC0415

        wanted = MatchRule(type="signal", interface=interface, path=path, member=member)
        # The bus knows who owns the name and lets nobody else through; jeepney would compare it with a number.
        rule = MatchRule(type="signal", sender=name, interface=interface, path=path, member=member)
        bus = "org.freedesktop.DBus"
        self.connect().filter(wanted, queue=self._heard)
        self.call(bus, "/org/freedesktop/DBus", bus, "AddMatch", "s", (rule.serialise(),))

    def heard(self) -> list[tuple[str, tuple[Any, ...]]]:
        """The signals since the last time: member and body. Waits for nothing."""
        from jeepney import HeaderFields  # noqa: PLC0415

        try:
            while self._connection is not None:
                self._connection.recv_messages(timeout=0)
        except TimeoutError:
            pass
        except Exception as error:  # the end of the connection, or bytes that are no message
            _log.debug("the connection to %s ended: %s", self._address, error)
            self.close()
        heard = [(str(m.header.fields[HeaderFields.member]), tuple(m.body)) for m in self._heard]
        self._heard.clear()
        return heard

    def connect(self) -> Any:
        """The connection, made if there is none; CannotTellError."""
        if self._connection is None:
            self._connection = self._new_connection()
            self.connections += 1
        return self._connection

    def _new_connection(self) -> Any:
        if not self._address:
            raise self._missing()
        try:
            return _limited_connection(self._address)
        except ImportError:
            raise CannotTellError(text("the package jeepney is missing")) from None
        except Exception:  # nobody there, an address that is none, or somebody who speaks something else
            raise self._missing() from None

    def _missing(self) -> CannotTellError:
        if self._is_session:
            advice = text("Start posture-watch inside your desktop session.")
            return CannotTellError(text("there is no session bus"), advice)
        return CannotTellError(text("there is no system bus"))


def _limited_connection(address: str) -> Any:
    """A connection on which no question waits for longer than ``_ANSWER_S``, not even the greeting."""
    from jeepney.bus import get_connectable_addresses  # noqa: PLC0415
    from jeepney.io.blocking import DBusConnection, prep_socket  # noqa: PLC0415

    class Limited(DBusConnection):
        def send_and_get_reply(self, message: Any, *, timeout: float | None = None) -> Any:
            limit_s = _ANSWER_S if timeout is None else timeout
            return super().send_and_get_reply(message, timeout=limit_s)

    socket = prep_socket(next(get_connectable_addresses(address)), timeout=_ANSWER_S)
    try:
        return Limited(socket)
    except BaseException:
        socket.close()
        raise


def _why(name: str, reply: Any) -> str:
    from jeepney import HeaderFields  # noqa: PLC0415

    kind = str(reply.header.fields.get(HeaderFields.error_name, ""))
    if kind.endswith((".ServiceUnknown", ".NameHasNoOwner")):
        return text("{name} does not run", name=name)
    words = " ".join(map(str, reply.body)).partition("\n")[0][:_MOST_WORDS]
    return text("{name} refuses: {error}", name=name, error=words or kind)
