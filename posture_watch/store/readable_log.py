"""The log as it is read: each question of one moment, also while a monitor writes. From and to are in UTC."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from posture_watch.core.baseline import Baseline
from posture_watch.core.exported import Run
from posture_watch.core.exposure import Compared
from posture_watch.core.history import Entry
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.logged import Detail, LoggedBout, LoggedNotice, LoggedReminder, LoggedSkip
from posture_watch.core.summary import DayFigures, DaySummary, reach_utc, summarise_days
from posture_watch.store import errors, exposures, reading, retention, sizes
from posture_watch.store.diary import Diary
from posture_watch.store.exporting import Exported
from posture_watch.store.facts import ResumeFacts, StandingOrder
from posture_watch.store.log_file import LogFile
from posture_watch.store.sizes import Sizes
from posture_watch.store.surviving import Connected, surviving
from posture_watch.store.swapping import TOLD, TOPIC


class ReadableLog(LogFile):
    """Every method raises LogError (a UserError naming the file) when the file cannot be used."""

    def __init__(self, connected: Connected) -> None:
        super().__init__(connected)
        self.diary = Diary(lambda: self._connected, self.mend)
        """What the user writes down, and what they practised."""

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
    def baselines(self) -> list[Baseline]:
        """The one that holds for each place: the newest calibrated one, or else the newest provisional one."""
        with errors.naming(self.where):
            return reading.baselines(self._db)

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
    def untold(self) -> str:
        """That the log was mended, in English, until the user has been told; else nothing."""
        query = """SELECT text FROM notices WHERE topic = ? AND at_utc >
                   coalesce((SELECT max(at_utc) FROM notices WHERE topic = ?), 0) ORDER BY at_utc DESC"""
        with errors.naming(self.where):
            found = self._db.execute(query, (TOPIC, TOLD)).fetchone()
        return "" if found is None else str(found[0])

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

    @surviving
    def local_reach(self) -> tuple[date, date] | None:
        """The first and the last local day the log knows anything about; None if it is empty."""
        with errors.naming(self.where):
            return reading.local_reach(self._db)

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
