"""Each event as rows, inside the caller's transaction. Writing the same again changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from posture_watch.core.baseline import Baseline
from posture_watch.core.events import (
    BaselineChanged,
    BaselineDropped,
    BoutEnded,
    Event,
    IntervalEnded,
    MinuteEnded,
    NoticeDue,
    ReminderDue,
    ReminderEnded,
    ReminderSkipped,
)
from posture_watch.core.history import Begun, Entry
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint, Interval, Minute
from posture_watch.core.logged import LoggedBout
from posture_watch.store.packing import BlockWriter
from posture_watch.store.rows import exact_json, figures_json, names_json, to_ms

Span = tuple[int, int]
"""From and to, in milliseconds since 1970."""

MINUTE_MS = 60_000


def write_event(db: sqlite3.Connection, run: int, event: Event) -> None:
    """The rows of one event. Changes of state and rules leave none: intervals and minutes say the same."""
    match event:
        case IntervalEnded(interval=interval):
            write_interval(db, interval, is_open=False)
        case MinuteEnded(minute=minute):
            write_minute(db, minute, is_open=False)
        case BoutEnded():
            if event.start.utc <= event.end.utc:
                start = event.start
                write_bout(db, LoggedBout(start.utc, event.end.utc, event.sitting_s, start.utc_offset_s))
        case ReminderDue():
            _write_reminder(db, run, event)
        case ReminderEnded():
            _write_outcome(db, event)
        case ReminderSkipped():
            _write_skip(db, event)
        case BaselineChanged(at=at, reason=reason, note=note):
            if reason != "loaded":
                write_baseline(db, event.baseline)
            _write_notice(db, at, f"baseline_{reason}", note)
        case BaselineDropped(at=at, reason=reason, note=note):
            _write_notice(db, at, f"baseline_dropped_{reason}", note)
        case NoticeDue(at=at, topic=topic, text=text):
            _write_notice(db, at, topic, text)
        case _:
            pass


def write_checkpoint(db: sqlite3.Connection, checkpoint: Checkpoint) -> None:
    """What is still open, in place of what was open at the last checkpoint."""
    if checkpoint.interval is None:
        close_open_interval(db)
    else:
        write_interval(db, checkpoint.interval, is_open=True)
    if checkpoint.minute is None:
        close_open_minute(db)
    else:
        write_minute(db, checkpoint.minute, is_open=True)


def write_block(db: sqlite3.Connection, run: int, block: BlockWriter, *, closed: bool) -> None:
    """A block of the history so far, in place of what it was before; not if the user deleted that time."""
    if is_erased(db, block):
        return
    row = (block.start_ms, run, block.end_ms, not closed, block.utc_offset_s, block.packed(closed=closed))
    db.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?, ?)", row)


def is_erased(db: sqlite3.Connection, block: BlockWriter) -> bool:
    """Whether the user deleted (part of) the time of that block."""
    return bool(_erased(db, (block.start_ms, max(block.end_ms, block.start_ms + 1))))


def not_erased(db: sqlite3.Connection, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries of a time that the user has not deleted, without the reminders remembered of such a time."""
    for entry in entries:
        if _erased(db, _moment(entry.at.utc)):
            continue
        if isinstance(entry, Begun) and entry.given:
            kept = tuple(given for given in entry.given if not _erased(db, _moment(given.due_utc)))
            yield replace(entry, given=kept)
        else:
            yield entry


def _moment(utc: datetime) -> Span:
    return to_ms(utc), to_ms(utc) + 1


def close_all(db: sqlite3.Connection) -> None:
    """Close what a run left open, where it stood."""
    close_open_interval(db)
    close_open_minute(db)
    db.execute("UPDATE readings SET open = 0 WHERE open = 1")


def close_open_interval(db: sqlite3.Connection) -> None:
    """An interval left open ends where its last checkpoint said it stood."""
    db.execute("UPDATE intervals SET open = 0 WHERE open = 1")


def write_interval(db: sqlite3.Connection, interval: Interval, *, is_open: bool) -> None:
    """The interval, as far as no other was logged before for that time.

    If the wall clock was set back, an hour comes twice: the first account of it stays. So the log never overlaps.
    """
    span = (to_ms(interval.start_utc), to_ms(interval.end_utc))
    _settle_open(db, span)
    db.executemany(
        "INSERT INTO intervals (start_utc, end_utc, posture, sitting, utc_offset_s, open) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (*piece, interval.posture, interval.sitting, interval.utc_offset_s, is_open)
            for piece in _uncovered(db, span)
        ],
    )


def _settle_open(db: sqlite3.Connection, incoming: Span) -> None:
    """What was open ends where ``incoming`` begins, and is replaced by it if it begins no later."""
    start, end = incoming
    begins_inside = "start_utc = ? OR (start_utc > ? AND start_utc < ?)"
    db.execute(f"DELETE FROM intervals WHERE open = 1 AND ({begins_inside})", (start, start, end))  # noqa: S608
    db.execute(
        "UPDATE intervals SET end_utc = ? WHERE open = 1 AND start_utc < ? AND end_utc > ?", (start, start, start)
    )
    close_open_interval(db)


def _uncovered(db: sqlite3.Connection, span: Span) -> list[Span]:
    """The parts of ``span`` that are neither logged already nor erased by the user."""
    pieces = [span]
    for taken in [*overlapping(db, span), *_erased(db, span)]:
        pieces = [part for piece in pieces for part in without(piece, taken)]
    return [piece for piece in pieces if piece[0] < piece[1]]


def overlapping(db: sqlite3.Connection, span: Span) -> list[Span]:
    """The logged intervals that share time with ``span``. As they never overlap, only one can begin before it."""
    query = """SELECT start_utc, end_utc FROM intervals WHERE start_utc < :end AND end_utc > :start AND start_utc >=
               coalesce((SELECT max(start_utc) FROM intervals WHERE start_utc <= :start), :start)"""
    return [(row[0], row[1]) for row in db.execute(query, {"start": span[0], "end": span[1]})]


def without(span: Span, taken: Span) -> list[Span]:
    """What is left of ``span`` before and after ``taken``."""
    if taken[1] <= span[0] or taken[0] >= span[1]:
        return [span]
    return [part for part in ((span[0], taken[0]), (taken[1], span[1])) if part[0] < part[1]]


def _erased(db: sqlite3.Connection, span: Span) -> list[Span]:
    query = "SELECT from_utc, to_utc FROM erased WHERE from_utc < ? AND to_utc > ?"
    return [(row[0], row[1]) for row in db.execute(query, (span[1], span[0]))]


def write_minute(db: sqlite3.Connection, minute: Minute, *, is_open: bool) -> None:
    """The minute's figures so far, in place of those it had while it was open.

    A minute that comes again after it has ended (there was a pause in it) is another part of the same minute.
    """
    start = to_ms(minute.start_utc)
    if _erased(db, (start, start + MINUTE_MS)):
        return
    figures = _minute_columns(minute)
    db.execute("DELETE FROM minutes WHERE open = 1 AND start_utc = ?", (start,))
    close_open_minute(db)
    same = f"SELECT 1 FROM minutes WHERE start_utc = ? AND ({_MINUTE_COLUMNS}) IS (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
    if db.execute(same, (start, *figures)).fetchone():
        return
    db.execute(
        f"INSERT INTO minutes (start_utc, part, open, {_MINUTE_COLUMNS}) VALUES (?,"  # noqa: S608
        " (SELECT coalesce(max(part) + 1, 0) FROM minutes WHERE start_utc = ?), ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (start, start, is_open, *figures),
    )


_MINUTE_COLUMNS = "utc_offset_s, seconds, sitting_s, deviation_means, over_s, judged_frames, kinds_s, strain"


def _minute_columns(minute: Minute) -> tuple[float, str, float, str, str, int, str, float | None]:
    seconds = figures_json({str(name): value for name, value in minute.seconds.items()})
    means, over = figures_json(minute.deviation_means), figures_json(minute.over_s)
    kinds, strain = figures_json(minute.kinds_s), None if minute.strain is None else round(minute.strain, 1)
    return minute.utc_offset_s, seconds, float(minute.sitting_s), means, over, minute.judged_frames, kinds, strain


def close_open_minute(db: sqlite3.Connection) -> None:
    """A minute left open keeps the figures of its last checkpoint."""
    db.execute("UPDATE minutes SET open = 0 WHERE open = 1")


def write_bout(db: sqlite3.Connection, bout: LoggedBout) -> None:
    """A bout that is over, unless the user deleted that time."""
    span = (to_ms(bout.start_utc), to_ms(bout.end_utc))
    if not _erased(db, span):
        db.execute("INSERT OR REPLACE INTO bouts VALUES (?, ?, ?, ?)", (*span, bout.sitting_s, bout.utc_offset_s))


def _write_reminder(db: sqlite3.Connection, run: int, event: ReminderDue) -> None:
    db.execute(
        "INSERT OR IGNORE INTO reminders (due_utc, number, run, utc_offset_s, kind, rules, title, message)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            to_ms(event.at.utc),
            event.number,
            run,
            event.at.utc_offset_s,
            event.kind,
            names_json(event.rules),
            event.title,
            event.message,
        ),
    )


def _write_outcome(db: sqlite3.Connection, event: ReminderEnded) -> None:
    db.execute(
        "UPDATE reminders SET outcome = ?, outcome_utc = ? WHERE due_utc = ? AND number = ?",
        (event.outcome, to_ms(event.at.utc), to_ms(event.due.utc), event.number),
    )


def _write_skip(db: sqlite3.Connection, event: ReminderSkipped) -> None:
    db.execute(
        "INSERT OR IGNORE INTO skips (at_utc, kind, rules, reason, utc_offset_s) VALUES (?, ?, ?, ?, ?)",
        (to_ms(event.at.utc), event.kind, names_json(event.rules), event.reason, event.at.utc_offset_s),
    )


def _write_notice(db: sqlite3.Connection, at: Instant, topic: str, text: str) -> None:
    db.execute("INSERT OR IGNORE INTO notices VALUES (?, ?, ?, ?)", (to_ms(at.utc), topic, text, at.utc_offset_s))


def write_baseline(db: sqlite3.Connection, baseline: Baseline) -> None:
    """One more baseline; the older ones of its place stay until retention takes them."""
    place = baseline.place
    db.execute(
        "INSERT OR REPLACE INTO baselines (camera, view, mode, width_px, height_px, medians, spreads, frames, made_utc,"
        " provisional, light, full_slump_ratio, rise_over_ratio, rise_frame_ratio)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            place.camera,
            place.view,
            place.mode,
            place.width_px,
            place.height_px,
            exact_json(baseline.medians),
            exact_json(baseline.spreads),
            baseline.frames,
            to_ms(baseline.made_utc),
            baseline.provisional,
            baseline.light,
            baseline.full_slump_ratio,
            baseline.rise.over_ratio,
            baseline.rise.frame_ratio,
        ),
    )
