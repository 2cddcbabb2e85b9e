"""A message bus as the senses ask it: connected when first needed, nothing started, no answer is CannotTellError."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from posture_watch.dbus.connection import Connection, NoBusError, RefusedError
from posture_watch.silence.sense import CannotTellError
from posture_watch.texts import text

_T = TypeVar("_T")
_log = logging.getLogger(__name__)

# A healthy service answers in a millisecond; one that does not is asked again later.
_ANSWER_S = 1.0
_MOST_WORDS = 120


class Bus:
    """One message bus. Not for several threads. ``connections``: how many there were; who listens does so on each."""

    def __init__(self, address: str, *, is_session: bool) -> None:
        self._address = address
        self._is_session = is_session
        self._connection: Connection | None = None
        self._wanted: set[tuple[str, str, str]] = set()
        self.connections = 0

    def fileno(self) -> int:
        """The connection's file descriptor, -1 while there is none."""
        return self._connection.fileno() if self._connection is not None else -1

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def call(
        self, name: str, path: str, interface: str, method: str, signature: str = "", arguments: Sequence[Any] = ()
    ) -> tuple[Any, ...]:
        """The answer's body; CannotTellError if there is none. A service that does not run is not started."""
        return self._ask(name, lambda bus: bus.call(name, path, interface, method, *arguments, signature=signature))

    def get(self, name: str, path: str, interface: str, prop: str) -> Any:
        """A property's value; CannotTellError if it cannot be had."""
        answer = self.call(name, path, "org.freedesktop.DBus.Properties", "Get", "ss", (interface, prop))
        return answer[0][1]

    def has_owner(self, name: str) -> bool:
        """Whether a service of this name runs."""
        return bool(self._ask(name, lambda bus: bus.owner(name)))

    def listen(self, name: str, path: str, interface: str, member: str) -> None:
        """Keep the signals of this kind for ``heard``, for as long as this connection lives."""
        self._ask(name, lambda bus: bus.hear_from(name, path, interface, member))
        self._wanted.add((path, interface, member))

    def heard(self) -> list[tuple[str, tuple[Any, ...]]]:
        """The signals since the last time: member and body. Waits for nothing."""
        connection = self._connection
        if connection is None:
            return []
        try:
            connection.listen()
        except Exception as error:  # the end of the connection, or bytes that are no message
            _log.debug("the connection to %s ended: %s", self._address, error)
            self.close()
        signals = connection.heard()
        return [(s.member, s.body) for s in signals if (s.path, s.interface, s.member) in self._wanted]

    def connect(self) -> Connection:
        """The connection, made if there is none; CannotTellError."""
        if self._connection is None:
            self._connection = self._new_connection()
            self._wanted.clear()
            self.connections += 1
        return self._connection

    def _ask(self, name: str, ask: Callable[[Connection], _T]) -> _T:
        connection = self.connect()
        try:
            return ask(connection)
        except TimeoutError:
            raise CannotTellError(text("{name} does not answer", name=name)) from None
        except RefusedError as error:
            raise CannotTellError(_why(name, error)) from None
        except Exception as error:  # the end of the connection, or bytes that are no message
            self.close()
            raise CannotTellError(text("the connection to the bus broke: {error}", error=error)) from None

    def _new_connection(self) -> Connection:
        if not self._address:
            raise self._missing()
        try:
            return Connection(self._address, answer_s=_ANSWER_S, may_start=False)
        except ImportError:
            raise CannotTellError(text("the package jeepney is missing")) from None
        except NoBusError:
            raise self._missing() from None

    def _missing(self) -> CannotTellError:
        if self._is_session:
            advice = text("Start posture-watch inside your desktop session.")
            return CannotTellError(text("there is no session bus"), advice)
        return CannotTellError(text("there is no system bus"))


def _why(name: str, error: RefusedError) -> str:
    if error.kind.endswith((".ServiceUnknown", ".NameHasNoOwner")):
        return text("{name} does not run", name=name)
    words = error.words.partition("\n")[0][:_MOST_WORDS]
    return text("{name} refuses: {error}", name=name, error=words or error.kind)
