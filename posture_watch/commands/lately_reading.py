"""What the last hours were like and what was done today, out of the log; nothing is known where there is no log yet."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from posture_watch.care.lately import REACH_S, Lately, lately
from posture_watch.core.instant import Instant
from posture_watch.core.practice import Practised
from posture_watch.store.errors import LogMissingError
from posture_watch.store.log import Log


def read_lately(database: Path, now: Instant, *, break_s: float) -> Lately:
    """The last two hours, and the day so far; ``break_s`` seconds away end a time of sitting."""
    from_utc = min(now.midnight_utc, now.utc - timedelta(seconds=REACH_S))
    try:
        with Log.open_readonly(database) as log:
            return lately(log.intervals(from_utc, now.utc), log.minutes(from_utc, now.utc), now, break_s=break_s)
    except LogMissingError:
        return lately((), (), now, break_s=break_s)


def done_today(database: Path, now: Instant) -> list[Practised]:
    """The exercises of the user's day so far."""
    try:
        with Log.open_readonly(database) as log:
            return log.diary.practice(now.midnight_utc, now.utc + timedelta(seconds=1))
    except LogMissingError:
        return []
