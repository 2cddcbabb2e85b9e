"""A connection to a D-Bus message bus for one thread: every wait has a limit, and signals are kept until asked for."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import contextlib
import socket
import time
from collections import deque
from dataclasses import dataclass
from itertools import count
from typing import Any

from posture_watch.notify.base import SendError

_BUS, _BUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"
# A healthy program answers in milliseconds; one that the bus must start first may take seconds on a slow disk.
ANSWER_S = 1.5
START_S = 5.0
# Signals that wait to be looked at; a program that floods us loses its oldest.
_MOST_SIGNALS = 256
_PIECE_BYTES = 65_536
SESSION_ADVICE = "Start posture-watch inside your desktop session; until then, messages are printed on the console."


class NoDaemonError(SendError):
    """No notification daemon can be reached: why, and what the user can do."""

    def __init__(self, why: str, advice: str) -> None:
        super().__init__(why)
        self.advice = advice


class RefusedError(Exception):
    """The other side answered with an error."""


@dataclass(frozen=True, slots=True)
class Signal:
    """``sender`` is the unique name that the bus itself wrote on it."""

    sender: str
    interface: str
    member: str
    body: tuple[Any, ...]


class Bus:
    """Connects in the constructor: NoDaemonError if that fails, ImportError without jeepney."""

    def __init__(self, address: str) -> None:
        from jeepney import Parser  # noqa: PLC0415 - installed on Linux only
        from jeepney.bus import get_connectable_addresses  # noqa: PLC0415
        from jeepney.io.blocking import prep_socket  # noqa: PLC0415

        self._parser: Any = Parser()
        self._serials = count(1)
        self._signals: deque[Signal] = deque(maxlen=_MOST_SIGNALS)
        try:
            self._socket: socket.socket = prep_socket(next(get_connectable_addresses(address)), timeout=ANSWER_S)
        except (OSError, RuntimeError, ValueError, StopIteration) as error:
            raise NoDaemonError(f"the session bus at {address} cannot be reached: {error}", SESSION_ADVICE) from error
        try:
            self._ask_bus("Hello")
        except (OSError, RefusedError, ValueError) as error:
            self.close()
            raise NoDaemonError("the session bus does not answer", SESSION_ADVICE) from error

    def __enter__(self) -> Bus:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._socket.close()

    def cut(self) -> None:
        """From any thread: whatever waits here ends with an OSError."""
        with contextlib.suppress(OSError):  # it is closed already
            self._socket.shutdown(socket.SHUT_RDWR)

    def fileno(self) -> int:
        return self._socket.fileno()

    def call(
        self,
        name: str,
        path: str,
        interface: str,
        method: str,
        *arguments: Any,
        signature: str = "",
        within_s: float = ANSWER_S,
    ) -> tuple[Any, ...]:
        """The answer's body. TimeoutError: no answer; RefusedError: an error; other OSError: the bus is gone."""
        from jeepney import DBusAddress, new_method_call  # noqa: PLC0415

        message = new_method_call(DBusAddress(path, name, interface), method, signature or None, arguments)
        return self._reply_to(self._send(message), time.monotonic() + within_s)

    def tell(self, name: str, path: str, interface: str, method: str, *arguments: Any, signature: str) -> None:
        """A call whose answer is of no interest. OSError: the bus is gone."""
        from jeepney import DBusAddress, MessageFlag, new_method_call  # noqa: PLC0415

        message = new_method_call(DBusAddress(path, name, interface), method, signature, arguments)
        message.header.flags = MessageFlag.no_reply_expected
        self._send(message)

    def _send(self, message: Any) -> int:
        serial = next(self._serials)
        self._socket.settimeout(ANSWER_S)
        try:
            self._socket.sendall(message.serialise(serial=serial))
        except TimeoutError as error:  # half a message may be out: nothing more can be said on this line
            raise ConnectionError("the session bus takes nothing") from error
        return serial

    def _reply_to(self, serial: int, end: float) -> tuple[Any, ...]:
        from jeepney import HeaderFields, MessageType  # noqa: PLC0415

        while True:
            message = self._receive(end)
            if message.header.fields.get(HeaderFields.reply_serial) != serial:
                self._keep(message)
            elif message.header.message_type is MessageType.error:
                raise RefusedError(" ".join(str(part) for part in message.body) or "an error without text")
            else:
                return tuple(message.body)

    def _receive(self, end: float) -> Any:
        """The next message; TimeoutError if none is whole by ``end`` (a time in the past: what is here already)."""
        while (message := self._parser.get_next_message()) is None:
            left_s = end - time.monotonic()
            self._socket.settimeout(max(left_s, 0.0))
            try:
                piece = self._socket.recv(_PIECE_BYTES)
            except BlockingIOError:
                raise TimeoutError("no answer") from None
            if not piece:
                raise ConnectionResetError("the session bus has closed the connection")
            self._parser.add_data(piece)
        return message

    def _keep(self, message: Any) -> None:
        from jeepney import HeaderFields, MessageType  # noqa: PLC0415

        if message.header.message_type is MessageType.signal:
            fields = message.header.fields
            sender, interface = fields.get(HeaderFields.sender, ""), fields.get(HeaderFields.interface, "")
            self._signals.append(Signal(sender, interface, fields.get(HeaderFields.member, ""), tuple(message.body)))

    def listen(self) -> None:
        """Read what has come, without waiting. OSError or ValueError: the bus is gone or talks nonsense."""
        try:
            while True:
                self._keep(self._receive(0.0))
        except TimeoutError:
            return

    def heard(self) -> list[Signal]:
        """The signals read so far, each given out once."""
        signals = list(self._signals)
        self._signals.clear()
        return signals

    def _ask_bus(self, method: str, *arguments: Any, signature: str = "", within_s: float = ANSWER_S) -> Any:
        answer = self.call(_BUS, _BUS_PATH, _BUS, method, *arguments, signature=signature, within_s=within_s)
        return answer[0] if answer else None

    def owner(self, name: str) -> str:
        """The unique name of the program that has ``name`` now, empty if none has."""
        try:
            return str(self._ask_bus("GetNameOwner", name, signature="s"))
        except RefusedError:
            return ""

    def can_start(self, name: str) -> bool:
        return name in self._ask_bus("ListActivatableNames")

    def start(self, name: str) -> None:
        """Have the bus start the program for ``name`` and wait for it: TimeoutError or RefusedError if it fails."""
        self._ask_bus("StartServiceByName", name, 0, signature="su", within_s=START_S)

    def hear_from(self, rule: str) -> None:
        """Ask the bus for the signals of a match rule."""
        self._ask_bus("AddMatch", rule, signature="s")
