"""The file of a log while it is open: mended when damage is met, looked through for damage nobody has met yet."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from types import TracebackType
from typing import Self

from posture_watch.store import errors, opening
from posture_watch.store.surviving import Connected, Held, surviving

LOOK_THROUGH_S = 3600.0
"""How often a running monitor looks for damage in what it does not read (s): 60 ms of a season's log."""


class LogFile:
    """Close it, or use ``with``. What is built on it raises LogError (a UserError naming the file) when the file cannot
    be used."""

    def __init__(self, connected: Connected) -> None:
        self.where = connected.where
        self._connected = connected
        self._looked_at_s = time.monotonic()

    def let_beat(self, beat: Callable[[], None]) -> None:
        """``beat`` is called while the log is mended, so that a monitor is not taken for one that hangs."""
        self._connected.beat = beat

    @property
    def file(self) -> object:
        """Which file is open: another one after the log was mended, or came back."""
        return self._connected.file

    @property
    def _db(self) -> sqlite3.Connection:
        return self._connected.db

    def mend(self, error: errors.LogDamagedError) -> None:
        """Have the damaged file kept aside, and go on with what could be read of it. Raises LogError."""
        self._connected.mend(error)

    @property
    def size_bytes(self) -> int:
        """What the log takes on the disk, write-ahead log included."""
        files = (self.where, *(self.where.with_name(self.where.name + end) for end in ("-wal", "-shm")))
        return sum(file.stat().st_size for file in files if file.exists())

    @surviving
    def look_through(self) -> None:
        """Find damage before much is read bit by bit, which cannot be begun again: 3 ms a megabyte.

        By another connection: what this one has read before, it does not read again.
        """
        self._looked_at_s = time.monotonic()
        if isinstance(self._connected, Held):
            return
        with closing(opening.open_for_reading(self.where)) as db:
            opening.require_sound(db, self.where)

    def _look_through_in_time(self) -> None:
        if time.monotonic() - self._looked_at_s > LOOK_THROUGH_S:
            self.look_through()

    @contextmanager
    def _moment(self) -> Generator[None]:
        """All that is read within is of one moment, also while a monitor writes or forgets."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    def close(self) -> None:
        """Nothing can be asked of it any more."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
