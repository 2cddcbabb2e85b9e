"""Logs of many months: old ones as daily figures, as retention leaves them, the last four in detail."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from months.living import live
from posture_watch.core.instant import Instant
from posture_watch.store.log import Log

LAST = date(2026, 10, 31)
DETAIL_FROM = date(2026, 7, 1)
"""Four months: 90 days at the desk."""
OLD_INTERVAL_S = 120.0
"""How often the old months are looked at: only their daily figures stay."""
BREAK_S = 60.0


def month_back(months: int) -> date:
    """The first day of so many months that end with LAST."""
    number = LAST.year * 12 + LAST.month - months
    return date(number // 12, number % 12 + 1, 1)


def make_log(log_file: Path, months: int, told: Callable[[date], object] | None = None) -> None:
    """A log of so many months (more than four), which is then in order and compact."""
    for back in range(months, 0, -1):
        first, following = month_back(back), month_back(back - 1)
        old = first < DETAIL_FROM
        live(log_file, first, following - timedelta(days=1), interval_s=OLD_INTERVAL_S if old else 15.0, told=told)
        if old:
            with Log.open(log_file) as log:
                log.apply_retention(0, Instant(0.0, datetime.combine(following, time(6), UTC)), break_s=BREAK_S)


def cut_log(log_file: Path, to: Path, months: int) -> None:
    """The last months of the log as another one; what was before is deleted as a user would."""
    shutil.copy(log_file, to)
    first = datetime.combine(month_back(months), time(), UTC)
    with Log.open(to) as log:
        log.delete(datetime(2000, 1, 1, tzinfo=UTC), first, now=Instant(0.0, datetime(2026, 11, 2, tzinfo=UTC)))
