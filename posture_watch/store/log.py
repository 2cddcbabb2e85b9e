"""The log: one writer, any number of readers. An append is whole or not at all, and on the disk when it returns."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from posture_watch import __version__
from posture_watch.core.baseline import Baseline
from posture_watch.core.events import Event
from posture_watch.core.exported import Run
from posture_watch.core.exposure import Compared
from posture_watch.core.history import Entry
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint, Interval, Minute
from posture_watch.core.logged import Detail, LoggedBout, LoggedNotice, LoggedReminder, LoggedSkip
from posture_watch.core.summary import DayFigures, DaySummary, reach_utc, summarise_days
from posture_watch.errors import UserError
from posture_watch.store import errors, exposures, opening, reading, retention, sizes, writing
from posture_watch.store.diary import Diary
from posture_watch.store.exporting import Exported
from posture_watch.store.facts import OrderName, ResumeFacts, StandingOrder
from posture_watch.store.importing import Importing
from posture_watch.store.packing import BlockWriter
from posture_watch.store.rows import from_ms, to_ms
from posture_watch.store.sizes import Sizes
from posture_watch.store.surviving import Connected, Held, opened, surviving
from posture_watch.store.swapping import TOLD, TOPIC

LOOK_THROUGH_S = 3600.0
"""How often a running monitor looks for damage in what it does not read (s): 60 ms of a season's log."""


class Log:
    """The SQLite file at ``where``. Use ``Log.open`` or ``Log.open_readonly``, and close it (or use ``with``).

    Every method raises LogError (a UserError naming the file) when the file cannot be used. Writing methods raise its
    subclass LogNotWrittenError (LogFullError if the disk is full) when nothing of the call was written: keep the
    events and append them again later.
    """

    def __init__(self, connected: Connected, run: int | None) -> None:
        self.where = connected.where
        self._connected = connected
        self._run = run
        self._began: Instant | None = None
        self._looked_at_s = time.monotonic()
        self._last_utc: datetime | None = None
        self._block: BlockWriter | None = None
        self.diary = Diary(lambda: self._connected, self.mend)
        """What the user writes down, and what they practised."""

    @classmethod
    def open(cls, path: Path, *, now: Instant | None = None) -> Log:
        """The log for writing, made if there is none.

        With ``now`` a run of the monitor begins: the file is checked, and what a killed run left open is closed where
        it stood. Without it (calibrating, deleting) nothing is touched, and ``append`` is refused. A damaged file is
        kept aside, and what can be read of it saved (mending.py).
        """
        db = opened(path, opening.open_for_writing if now is None else opening.open_for_run)
        log = cls(Connected(db, path, writes=True), None)
        if now is not None:
            try:
                log._begin_run(now)
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
            log = cls(Held(path, why), None)
            log._begin_run(now)
            return log

    @classmethod
    def open_readonly(cls, path: Path) -> Log:
        """The log for reading, also while a monitor writes it. Raises LogMissingError if there is none yet."""
        return cls(Connected(opened(path, opening.open_for_reading), path, writes=False), None)

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
        self._go_on()

    def _follow(self) -> None:
        """Write to the file of this name, whichever it is by now. Raises LogNotWrittenError while there is none."""
        if isinstance(self._connected, Held):
            self._connected = self._connected.let_go(opening.open_for_run)
            if self._began is not None:
                self._begin_run(self._began)
        elif self._connected.follow():
            self._go_on()

    def _go_on(self) -> None:
        """The run in the file that has taken the place of the other."""
        if self._run is None or self._began is None:
            return
        row = (self._run, to_ms(self._began.utc), __version__)
        with opening.transaction(self._db, self.where):
            self._db.execute("INSERT OR IGNORE INTO runs (id, started_utc, version) VALUES (?, ?, ?)", row)

    @surviving
    def untold(self) -> str:
        """That the log was mended, in English, until the user has been told; else nothing."""
        query = """SELECT text FROM notices WHERE topic = ? AND at_utc >
                   coalesce((SELECT max(at_utc) FROM notices WHERE topic = ?), 0) ORDER BY at_utc DESC"""
        with errors.naming(self.where):
            found = self._db.execute(query, (TOPIC, TOLD)).fetchone()
        return "" if found is None else str(found[0])

    @surviving
    def note_told(self) -> None:
        """The user has been told of every mending so far."""
        query = """INSERT OR IGNORE INTO notices SELECT max(at_utc), ?, '', utc_offset_s FROM notices
                   WHERE topic = ? GROUP BY topic"""
        with opening.transaction(self._db, self.where):
            self._db.execute(query, (TOLD, TOPIC))

    def close(self) -> None:
        """End the run, if this is one. What is still open ends where the last checkpoint said it stood."""
        if self._run is not None:
            with suppress(UserError), opening.transaction(self._db, self.where):
                writing.close_all(self._db)
                ended = None if self._last_utc is None else to_ms(self._last_utc)
                query = "UPDATE runs SET clean = 1, ended_utc = max(started_utc, coalesce(?, started_utc)) WHERE id = ?"
                self._db.execute(query, (ended, self._run))
            self._run = None
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @surviving
    def append(self, events: Sequence[Event], checkpoint: Checkpoint, entries: Sequence[Entry] = ()) -> None:
        """Write what happened and what is still open, in one transaction, and the history behind it.

        The same events again change nothing; ``entries`` are to be given once, those of a call that failed again.
        """
        if self._run is None:
            raise ValueError("this log was opened without a run; pass now= to Log.open")
        self._follow()
        if time.monotonic() - self._looked_at_s > LOOK_THROUGH_S:
            self.look_through()
        block = self._written(events, checkpoint, entries)
        if not self._connected.is_in_place and self.where.exists():  # another was put in its place at that moment
            self._follow()
            block = self._written(events, checkpoint, entries)
        self._block = block
        moments = [event.at.utc for event in events]
        if checkpoint.interval is not None:
            moments.append(checkpoint.interval.end_utc)
        self._last_utc = max([*moments, *([self._last_utc] if self._last_utc else [])], default=None)

    def _written(self, events: Sequence[Event], checkpoint: Checkpoint, entries: Sequence[Entry]) -> BlockWriter | None:
        with opening.transaction(self._db, self.where):
            for event in events:
                writing.write_event(self._db, self._run or 0, event)
            writing.write_checkpoint(self._db, checkpoint)
            return self._write_history(entries)

    def _write_history(self, entries: Sequence[Entry]) -> BlockWriter | None:
        """The block that is still open after these entries. Nothing is kept in memory until the disk has it."""
        block = self._block.copy() if self._block is not None else None
        if block is not None and writing.is_erased(self._db, block):
            block = None  # the user has deleted it; what comes now begins another
        for entry in writing.not_erased(self._db, entries):
            if block is None or not block.takes(entry.at):
                if block is not None:
                    writing.write_block(self._db, self._run or 0, block, closed=True)
                block = BlockWriter(entry.at)
            block.add(entry)
        if block is not None and entries:
            writing.write_block(self._db, self._run or 0, block, closed=False)
        return block

    def history(self, from_utc: datetime, to_utc: datetime) -> Iterator[Entry]:
        """What the fold was told between two moments, in order, a block at a time; whole blocks at either end."""
        for key in self._history_blocks(from_utc, to_utc):
            yield from self._block_of_history(key)

    @surviving
    def _history_blocks(self, from_utc: datetime, to_utc: datetime) -> list[reading.BlockKey]:
        with errors.naming(self.where):
            return reading.history_blocks(self._db, from_utc, to_utc)

    @surviving
    def _block_of_history(self, key: reading.BlockKey) -> list[Entry]:
        with errors.naming(self.where):
            return reading.block_of_history(self._db, key, self.where)

    @surviving
    def save_baseline(self, baseline: Baseline) -> None:
        """Add a baseline; the older ones of its place stay in the file."""
        with opening.transaction(self._db, self.where):
            writing.write_baseline(self._db, baseline)

    @surviving
    def baselines(self) -> list[Baseline]:
        """The one that holds for each place: the newest calibrated one, or else the newest provisional one."""
        with errors.naming(self.where):
            return reading.baselines(self._db)

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
    def orders(self) -> list[StandingOrder]:
        """What the user asked for and still stands in the log."""
        with errors.naming(self.where):
            return reading.orders(self._db)

    @surviving
    def resume_facts(self, now: Instant, *, break_s: float) -> ResumeFacts:
        """What the engine needs to carry on at ``now`` after the last run; ``break_s`` seconds away end a bout."""
        with errors.naming(self.where):
            return reading.resume_facts(self._db, now, break_s)

    @surviving
    def settle_bout(self, now: Instant, *, break_s: float) -> None:
        """Log the bout that the run before did not live to end, if a break has passed since."""
        with opening.transaction(self._db, self.where):
            bout = reading.unlogged_bout(self._db, now.utc, break_s)
            if bout is not None:
                writing.write_bout(self._db, bout)

    @surviving
    def intervals(self, from_utc: datetime, to_utc: datetime) -> list[Interval]:
        """Those that share time with the stretch, whole, in order, never overlapping; the last may still be open."""
        with errors.naming(self.where):
            return reading.intervals(self._db, from_utc, to_utc)

    @surviving
    def minutes(self, from_utc: datetime, to_utc: datetime) -> list[Minute]:
        """The figures of each watched minute, in order."""
        with errors.naming(self.where):
            return reading.minutes(self._db, from_utc, to_utc)

    @surviving
    def bouts(self, from_utc: datetime, to_utc: datetime) -> list[LoggedBout]:
        """Sitting bouts that have ended, in order."""
        with errors.naming(self.where):
            return reading.bouts(self._db, from_utc, to_utc)

    @surviving
    def reminders(self, from_utc: datetime, to_utc: datetime) -> list[LoggedReminder]:
        """Reminders that were shown, in order."""
        with errors.naming(self.where):
            return reading.reminders(self._db, from_utc, to_utc)

    @surviving
    def skips(self, from_utc: datetime, to_utc: datetime) -> list[LoggedSkip]:
        """Reminders that were held back, in order."""
        with errors.naming(self.where):
            return reading.skips(self._db, from_utc, to_utc)

    @surviving
    def notices(self, from_utc: datetime, to_utc: datetime) -> list[LoggedNotice]:
        """What else the user was told, in order."""
        with errors.naming(self.where):
            return reading.notices(self._db, from_utc, to_utc)

    @surviving
    def detail(self, from_utc: datetime, to_utc: datetime) -> Detail:
        """Everything in detail about a stretch of time, of one moment also while a monitor writes."""
        with errors.naming(self.where), self._moment():
            return reading.detail(self._db, from_utc, to_utc)

    def day(self, day: date, *, break_s: float) -> DaySummary | None:
        """A local day; only its figures if the detail has been forgotten; None if nothing was logged."""
        return next(iter(self.summaries(day, day, break_s=break_s)), None)

    @surviving
    def summaries(self, first: date, last: date, *, break_s: float) -> list[DaySummary]:
        """Each local day from ``first`` to ``last`` of which anything was logged, as ``day`` has it, in one reading."""
        with errors.naming(self.where), self._moment():
            kept = {figures.day: DaySummary(figures, has_detail=False) for figures in self.days(first, last)}
            if len(kept) == (last - first).days + 1:
                return list(kept.values())
            detail = reading.detail(self._db, *reach_utc(first, last))
        told = {summary.figures.day: summary for summary in summarise_days(first, last, detail, break_s)}
        return [summary for _, summary in sorted({**told, **kept}.items())]

    def figures(self, first: date, last: date, *, break_s: float) -> list[DayFigures]:
        """The figures of each local day from ``first`` to ``last`` of which anything was logged, in order."""
        return [summary.figures for summary in self.summaries(first, last, break_s=break_s)]

    @surviving
    def days(self, first: date, last: date) -> list[DayFigures]:
        """The daily figures of the days whose detail has been forgotten."""
        with errors.naming(self.where):
            return retention.days(self._db, first, last)

    @surviving
    def compared(self) -> tuple[Compared, ...]:
        """Each spasm of the diary beside its ordinary days, the earliest first."""
        with errors.naming(self.where), self._moment():
            return exposures.all_compared(self._db)

    @surviving
    def runs(self) -> list[Run]:
        """Every start of the monitor, in order."""
        with errors.naming(self.where):
            return reading.runs(self._db)

    @surviving
    def reach(self) -> tuple[datetime, datetime] | None:
        """The first and the last moment the log knows anything about (UTC); None if it is empty."""
        with errors.naming(self.where):
            return reading.reach(self._db)

    @contextmanager
    def exported(self, first: date | None, last: date | None) -> Generator[Exported]:
        """The log as it stands now, of the local days from ``first`` to ``last``; a monitor may go on writing."""
        self.look_through()
        try:
            with errors.naming(self.where), self._moment():
                yield Exported(self._db, first, last)
        except errors.LogDamagedError as error:
            self.mend(error)
            raise errors.mended_meanwhile(self.where) from error

    @contextmanager
    def importing(self) -> Generator[Importing]:
        """Takes the records of another log, all of them or, if something is raised inside, none. No monitor may run."""
        self.look_through()
        with self._after_last_run():
            yield Importing(self._db)

    @property
    def size_bytes(self) -> int:
        """What the log takes on the disk, write-ahead log included."""
        files = (self.where, *(self.where.with_name(self.where.name + end) for end in ("-wal", "-shm")))
        return sum(file.stat().st_size for file in files if file.exists())

    @surviving
    def sizes(self) -> Sizes:
        """About what takes how much of the log."""
        with errors.naming(self.where), self._moment():
            return sizes.sizes(self._db)

    @surviving
    def may_forget(self, days: int, now: Instant) -> bool:
        """Whether the clock can be believed that detail is older than ``days``: it may have been set wrong just now."""
        with errors.naming(self.where):
            return retention.is_believed(self._db, now.local_date - timedelta(days=days), days)

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

    @surviving
    def local_reach(self) -> tuple[date, date] | None:
        """The first and the last local day the log knows anything about; None if it is empty."""
        with errors.naming(self.where):
            return reading.local_reach(self._db)

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

    @contextmanager
    def _moment(self) -> Generator[None]:
        """All that is read within is of one moment, also while a monitor writes or forgets."""
        self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    def _leave_no_trace(self) -> None:
        """Empty the write-ahead log, which still holds old pages."""
        with errors.naming(self.where):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _begin_run(self, now: Instant) -> None:
        with self._after_last_run():
            self._db.execute("DELETE FROM erased")
            query = "INSERT INTO runs (started_utc, version) VALUES (?, ?)"
            self._run = self._db.execute(query, (to_ms(now.utc), __version__)).lastrowid
        self._last_utc = from_ms(to_ms(now.utc))
        self._began = now

    @contextmanager
    def _after_last_run(self) -> Generator[None]:
        """A transaction in which what a killed run left open has ended where it stood."""
        with opening.transaction(self._db, self.where):
            writing.close_all(self._db)
            last = self._db.execute("SELECT max(end_utc) FROM intervals").fetchone()[0] or 0
            query = "UPDATE runs SET ended_utc = max(started_utc, ?) WHERE ended_utc IS NULL"
            self._db.execute(query, (last,))
            yield
