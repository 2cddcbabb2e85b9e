"""Asks an X server three questions over its socket: idle time, the active window, the state of a window.

No Xlib: its error handler ends the process when the server goes away. No libxcb: its extensions are separate packages.
The protocol's part that is needed here is small, and a socket has time limits. Local servers only.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from posture_watch.silence.sense import CannotTellError
from posture_watch.silence.x_authority import COOKIE_KIND, cookie_of
from posture_watch.texts import text

# A healthy server answers in less than a millisecond.
_ANSWER_S = 1.0
_SOCKETS = "/tmp/.X11-unix/X"  # noqa: S108  # where every X server puts it

_INTERN_ATOM, _GET_PROPERTY, _QUERY_EXTENSION = 16, 20, 98
_SCREEN_SAVER_QUERY = 1
_ANY_TYPE = 0
_MOST_WORDS = 256
_ERROR, _REPLY = 0, 1


@dataclass(frozen=True, slots=True)
class Screen:
    """Which local X server and screen: ``DISPLAY=:number.screen``."""

    number: int
    screen: int


def local_screen(display: str) -> Screen:
    """What ``display`` (the variable DISPLAY) names; CannotTellError if it is none or elsewhere."""
    host, colon, rest = display.rpartition(":")
    number, _, screen = rest.partition(".")
    if not colon or not number.isdigit():
        raise CannotTellError(text("there is no X screen (DISPLAY is not set)"))
    if host not in ("", "unix"):
        raise CannotTellError(text("the X screen {display} is on another machine", display=display))
    return Screen(int(number), int(screen) if screen.isdigit() else 0)


class XServer:
    """One connection, made when first needed and again after it broke. Not for several threads."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._socket: socket.socket | None = None
        self._root = 0
        self._sequence = 0
        self._opcodes: dict[str, int] = {}
        self._atoms: dict[str, int] = {}

    def idle_s(self) -> float:
        """Seconds since the last key or mouse movement."""
        opcode = self._opcode("MIT-SCREEN-SAVER")
        reply = self._ask(struct.pack("<BBHI", opcode, _SCREEN_SAVER_QUERY, 2, self._root_window()))
        return int(struct.unpack_from("<I", reply, 16)[0]) / 1000

    def root_property(self, name: str) -> list[int]:
        """The 32-bit values of a property of the root window; empty if it has none."""
        return self.window_property(self._root_window(), name)

    def window_property(self, window: int, name: str) -> list[int]:
        """The 32-bit values of a window's property; empty if it has none. CannotTellError if the window is gone."""
        request = struct.pack("<BBHIIIII", _GET_PROPERTY, 0, 6, window, self.atom(name), _ANY_TYPE, 0, _MOST_WORDS)
        reply = self._ask(request)
        width, count = reply[1], int(struct.unpack_from("<I", reply, 16)[0])
        return list(struct.unpack_from(f"<{count}I", reply, 32)) if width == 32 else []

    def atom(self, name: str) -> int:
        """The number that the server knows ``name`` by."""
        self._connected()
        if name not in self._atoms:
            reply = self._ask(_named(_INTERN_ATOM, name))
            self._atoms[name] = int(struct.unpack_from("<I", reply, 8)[0])
        return self._atoms[name]

    def close(self) -> None:
        connection, self._socket = self._socket, None
        self._opcodes.clear()
        self._atoms.clear()
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.close()

    def _opcode(self, extension: str) -> int:
        self._connected()
        if extension not in self._opcodes:
            reply = self._ask(_named(_QUERY_EXTENSION, extension))
            self._opcodes[extension] = reply[9] if reply[8] else 0
        if not self._opcodes[extension]:
            raise CannotTellError(text("the X server has no {extension}", extension=extension))
        return self._opcodes[extension]

    def _root_window(self) -> int:
        self._connected()
        return self._root

    def _ask(self, request: bytes) -> bytes:
        """The reply's bytes; CannotTellError if the server reports an error or nothing."""
        connection = self._connected()
        try:
            connection.sendall(request)
            self._sequence = (self._sequence + 1) & 0xFFFF
            return self._answer(connection)
        except OSError:
            self.close()
            raise CannotTellError(text("the X server does not answer")) from None

    def _answer(self, connection: socket.socket) -> bytes:
        while True:
            head = _receive(connection, 32)
            if head[0] == _REPLY:
                head += _receive(connection, 4 * struct.unpack_from("<I", head, 4)[0])
            if struct.unpack_from("<H", head, 2)[0] != self._sequence:
                continue  # an event, or the answer to something older
            if head[0] == _REPLY:
                return head
            if head[0] == _ERROR:
                raise CannotTellError(text("the X server reports error {number}", number=head[1]))

    def _connected(self) -> socket.socket:
        if self._socket is None:
            where = local_screen(self._environ.get("DISPLAY", ""))
            try:
                self._socket, self._root = _connect(where, cookie_of(self._environ, where.number))
            except (OSError, struct.error, IndexError):
                raise CannotTellError(text("no X server answers at :{number}", number=where.number)) from None
            self._sequence = 0
        return self._socket


def _connect(where: Screen, cookie: bytes) -> tuple[socket.socket, int]:
    """A connection that is let in, and the root window of the screen. OSError if not."""
    name = COOKIE_KIND if cookie else b""
    if sys.platform == "win32":
        raise OSError("X servers of Windows are not asked")
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(_ANSWER_S)
        _reach(connection, f"{_SOCKETS}{where.number}")
        hello = struct.pack("<BxHHHHxx", ord("l"), 11, 0, len(name), len(cookie))
        connection.sendall(hello + _padded(name) + _padded(cookie))
        head = _receive(connection, 8)
        body = _receive(connection, 4 * struct.unpack_from("<H", head, 6)[0])
        if head[0] != 1:
            raise PermissionError("the X server lets nobody in without the right cookie")
        return connection, _roots(body)[where.screen]
    except BaseException:
        connection.close()
        raise


def _reach(connection: socket.socket, path: str) -> None:
    """The abstract name is there too where /tmp is a private one."""
    try:
        connection.connect(path)
    except FileNotFoundError:
        connection.connect(f"\0{path}")


def _roots(body: bytes) -> list[int]:
    """The root windows out of the server's greeting (after its first 8 bytes)."""
    vendor, screens, formats = struct.unpack_from("<H", body, 16)[0], body[20], body[21]
    at = 32 + vendor + -vendor % 4 + 8 * formats
    roots: list[int] = []
    for _ in range(screens):
        roots.append(int(struct.unpack_from("<I", body, at)[0]))
        depths, at = body[at + 39], at + 40
        for _ in range(depths):
            at += 8 + 24 * struct.unpack_from("<H", body, at + 2)[0]
    return roots


def _named(opcode: int, name: str) -> bytes:
    """A request whose argument is a name: InternAtom (making it if need be) and QueryExtension."""
    encoded = name.encode()
    padded = _padded(encoded)
    return struct.pack("<BBHHxx", opcode, 0, 2 + len(padded) // 4, len(encoded)) + padded


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 4)


def _receive(connection: socket.socket, count: int) -> bytes:
    parts: list[bytes] = []
    while count > 0:
        part = connection.recv(count)
        if not part:
            raise ConnectionResetError("the X server is gone")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)
