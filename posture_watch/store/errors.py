"""What can go wrong with the log, in words for the user: which file, what happened, what to do."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from posture_watch.errors import UserError


class LogError(UserError):
    """The log cannot be used as it is."""


class LogMissingError(LogError):
    """There is no log yet."""


class LogBrokenError(LogError):
    """The file is damaged, or is not a log of this program, or of a newer one."""


class LogDamagedError(LogBrokenError):
    """The file is damaged: what can be read of it is to be saved."""


class LogNotWrittenError(LogError):
    """What should have been written was not, none of it. Keep the events and append them again later."""


class LogFullError(LogNotWrittenError):
    """No room left on the disk."""


_SCHEMA_IS_OFF = re.compile(
    r"unsupported file format|no such (table|index)|.* has no column|table \S+ (has|already)|duplicate column"
    r"|index \S+ already"
)
"""What a log of ours cannot be answered with: its tables are made before it is asked anything."""
_ASIDE = "Move it aside, with the files of the same name ending in -wal and -shm; the next start begins a new log."


def missing(path: Path) -> LogMissingError:
    """There is no file at ``path``."""
    return LogMissingError(f"There is no log yet at {path}.", "Start the monitor with: posture-watch run")


def damaged(path: Path, finding: str) -> LogDamagedError:
    """The file is not as it was written."""
    return LogDamagedError(f"The log {path} is damaged: {finding}. Nothing was changed in it.", _ASIDE)


def not_mended(path: Path, why: str) -> LogBrokenError:
    """The file is damaged, and the new one that should take its place could not be made."""
    return LogBrokenError(
        f"The log {path} is damaged, and what can be read of it could not be saved: {why}. Nothing was changed in it.",
        "Make room on the disk, or stop the monitor, and try again.",
    )


def gone(path: Path) -> LogNotWrittenError:
    """The file, or the folder it was in, is not there any more."""
    return LogNotWrittenError(
        f"The log {path} is not there any more.", "Nothing is lost yet: it is waited for, and then begun anew."
    )


def waited_for(why: UserError) -> LogNotWrittenError:
    """The log could not be opened when the monitor began; it is tried again."""
    return LogNotWrittenError(why.message, why.advice)


def mended_meanwhile(path: Path) -> LogError:
    """It was found damaged in the middle of something that cannot be taken up again there."""
    return LogError(f"The log {path} was damaged, and has been mended meanwhile.", "Try it again.")


def foreign(path: Path) -> LogBrokenError:
    """A database, but of another program."""
    return LogBrokenError(
        f"{path} is a database of another program, not a log of posture-watch.", "Choose another file."
    )


def newer(path: Path, found: int, known: int) -> LogBrokenError:
    """Written by a later version of this program."""
    return LogBrokenError(
        f"The log {path} was written by a newer posture-watch (format {found}; this one knows {known}).",
        "Upgrade posture-watch, or move the file aside to begin a new log.",
    )


def unusable(path: Path, why: str) -> LogError:
    """The system does not let us use the file or its folder."""
    return LogError(f"The log {path} cannot be opened: {why}.", f"Check that you may read and write in {path.parent}.")


def translate(path: Path, error: sqlite3.Error) -> LogError:  # noqa: PLR0911  # a table
    """The error of SQLite as one that a person can act on, naming the file."""
    extended = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    code = extended & 0xFF
    if extended == sqlite3.SQLITE_IOERR_SHORT_READ:  # pages are missing at its end
        code = sqlite3.SQLITE_CORRUPT
    if extended == sqlite3.SQLITE_IOERR_SHMSIZE:  # no room for the file that readers and writers share
        code = sqlite3.SQLITE_FULL
    match code:
        case sqlite3.SQLITE_FULL:
            return LogFullError(
                f"No room left on the disk for the log {path}.", "Free some space; logging goes on by itself."
            )
        case sqlite3.SQLITE_NOTADB:
            return damaged(path, "it is not a database")
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_TOOBIG:
            return damaged(path, str(error))
        case sqlite3.SQLITE_ERROR if _SCHEMA_IS_OFF.match(str(error)):
            return damaged(path, str(error))
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return unusable(path, str(error))
        case sqlite3.SQLITE_READONLY:
            return LogNotWrittenError(f"The log {path} is read-only.", f"Check that you may write in {path.parent}.")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LogNotWrittenError(f"The log {path} is in use by another program.", "Close it and try again.")
        case _:
            return LogNotWrittenError(f"The log {path} could not be used: {error}.", "Check the disk, then try again.")


@contextmanager
def naming(path: Path) -> Generator[None]:
    """Errors of SQLite raised inside leave as LogError."""
    try:
        yield
    except sqlite3.Error as error:
        raise translate(path, error) from error
