"""The log: one writer, any number of readers. An append is whole or not at all, and on the disk when it returns."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path

from posture_watch.core.baseline import Baseline
from posture_watch.core.events import Event
from posture_watch.core.history import Entry
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint
from posture_watch.errors import UserError
from posture_watch.store import errors, exposures, opening, reading, retention, writing
from posture_watch.store.facts import OrderName, StandingOrder
from posture_watch.store.importing import Importing
from posture_watch.store.logged_run import LoggedRun, after_last_run
from posture_watch.store.readable_log import ReadableLog
from posture_watch.store.rows import to_ms
from posture_watch.store.surviving import Connected, Held, opened, surviving
from posture_watch.store.swapping import TOLD, TOPIC


class Log(ReadableLog):
    """The SQLite file at ``where``. Use ``Log.open`` or ``Log.open_readonly``, and close it (or use ``with``).

    Every method raises LogError (a UserError naming the file) when the file cannot be used. Writing methods raise its
    subclass LogNotWrittenError (LogFullError if the disk is full) when nothing of the call was written: keep the
    events and append them again later.
    """

    def __init__(self, connected: Connected) -> None:
        super().__init__(connected)
        self._run = LoggedRun()

    @classmethod
    def open(cls, path: Path, *, now: Instant | None = None) -> Log:
        """The log for writing, made if there is none.

        With ``now`` a run of the monitor begins: the file is checked, and what a killed run left open is closed where
        it stood. Without it (calibrating, deleting) nothing is touched, and ``append`` is refused. A damaged file is
        kept aside, and what can be read of it saved (mending.py).
        """
        db = opened(path, opening.open_for_writing if now is None else opening.open_for_run)
        log = cls(Connected(db, path, writes=True))
        if now is not None:
            try:
                log._run.begin(db, path, now)
            except BaseException:
                db.close()
                raise
        return log

    @classmethod
    def open_or_wait(cls, path: Path, *, now: Instant) -> Log:
        """The same for a run that is to begin whatever is wrong with the file: ``append`` raises LogNotWrittenError
        until it can be opened, everything else is kept in memory till then."""
        try:
            return cls.open(path, now=now)
        except UserError as why:
            log = cls(Held(path, why))
            log._run.begin(log._db, path, now)
            return log

    @classmethod
    def open_readonly(cls, path: Path) -> Log:
        """The log for reading, also while a monitor writes it. Raises LogMissingError if there is none yet."""
        return cls(Connected(opened(path, opening.open_for_reading), path, writes=False))

    def mend(self, error: errors.LogDamagedError) -> None:
        """Have the damaged file kept aside, and go on with what could be read of it. Raises LogError."""
        super().mend(error)
        self._run.go_on(self._db, self.where)

    def close(self) -> None:
        """End the run, if this is one. What is still open ends where the last checkpoint said it stood."""
        self._run.end(self._db, self.where)
        super().close()

    @surviving
    def append(self, events: Sequence[Event], checkpoint: Checkpoint, entries: Sequence[Entry] = ()) -> None:
        """Write what happened and what is still open, in one transaction, and the history behind it.

        The same events again change nothing; ``entries`` are to be given once, those of a call that failed again.
        """
        if not self._run.is_under_way:
            raise ValueError("this log was opened without a run; pass now= to Log.open")
        self._follow()
        self._look_through_in_time()
        block = self._run.write(self._db, self.where, events, checkpoint, entries)
        if not self._connected.is_in_place and self.where.exists():  # another was put in its place at that moment
            self._follow()
            block = self._run.write(self._db, self.where, events, checkpoint, entries)
        self._run.written(block, events, checkpoint)

    def _follow(self) -> None:
        """Write to the file of this name, whichever it is by now. Raises LogNotWrittenError while there is none."""
        if isinstance(self._connected, Held):
            self._connected = self._connected.let_go(opening.open_for_run)
            self._run.begin_again(self._db, self.where)
        elif self._connected.follow():
            self._run.go_on(self._db, self.where)

    @surviving
    def save_baseline(self, baseline: Baseline) -> None:
        """Add a baseline; the older ones of its place stay in the file."""
        with opening.transaction(self._db, self.where):
            writing.write_baseline(self._db, baseline)

    @surviving
    def save_order(self, order: StandingOrder) -> None:
        """Keep what the user asked for over a kill or a restart; a later one of the same name takes its place."""
        until = None if order.until_utc is None else to_ms(order.until_utc)
        with opening.transaction(self._db, self.where):
            self._db.execute("INSERT OR REPLACE INTO orders VALUES (?, ?)", (order.name, until))

    @surviving
    def drop_order(self, name: OrderName) -> None:
        """It holds no longer; harmless without one."""
        with opening.transaction(self._db, self.where):
            self._db.execute("DELETE FROM orders WHERE name = ?", (name,))

    @surviving
    def settle_bout(self, now: Instant, *, break_s: float) -> None:
        """Log the bout that the run before did not live to end, if a break has passed since."""
        with opening.transaction(self._db, self.where):
            bout = reading.unlogged_bout(self._db, now.utc, break_s)
            if bout is not None:
                writing.write_bout(self._db, bout)

    @surviving
    def note_told(self) -> None:
        """The user has been told of every mending so far."""
        query = """INSERT OR IGNORE INTO notices SELECT max(at_utc), ?, '', utc_offset_s FROM notices
                   WHERE topic = ? GROUP BY topic"""
        with opening.transaction(self._db, self.where):
            self._db.execute(query, (TOLD, TOPIC))

    @contextmanager
    def importing(self) -> Generator[Importing]:
        """Takes the records of another log, all of them or, if something is raised inside, none. No monitor may run."""
        self.look_through()
        with after_last_run(self._db, self.where):
            yield Importing(self._db)

    @surviving
    def apply_retention(self, days: int, now: Instant, *, break_s: float) -> int:
        """Turn detail older than ``days`` local days into daily figures, which stay for ever. How many rows went."""
        before = now.local_date - timedelta(days=days)
        with opening.transaction(self._db, self.where):
            retention.keep_days(self._db, before, break_s)
            exposures.keep(self._db, before)
            gone = retention.forget_detail(self._db, before)
            retention.forget_old_baselines(self._db, before)
        return gone

    @surviving
    def delete(
        self, from_utc: datetime, to_utc: datetime, *, now: Instant, days: tuple[date, date] | None = None
    ) -> None:
        """Delete what was noticed between two moments, also from the free space of the file. Baselines stay.

        ``days``: the local days, first and last, of which the diary goes, by the clock of when it was written.
        May be called while a monitor writes the log: it will not write that time again.
        """
        with opening.transaction(self._db, self.where):
            retention.erase(self._db, (to_ms(from_utc), to_ms(to_utc)), to_ms(now.utc), days)
        self._leave_no_trace()

    @surviving
    def delete_all(self, *, now: Instant) -> None:
        """Delete everything: detail, daily figures and baselines."""
        with opening.transaction(self._db, self.where):
            retention.erase_everything(self._db, to_ms(now.utc))
        with errors.naming(self.where):
            self._db.execute("VACUUM")
        self._leave_no_trace()

    def _leave_no_trace(self) -> None:
        """Empty the write-ahead log, which still holds old pages."""
        with errors.naming(self.where):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
