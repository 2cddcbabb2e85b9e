"""A local socket whose callers are answered one after the other, badly if need be."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress

TALKS_S = 0.5


class OneByOne:
    """Listens at once. ``talk`` has each caller to itself; what it raises of a line that broke ends that talk only."""

    def __init__(self, address: str, talk: Callable[[socket.socket], None]) -> None:
        self._talk = talk
        self._line = socket.socket(socket.AF_UNIX)
        self._line.bind(address)
        self._line.listen(8)
        threading.Thread(target=self._serve, name="one-by-one", daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
        self._line.close()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._line.accept()
            except OSError:
                return
            with caller, suppress(OSError, ValueError, struct.error):
                self._talk(caller)


def say(caller: socket.socket, content: bytes) -> None:
    """All of it, whatever is asked, and nothing more; then hear the caller out."""
    caller.sendall(content)
    caller.shutdown(socket.SHUT_WR)
    caller.settimeout(TALKS_S)
    while caller.recv(4096):
        pass
