"""Errors a person can act on: what happened, to what, and what to do. Printed without a traceback."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can mend: ``message`` says what happened to which thing, ``advice`` what to do."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message}\n{self.advice}" if self.advice else self.message
