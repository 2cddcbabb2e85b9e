"""A run of the monitor as the log has it: begun, gone on with in a file that takes the place of the other, and ended.
What a killed one left open ends where it stood."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from posture_watch import __version__
from posture_watch.core.events import Event
from posture_watch.core.history import Entry
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint
from posture_watch.errors import UserError
from posture_watch.store import opening, writing
from posture_watch.store.packing import BlockWriter
from posture_watch.store.rows import from_ms, to_ms


class LoggedRun:
    """Has no connection of its own: each call is given the one that holds by then, and the file's name for errors."""

    def __init__(self) -> None:
        self._number: int | None = None
        self._began: Instant | None = None
        self._last_utc: datetime | None = None
        self._block: BlockWriter | None = None

    @property
    def is_under_way(self) -> bool:
        """Whether it has begun and not ended."""
        return self._number is not None

    def begin(self, db: sqlite3.Connection, where: Path, now: Instant) -> None:
        """After the last run has ended."""
        with after_last_run(db, where):
            db.execute("DELETE FROM erased")
            query = "INSERT INTO runs (started_utc, version) VALUES (?, ?)"
            self._number = db.execute(query, (to_ms(now.utc), __version__)).lastrowid
        self._last_utc = from_ms(to_ms(now.utc))
        self._began = now

    def begin_again(self, db: sqlite3.Connection, where: Path) -> None:
        """In a file that could not be opened when it began."""
        if self._began is not None:
            self.begin(db, where, self._began)

    def go_on(self, db: sqlite3.Connection, where: Path) -> None:
        """In the file that has taken the place of the other."""
        if self._number is None or self._began is None:
            return
        row = (self._number, to_ms(self._began.utc), __version__)
        with opening.transaction(db, where):
            db.execute("INSERT OR IGNORE INTO runs (id, started_utc, version) VALUES (?, ?, ?)", row)

    def end(self, db: sqlite3.Connection, where: Path) -> None:
        """What is still open ends where the last checkpoint said it stood."""
        if self._number is None:
            return
        with suppress(UserError), opening.transaction(db, where):
            writing.close_all(db)
            ended = None if self._last_utc is None else to_ms(self._last_utc)
            query = "UPDATE runs SET clean = 1, ended_utc = max(started_utc, coalesce(?, started_utc)) WHERE id = ?"
            db.execute(query, (ended, self._number))
        self._number = None

    def write(
        self,
        db: sqlite3.Connection,
        where: Path,
        events: Sequence[Event],
        checkpoint: Checkpoint,
        entries: Sequence[Entry],
    ) -> BlockWriter | None:
        """All of it in one transaction. The block of history that is still open, which ``written`` is to be told."""
        with opening.transaction(db, where):
            for event in events:
                writing.write_event(db, self._number or 0, event)
            writing.write_checkpoint(db, checkpoint)
            return self._write_history(db, entries)

    def written(self, block: BlockWriter | None, events: Sequence[Event], checkpoint: Checkpoint) -> None:
        """The disk has it: what comes next is added to ``block``."""
        self._block = block
        moments = [event.at.utc for event in events]
        if checkpoint.interval is not None:
            moments.append(checkpoint.interval.end_utc)
        self._last_utc = max([*moments, *([self._last_utc] if self._last_utc else [])], default=None)

    def _write_history(self, db: sqlite3.Connection, entries: Sequence[Entry]) -> BlockWriter | None:
        """The block that is still open after these entries. Nothing is kept in memory until the disk has it."""
        block = self._block.copy() if self._block is not None else None
        if block is not None and writing.is_erased(db, block):
            block = None  # the user has deleted it; what comes now begins another
        for entry in writing.not_erased(db, entries):
            if block is None or not block.takes(entry.at):
                if block is not None:
                    writing.write_block(db, self._number or 0, block, closed=True)
                block = BlockWriter(entry.at)
            block.add(entry)
        if block is not None and entries:
            writing.write_block(db, self._number or 0, block, closed=False)
        return block


@contextmanager
def after_last_run(db: sqlite3.Connection, where: Path) -> Generator[None]:
    """A transaction in which what a killed run left open has ended where it stood."""
    with opening.transaction(db, where):
        writing.close_all(db)
        last = db.execute("SELECT max(end_utc) FROM intervals").fetchone()[0] or 0
        query = "UPDATE runs SET ended_utc = max(started_utc, ?) WHERE ended_utc IS NULL"
        db.execute(query, (last,))
        yield
