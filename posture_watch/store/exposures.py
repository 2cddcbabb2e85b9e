"""The hours before an episode and those it is compared with, kept as two figures each when their detail goes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from posture_watch.core.diary import DiaryEntry, Episode
from posture_watch.core.exposure import LOOK_BACK_DAYS, REACH, Compared, KeptWindow, Seen, Window, compared, windows
from posture_watch.store import diary, reading
from posture_watch.store.rows import from_ms, to_ms

_FURTHEST = timedelta(days=LOOK_BACK_DAYS + 1) + REACH
"""From an onset back to the first moment that any of its windows can begin at, wherever the user was then."""
_ANYWHERE = timedelta(hours=26) + REACH


def all_compared(db: sqlite3.Connection) -> tuple[Compared, ...]:
    """Each spasm of the diary beside its ordinary days, the earliest first."""
    spasms = [one for one in diary.episodes(db) if one.entry.kind == "spasm"]
    if not spasms:
        return ()
    first, last = _reach(spasms)
    forgotten = [date.fromisoformat(row[0]) for row in db.execute("SELECT local_date FROM days")]
    return compared(spasms, reading.intervals(db, first, last), _kept(db), forgotten)


def keep(db: sqlite3.Connection, before: date) -> None:
    """Write the windows that any of the detail before the local day ``before`` is a part of; it is about to go.

    The caller holds the transaction in which it goes. What is kept of a window that goes on after it is put right by
    the detail that is still there, and by the next call.
    """
    edge = datetime.combine(before, time(), tzinfo=UTC) + _ANYWHERE
    near = [one for one in diary.episodes(db) if one.entry.began_utc - _FURTHEST < edge]
    if not near:
        return
    first, last = _reach(near)
    intervals = reading.intervals(db, first, min(last, edge))
    if not intervals:
        return
    seen = Seen(intervals)
    for one in near:
        case, earlier = windows(one.entry, seen)
        rows = [*([(case, True)] if case is not None else []), *((window, False) for window in earlier)]
        _write(db, one.entry, rows)


def _reach(episodes: Sequence[Episode]) -> tuple[datetime, datetime]:
    """From and to outside of which none of their windows lies."""
    onsets = [one.entry.began_utc for one in episodes]
    return min(onsets) - _FURTHEST, max(onsets)


def _write(db: sqlite3.Connection, entry: DiaryEntry, found: Iterable[tuple[Window, bool]]) -> None:
    for one, is_case in found:
        write_window(db, entry.key, entry.began_utc, one, is_case=is_case)


def write_window(db: sqlite3.Connection, entry_key: str, began_utc: datetime, one: Window, *, is_case: bool) -> None:
    """What was kept already stays, unless more is known now."""
    db.execute(
        "INSERT INTO exposures VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (entry_key, start_utc) DO UPDATE SET"
        " (sitting_s, watched_s) = (excluded.sitting_s, excluded.watched_s) WHERE excluded.watched_s > watched_s",
        (entry_key, to_ms(began_utc), to_ms(one.start_utc), is_case, one.sitting_s, one.watched_s),
    )


def _kept(db: sqlite3.Connection) -> list[KeptWindow]:
    return [
        KeptWindow(
            row["entry_key"],
            Window(from_ms(row["start_utc"]), row["sitting_s"], row["watched_s"]),
            bool(row["is_case"]),
        )
        for row in db.execute("SELECT * FROM exposures ORDER BY entry_key, start_utc")
    ]
