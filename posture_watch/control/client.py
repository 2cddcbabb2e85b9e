"""Asks the running monitor. Imports little of the standard library and nothing else, so that `status` feels instant."""

from __future__ import annotations

import sys

from posture_watch.control.endpoint import read_endpoint
from posture_watch.control.message import MOST_BYTES, MessageError, pack, unpack
from posture_watch.errors import UserError

TYPE_CHECKING = False  # typing takes 3 ms
if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from posture_watch.control.request import Command

if sys.platform == "win32":
    from posture_watch.control.by_pipe import exchange
else:
    from posture_watch.control.by_socket import exchange

_WITHOUT_ARGUMENTS = ("status", "watch")


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


def ask(
    runtime_folder: str | Path, command: Command, *, within_s: float = 5.0, **arguments: object
) -> Mapping[str, Any]:
    """The monitor's answer to ``command``. Raises NotRunningError, NotAnsweringError (after ``within_s`` seconds),
    RefusedError, and MessageError for arguments that the command does not take."""
    message = _question(command, arguments)
    endpoint = read_endpoint(runtime_folder)
    if endpoint is None:
        raise NotRunningError
    try:
        answer = exchange(endpoint.address, endpoint.key, message, within_s=within_s, most_bytes=MOST_BYTES)
    except (FileNotFoundError, ConnectionRefusedError) as error:
        raise NotRunningError from error
    except OSError as error:
        # it is silent, or ended in the middle, or another monitor has just taken its place
        raise NotAnsweringError(within_s) from error
    return _reply(answer)


def _question(command: Command, arguments: Mapping[str, object]) -> bytes:
    if command in _WITHOUT_ARGUMENTS and not arguments:  # nothing to check, and checking is longer to import
        return pack({"command": command, "arguments": {}})
    from posture_watch.control.request import Request  # noqa: PLC0415  # as above

    return Request(command, arguments).to_bytes()


def _reply(message: bytes) -> Mapping[str, Any]:
    try:
        found = unpack(message)
    except MessageError as error:
        raise RefusedError(f"the answer could not be read: {error}", "Restart posture-watch.") from error
    if "error" in found:
        raise RefusedError(str(found["error"]), str(found.get("advice", "")))
    reply = found.get("reply", {})
    if not isinstance(reply, dict):
        raise RefusedError("the answer could not be read: it is no object", "Restart posture-watch.")
    return reply  # pyright: ignore[reportUnknownVariableType]  # typing's cast is too slow to import
