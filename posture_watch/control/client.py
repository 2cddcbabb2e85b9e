"""Asks the running monitor. Imports the standard library only, so that `status` feels instant."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any, cast

from posture_watch.control.endpoint import Endpoint, read_endpoint
from posture_watch.control.request import MOST_BYTES, Command, MessageError, Request, unpack
from posture_watch.errors import UserError

MOST_HANGING = 4
"""Threads that wait for a stopped monitor at once: a tray asks for days, and each holds a socket."""
_hanging: list[tuple[str, threading.Thread]] = []


class NotRunningError(UserError):
    """No monitor of this user runs."""

    def __init__(self) -> None:
        super().__init__("posture_watch is not running", "Start it with `posture-watch run`.")


class NotAnsweringError(UserError):
    """A monitor runs, but gave no answer in time."""

    def __init__(self, within_s: float) -> None:
        advice = "Try again; if it stays silent, end its process and start `posture-watch run` again."
        super().__init__(f"the running posture_watch did not answer within {within_s:g} s", advice)


class RefusedError(UserError):
    """The monitor answered that it cannot do this."""


def ask(runtime_folder: Path, command: Command, *, within_s: float = 5.0, **arguments: object) -> Mapping[str, Any]:
    """The monitor's answer to ``command``. Raises NotRunningError, NotAnsweringError (after ``within_s`` seconds),
    RefusedError, and MessageError for arguments that the command does not take."""
    message = Request(command, arguments).to_bytes()
    endpoint = read_endpoint(runtime_folder)
    if endpoint is None:
        raise NotRunningError
    return _reply(_exchange_within(within_s, endpoint, message))


def _exchange_within(within_s: float, endpoint: Endpoint, message: bytes) -> bytes:
    """A stopped monitor neither refuses nor answers, and nothing in multiprocessing has a limit: wait beside it.

    Those that it has not answered yet are enough: while they wait, nobody else is sent to it.
    """
    _hanging[:] = [(address, thread) for address, thread in _hanging if thread.is_alive()]
    if sum(address == endpoint.address for address, _ in _hanging) >= MOST_HANGING:
        raise NotAnsweringError(within_s)
    answer: list[bytes | Exception] = []

    def work() -> None:
        try:
            answer.append(_exchange(endpoint, message))
        except Exception as error:  # raised again below, in the thread that asked
            answer.append(error)

    thread = threading.Thread(target=work, name="ask", daemon=True)
    thread.start()
    thread.join(within_s)
    if not answer:
        _hanging.append((endpoint.address, thread))
        raise NotAnsweringError(within_s)
    if isinstance(answer[0], (FileNotFoundError, ConnectionRefusedError)):
        raise NotRunningError from answer[0]
    if isinstance(answer[0], (OSError, EOFError, AuthenticationError)):
        # it ended in the middle, or another monitor has just taken its place
        raise NotAnsweringError(within_s) from answer[0]
    if isinstance(answer[0], Exception):
        raise answer[0]
    return answer[0]


def _exchange(endpoint: Endpoint, message: bytes) -> bytes:
    with Client(endpoint.address, authkey=endpoint.key) as connection:
        connection.send_bytes(message)
        return connection.recv_bytes(MOST_BYTES)


def _reply(message: bytes) -> Mapping[str, Any]:
    try:
        found = unpack(message)
    except MessageError as error:
        raise RefusedError(f"the answer could not be read: {error}", "Restart posture-watch.") from error
    if "error" in found:
        raise RefusedError(str(found["error"]), str(found.get("advice", "")))
    reply = found.get("reply", {})
    if not isinstance(reply, Mapping):
        raise RefusedError("the answer could not be read: it is no object", "Restart posture-watch.")
    return cast(Mapping[str, Any], reply)
