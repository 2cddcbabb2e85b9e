"""A log that goes on: damage that is met is mended, a file that was put in its place is followed, one that cannot be
opened is waited for."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from posture_watch.errors import UserError
from posture_watch.store import errors, opening, schema, swapping

TRY_AGAIN_S = 30.0
"""How often a log that cannot be opened is tried again (s)."""
GONE_S = 30.0
"""So long a folder that has vanished may come back (s): a drive is mounted again, a home restored."""
MENDED_AGAIN_S = 600.0
"""A log that is damaged again so soon (s) lies on a disk that fails: it is not mended again and again."""

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Mendable(Protocol):
    """Whatever can have its log mended."""

    def mend(self, error: errors.LogDamagedError, /) -> None: ...


Owner = TypeVar("Owner", bound=Mendable)


def surviving(
    method: Callable[Concatenate[Owner, Parameters], Result],
) -> Callable[Concatenate[Owner, Parameters], Result]:
    """A call that meets damage has the log mended, and is made once more."""

    @wraps(method)
    def called(self: Owner, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        try:
            return method(self, *args, **kwargs)
        except errors.LogDamagedError as error:
            self.mend(error)
        return method(self, *args, **kwargs)

    return called


def opened(path: Path, how: Callable[[Path], Result]) -> Result:
    """What ``how`` makes of the log at ``path``, which is mended first if that finds it damaged. Raises LogError."""
    found = swapping.identity(path)
    try:
        return how(path)
    except errors.LogDamagedError as error:
        _mend(path, error, found)
    return how(path)


def _mend(
    path: Path, error: errors.LogDamagedError, found: tuple[int, int] | None, beat: Callable[[], None] = lambda: None
) -> None:
    from posture_watch.store import mending  # noqa: PLC0415  # of no use on all other days

    mending.mend(path, error.message, unless_changed_from=found, beat=beat)


class Connected:
    """A connection to the log at ``where``, which is replaced when another file takes its place."""

    def __init__(self, db: sqlite3.Connection, where: Path, *, writes: bool) -> None:
        self.where, self.db = where, db
        self._writes = writes
        self.file = swapping.identity(where)
        self._mended_at_s: float | None = None
        self._gone_at_s: float | None = None
        self.beat: Callable[[], None] = lambda: None
        """Called while a log is mended, which takes seconds."""

    @property
    def is_in_place(self) -> bool:
        """Whether the file that is open is still the one of this name."""
        return swapping.identity(self.where) == self.file

    def mend(self, error: errors.LogDamagedError) -> None:
        """Have what can be read saved into a new log, and go on with that. Raises LogError."""
        now_s = time.monotonic()
        if self._mended_at_s is not None and now_s - self._mended_at_s < MENDED_AGAIN_S:
            raise error
        if self.is_in_place:
            self._mended_at_s = now_s
            if os.name == "nt":  # a file that is open can have no other put in its place there
                self.db.close()
            _mend(self.where, error, self.file, self.beat)
        self.reopen()

    def reopen(self) -> None:
        """Go on with the file that has the name now. Raises LogError."""
        how = opening.open_for_writing if self._writes else opening.open_for_reading
        before, self.db = self.db, opened(self.where, how)
        self.file = swapping.identity(self.where)
        self._gone_at_s = None
        with suppress(sqlite3.Error):
            before.close()

    def follow(self) -> bool:
        """Make sure that the file that is written has the name. True if it is another one than before.

        Raises LogNotWrittenError while there is none: its folder has vanished, and may come back.
        """
        found = swapping.identity(self.where)
        if found == self.file:
            self._gone_at_s = None
            return False
        if found is None:
            self._wait_for_folder()
            self._begin_anew()
        self.reopen()
        return True

    def _wait_for_folder(self) -> None:
        now_s = time.monotonic()
        self._gone_at_s = now_s if self._gone_at_s is None else self._gone_at_s
        if now_s - self._gone_at_s < GONE_S or not self.where.parent.parent.exists():
            raise errors.gone(self.where)

    def _begin_anew(self) -> None:
        """Everything that the vanished file holds, which is still open, into a new one of its name."""
        with suppress(OSError):
            self.where.parent.mkdir(mode=0o700, exist_ok=True)
        opening.make_private(self.where)
        try:
            with closing(sqlite3.connect(self.where)) as new:
                self.db.backup(new)
        except sqlite3.Error:
            for tail in ("", *swapping.TAILS, "-journal"):
                swapping.named(self.where, tail).unlink(missing_ok=True)


class Held(Connected):
    """In memory, for as long as the log cannot be opened: what is learnt and asked for meanwhile is kept for it."""

    def __init__(self, where: Path, why: UserError) -> None:
        db = sqlite3.connect(":memory:", isolation_level=None)
        db.row_factory = sqlite3.Row
        schema.migrate(db)
        super().__init__(db, where, writes=True)
        self.why = why
        self._tried_at_s = time.monotonic()

    def let_go(self, how: Callable[[Path], sqlite3.Connection]) -> Connected:
        """The file, with what was held. Raises LogNotWrittenError while it cannot be opened."""
        now_s = time.monotonic()
        if now_s - self._tried_at_s < TRY_AGAIN_S:
            raise errors.waited_for(self.why)
        self._tried_at_s = now_s
        try:
            db = opened(self.where, how)
            with opening.transaction(db, self.where):
                _copy(self.db, db)
        except UserError as why:
            self.why = why
            raise errors.waited_for(why) from why
        self.db.close()
        held_no_more = Connected(db, self.where, writes=True)
        held_no_more.beat = self.beat
        return held_no_more


def _copy(held: sqlite3.Connection, into: sqlite3.Connection) -> None:
    for table in sorted(schema.tables() - {"runs"}):
        names = [row["name"] for row in held.execute(f"PRAGMA table_info({table})") if row["name"] != "id"]
        rows = held.execute(f"SELECT {', '.join(names)} FROM {table}")  # noqa: S608
        marks = ", ".join("?" * len(names))
        into.executemany(f"INSERT OR IGNORE INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)  # noqa: S608
