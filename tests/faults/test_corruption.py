"""A log damaged at random bytes: never in the way, kept aside, what can be read is saved, and the user is told once."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from statistics import median

import pytest

from posture_watch.core.events import NoticeDue
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint
from posture_watch.store import mending, swapping
from posture_watch.store.log import Log
from tests.faults.conftest import Figures, Rounds
from tests.faults.damaging import DAMAGES, FIRST, LAST, Damage, Rows, flipped, make_log, rows_of
from tests.faults.sitting_hour import sit

NOTHING_OPEN = Checkpoint(None, None)


def said(at: Instant, topic: str) -> NoticeDue:
    return NoticeDue(at, topic, "It goes on.")  # pyright: ignore[reportArgumentType]  # a topic of the tests


@dataclass(frozen=True, slots=True)
class Desk:
    """A log as a kill has left it, what stands in it, and when the next monitor begins."""

    log: Path
    rows: Rows
    now: Instant
    given: Counter[str] = field(default_factory=Counter[str])

    def copy(self, folder: Path) -> Path:
        path = folder / "log.sqlite3"
        for old in folder.glob("log.sqlite3*"):
            old.unlink()
        for tail in ("", "-wal"):
            shutil.copy(f"{self.log}{tail}", f"{path}{tail}")
        return path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    path = folder / "log.sqlite3"
    now = make_log(path)
    plain = Desk(path, Rows({}), now)
    (folder / "copy").mkdir()
    copied = plain.copy(folder / "copy")
    return Desk(path, rows_of(copied), now, given(copied))


@dataclass(frozen=True, slots=True)
class Outcome:
    """``kept``: original rows in the file afterwards. ``invented``: rows in a new log that are none of the original.
    ``altered``: rows that stay altered in a file in which nothing was noticed; ``shown``: records of either kind that
    readers give, reports and exports with them, and that an undamaged log does not."""

    mended: bool
    kept: int
    invented: int
    altered: int
    shown: int


def damage_and_go_on(desk: Desk, seed: int, damage: Damage, folder: Path) -> Outcome:
    """A monitor starts on the damaged log, writes, and every question is asked. What is left of the original."""
    path = desk.copy(folder)
    damage(random.Random(seed), path, Path(f"{path}-wal"))
    damaged = path.read_bytes()
    with Log.open(path, now=desk.now) as log:
        log.append([said(desk.now, "afterwards")], NOTHING_OPEN)
        ask_everything(log)
        aside = mending.kept_aside(path)
        assert bool(log.untold()) == bool(aside), seed
        log.note_told()
        assert log.untold() == "", seed
    if aside:
        assert [file.read_bytes() for file in aside] == [damaged], seed
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",), seed
        db.execute("DELETE FROM notices WHERE topic = 'afterwards'")
        db.commit()
    assert not list(folder.glob("*.building*")) + list(folder.glob("*.mend*")), seed
    kept, other = rows_of(path).beside(desk.rows)
    shown = (given(path) - desk.given).total()
    return Outcome(bool(aside), kept, other if aside else 0, 0 if aside else other, shown)


TABLES = (
    "days", "intervals", "minutes", "bouts", "reminders", "skips", "readings", "diary", "follow_ups", "practice",
)  # fmt: skip


def given(path: Path) -> Counter[str]:
    """What the log's readers make of it, record by record."""
    with Log.open_readonly(path) as log, log.exported(None, None) as exported:
        return Counter(f"{table} {record!r}" for table in TABLES for record in exported.records(table))


def ask_everything(log: Log) -> None:
    first, last = FIRST - timedelta(days=400), LAST + timedelta(days=400)
    reach = log.reach()
    for ask in (log.baselines, log.orders, log.runs, log.sizes, log.compared, log.local_reach, log.diary.episodes):
        ask()
    log.summaries(first, last, break_s=60.0)
    if reach is not None:
        log.detail(*reach)
        log.notices(*reach)
        list(log.history(*reach))
    with log.exported(None, None) as exported:
        for table in ("runs", "baselines", "days", "intervals", "minutes", "bouts", "reminders", "skips", "notices",
                      "readings", "diary", "follow_ups", "exposures", "practice"):  # fmt: skip
            list(exported.records(table))


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_log_does_not_stop_anything(
    desk: Desk, damage: Damage, tmp_path: Path, rounds: Rounds, figures: Figures
) -> None:
    seeds = rounds(2, 50)
    found = [damage_and_go_on(desk, seed, damage, tmp_path) for seed in range(seeds)]
    kept = sorted(one.kept for one in found)
    figures(
        f"{damage.__name__.replace('_', ' ')}: {(damage.__doc__ or '').rstrip('.')}",
        seeds=seeds,
        crashes=0,
        kept_aside_and_mended=sum(one.mended for one in found),
        rows=desk.rows.total,
        saved_median=round(median(kept)),
        saved_worst=kept[0],
        invented_in_the_new=sum(one.invented for one in found),
        altered_unnoticed=sum(one.altered for one in found),
        of_these_shown=sum(one.shown for one in found),
    )
    if damage is not flipped:  # a bit of a figure may make another figure: counted, and said in docs/reliability.md
        assert (sum(one.invented for one in found), sum(one.shown for one in found)) == (0, 0)


def test_an_undamaged_log_is_poured_row_by_row_as_it_is(desk: Desk, tmp_path: Path) -> None:
    path = desk.copy(tmp_path)
    made = mending.mend(path, "nothing at all", unless_changed_from=swapping.identity(path))
    assert made is not None
    assert made.lost == 0
    assert rows_of(path).beside(desk.rows) == (desk.rows.total, 0)


def program(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "POSTURE_WATCH_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "posture_watch.cli", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=60)


COMMANDS = (
    ("report", "--date", str(FIRST)),
    ("diary",),
    ("data", "size"),
    ("export", "{home}/out.json"),
    ("spasm", "--where", "neck"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0] + words[-1][-6:])
def test_a_command_that_meets_the_damage_first_answers_and_says_it(
    desk: Desk, tmp_path: Path, words: tuple[str, ...]
) -> None:
    home = tmp_path / "home"
    (home / "state").mkdir(parents=True)
    path = home / "state" / "posture.sqlite3"
    desk.copy(tmp_path).rename(path)
    with path.open("r+b") as file:
        for page in (0, 3, 17, 40):
            file.seek(4096 * page)
            file.write(random.Random(page).randbytes(3000))
    answer = program(home, *(word.format(home=home) for word in words))
    assert answer.returncode == 0, answer.stderr
    (aside,) = mending.kept_aside(path)
    assert answer.stderr.count(aside.name) == 1
    assert aside.name not in program(home, "report", "--date", str(FIRST)).stderr


def test_damage_that_appears_while_a_monitor_writes(
    desk: Desk, tmp_path: Path, rounds: Rounds, figures: Figures
) -> None:
    seeds, mended, lost = rounds(3, 100), 0, 0
    for seed in range(seeds):
        chance, path = random.Random(seed), desk.copy(tmp_path)
        with Log.open(path, now=desk.now) as log:
            count = 0
            for number in range(20):
                if number == 10:
                    plain = bytearray(path.read_bytes())
                    for _ in range(40):  # so much that the next days' pages are among it
                        start = chance.randrange(len(plain) - 600)
                        plain[start : start + 500] = chance.randbytes(500)
                    with path.open("r+b") as file:  # in place: the monitor has it open
                        file.write(plain)
                if number == 15:
                    log.look_through()  # as it does every hour; it has most pages in its memory
                log.append([said(desk.now.shifted(number), f"said_{number}")], NOTHING_OPEN)
                count += 1
            ask_everything(log)
            found = {notice.topic for notice in log.notices(desk.now.utc, desk.now.shifted(60).utc)}
        mended += bool(mending.kept_aside(path))
        lost += count - sum(topic.startswith("said_") for topic in found)
    figures("damaged under a running monitor, in forty places", seeds=seeds, mended=mended, written_and_lost=lost)
    assert (mended, lost) == (seeds, 0)


def test_a_command_mends_under_a_monitor_and_both_go_on(desk: Desk, tmp_path: Path) -> None:
    path = desk.copy(tmp_path)
    with Log.open(path, now=desk.now) as log:
        log.append([said(desk.now, "before")], NOTHING_OPEN)
        with path.open("r+b") as file:
            file.write(b"\xff" * 4096)
        with Log.open_readonly(path) as reader:  # the report
            assert reader.reach() is not None
            assert mending.kept_aside(path)
        log.append([said(desk.now.shifted(1), "after")], NOTHING_OPEN)
        assert log.untold()
    with Log.open_readonly(path) as log:
        topics = {notice.topic for notice in log.notices(desk.now.utc, desk.now.shifted(60).utc)}
        assert {"before", "after"} <= topics
        assert log.runs()[-1].clean


def test_a_kill_at_any_moment_of_mending_is_carried_to_its_end(
    desk: Desk, tmp_path: Path, rounds: Rounds, figures: Figures
) -> None:
    kills, halves = rounds(4, 60), 0
    code = (
        "import sys; from pathlib import Path; from posture_watch.store.log import Log;"
        " Log.open_readonly(Path(sys.argv[1]))"
    )
    chance = random.Random(1)
    for _ in range(kills):
        path = desk.copy(tmp_path)
        with path.open("r+b") as file:
            file.write(b"\xff" * 100)
        child = subprocess.Popen([sys.executable, "-c", code, str(path)], stderr=subprocess.DEVNULL)
        with suppress(subprocess.TimeoutExpired):
            child.wait(chance.uniform(0.1, 0.9))
        child.kill()
        child.wait()
        halves += path.with_name(path.name + ".building").exists() or path.with_name(path.name + ".mended").exists()
        with Log.open(path, now=desk.now):
            pass
        assert rows_of(path).beside(desk.rows) == (desk.rows.total, 0)
        assert mending.kept_aside(path)
    figures("killed while mending", kills=kills, in_the_middle_of_it=halves, rows_lost=0)


def test_the_user_is_told_once_by_a_notification_and_by_status(desk: Desk, tmp_path: Path) -> None:
    def prepare(path: Path) -> None:
        path.parent.mkdir(parents=True)
        desk.copy(tmp_path).rename(path)
        with path.open("r+b") as file:
            file.write(b"\xff" * 5000)

    home = tmp_path / "home"
    first = sit(home, [], before=prepare)
    (problem,) = first.problems
    assert "The log was damaged. It is kept as" in problem
    assert [title for title in first.titles if "mended" in title] == ["posture_watch has mended its log"]
    again = sit(home, [])
    assert again.problems == ()
    assert [title for title in again.titles if "mended" in title] == []
    assert "was damaged once" in program(home, "doctor").stdout
