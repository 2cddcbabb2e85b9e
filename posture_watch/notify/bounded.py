"""Runs a call that may hang, for a limited time. A call that outlives it is left behind in a daemon thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Attempt(Generic[T]):
    """One call in a daemon thread of its own."""

    def __init__(self, work: Callable[[], T], *, name: str) -> None:
        self._work = work
        self._result: list[T] = []
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result.append(self._work())
        except Exception as error:  # handed to whoever waits
            self._error = error

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def result(self, within_s: float) -> T:
        """What the call returned or raised; TimeoutError if it has not ended within ``within_s`` seconds."""
        self._thread.join(within_s)
        if self._thread.is_alive():
            raise TimeoutError(f"no answer within {within_s:g} s")
        if self._error is not None:
            raise self._error
        return self._result[0]
