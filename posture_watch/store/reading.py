"""Questions to the log. From and to are in UTC; what shares time with the stretch between is answered whole."""

from __future__ import annotations

import logging
import math
import sqlite3
from datetime import date, datetime, timedelta
from itertools import groupby
from pathlib import Path

from posture_watch.core.baseline import Baseline, BaselinePlace
from posture_watch.core.exported import Run
from posture_watch.core.history import Entry
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Interval, Minute
from posture_watch.core.logged import Detail, LoggedBout, LoggedNotice, LoggedReminder, LoggedSkip, local_time
from posture_watch.store import rows
from posture_watch.store.facts import ResumeFacts, StandingOrder
from posture_watch.store.packing import unpacked
from posture_watch.store.rows import from_ms, readable, to_ms
from posture_watch.store.writing import MINUTE_MS

_log = logging.getLogger(__name__)

_JOURNEY_MS = 26 * 3_600_000
"""Who flies west may be on an earlier day than before, by no more than from the first time zone to the last."""
WRONG_COUNTS_FOR = timedelta(days=14)
"""Reminders that were called wrong longer ago were about other limits, or another chair (starting guess)."""


def intervals(db: sqlite3.Connection, from_utc: datetime, to_utc: datetime) -> list[Interval]:
    """In the order of time, never overlapping; the last may still be open."""
    query = """SELECT * FROM intervals WHERE start_utc < :end AND end_utc > :start AND start_utc >=
               coalesce((SELECT max(start_utc) FROM intervals WHERE start_utc <= :start), :start) ORDER BY start_utc"""
    found = db.execute(query, {"start": to_ms(from_utc), "end": to_ms(to_utc)})
    return list(readable(rows.interval, found))


def minutes(db: sqlite3.Connection, from_utc: datetime, to_utc: datetime) -> list[Minute]:
    """In the order of time, one for each minute that was watched at all."""
    found = db.execute(
        "SELECT * FROM minutes WHERE start_utc > ? AND start_utc < ? ORDER BY start_utc, part",
        (to_ms(from_utc) - MINUTE_MS, to_ms(to_utc)),
    )
    return list(readable(rows.minute, (list(parts) for _, parts in groupby(found, key=lambda row: row["start_utc"]))))


def bouts(db: sqlite3.Connection, from_utc: datetime, to_utc: datetime) -> list[LoggedBout]:
    """Sitting bouts that have ended, in the order of time."""
    found = db.execute(
        "SELECT * FROM bouts WHERE start_utc < ? AND end_utc > ? ORDER BY start_utc", (to_ms(to_utc), to_ms(from_utc))
    )
    return list(readable(rows.bout, found))


def reminders(db: sqlite3.Connection, from_utc: datetime, to_utc: datetime) -> list[LoggedReminder]:
    """Reminders that were shown, in the order of time."""
    query = "SELECT * FROM reminders WHERE due_utc >= ? AND due_utc < ? ORDER BY due_utc, number"
    return list(readable(rows.reminder, db.execute(query, (to_ms(from_utc), to_ms(to_utc)))))


def skips(db: sqlite3.Connection, from_utc: datetime, to_utc: datetime) -> list[LoggedSkip]:
    """Reminders that were held back, in the order of time."""
    query = "SELECT * FROM skips WHERE at_utc >= ? AND at_utc < ? ORDER BY at_utc"
    return list(readable(rows.skip, db.execute(query, (to_ms(from_utc), to_ms(to_utc)))))


def notices(db: sqlite3.Connection, from_utc: datetime, to_utc: datetime) -> list[LoggedNotice]:
    """What the user was told besides, in the order of time."""
    query = "SELECT * FROM notices WHERE at_utc >= ? AND at_utc < ? ORDER BY at_utc"
    return list(readable(rows.notice, db.execute(query, (to_ms(from_utc), to_ms(to_utc)))))


def detail(db: sqlite3.Connection, from_utc: datetime, to_utc: datetime) -> Detail:
    """All of that at once, as the summary of a day wants it."""
    return Detail(
        intervals=tuple(intervals(db, from_utc, to_utc)),
        minutes=tuple(minutes(db, from_utc, to_utc)),
        bouts=tuple(bouts(db, from_utc, to_utc)),
        reminders=tuple(reminders(db, from_utc, to_utc)),
        skips=tuple(skips(db, from_utc, to_utc)),
    )


BlockKey = tuple[int, int]
"""When a block of the history begins, and in which run."""


def history_blocks(db: sqlite3.Connection, from_utc: datetime, to_utc: datetime) -> list[BlockKey]:
    """The blocks that share time with the stretch, in the order in which runs began (imported ones too), and in each as
    they were written."""
    query = """SELECT start_utc, run FROM readings LEFT JOIN runs ON runs.id = run
               WHERE start_utc < ? AND end_utc >= ? ORDER BY coalesce(started_utc, start_utc), run, readings.rowid"""
    return [(row["start_utc"], row["run"]) for row in db.execute(query, (to_ms(to_utc), to_ms(from_utc)))]


def block_of_history(db: sqlite3.Connection, key: BlockKey, path: Path) -> list[Entry]:
    """What the fold was told in one block; nothing if it is not as it was written, or not there any more."""
    row = db.execute("SELECT entries, utc_offset_s FROM readings WHERE start_utc = ? AND run = ?", key).fetchone()
    if row is None:
        return []
    try:
        return list(unpacked(row["entries"], row["utc_offset_s"]))
    except ValueError as error:
        _log.warning("%s: %s", path, error)
        return []


def baselines(db: sqlite3.Connection) -> list[Baseline]:
    """The one that holds for each place and light: the newest calibrated one, or else the newest provisional one, if it
    was made after the newest calibration of that place."""
    holding: dict[tuple[BaselinePlace, int | None], tuple[int, Baseline]] = {}
    found = db.execute("SELECT * FROM baselines ORDER BY provisional, made_utc DESC, id DESC")
    for number, baseline in readable(lambda row: (row["id"], rows.baseline(row)), found):
        asked = [kept for (place, _), (_, kept) in holding.items() if place == baseline.place and not kept.provisional]
        if baseline.provisional and any(kept.made_utc > baseline.made_utc for kept in asked):
            continue
        holding.setdefault((baseline.place, _octave(baseline.light)), (number, baseline))
    return [baseline for _, baseline in sorted(holding.values(), key=lambda kept: kept[0])]


def _octave(light: float | None) -> int | None:
    """Lights of one octave are within a factor of two: figures measured in them are alike."""
    return None if light is None else math.floor(math.log2(max(light, 1e-3)))


def runs(db: sqlite3.Connection) -> list[Run]:
    """Every start of the monitor that the log knows of, in order."""
    return list(readable(_run, db.execute("SELECT * FROM runs ORDER BY started_utc, id")))


def reach(db: sqlite3.Connection) -> tuple[datetime, datetime] | None:
    """The first and the last moment the log knows anything about, daily figures included."""
    query = """SELECT min(first), max(last) FROM (
                 SELECT min(start_utc) AS first, max(end_utc) AS last FROM intervals
                 UNION ALL SELECT min(first_utc), max(last_utc) FROM days)"""
    first, last = db.execute(query).fetchone()
    return None if first is None else (from_ms(first), from_ms(last))


def local_reach(db: sqlite3.Connection) -> tuple[date, date] | None:
    """The first and the last day of the user's own calendar that the log knows anything about."""
    query = """SELECT start_utc, end_utc - 1, utc_offset_s FROM intervals
               WHERE start_utc <= (SELECT min(start_utc) FROM intervals) + :journey
                  OR start_utc >= (SELECT max(start_utc) FROM intervals) - :journey"""
    known = [
        local_time(from_ms(ms), offset_s).date()
        for start, last, offset_s in db.execute(query, {"journey": _JOURNEY_MS})
        for ms in (start, last)
    ]
    kept = db.execute("SELECT min(local_date), max(local_date) FROM days").fetchone()
    known += [date.fromisoformat(day) for day in kept if day is not None]
    return (min(known), max(known)) if known else None


def resume_facts(db: sqlite3.Connection, now: Instant, break_s: float) -> ResumeFacts:
    """What the engine needs to carry on after a restart at ``now``; ``break_s`` seconds without sitting end a bout."""
    since = min(now.midnight_utc, now.utc - timedelta(hours=1))
    start, sitting_s, last = _running_bout(db, now.utc, break_s)
    known = reach(db)
    return ResumeFacts(
        reminders=tuple(reminders(db, since, now.utc + timedelta(milliseconds=1))),
        bout_start_utc=start,
        bout_sitting_s=sitting_s,
        bout_last_sitting_utc=last,
        first_utc=None if known is None else known[0],
        turns=_turns(db),
        wrong=_wrong(db, now.utc - WRONG_COUNTS_FOR),
    )


def unlogged_bout(db: sqlite3.Connection, now: datetime, break_s: float) -> LoggedBout | None:
    """The last sitting that is over by ``now`` and is in no logged bout: the run ended before it did."""
    query = "SELECT end_utc, utc_offset_s FROM intervals WHERE sitting = 1 ORDER BY start_utc DESC LIMIT 1"
    found = db.execute(query).fetchone()
    if found is None or to_ms(now) - found["end_utc"] < break_s * 1000:
        return None
    start, sitting_s, last = _running_bout(db, from_ms(found["end_utc"]), break_s)
    return None if start is None or last is None else LoggedBout(start, last, sitting_s, found["utc_offset_s"])


def orders(db: sqlite3.Connection) -> list[StandingOrder]:
    """What the user asked for and has not been carried out to its end, whether its time has passed or not."""
    found = db.execute("SELECT name, until_utc FROM orders ORDER BY name")
    return list(readable(_order, found))


def _run(row: sqlite3.Row) -> Run:
    return Run(from_ms(row["started_utc"]), row["version"], _moment(row["ended_utc"]), bool(row["clean"]))


def _order(row: sqlite3.Row) -> StandingOrder:
    return StandingOrder(row["name"], _moment(row["until_utc"]))


def _turns(db: sqlite3.Connection) -> int:
    query = """SELECT (SELECT count(*) FROM reminders WHERE kind = 'posture')
                    + (SELECT count(*) FROM skips WHERE reason = 'fading')"""
    return int(db.execute(query).fetchone()[0])


def _wrong(db: sqlite3.Connection, since_utc: datetime) -> int:
    query = "SELECT count(*) FROM reminders WHERE outcome = 'wrong' AND due_utc >= ?"
    return int(db.execute(query, (to_ms(since_utc),)).fetchone()[0])


def _running_bout(
    db: sqlite3.Connection, now: datetime, break_s: float
) -> tuple[datetime | None, float, datetime | None]:
    """Start, seconds and end of the sitting that ``now`` may still belong to, walking back to the last break."""
    ended = db.execute("SELECT max(end_utc) FROM bouts WHERE end_utc <= ?", (to_ms(now),)).fetchone()[0]
    query = """SELECT start_utc, end_utc FROM intervals WHERE sitting = 1 AND start_utc <= ? AND start_utc >= ?
               ORDER BY start_utc DESC"""
    edge, sitting_ms, last = to_ms(now), 0, None
    for start, end in db.execute(query, (to_ms(now), ended or 0)):
        if edge - end >= break_s * 1000:
            break
        last = last or end
        edge, sitting_ms = start, sitting_ms + end - start
    if last is None:
        return None, 0.0, None
    return from_ms(edge), sitting_ms / 1000, from_ms(last)


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)
