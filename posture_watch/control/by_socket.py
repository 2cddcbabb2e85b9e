"""One question and its answer over a Unix socket, as multiprocessing.connection speaks, which takes longer to import
than all of `status`. Nothing here waits for ever: a stopped monitor neither refuses nor answers."""

from __future__ import annotations

import os
import sys
import time

from posture_watch.control.message import WireError
from posture_watch.control.proof import challenge_like, proof_of

try:  # what socket stands upon; that one takes 4 ms more
    import _socket as sockets
except ImportError:  # another Python
    import socket as sockets

_CHALLENGE, _WELCOME, _FAILURE = b"#CHALLENGE#", b"#WELCOME#", b"#FAILURE#"
_MOST_BYTES_OF_PROOF = 256


def exchange(address: str, key: bytes, message: bytes, *, within_s: float, most_bytes: int) -> bytes:
    """The answer of whoever listens at ``address`` and knows ``key``, at most ``most_bytes`` long.

    FileNotFoundError or ConnectionRefusedError where nobody listens; another OSError (a WireError of ours) after
    ``within_s`` seconds, if the conversation ends early, and if the other side does not know the key.
    """
    line = sockets.socket(sockets.AF_UNIX, sockets.SOCK_STREAM)
    try:
        wire = _Wire(line, time.monotonic() + within_s)
        wire.connect(address)
        _greet(wire, key)
        wire.send(message)
        return wire.receive(most_bytes)
    except BlockingIOError as error:  # what a limit that has run out looks like
        raise WireError(f"no answer within {within_s:g} s") from error
    finally:
        line.close()


def _greet(wire: _Wire, key: bytes) -> None:
    """Both sides prove that they know the key, this one first."""
    theirs = wire.receive(_MOST_BYTES_OF_PROOF)
    if not theirs.startswith(_CHALLENGE):
        raise WireError("whoever listens does not begin as the monitor does")
    challenge = theirs.removeprefix(_CHALLENGE)
    wire.send(proof_of(key, challenge))
    if wire.receive(_MOST_BYTES_OF_PROOF) != _WELCOME:
        raise WireError("the monitor has another key")
    ours = challenge_like(challenge)
    wire.send(_CHALLENGE + ours)
    if wire.receive(_MOST_BYTES_OF_PROOF) != proof_of(key, ours):
        wire.send(_FAILURE)
        raise WireError("whoever listens does not know the key")
    wire.send(_WELCOME)


class _Wire:
    """Messages with their length before them. ``end_s``: on the monotonic clock, when all of it must be over."""

    def __init__(self, line: sockets.socket, end_s: float) -> None:
        self._line, self._end_s = line, end_s

    def connect(self, address: str) -> None:
        # not settimeout: with it, a queue that is full for a moment would refuse at once
        self._limit(sockets.SO_SNDTIMEO)
        self._line.connect(os.fsencode(address))

    def send(self, message: bytes) -> None:
        self._limit(sockets.SO_SNDTIMEO)
        self._line.sendall(len(message).to_bytes(4, "big") + message)

    def receive(self, most_bytes: int) -> bytes:
        length = int.from_bytes(self._exactly(4), "big", signed=True)
        if not 0 <= length <= most_bytes:
            raise WireError(f"a message of {length} bytes was announced")
        return self._exactly(length)

    def _exactly(self, length: int) -> bytes:
        found = b""
        while len(found) < length:
            self._limit(sockets.SO_RCVTIMEO)
            part = self._line.recv(length - len(found))
            if not part:
                raise WireError("the conversation ended early")
            found += part
        return found

    def _limit(self, kind: int) -> None:
        """The kernel ends the next wait when the time is up (struct timeval; one of nothing would be no limit)."""
        left_us = int((self._end_s - time.monotonic()) * 1e6)
        if left_us <= 0:
            raise BlockingIOError
        parts = (part.to_bytes(8, sys.byteorder) for part in divmod(left_us, 1_000_000))
        self._line.setsockopt(sockets.SOL_SOCKET, kind, b"".join(parts))
