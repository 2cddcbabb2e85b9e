"""The control channel: bytes of somebody who knows the key, of somebody who does not, and a bad answer to who asks.

Behind the server is the real live run of a simulated person; now and then somebody asks, and must be answered.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

from soaking.desk import Desk
from soaking.soak import MORNING_UTC
from soaking.told_clock import ToldClock

from fuzzing.one_by_one import OneByOne, say
from fuzzing.target import JsonTarget, Target
from posture_watch.control.client import NotAnsweringError, NotRunningError, RefusedError, ask
from posture_watch.control.client import _reply as reply_of  # pyright: ignore[reportPrivateUsage]
from posture_watch.control.endpoint import Endpoint, read_endpoint
from posture_watch.control.request import Request, unpack
from posture_watch.errors import UserError
from posture_watch.paths import paths_below

COMMANDS: tuple[tuple[str, dict[str, object]], ...] = (
    ("status", {}), ("watch", {}), ("attend", {"seconds": 8}), ("pause", {"seconds": 90, "lent": True}), ("resume", {}),
    ("snooze", {"seconds": None}), ("recalibrate", {}), ("answer", {"choice": "not_now"}), ("gentle", {"seconds": 60}),
    ("stop", {}),
)  # fmt: skip
ASKS_EVERY = 20
"""After so many inputs somebody asks."""
LOOKED_AT = 5.0


class _Monitor:
    """The real live run in a thread of its own, begun anew whenever an input has stopped it.

    Its clock goes on by itself: a turn of the loop takes a millisecond.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = paths_below(home).runtime_folder
        self.stopped = -1
        self._thread: threading.Thread | None = None
        self.begin()

    def begin(self) -> None:
        """Go on, if it was stopped."""
        if self._thread is not None:
            self._thread.join(LOOKED_AT)
            assert not self._thread.is_alive(), "it was told to stop and did not"
        self.stopped += 1
        ready = threading.Event()
        self._thread = threading.Thread(target=self._live, args=(ready,), name="loop", daemon=True)
        self._thread.start()
        assert ready.wait(3 * LOOKED_AT), "it did not begin"

    def _live(self, ready: threading.Event) -> None:
        clock = ToldClock(MORNING_UTC)
        clock.on_tick = lambda _: time.sleep(0.001)
        with Desk(self.home, clock, "bursts") as desk:
            ready.set()
            desk.live.run()

    def endpoint(self) -> Endpoint:
        """Where it listens."""
        found = read_endpoint(self.folder)
        if found is None:
            self.begin()
            found = read_endpoint(self.folder)
        assert found is not None
        return found

    def still_answers(self) -> None:
        """Asked by a friend; one that an input has just stopped is begun again."""
        try:
            self.endpoint()
            assert "state" in ask(self.folder, "status", within_s=LOOKED_AT)
        except (NotAnsweringError, NotRunningError):
            self.begin()
            assert "state" in ask(self.folder, "status", within_s=LOOKED_AT)

    def close(self) -> None:
        """In its own way."""
        with suppress(NotAnsweringError, NotRunningError):  # it is on its way already
            ask(self.folder, "stop", within_s=LOOKED_AT)
        if self._thread is not None:
            self._thread.join(LOOKED_AT)
            assert not self._thread.is_alive(), "it was told to stop and did not"


class Messages(JsonTarget):
    """From somebody who has the key: answered with a reply or an error, and the next one is too."""

    name = "message"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._monitor = _Monitor(home)
        self._count = 0

    def good(self) -> Sequence[bytes]:
        return [Request(name, arguments).to_bytes() for name, arguments in COMMANDS]  # type: ignore[arg-type]

    def try_one(self, content: bytes) -> str:
        self._count += 1
        if self._count % ASKS_EVERY == 0:
            self._monitor.still_answers()
        for _ in range(2):  # the one before may have stopped it
            endpoint = self._monitor.endpoint()
            try:
                with Client(endpoint.address, authkey=endpoint.key) as connection:
                    connection.send_bytes(content)
                    answer = unpack(connection.recv_bytes())
            except (OSError, EOFError):
                self._monitor.begin()
            else:
                return _kind_of(answer)
        raise AssertionError("no answer")

    def close(self) -> None:
        self._monitor.close()


def _kind_of(answer: Mapping[str, Any]) -> str:
    assert set(answer) in ({"reply"}, {"error"}, {"error", "advice"})
    assert "log file says why" not in str(answer.get("error")), "a command broke"
    return "answered" if "reply" in answer else "refused"


class Strangers(Target):
    """Raw bytes to the socket, without the key: nothing is answered but the greeting, and the next friend is."""

    name = "stranger"

    def __init__(self, home: Path) -> None:
        self._monitor = _Monitor(home)
        self._count = 0
        super().__init__(home)

    def good(self) -> Sequence[bytes]:
        digest = b"{sha256}" + bytes(32)
        said = [digest, b"#CHALLENGE#" + digest, b"#WELCOME#", b"#FAILURE#", Request("stop").to_bytes()]
        return [*(_framed(one) for one in said), b"".join(_framed(one) for one in said), b"GET / HTTP/1.1\r\n\r\n"]

    def try_one(self, content: bytes) -> str:
        self._count += 1
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(LOOKED_AT)
            line.connect(self._monitor.endpoint().address)
            with suppress(OSError):  # cut off in the middle
                line.sendall(content)
                line.shutdown(socket.SHUT_WR)
            heard = b""
            with suppress(ConnectionResetError):
                while piece := line.recv(65536):
                    heard += piece
        assert b"#WELCOME#" not in heard, "let in without the key"
        assert b"reply" not in heard
        assert len(heard) < 500
        if self._count % ASKS_EVERY == 0:
            self._monitor.still_answers()
        return "turned away"

    def close(self) -> None:
        self._monitor.close()


class Answers(JsonTarget):
    """What a monitor gone mad answers to `status`: an object, or an error that can be shown."""

    name = "answer"

    def good(self) -> Sequence[bytes]:
        reply = {"state": "good", "text": "You sit well", "pid": 1, "sitting_s": 12.5, "reminder": {"number": 1}}
        return [json.dumps(one).encode() for one in ({"reply": reply}, {"error": "busy", "advice": "Try again."})]

    def try_one(self, content: bytes) -> str:
        try:
            reply_of(content)
        except RefusedError as error:
            error.message.encode("utf-8", "replace")  # it may be empty: it was so
            return "refused"
        return "taken"


class KeyFiles(JsonTarget):
    """The file that says where the monitor listens, spoilt: nobody runs, or an error for the user."""

    name = "key file"

    def good(self) -> Sequence[bytes]:
        return [json.dumps({"address": str(self.home / "control.sock"), "key": "00" * 32}).encode()]

    def try_one(self, content: bytes) -> str:
        (self.home / "control.json").write_bytes(content)
        try:
            ask(self.home, "status", within_s=1.0)
        except UserError as error:
            return type(error).__name__
        return "answered"


class Impostors(Strangers):
    """Somebody else listens where the monitor should: whoever asks is told something, and soon."""

    name = "impostor"

    def __init__(self, home: Path) -> None:
        self._says = b""
        self._line = OneByOne(str(home / "control.sock"), lambda caller: say(caller, self._says))
        (home / "control.json").write_text(json.dumps({"address": str(home / "control.sock"), "key": "00" * 32}))
        Target.__init__(self, home)

    def try_one(self, content: bytes) -> str:
        self._says = content
        try:
            ask(self.home, "status", within_s=LOOKED_AT)
        except UserError as error:
            return type(error).__name__
        raise AssertionError("an impostor was believed")

    def close(self) -> None:
        self._line.close()


def _framed(message: bytes) -> bytes:
    return struct.pack("!i", len(message)) + message
