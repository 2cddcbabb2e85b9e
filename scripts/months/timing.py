"""Wall time of commands, beside the least that any Python program would take for the same rows."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BARE = """import sqlite3, sys
db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
between = (sys.argv[2], sys.argv[3])
for table, at in (("intervals", "end_utc"), ("minutes", "start_utc"), ("bouts", "end_utc"), ("reminders", "due_utc")):
    query = f"SELECT * FROM {table} WHERE date(({at} + utc_offset_s * 1000) / 1000, 'unixepoch') BETWEEN ? AND ?"
    rows = db.execute(query, between).fetchall()
rows = db.execute("SELECT * FROM days WHERE local_date BETWEEN ? AND ?", between).fetchall()
"""
"""Python starts and fetches the rows of the days, and of the four weeks before, once; nothing is done with them."""
REPLAYED = """import sys
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from posture_watch.commands.tune_reading import read_past
from posture_watch.config import Config, build_settings
from posture_watch.core.history import replayed
past, _ = read_past(Path(sys.argv[1]), int(sys.argv[2]))
settings = build_settings(Config(), camera="", mode="", sample_interval_s=15.0)
deque(replayed(past.entries, settings), 0)
print(len(past.entries), len(past.days))
"""
"""The logged days read and judged again once, with nothing compared and nothing drawn."""


def seconds(words: Sequence[str], home: Path, times: int) -> tuple[float, str]:
    """The median of so many runs (s), and what the last one wrote."""
    took: list[float] = []
    said = ""
    environment = {**os.environ, "POSTURE_WATCH_HOME": str(home), "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
    for _ in range(times):
        began_s = time.perf_counter()
        done = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)
        took.append(time.perf_counter() - began_s)
        said = done.stdout
    return statistics.median(took), said


def program(*words: str) -> list[str]:
    """The program's own command."""
    return [sys.executable, "-m", "posture_watch.cli", *words]


def bare(log_file: Path, first: date, last: date) -> list[str]:
    """The alternative to a report of these days."""
    return [sys.executable, "-c", BARE, str(log_file), str(first - timedelta(days=28)), str(last)]


def replay_alone(log_file: Path, days: int) -> list[str]:
    """The alternative to `tune`."""
    return [sys.executable, "-c", REPLAYED, str(log_file), str(days)]
