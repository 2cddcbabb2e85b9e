"""Errors a person can act on: what happened, to what, and what to do. Printed without a traceback."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager


class UserError(Exception):
    """Something the user can mend: ``message`` says what happened to which thing, ``advice`` what to do."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message}\n{self.advice}" if self.advice else self.message


@contextmanager
def nothing_changed() -> Generator[None]:
    """Around what keeps nothing: a Ctrl-C goes on its way with these words for the user."""
    try:
        yield
    except KeyboardInterrupt as interrupt:
        raise KeyboardInterrupt("Stopped; nothing was changed.") from interrupt
