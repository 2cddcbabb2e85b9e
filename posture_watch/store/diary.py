"""The diary and what was practised: written by whoever holds the log, beside a running monitor too."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import fields
from datetime import datetime
from pathlib import Path

from posture_watch.core.diary import DiaryEntry, Episode, FollowUp
from posture_watch.core.exported import NumberedEntry
from posture_watch.core.practice import Practised
from posture_watch.store import errors, opening
from posture_watch.store.rows import Row, from_ms, readable, to_ms
from posture_watch.store.surviving import Connected, surviving


class Diary:
    """Of one log. Raises what the log raises: LogError, and when nothing was written LogNotWrittenError."""

    def __init__(self, connected: Callable[[], Connected], mend: Callable[[errors.LogDamagedError], None]) -> None:
        self._connected, self._mend = connected, mend

    def mend(self, error: errors.LogDamagedError) -> None:
        """Have the damaged file kept aside, and go on with what could be read of it. Raises LogError."""
        self._mend(error)

    @property
    def _db(self) -> sqlite3.Connection:
        return self._connected().db

    @property
    def _path(self) -> Path:
        return self._connected().where

    @surviving
    def episodes(self) -> list[Episode]:
        """All of them, the one that began first first."""
        with errors.naming(self._path):
            return episodes(self._db)

    @surviving
    def episode(self, number: int) -> Episode | None:
        """The one of this number."""
        return next((one for one in self.episodes() if one.number == number), None)

    @surviving
    def save(self, entry: DiaryEntry) -> int:
        """Write the entry, or instead of the one with its key; its number."""
        with opening.transaction(self._db, self._path):
            write_entry(self._db, entry)
            row = self._db.execute("SELECT number FROM diary WHERE key = ?", (entry.key,)).fetchone()
        self._forget_replaced()
        return int(row[0])

    @surviving
    def save_follow_up(self, follow_up: FollowUp) -> None:
        """Write it, or instead of the one with its key. LogError if its entry is not there."""
        with opening.transaction(self._db, self._path):
            if not self._db.execute("SELECT 1 FROM diary WHERE key = ?", (follow_up.entry_key,)).fetchone():
                raise errors.LogNotWrittenError(
                    "The entry that this follows is not in the diary any more.", "Note it as a new one."
                )
            write_follow_up(self._db, follow_up)
        self._forget_replaced()

    @surviving
    def drop(self, key: str) -> bool:
        """Delete the entry and its follow-ups, also from the file's free space. Whether there was one."""
        with opening.transaction(self._db, self._path):
            self._db.execute("DELETE FROM exposures WHERE entry_key = ?", (key,))
            self._db.execute("DELETE FROM follow_ups WHERE entry_key = ?", (key,))
            gone = self._db.execute("DELETE FROM diary WHERE key = ?", (key,)).rowcount
        with errors.naming(self._path):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone > 0

    @surviving
    def drop_follow_up(self, key: str) -> bool:
        """Delete one follow-up. Whether there was one."""
        with opening.transaction(self._db, self._path):
            gone = self._db.execute("DELETE FROM follow_ups WHERE key = ?", (key,)).rowcount
        with errors.naming(self._path):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone > 0

    def _forget_replaced(self) -> None:
        """What an edit took out is not to lie about in the write-ahead log. It is saved, whatever comes of this."""
        with suppress(sqlite3.Error):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    @surviving
    def note_practice(self, done: Sequence[Practised]) -> None:
        """Add what was done; the same again changes nothing."""
        with opening.transaction(self._db, self._path):
            for one in done:
                write_practice(self._db, one)

    @surviving
    def practice(self, from_utc: datetime, to_utc: datetime) -> list[Practised]:
        """What was begun between two moments, in order."""
        query = "SELECT * FROM practice WHERE at_utc >= ? AND at_utc < ? ORDER BY at_utc, exercise"
        with errors.naming(self._path):
            return list(readable(practised, self._db.execute(query, (to_ms(from_utc), to_ms(to_utc)))))


def episodes(db: sqlite3.Connection) -> list[Episode]:
    """All of them, the one that began first first."""
    later: defaultdict[str, list[FollowUp]] = defaultdict(list)
    for one in readable(follow_up, db.execute("SELECT * FROM follow_ups ORDER BY at_utc, key")):
        later[one.entry_key].append(one)
    rows = db.execute("SELECT * FROM diary ORDER BY began_utc, number")
    return list(readable(lambda row: Episode(row["number"], entry(row), tuple(later[row["key"]])), rows))


def entry(row: Row) -> DiaryEntry:
    """A row of ``diary``."""
    return DiaryEntry(
        key=row["key"], kind=row["kind"], began_utc=from_ms(row["began_utc"]), utc_offset_s=row["utc_offset_s"],
        written_utc=from_ms(row["written_utc"]), sites=tuple(json.loads(row["sites"])), pain_now=row["pain_now"],
        pain_worst=row["pain_worst"], duration_s=row["duration_s"], onset=row["onset"],
        before=tuple(json.loads(row["before"])), stress=row["stress"], helped=tuple(json.loads(row["helped"])),
        note=row["note"],
    )  # fmt: skip


def numbered_entry(row: Row) -> NumberedEntry:
    """A row of ``diary`` with what people call it by."""
    told = entry(row)
    return NumberedEntry(*(getattr(told, one.name) for one in fields(told)), number=row["number"])


def follow_up(row: Row) -> FollowUp:
    """A row of ``follow_ups``."""
    return FollowUp(
        key=row["key"], entry_key=row["entry_key"], at_utc=from_ms(row["at_utc"]), utc_offset_s=row["utc_offset_s"],
        pain_now=row["pain_now"], pain_worst=row["pain_worst"], helped=tuple(json.loads(row["helped"])),
        over=bool(row["over"]), note=row["note"],
    )  # fmt: skip


def practised(row: Row) -> Practised:
    """A row of ``practice``."""
    return Practised(
        from_ms(row["at_utc"]), row["utc_offset_s"], row["routine"], row["exercise"], row["seconds"], row["counted"]
    )


def write_entry(db: sqlite3.Connection, entry: DiaryEntry, number: int | None = None) -> None:
    """The entry instead of the one with its key; what was kept of the time before another beginning goes.

    ``number``: of a new entry, one that no other has; without it the next that was never given.
    """
    began = to_ms(entry.began_utc)
    db.execute("DELETE FROM exposures WHERE entry_key = ? AND began_utc != ?", (entry.key, began))
    row = (
        entry.kind, began, entry.utc_offset_s, to_ms(entry.written_utc), json.dumps(entry.sites), entry.pain_now,
        entry.pain_worst, entry.duration_s, entry.onset, json.dumps(entry.before), entry.stress,
        json.dumps(entry.helped), entry.note, entry.key,
    )  # fmt: skip
    columns = (
        "kind, began_utc, utc_offset_s, written_utc, sites, pain_now, pain_worst, duration_s, onset, before, stress,"
        " helped, note, key"
    )
    marks = ", ".join("?" * len(row))
    # not INSERT ... ON CONFLICT: each try to insert takes a number, also if nothing is inserted
    if db.execute(f"UPDATE diary SET ({columns}) = ({marks}) WHERE key = ?", (*row, entry.key)).rowcount == 0:  # noqa: S608
        db.execute(f"INSERT INTO diary (number, {columns}) VALUES (?, {marks})", (number, *row))  # noqa: S608


def write_follow_up(db: sqlite3.Connection, one: FollowUp) -> None:
    """The follow-up instead of the one with its key."""
    db.execute(
        "INSERT OR REPLACE INTO follow_ups (key, entry_key, at_utc, utc_offset_s, pain_now, pain_worst, helped, over,"
        " note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.key, one.entry_key, to_ms(one.at_utc), one.utc_offset_s, one.pain_now, one.pain_worst,
            json.dumps(one.helped), one.over, one.note,
        ),
    )  # fmt: skip


def write_practice(db: sqlite3.Connection, one: Practised) -> bool:
    """What was done, unless it stands there already. Whether it was new."""
    row = (to_ms(one.at_utc), one.utc_offset_s, one.routine, one.exercise, one.seconds, one.counted)
    return db.execute("INSERT OR IGNORE INTO practice VALUES (?, ?, ?, ?, ?, ?)", row).rowcount > 0
