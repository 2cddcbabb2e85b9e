"""What a desktop answers: of a message bus and an X server gone mad the senses only cannot tell."""
# jeepney has no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import os
import random
import socket
import struct
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call, new_method_return, new_signal

from fuzzing.mutating import dice_of
from fuzzing.one_by_one import OneByOne, say
from fuzzing.target import Target
from posture_watch.silence.bus import Bus
from posture_watch.silence.do_not_disturb import NotificationService
from posture_watch.silence.sense import Sense
from posture_watch.silence.x11 import XServer

FROM = DBusAddress("/org/freedesktop/Notifications", "org.freedesktop.Notifications", "org.freedesktop.Notifications")
BODIES: tuple[tuple[str, tuple[object, ...]], ...] = (
    ("ssss", ("dunst", "x", "1", "1.2")), ("ssss", ("Xfce Notify Daemon", "x", "1", "1.2")), ("s", ("",)), ("", ()),
    ("v", (("b", True),)), ("v", (("s", "yes"),)), ("v", (("i", -1),)), ("b", (False,)), ("as", (["a", "b"],)),
    ("u", (2**32 - 1,)), ("a(susso)", ([("1", 0, "me", "seat0", "/session")],)), ("a{sv}", ({"a": ("u", 1)},)),
    ("o", ("/org/freedesktop/login1/session/_31",)), ("t", (2**64 - 1,)), ("d", (float("nan"),)),
)  # fmt: skip
MOST_CALLS = 12


class BusAnswers(Target):
    """Input: how each call is answered. A good one answers with a message of some other call's type."""

    name = "bus"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._server = _Server(home / "bus")

    def good(self) -> Sequence[bytes]:
        return [bytes(range(n, n + MOST_CALLS)) for n in range(len(BODIES))]

    def drawn(self, number: int) -> bytes:
        return str(number).encode()

    def try_one(self, content: bytes) -> str:
        dice = dice_of(content)
        self._server.answers = _Answering(dice)
        bus = Bus(f"unix:path={self._server.path}", is_session=True)
        sense: Sense[bool] = Sense("do not disturb", [NotificationService(_Asked(bus))])  # type: ignore[arg-type]
        told = [sense.read()]
        with suppress(Exception):
            bus.heard()
        told.append(sense.read())
        bus.close()
        assert all(answer is None or isinstance(answer, bool) for answer in told)
        return "told" if any(answer is not None for answer in told) else "cannot tell"

    def close(self) -> None:
        self._server.close()


class _Asked:
    """As much of a desktop as the notification service is asked through."""

    def __init__(self, bus: Bus) -> None:
        self.session_bus = bus
        self.environ: Mapping[str, str] = {}
        self.config_home = Path("/nonexistent")


class _Answering:
    """The greeting as it should be, then each call answered well, with a wrong type, or with spoilt bytes."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._spoils = dice.random() < 0.6
        self.over = False
        """Hangs up after this answer: whoever waits for the rest of it waits a second, which is tried seldom."""

    def __call__(self, serial: int) -> bytes:
        dice = self._dice
        raw = b"".join(self._message(serial) for _ in range(dice.choice((1, 1, 1, 2, 3))))
        if self._spoils and (serial > 1 or dice.random() < 0.1):
            spoilt = bytearray(raw)
            for _ in range(dice.randint(1, 3)):
                at = dice.randrange(min(len(spoilt), 24 if dice.random() < 0.5 else len(spoilt)))
                spoilt[at] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))
            self.over = dice.random() < 0.98
            raw = bytes(spoilt[: len(spoilt) if dice.random() < 0.8 else dice.randrange(len(spoilt))])
        return raw

    def _message(self, serial: int) -> bytes:
        dice = self._dice
        signature, body = dice.choice(BODIES) if serial > 1 else ("s", (":1.5",))
        if serial > 1 and dice.random() < 0.15:
            self.over |= dice.random() < 0.9
            return new_signal(FROM, "Changed", signature or None, body).serialise(serial=serial)
        call = new_method_call(FROM, "Any")
        call.header.serial = serial
        message = new_method_return(call, signature or None, body)
        message.header.fields.pop(HeaderFields.destination, None)
        message.header.fields[HeaderFields.reply_serial] = serial if dice.random() < 0.95 else serial + 1
        self.over |= message.header.fields[HeaderFields.reply_serial] != serial and dice.random() < 0.9
        if serial > 1 and dice.random() < 0.1:
            message.header.message_type = MessageType.error
            message.header.fields[HeaderFields.error_name] = "org.example.No"
        return message.serialise(serial=100 + serial)


class _Server:
    """One caller after the other: greets as a bus does, and answers what ``answers`` says until it has no more."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.answers: _Answering | None = None
        self._line = OneByOne(str(path), self._talk)

    def close(self) -> None:
        self._line.close()

    def _talk(self, caller: socket.socket) -> None:
        caller.settimeout(2.0)
        heard = b""
        while not heard.endswith(b"BEGIN\r\n") and b"BEGIN\r\n" not in heard:
            piece = caller.recv(4096)
            if not piece:
                return
            heard += piece
            if b"AUTH" in heard and b"BEGIN" not in heard:
                caller.sendall(b"OK 1234deadbeef1234deadbeef12345678\r\n")
        rest = heard.split(b"BEGIN\r\n", 1)[1]
        for number in range(1, MOST_CALLS):
            if not rest and not caller.recv(65536):
                return
            rest = b""
            assert self.answers is not None
            caller.sendall(self.answers(number))
            if self.answers.over:
                return


class ScreenAnswers(Target):
    """An X server that greets and answers with spoilt bytes."""

    name = "screen"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.display = 7000 + os.getpid() % 1000
        self._answer = b""
        self._line = OneByOne(f"\0/tmp/.X11-unix/X{self.display}", lambda caller: say(caller, self._answer))

    def good(self) -> Sequence[bytes]:
        vendor = b"mad!"
        screen = struct.pack("<I", 99) + bytes(35) + b"\x00"
        body = bytes(16) + struct.pack("<H", len(vendor)) + bytes(2) + b"\x01\x00" + bytes(10) + vendor + screen
        body += bytes(-len(body) % 4)
        hello = struct.pack("<BxHHH", 1, 11, 0, len(body) // 4) + body
        found = struct.pack("<BBHI", 1, 0, 1, 0) + b"\x01\x80" + bytes(22)
        idle_for = struct.pack("<BBHI", 1, 0, 2, 0) + bytes(8) + struct.pack("<I", 5000) + bytes(12)
        values = struct.pack("<BBHI", 1, 32, 3, 1) + bytes(8) + struct.pack("<I", 1) + bytes(12) + struct.pack("<I", 7)
        return [
            hello + found + idle_for,
            hello + found + idle_for + values,
            hello + struct.pack("<BBHI", 0, 3, 1, 0) + bytes(24),
        ]

    def try_one(self, content: bytes) -> str:
        self._answer = content
        server = XServer({"DISPLAY": f":{self.display}"})
        sense: Sense[object] = Sense("idle", [_Asking(server.idle_s)])  # type: ignore[list-item]
        more: Sense[object] = Sense("window", [_Asking(lambda: server.root_property("_NET_ACTIVE_WINDOW"))])  # type: ignore[list-item]
        told = [sense.read(), more.read()]
        server.close()
        assert told[0] is None or (isinstance(told[0], float) and told[0] >= 0)
        return "told" if told[0] is not None else "cannot tell"

    def close(self) -> None:
        self._line.close()


class _Asking:
    """A question as a source of a sense."""

    name = "X"

    def __init__(self, ask: object) -> None:
        self.ask = ask
