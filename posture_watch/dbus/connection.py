"""A connection to a D-Bus message bus for one thread: every wait has a limit, and signals are kept until asked for."""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingImports=false

from __future__ import annotations

import contextlib
import socket
import time
from collections import deque
from dataclasses import dataclass
from itertools import count
from typing import Any

_BUS, _BUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"
# A program that the bus must start first may take seconds on a slow disk.
_START_S = 5.0
# Signals that wait to be looked at; a program that floods us loses its oldest.
_MOST_SIGNALS = 256
_PIECE_BYTES = 65_536


class NoBusError(Exception):
    """Nobody is there, or nobody who greets us; the text says why."""


class RefusedError(Exception):
    """The other side answered with an error: ``kind`` is its name, ``words`` its text, which may be empty."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words or "an error without text")
        self.kind = kind
        self.words = words


@dataclass(frozen=True, slots=True)
class Signal:
    """``sender`` is the unique name that the bus itself wrote on it: anybody can send one that nobody asked for."""

    sender: str
    path: str
    interface: str
    member: str
    body: tuple[Any, ...]


class Connection:
    """Connects in the constructor: NoBusError if that fails, ImportError without jeepney.

    ``answer_s``: how long the bus and everybody on it may take for an answer; a healthy program takes milliseconds.
    Unless it ``may_start`` programs, a call to one that does not run is refused by the bus.
    """

    def __init__(self, address: str, *, answer_s: float, may_start: bool = True) -> None:
        from jeepney import Parser  # noqa: PLC0415 - installed on Linux only
        from jeepney.bus import get_connectable_addresses  # noqa: PLC0415
        from jeepney.io.blocking import prep_socket  # noqa: PLC0415

        self._answer_s = answer_s
        self._may_start = may_start
        self._parser: Any = Parser()
        self._serials = count(1)
        self._signals: deque[Signal] = deque(maxlen=_MOST_SIGNALS)
        try:
            self._socket: socket.socket = prep_socket(next(get_connectable_addresses(address)), timeout=answer_s)
        except Exception as error:  # nobody there, an address that is none, or somebody who speaks something else
            raise NoBusError(str(error) or type(error).__name__) from error
        try:
            self._ask_bus("Hello")
        except Exception as error:
            self.close()
            raise NoBusError("it does not answer") from error

    def __enter__(self) -> Connection:
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
        within_s: float | None = None,
    ) -> tuple[Any, ...]:
        """The answer's body, within ``answer_s`` or ``within_s``.

        TimeoutError: no answer; RefusedError: an error; other OSError: the bus is gone.
        """
        from jeepney import DBusAddress, MessageFlag, new_method_call  # noqa: PLC0415

        message = new_method_call(DBusAddress(path, name, interface), method, signature or None, arguments)
        if not self._may_start:
            message.header.flags |= MessageFlag.no_auto_start
        limit_s = self._answer_s if within_s is None else within_s
        return self._reply_to(self._send(message), time.monotonic() + limit_s)

    def tell(self, name: str, path: str, interface: str, method: str, *arguments: Any, signature: str) -> None:
        """A call whose answer is of no interest. OSError: the bus is gone."""
        from jeepney import DBusAddress, MessageFlag, new_method_call  # noqa: PLC0415

        message = new_method_call(DBusAddress(path, name, interface), method, signature, arguments)
        message.header.flags = MessageFlag.no_reply_expected
        self._send(message)

    def _send(self, message: Any) -> int:
        serial = next(self._serials)
        self._socket.settimeout(self._answer_s)
        try:
            self._socket.sendall(message.serialise(serial=serial))
        except TimeoutError as error:  # half a message may be out: nothing more can be said on this line
            raise ConnectionError("the bus takes nothing") from error
        return serial

    def _reply_to(self, serial: int, end: float) -> tuple[Any, ...]:
        from jeepney import HeaderFields, MessageType  # noqa: PLC0415

        while True:
            message = self._receive(end)
            if message.header.fields.get(HeaderFields.reply_serial) != serial:
                self._keep(message)
            elif message.header.message_type is MessageType.error:
                kind = str(message.header.fields.get(HeaderFields.error_name, ""))
                raise RefusedError(kind, " ".join(str(part) for part in message.body))
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
                raise ConnectionResetError("the bus has closed the connection")
            self._parser.add_data(piece)
        return message

    def _keep(self, message: Any) -> None:
        from jeepney import HeaderFields, MessageType  # noqa: PLC0415

        if message.header.message_type is MessageType.signal:
            fields = message.header.fields
            sender, path = fields.get(HeaderFields.sender, ""), fields.get(HeaderFields.path, "")
            interface, member = fields.get(HeaderFields.interface, ""), fields.get(HeaderFields.member, "")
            self._signals.append(Signal(sender, path, interface, member, tuple(message.body)))

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

    def _ask_bus(self, method: str, *arguments: Any, signature: str = "", within_s: float | None = None) -> Any:
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
        self._ask_bus("StartServiceByName", name, 0, signature="su", within_s=_START_S)

    def hear_from(self, name: str, path: str, interface: str, member: str = "") -> None:
        """Ask the bus for the signals of whoever has ``name``, now and later; without a ``member``, for all of them."""
        rule = f"type='signal',sender='{name}',interface='{interface}',path='{path}'"
        self._ask_bus("AddMatch", f"{rule},member='{member}'" if member else rule, signature="s")
