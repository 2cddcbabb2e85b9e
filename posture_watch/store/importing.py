"""Records of another log into this one: what it has already stays as it is, so the same again changes nothing."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, deque
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from posture_watch.core.baseline import Baseline
from posture_watch.core.diary import FollowUp
from posture_watch.core.exported import HoursBefore, NumberedEntry, ReadingsBlock, Run
from posture_watch.core.exposure import Window
from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.logged import LoggedBout, LoggedNotice, LoggedReminder, LoggedSkip, local_time
from posture_watch.core.practice import Practised
from posture_watch.core.summary import DayFigures
from posture_watch.store import diary, exposures, retention, writing
from posture_watch.store.packing import unpacked
from posture_watch.store.rows import names_json, to_ms

_INSTANT = timedelta(milliseconds=1)
_HIGHEST_NUMBER = 999_999
"""No diary is nearly as long; a file must not make numbers that nobody can say."""


class Importing:
    """Takes record after record, inside the caller's transaction, with no monitor running.

    Detail of a day that this log keeps only the figures of is left out, and so are figures of a day that it has in
    detail: either would count the day twice. ``added`` counts what was new, by table; ``left_out`` the rest, and
    ``without_entry`` what belongs to an entry of the diary that is not here, or not as it was.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.added: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.without_entry: Counter[str] = Counter()
        self._figures_only = {date.fromisoformat(row[0]) for row in db.execute("SELECT local_date FROM days")}
        self._take: dict[type[Any], Callable[[Any], bool]] = {
            Run: self._run,
            Baseline: self._baseline,
            DayFigures: self._day,
            Interval: self._interval,
            Minute: self._minute,
            LoggedBout: self._bout,
            LoggedReminder: self._reminder,
            LoggedSkip: self._skip,
            LoggedNotice: self._notice,
            ReadingsBlock: self._readings,
            NumberedEntry: self._entry,
            FollowUp: self._follow_up,
            HoursBefore: self._hours_before,
            Practised: self._practised,
        }
        # what was deleted under a running monitor: only a monitor must not write it again, and there is none
        db.execute("DELETE FROM erased")

    def add(self, table: str, record: object) -> None:
        """Write the record if it is new. Raises ValueError if it holds what the log could not give back."""
        if self._lacks_entry(record):
            counted = self.without_entry
        else:
            counted = self.added if self._take[type(record)](record) else self.left_out
        counted[table] += 1

    def _run(self, run: Run) -> bool:
        start, end = to_ms(run.started_utc), to_ms(run.ended_utc or run.started_utc)
        known = self._db.execute("SELECT id, ended_utc FROM runs WHERE started_utc = ?", (start,)).fetchone()
        if known is None:
            row = (start, run.version, end, run.clean)
            self._db.execute("INSERT INTO runs (started_utc, version, ended_utc, clean) VALUES (?, ?, ?, ?)", row)
        elif (known["ended_utc"] or 0) < end:
            self._db.execute("UPDATE runs SET ended_utc = ?, clean = ? WHERE id = ?", (end, run.clean, known["id"]))
        else:
            return False
        return True

    def _baseline(self, baseline: Baseline) -> bool:
        place = baseline.place
        same = (
            "SELECT 1 FROM baselines WHERE (camera, view, mode, width_px, height_px, made_utc, provisional)"
            " = (?, ?, ?, ?, ?, ?, ?)"
        )
        made = (to_ms(baseline.made_utc), baseline.provisional)
        if self._has(same, (place.camera, place.view, place.mode, place.width_px, place.height_px, *made)):
            return False
        writing.write_baseline(self._db, baseline)
        return True

    def _day(self, figures: DayFigures) -> bool:
        midnight = datetime.combine(figures.day, time(), tzinfo=UTC)
        span = (to_ms(midnight), to_ms(midnight + timedelta(days=1)))
        ends_then = (
            "SELECT 1 FROM intervals WHERE end_utc + utc_offset_s * 1000 > ? AND end_utc + utc_offset_s * 1000 <= ?"
        )
        if figures.day in self._figures_only or self._has(ends_then, span):
            return False
        retention.write_day(self._db, figures)
        self._figures_only.add(figures.day)
        return True

    def _interval(self, interval: Interval) -> bool:
        if self._forgotten(interval.end_utc - _INSTANT, interval.utc_offset_s):
            return False
        before = self._db.total_changes
        writing.write_interval(self._db, interval, is_open=False)
        return self._db.total_changes > before

    def _minute(self, minute: Minute) -> bool:
        """The fuller account of a minute stays: the other was exported, or cut off, while it was going on."""
        if self._forgotten(minute.start_utc, minute.utc_offset_s):
            return False
        start = (to_ms(minute.start_utc),)
        parts = self._db.execute("SELECT seconds FROM minutes WHERE start_utc = ?", start).fetchall()
        known_s = sum(sum(json.loads(part["seconds"]).values()) for part in parts)
        if parts and known_s >= min(sum(minute.seconds.values()), 60.0) - 0.001:
            return False
        self._db.execute("DELETE FROM minutes WHERE start_utc = ?", start)
        writing.write_minute(self._db, minute, is_open=False)
        return True

    def _bout(self, bout: LoggedBout) -> bool:
        span = (to_ms(bout.start_utc), to_ms(bout.end_utc))
        meets = "SELECT 1 FROM bouts WHERE start_utc = ? OR (start_utc < ? AND end_utc > ?)"
        if self._forgotten(bout.end_utc - _INSTANT, bout.utc_offset_s) or self._has(meets, (span[0], span[1], span[0])):
            return False
        self._db.execute("INSERT INTO bouts VALUES (?, ?, ?, ?)", (*span, bout.sitting_s, bout.utc_offset_s))
        return True

    def _reminder(self, shown: LoggedReminder) -> bool:
        if self._forgotten(shown.due_utc, shown.utc_offset_s):
            return False
        due, ended = to_ms(shown.due_utc), None if shown.outcome_utc is None else to_ms(shown.outcome_utc)
        row = (due, shown.number, self._run_at(due), shown.utc_offset_s, shown.kind, names_json(shown.rules))
        new = self._written(
            "INSERT OR IGNORE INTO reminders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, shown.title, shown.message, shown.outcome, ended),
        )
        return new or (
            shown.outcome is not None
            and self._written(
                "UPDATE reminders SET outcome = ?, outcome_utc = ?"
                " WHERE due_utc = ? AND number = ? AND outcome IS NULL",
                (shown.outcome, ended, due, shown.number),
            )
        )

    def _skip(self, skip: LoggedSkip) -> bool:
        row = (to_ms(skip.at_utc), skip.kind, names_json(skip.rules), skip.reason, skip.utc_offset_s)
        return not self._forgotten(skip.at_utc, skip.utc_offset_s) and self._written(
            "INSERT OR IGNORE INTO skips VALUES (?, ?, ?, ?, ?)", row
        )

    def _notice(self, notice: LoggedNotice) -> bool:
        row = (to_ms(notice.at_utc), notice.topic, notice.text, notice.utc_offset_s)
        return not self._forgotten(notice.at_utc, notice.utc_offset_s) and self._written(
            "INSERT OR IGNORE INTO notices VALUES (?, ?, ?, ?)", row
        )

    def _readings(self, block: ReadingsBlock) -> bool:
        """Blocks never overlap; one that was still being written to when it was exported gives way to the longer."""
        deque(unpacked(block.entries, block.utc_offset_s), maxlen=0)
        if self._forgotten(block.end_utc - _INSTANT, block.utc_offset_s):
            return False
        start, end = to_ms(block.start_utc), to_ms(block.end_utc)
        self._db.execute("DELETE FROM readings WHERE start_utc = ? AND end_utc < ?", (start, end))
        meets = "SELECT 1 FROM readings WHERE start_utc = ? OR (start_utc < ? AND end_utc > ?)"
        if self._has(meets, (start, end, start)):
            return False
        self._db.execute(
            "INSERT INTO readings (start_utc, run, end_utc, open, utc_offset_s, entries) VALUES (?, ?, ?, 0, ?, ?)",
            (start, self._run_at(start), end, block.utc_offset_s, block.entries),
        )
        return True

    def _entry(self, entry: NumberedEntry) -> bool:
        """Of two accounts the one that was written later holds. A new one keeps its number if no other has it."""
        known = self._db.execute("SELECT written_utc FROM diary WHERE key = ?", (entry.key,)).fetchone()
        if known is not None and known["written_utc"] >= to_ms(entry.written_utc):
            return False
        taken = self._has("SELECT 1 FROM diary WHERE number = ?", (entry.number,)) or entry.number > _HIGHEST_NUMBER
        diary.write_entry(self._db, entry, None if taken else entry.number)
        return True

    def _follow_up(self, told: FollowUp) -> bool:
        if self._has("SELECT 1 FROM follow_ups WHERE key = ?", (told.key,)):
            return False
        diary.write_follow_up(self._db, told)
        return True

    def _hours_before(self, hours: HoursBefore) -> bool:
        before = self._db.total_changes
        window = Window(hours.start_utc, hours.sitting_s, hours.watched_s)
        exposures.write_window(self._db, hours.entry_key, hours.began_utc, window, is_case=hours.is_case)
        return self._db.total_changes > before

    def _practised(self, done: Practised) -> bool:
        return not self._forgotten(done.at_utc, done.utc_offset_s) and diary.write_practice(self._db, done)

    def _lacks_entry(self, record: object) -> bool:
        match record:
            case FollowUp():
                return not self._has("SELECT 1 FROM diary WHERE key = ?", (record.entry_key,))
            case HoursBefore():
                of = (record.entry_key, to_ms(record.began_utc))
                return not self._has("SELECT 1 FROM diary WHERE key = ? AND began_utc = ?", of)
            case _:
                return False

    def _forgotten(self, moment: datetime, utc_offset_s: float) -> bool:
        return local_time(moment, utc_offset_s).date() in self._figures_only

    def _run_at(self, ms: int) -> int:
        query = "SELECT id FROM runs WHERE started_utc <= ? ORDER BY started_utc DESC LIMIT 1"
        row = self._db.execute(query, (ms,)).fetchone()
        return 0 if row is None else int(row[0])

    def _has(self, query: str, values: tuple[object, ...]) -> bool:
        return self._db.execute(query, values).fetchone() is not None

    def _written(self, statement: str, values: tuple[object, ...]) -> bool:
        return self._db.execute(statement, values).rowcount > 0
