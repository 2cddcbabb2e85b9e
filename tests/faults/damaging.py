"""Ways to damage a file, drawn by a seed; and a log as it stands after a kill, with something of every table in it."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from months.living import live

from posture_watch.core.baseline import Baseline, BaselinePlace
from posture_watch.core.diary import DiaryEntry, FollowUp
from posture_watch.core.events import NoticeDue
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint
from posture_watch.core.practice import Practised
from posture_watch.store import schema
from posture_watch.store.log import Log

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 6)
PAGE = 4096
Damage = Callable[[random.Random, Path, Path], None]


def make_log(path: Path) -> Instant:
    """A week at the desk, with a diary; copied while a monitor has it open. The moment at which that monitor began."""
    whole = path.with_name("whole.sqlite3")
    live(whole, FIRST, LAST, interval_s=30.0)
    with Log.open(whole) as log:
        log.save_baseline(_baseline())
        for number in range(12):
            _write_diary(log, number)
        log.apply_retention(3, _moment(LAST), break_s=60.0)
    now = _moment(LAST + timedelta(days=1))
    log = Log.open(whole, now=now)
    for number in range(40):
        log.append([_notice(now.shifted(60.0 * number), number)], Checkpoint(None, None))
    for tail in ("", "-wal"):
        shutil.copy(f"{whole}{tail}", f"{path}{tail}")
    log.close()
    return now.shifted(7200)


def _moment(day: date) -> Instant:
    return Instant(0.0, datetime.combine(day, time(18), UTC), 7200.0)


def _notice(at: Instant, number: int) -> NoticeDue:
    return NoticeDue(at, f"topic_{number}", "A notice.")  # pyright: ignore[reportArgumentType]  # of the tests


def _baseline() -> Baseline:
    place = BaselinePlace("camera:Webcam", "front", "image", 640, 480)
    return Baseline(place, {"lean_deg": 1.5}, {"lean_deg": 0.1}, 50, _moment(FIRST).utc, False, 0.4)


def _write_diary(log: Log, number: int) -> None:
    began = _moment(FIRST + timedelta(days=number)).utc
    key = f"{number + 1:032x}"
    entry = DiaryEntry(key, "spasm", began, 7200.0, began, ("neck",), 3, 5, note=f"While lifting, the {number}th time.")
    log.diary.save(entry)
    log.diary.save_follow_up(FollowUp(f"{number + 100:032x}", key, began + timedelta(days=1), 7200.0, note="better"))
    log.diary.note_practice([Practised(began, 7200.0, "break", "chin_tucks", 30.0)])


@dataclass(frozen=True, slots=True)
class Rows:
    """Every row of a log by table, without what the next start may change of it."""

    of: dict[str, Counter[tuple[object, ...]]]

    @property
    def total(self) -> int:
        return sum(rows.total() for rows in self.of.values())

    def beside(self, original: Rows) -> tuple[int, int]:
        """How many of the original rows are here, and how many here are none of them."""
        kept = sum((self.of[table] & rows).total() for table, rows in original.of.items())
        return kept, self.total - kept


def rows_of(path: Path) -> Rows:
    with closing(sqlite3.connect(path)) as db:
        db.text_factory = partial(str, encoding="utf-8", errors="replace")
        found: dict[str, Counter[tuple[object, ...]]] = {}
        for table in sorted(schema.tables() - {"runs", "erased"}):
            names = [row[1] for row in db.execute(f"PRAGMA table_info({table})") if row[1] != "open"]
            query = f"SELECT {', '.join(names)} FROM {table}"
            found[table] = Counter(row for row in db.execute(query) if not str(row[1]).startswith("log_mended"))
        return Rows(found)


def _overwrite(path: Path, chance: random.Random, longest: int, first: int = 0) -> None:
    plain = bytearray(path.read_bytes())
    length = min(chance.randint(1, longest), len(plain) - first)
    start = chance.randint(first, len(plain) - length)
    plain[start : start + length] = chance.randbytes(length)
    path.write_bytes(plain)


def overwritten(chance: random.Random, path: Path, wal: Path) -> None:
    """One to three stretches of up to five pages are something else."""
    for _ in range(chance.randint(1, 3)):
        _overwrite(path, chance, 5 * PAGE)


def flipped(chance: random.Random, path: Path, wal: Path) -> None:
    """One to eight single bits."""
    plain = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 8)):
        plain[chance.randrange(len(plain))] ^= 1 << chance.randrange(8)
    path.write_bytes(plain)


def zeroed(chance: random.Random, path: Path, wal: Path) -> None:
    """One to ten whole pages of nothing."""
    plain = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 10)):
        start = PAGE * chance.randrange(len(plain) // PAGE)
        plain[start : start + PAGE] = bytes(PAGE)
    path.write_bytes(plain)


def truncated(chance: random.Random, path: Path, wal: Path) -> None:
    """It ends anywhere."""
    plain = path.read_bytes()
    path.write_bytes(plain[: chance.randrange(1, len(plain))])


def appended(chance: random.Random, path: Path, wal: Path) -> None:
    """Garbage behind its end."""
    with path.open("ab") as file:
        file.write(chance.randbytes(chance.randint(1, 5 * PAGE)))


def header_hit(chance: random.Random, path: Path, wal: Path) -> None:
    """A stretch of the first hundred bytes, or of the first page with the list of tables."""
    plain = bytearray(path.read_bytes())
    end = chance.choice((100, PAGE))
    start = chance.randrange(end)
    length = chance.randint(1, end - start)
    plain[start : start + length] = chance.randbytes(length)
    path.write_bytes(plain)


def wal_hit(chance: random.Random, path: Path, wal: Path) -> None:
    """A stretch of the write-ahead log, its header too."""
    _overwrite(wal, chance, 2 * PAGE)


def wal_truncated(chance: random.Random, path: Path, wal: Path) -> None:
    """The write-ahead log ends anywhere, or is gone."""
    plain = wal.read_bytes()
    wal.write_bytes(plain[: chance.randrange(len(plain))])


def shm_garbage(chance: random.Random, path: Path, wal: Path) -> None:
    """The file that readers and writers share is garbage, and the log hit as well."""
    path.with_name(path.name + "-shm").write_bytes(chance.randbytes(32768))
    _overwrite(path, chance, PAGE)


def emptied(chance: random.Random, path: Path, wal: Path) -> None:
    """A file of no length; what was last written is still in the write-ahead log."""
    path.write_bytes(b"")


DAMAGES: tuple[Damage, ...] = (
    overwritten, flipped, zeroed, truncated, appended, header_hit, wal_hit, wal_truncated, shm_garbage, emptied,
)  # fmt: skip
