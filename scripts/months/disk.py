"""What the history costs on disk, by how often is looked, on simulated workdays with the noise of real cameras."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from months.living import live

WORKDAYS, HOURS = 250, 8.0
"""A year, and the hours of sitting of a day."""
LOOKS = {
    "a burst every 15 s": (15.0, date(2026, 10, 19), date(2026, 10, 23)),
    "a frame a second": (1.0, date(2026, 10, 19), date(2026, 10, 20)),
}


def disk_lines(folder: Path) -> Iterator[str]:
    """The table."""
    yield f"{'on the disk':24}{'history, kB a day':>20}{'history, MB a year':>21}{'whole log, MB a year':>22}"
    for name, (interval_s, first, last) in LOOKS.items():
        log_file = folder / f"disk-{interval_s:g}.sqlite3"
        live(log_file, first, last, interval_s=interval_s)
        days = _sitting_h(log_file) / HOURS
        whole = used_kb(log_file) / days
        history = whole - _kb_without(log_file, "readings") / days
        yield f"  {name:22}{history:>20.0f}{history * WORKDAYS / 1e3:>21.1f}{whole * WORKDAYS / 1e3:>22.1f}"


def used_kb(log_file: Path) -> float:
    """What the log takes, without pages that are free again."""
    with closing(sqlite3.connect(f"file:{log_file}?mode=ro", uri=True)) as db:
        names = ("page_count", "freelist_count", "page_size")
        count, free, size = (db.execute(f"PRAGMA {name}").fetchone()[0] for name in names)
    return float((count - free) * size / 1000)


def _kb_without(log_file: Path, table: str) -> float:
    """What a copy takes that has the table no more."""
    other = log_file.with_suffix(".without")
    shutil.copy(log_file, other)
    with closing(sqlite3.connect(other)) as db:
        db.execute(f"DROP TABLE {table}")
    return used_kb(other)


def _sitting_h(log_file: Path) -> float:
    """Hours of sitting; what breaks and meetings add is counted with them."""
    with closing(sqlite3.connect(f"file:{log_file}?mode=ro", uri=True)) as db:
        return float(db.execute("SELECT sum(end_utc - start_utc) / 3.6e6 FROM intervals WHERE sitting").fetchone()[0])
