"""One question and its answer over a named pipe (Windows), by multiprocessing.connection, which knows no limit of
time: a thread waits beside."""

from __future__ import annotations

import threading
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client

from posture_watch.control.message import WireError

MOST_HANGING = 4
"""Threads that wait for a stopped monitor at once: a tray asks for days, and each holds a pipe."""
_hanging: list[tuple[str, threading.Thread]] = []


def exchange(address: str, key: bytes, message: bytes, *, within_s: float, most_bytes: int) -> bytes:
    """The answer of whoever listens at ``address`` and knows ``key``; exceptions as of ``by_socket.exchange``.

    Those that a stopped monitor has not answered yet are enough: while they wait, nobody else is sent to it.
    """
    _hanging[:] = [(place, thread) for place, thread in _hanging if thread.is_alive()]
    if sum(place == address for place, _ in _hanging) >= MOST_HANGING:
        raise WireError("those who asked before are still waiting")
    answer: list[bytes | Exception] = []

    def work() -> None:
        try:
            with Client(address, authkey=key) as connection:
                connection.send_bytes(message)
                answer.append(connection.recv_bytes(most_bytes))
        except (EOFError, AuthenticationError) as error:
            answer.append(WireError(str(error)))
        except Exception as error:  # raised again below, in the thread that asked
            answer.append(error)

    thread = threading.Thread(target=work, name="ask", daemon=True)
    thread.start()
    thread.join(within_s)
    if not answer:
        _hanging.append((address, thread))
        raise WireError(f"no answer within {within_s:g} s")
    if isinstance(answer[0], Exception):
        raise answer[0]
    return answer[0]
