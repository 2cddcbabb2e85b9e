"""Answers other processes of the same user while the monitor runs. No message, however bad or slow, can stop it."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable, Mapping
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any

from posture_watch.control.endpoint import create_endpoint, remove_endpoint
from posture_watch.control.request import MOST_BYTES, MessageError, Request, pack
from posture_watch.errors import UserError

Handle = Callable[[Request], Mapping[str, Any]]

_log = logging.getLogger(__name__)

# One exchange takes under a millisecond; whoever needs longer than this is cut off.
_CONVERSATION_S = 3.0
# Conversations at the same time; more have to wait in the system's queue.
_MOST_CONVERSATIONS = 8


class ControlServer:
    """Listens from ``start`` to ``close``.

    ``handle`` gets one request at a time, in a thread of the server's, and must not block for long. What it returns (a
    JSON object) is the reply; a UserError it raises becomes the asker's error.
    """

    def __init__(self, runtime_folder: Path, handle: Handle, *, conversation_s: float = _CONVERSATION_S) -> None:
        self._folder = runtime_folder
        self._handle = handle
        self._conversation_s = conversation_s
        self._one_at_a_time = threading.Lock()
        self._room = threading.BoundedSemaphore(_MOST_CONVERSATIONS)
        self._closing = threading.Event()
        self._conversations: set[threading.Thread] = set()
        self._acceptor: threading.Thread | None = None

    def start(self) -> None:
        """Listen. Call it while holding the MonitorLock. UserError if the runtime folder does not allow it."""
        try:
            self._endpoint = create_endpoint(self._folder)
            self._listener = Listener(self._endpoint.address, backlog=_MOST_CONVERSATIONS)
            if sys.platform != "win32":  # its folder is closed to others already; this holds if somebody opens that
                Path(self._endpoint.address).chmod(0o600)
        except OSError as error:
            advice = "Free some space or set POSTURE_WATCH_HOME to a folder of yours, then start posture-watch again."
            raise UserError(f"no control channel in {self._folder}: {error.strerror or error}", advice) from error
        self._acceptor = threading.Thread(target=self._accept, name="control", daemon=True)
        self._acceptor.start()

    def close(self, within_s: float = 2.0) -> None:
        """Finish what is being answered, each at most ``within_s`` seconds, and remove all traces; harmless twice."""
        if self._closing.is_set() or self._acceptor is None:
            return
        self._closing.set()
        _wake(self._endpoint.address)
        self._acceptor.join(within_s)  # first: whatever it took has begun then, and can be waited for
        for thread in tuple(self._conversations):
            thread.join(within_s)
        with contextlib.suppress(OSError):
            self._listener.close()
        remove_endpoint(self._folder)

    def __enter__(self) -> ControlServer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self) -> None:
        while not self._closing.is_set():
            self._room.acquire()
            try:
                connection = self._listener.accept()
            except (OSError, EOFError) as error:  # out of file descriptors, or a caller that has gone already
                self._room.release()
                _log.info("control channel: %s", error)
                self._closing.wait(0.1)
                continue
            thread = threading.Thread(target=self._converse, args=(connection,), name="control-answer", daemon=True)
            self._conversations.add(thread)
            thread.start()

    def _converse(self, connection: Connection[Any, Any]) -> None:
        try:
            with connection, _limited(connection, self._conversation_s):
                self._greet(connection)
                connection.send_bytes(self._answer_next(connection))
        except (OSError, EOFError, AuthenticationError, ValueError) as error:
            _log.debug("control channel: a conversation ended early: %r", error)
        finally:
            self._conversations.discard(threading.current_thread())
            self._room.release()

    def _greet(self, connection: Connection[Any, Any]) -> None:
        """Both sides prove that they know the key. Listener would do this before it takes the next caller."""
        deliver_challenge(connection, self._endpoint.key)
        answer_challenge(connection, self._endpoint.key)

    def _answer_next(self, connection: Connection[Any, Any]) -> bytes:
        try:
            request = Request.from_bytes(_receive(connection))
            if not self._one_at_a_time.acquire(timeout=self._conversation_s):
                return pack({"error": "the monitor is busy", "advice": "Try again in a moment."})
            try:
                return pack({"reply": dict(self._handle(request))})
            finally:
                self._one_at_a_time.release()
        except MessageError as error:
            return pack({"error": str(error)})
        except UserError as error:
            return pack({"error": error.message, "advice": error.advice})
        except Exception:  # a bug in a command must not end the monitor
            _log.exception("a command from outside failed")
            return pack({"error": "the monitor failed to do this; its log file says why"})


def _receive(connection: Connection[Any, Any]) -> bytes:
    try:
        return connection.recv_bytes(MOST_BYTES)
    except OSError:
        if connection.closed or connection.readable:
            raise
        # it announced more than that, and can still be told so
        raise MessageError(f"a message has at most {MOST_BYTES} bytes") from None


@contextlib.contextmanager
def _limited(connection: Connection[Any, Any], limit_s: float):
    """Cut ``connection`` off after ``limit_s`` seconds: reads and writes that wait then fail."""
    timer = threading.Timer(limit_s, _cut_off, (connection,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _wake(address: str) -> None:
    """Have the acceptor come round; closing the listener would not. Waits for nobody: with a full queue it is awake."""
    with contextlib.suppress(OSError, EOFError):
        if sys.platform == "win32":
            Client(address).close()
        else:
            with socket.socket(socket.AF_UNIX) as line:
                line.setblocking(False)
                line.connect(address)


def _cut_off(connection: Connection[Any, Any]) -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            connection.close()
        else:
            with socket.socket(fileno=os.dup(connection.fileno())) as same:
                same.shutdown(socket.SHUT_RDWR)
