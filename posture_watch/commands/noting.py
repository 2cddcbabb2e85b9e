"""Writes what was told into the log. If that fails, what was told is shown again as a command to repeat."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from posture_watch.commands.asking import agrees
from posture_watch.errors import UserError
from posture_watch.store.diary import Diary
from posture_watch.store.errors import LogError
from posture_watch.store.log import Log
from posture_watch.texts import retold, text

Kept = TypeVar("Kept")


def require_writable(database: Path) -> None:
    """LogError now, not after ten answers, where the log cannot be written at all."""
    Log.open(database).close()


def write(database: Path, what: Callable[[Diary], Kept]) -> Kept:
    """``what`` writes to the diary. Raises LogError if nothing was written."""
    with Log.open(database) as log:
        return what(log.diary)


def keep(database: Path, what: Callable[[Diary], Kept], command: str, *, asking: bool) -> Kept:
    """``what`` writes; while it fails and somebody sits there (``asking``), they may mend it and try again.

    UserError with ``command``, which notes the same again, if it was not written in the end.
    """
    while True:
        try:
            return write(database, what)
        except LogError as error:
            lost = UserError(error.message, "\n".join([retold(error.advice), _repeat(command)]))
        if not asking:
            raise lost
        print(f"{retold(lost.message)}\n{lost.advice}")
        if not agrees(text("Nothing is noted yet. Try again now? [y/N]")):
            raise UserError(text("Nothing was noted."), _repeat(command))


def _repeat(command: str) -> str:
    return text("What you said is not in the diary yet. Later, this line notes it:") + f"\n  {command}"
