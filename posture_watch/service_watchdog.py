"""Tells systemd that the loop comes round, if it started us and asked for it: a service that hangs is replaced."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable, Mapping


def service_watchdog(environment: Mapping[str, str]) -> Callable[[], None] | None:
    """What to call each time the loop comes round; None where nobody asked.

    It sends "ready" once, then a sign of life four times within the time that systemd waits for one, over the local
    socket that it named.
    """
    address = environment.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return None
    return _Signs(address.replace("@", "\0", 1) if address[0] == "@" else address, _within_s(environment) / 4)


def _within_s(environment: Mapping[str, str]) -> float:
    """How long it waits for a sign of life; 0 if it does not."""
    told = environment.get("WATCHDOG_USEC", "")
    return int(told) / 1e6 if told.isdecimal() else 0.0


class _Signs:
    def __init__(self, address: str, every_s: float) -> None:
        self._address = address
        self._every_s = every_s
        self._due_s = 0.0
        self._said_ready = False

    def __call__(self) -> None:
        now_s = time.monotonic()
        if self._said_ready and (not self._every_s or now_s < self._due_s):
            return
        self._due_s = now_s + self._every_s
        words = b"WATCHDOG=1" if self._said_ready else b"READY=1\nWATCHDOG=1"
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as signs:
            signs.setblocking(False)
            signs.sendto(words, self._address)
            self._said_ready = True
