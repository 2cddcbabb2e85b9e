"""What the history costs on disk, by how often is looked, on simulated workdays with the noise of real cameras."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from months.living import live
from posture_watch.store.log import Log

WORKDAYS, HOURS = 250, 8.0
"""A year, and the hours at the desk of a day."""
LOOKS = {"a burst every 15 s": (15.0, date(2026, 10, 19), date(2026, 10, 23)),
         "a frame a second": (1.0, date(2026, 10, 19), date(2026, 10, 20))}  # fmt: skip


def disk_lines(folder: Path) -> Iterator[str]:
    """The table."""
    yield f"{'on the disk':24}{'history, kB a day':>20}{'history, MB a year':>21}{'whole log, MB a year':>22}"
    for name, (interval_s, first, last) in LOOKS.items():
        log_file = folder / f"disk-{interval_s:g}.sqlite3"
        live(log_file, first, last, interval_s=interval_s)
        with Log.open_readonly(log_file) as log:
            sizes = log.sizes()
        a_day = sizes.detail_bytes / sum(sizes.shares[table] for table in _DETAIL) / _desk_h(log_file) * HOURS
        history, whole = a_day * sizes.shares["readings"], a_day
        yield f"  {name:22}{history / 1e3:>20.0f}{history * WORKDAYS / 1e6:>21.1f}{whole * WORKDAYS / 1e6:>22.1f}"


_DETAIL = ("intervals", "minutes", "bouts", "reminders", "skips", "notices", "readings")


def _desk_h(log_file: Path) -> float:
    """Hours of sitting; what breaks and meetings add is counted with them."""
    db = sqlite3.connect(f"file:{log_file}?mode=ro", uri=True)
    hours = db.execute("SELECT sum(end_utc - start_utc) / 3.6e6 FROM intervals WHERE sitting").fetchone()[0]
    db.close()
    return float(hours)
