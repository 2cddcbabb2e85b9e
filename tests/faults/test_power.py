"""The power goes at any moment: out of a recording of writes, what a disk may hold then opens and has what was said."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from posture_watch.capture.camera_memory import CameraMemory
from posture_watch.config import load
from posture_watch.paths import paths_below
from posture_watch.store.log import Log
from tests.exchange.lived_log import live as live_days
from tests.faults import old_logs
from tests.faults.conftest import Figures, Rounds
from tests.faults.powered import LIMITS, MENDED_AT_S, SNOOZES_S, database, make_damaged, page
from tests.faults.powerless import Disk, Keep
from tests.faults.recorded import COMMAND, Deed, Link, Reader, Remove, Rename, Said
from tests.faults.writes import Written, require_minutes, require_sound
from tests.program import ROOT, program_environment
from tests.store.log_story import at

pytestmark = [
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed"),
    pytest.mark.timeout(2400),
]
SEED = 11
LEFT = ("log.sqlite", "log.sqlite-wal", "log.sqlite-shm", "log.sqlite.mending", "log.sqlite.mending-journal")
"""What may stand beside a log."""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a day in it, and its export beside it."""
    home = tmp_path_factory.mktemp("lived")
    paths = paths_below(home)
    paths.state_folder.mkdir(mode=0o700)
    live_days(paths.database_file, days=1, minutes=10)
    ran = subprocess.run(
        [sys.executable, "-m", "posture_watch.cli", "export", str(home / "day.json")],
        env=program_environment(home), check=False, cwd=ROOT,
    )  # fmt: skip
    assert ran.returncode == 0
    return home


Check = Callable[[Path, list[str]], object]
"""Given what stands on the disk, and what had been acknowledged."""


def recorded(kind: str, folder: Path, lived: Path) -> list[Deed]:
    """What doing ``kind`` in a folder does to the disk."""
    root, told, trace = folder / "root", folder / "told", folder / "trace"
    root.mkdir()
    environment = program_environment(lived, {"EXPORTED": str(lived / "day.json")})
    command = [sys.executable, "-m", "tests.faults.powered", kind, str(root), str(told)]
    ran = subprocess.run(
        [*COMMAND, "-o", str(trace), *command], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if "ptrace" in ran.stderr and not told.exists():
        pytest.skip("this machine lets nobody be traced")
    assert ran.returncode == 0, ran.stderr[-2000:]
    with trace.open() as lines:
        return list(Reader(root, told).deeds(lines))


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """In memory, where there is such: thousands of disks are laid out in it, none of which need last."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as name:
        yield Path(name)


@dataclass(slots=True)
class Cuts:
    """How many power cuts were played, and what had been acknowledged up to the last of them."""

    states: int = 0
    deeds: int = 0
    acknowledged: list[str] = field(default_factory=list[str])

    def play(self, root: Path, deeds: Sequence[Deed], cut: Path, check: Check, most: int) -> None:
        """After each deed the power goes: nothing, everything, or anything of what was not flushed is kept.

        ``most`` of these disks are looked at, spread evenly over the story.
        """
        chance, disk, number, due = random.Random(SEED), Disk(root), 0, 0.0
        every = max(1.0, sum(len(_shares(deed)) for deed in deeds) / most)
        for deed in deeds:
            disk.do(deed)
            if isinstance(deed, Said) and deed.line.startswith("done "):
                self.acknowledged.append(deed.line[5:])
            for share in _shares(deed):
                if number >= due:
                    due += every
                    self._look(disk, cut, Keep(share, chance), check)
                number += 1
        self.deeds += len(deeds)

    def _look(self, disk: Disk, cut: Path, keep: Keep, check: Check) -> None:
        shutil.rmtree(cut, ignore_errors=True)
        disk.stands(cut, keep)
        check(cut, self.acknowledged)
        self.states += 1


def _shares(deed: Deed) -> tuple[float, ...]:
    """How much of what was not flushed is kept, once for each power cut after ``deed``; more where names change."""
    return (0.0, 1.0, 0.5, 0.5, 0.85) + (0.5,) * (8 if isinstance(deed, Link | Rename | Remove) else 0)


def check_log(folder: Path, done: list[str]) -> None:
    """The log opens, and each acknowledged minute is in it."""
    last = max((int(name) for name in done if name != "open"), default=-1)
    database(folder).parent.mkdir(exist_ok=True)
    require_minutes(database(folder), 0, last)
    require_sound(database(folder))


def check_diary(folder: Path, done: list[str]) -> None:
    """All that was written is there, and of what was being written all or nothing."""
    must = Written()
    for name in done:
        must = must.after(int(name))
    with Log.open(database(folder), now=at(0)) as log:
        found = Written.found(log)
    assert found in (must, must.after(len(done)))
    require_sound(database(folder))


def check_migration(folder: Path, done: list[str]) -> None:
    """The old log or the new one, with everything that was in it."""
    if "old" not in done:
        return  # the old version of the program had not finished writing it
    assert old_logs.version_of(database(folder)) in (1, old_logs.VERSIONS[-1] + 1)
    with Log.open(database(folder), now=at(0)):
        pass
    found = old_logs.rows(database(folder), 1)
    assert (len(found["intervals"]), len(found["minutes"]), len(found["baselines"])) == (40, 40, 1)
    require_sound(database(folder))


def check_mending(damaged: Path) -> Check:
    """Each time it comes out sound, with the same rows, and the damaged one is kept as it was."""
    mended = damaged.with_name("mended")
    for ending in ("", "-wal"):
        shutil.copyfile(f"{damaged}{ending}", f"{mended}{ending}")
    Log.open(mended, now=at(MENDED_AT_S)).close()
    saved = _story(mended)
    assert 0 < len(saved[0]) <= 60
    assert len(saved[1]) > 300

    def check(folder: Path, done: list[str]) -> None:
        if "old" not in done:
            return
        path = database(folder)
        assert list(path.parent.glob("*.damaged-*")) or "mend" not in done
        Log.open(path, now=at(MENDED_AT_S)).close()
        require_sound(path)
        assert _story(path) == saved
        kept = {
            file.read_bytes() for file in path.parent.glob("*.damaged-*") if not file.name.endswith(("-wal", "-shm"))
        }
        assert damaged.read_bytes() in kept
        assert {file.name.partition(".damaged-")[0] for file in path.parent.iterdir()} <= set(LEFT), "leftovers"

    return check


def _story(path: Path) -> tuple[list[tuple[object, ...]], ...]:
    rows = old_logs.rows(path, 1)
    return rows["minutes"], rows["intervals"]


def check_settings(folder: Path, done: list[str]) -> None:
    """The settings are those of the last change that was acknowledged, or the next; never half of them."""
    steps = [f"snooze {value}" for value in SNOOZES_S] + [f"limit {limit}" for limit in LIMITS] + ["default"]
    path = folder / "config" / "config.toml"
    config = load(path, missing_ok=True)
    text = path.read_text() if path.exists() else ""
    assert not path.exists() or len(text) > 2000, "half a file"
    stands = 0
    if path.exists():
        limits = [number for number, limit in enumerate(LIMITS) if f"enter_above = {limit}" in text]
        snoozes = [number for number, value in enumerate(SNOOZES_S) if config.reminders.snooze_s == value]
        stands = len(SNOOZES_S) + limits[0] + 1 if limits else snoozes[0] + 1 if snoozes else len(steps)
    assert stands in (len(done), len(done) + 1)
    backup = path.with_name("config.toml.bak")
    assert not backup.exists() or f"enter_above = {LIMITS[-1]}" in backup.read_text()
    assert "default" not in done or backup.exists()


def check_pages(folder: Path, done: list[str]) -> None:
    """The page and the camera are the last ones, or the next; never half of them."""
    pages, cameras = (sum(name.startswith(kind) for name in done) for kind in ("page", "camera"))
    file = folder / "state" / "reports" / "report.html"
    text = file.read_text() if file.exists() else ""
    assert text in ("" if pages == 0 else page(pages - 1), page(pages))
    camera = CameraMemory(folder / "state" / "camera.json").recall("auto")
    assert (-1 if camera is None else camera.index) in (cameras - 1, cameras)


def check_export(lived: Path) -> Check:
    """An exported file is there whole, or not; once it was said that it is written, it is there."""
    whole = {key: value for key, value in json.loads((lived / "day.json").read_text()).items() if key != "exported_utc"}

    def check(folder: Path, done: list[str]) -> None:
        file, tables = folder / "x.json", folder / "x.csv"
        assert file.exists() or "export x.json" not in done
        assert tables.exists() or "export x.csv" not in done
        if file.exists():
            told = {key: value for key, value in json.loads(file.read_text()).items() if key != "exported_utc"}
            assert told == whole
        if tables.exists():
            assert len(list(tables.glob("*.csv"))) == 9
            assert all(one.stat().st_size > 20 for one in tables.glob("*.csv"))

    return check


def check_import(lived: Path) -> Check:
    """All that was imported, or nothing."""
    with Log.open_readonly(paths_below(lived).database_file) as log:
        wanted = len(log.diary.episodes())

    def check(folder: Path, done: list[str]) -> None:
        path = paths_below(folder).database_file
        path.parent.mkdir(exist_ok=True)
        with Log.open(path, now=at(0)) as log:
            found = len(log.diary.episodes())
        assert found in ((wanted,) if done else (0, wanted))
        require_sound(path)

    return check


WHAT = {
    "log": "appending to the log",
    "diary": "diary, practice and orders",
    "migration": "a log of format 1 brought up to date",
    "mending": "a damaged log mended",
    "settings": "settings changed and replaced",
    "pages": "pages and the remembered camera",
    "export": "export as JSON and CSV",
    "import": "import",
}


@pytest.mark.parametrize("kind", list(WHAT))
def test_the_power_goes(
    kind: str, tmp_path: Path, quick_folder: Path, lived: Path, rounds: Rounds, figures: Figures
) -> None:
    damaged = tmp_path / "again" / "damaged"
    damaged.parent.mkdir()
    make_damaged(damaged)
    checks: dict[str, Check] = {
        "log": check_log, "diary": check_diary, "migration": check_migration, "mending": check_mending(damaged),
        "settings": check_settings, "pages": check_pages, "export": check_export(lived), "import": check_import(lived),
    }  # fmt: skip
    deeds, cuts = recorded(kind, tmp_path, lived), Cuts()
    cuts.play(tmp_path / "root", deeds, quick_folder / "cut", checks[kind], rounds(60, 1500))
    figures(
        f"power cuts over a recording of {WHAT[kind]}",
        recorded=cuts.deeds, cuts=cuts.states, acknowledged=len(cuts.acknowledged), lost=0, half=0,
    )  # fmt: skip
    assert cuts.acknowledged


@pytest.mark.parametrize("reading", [True, False])
def test_what_a_power_cut_left_of_a_beginning_is_undone(tmp_path: Path, reading: bool) -> None:
    """SQLite's journal from before the log was one with a write-ahead log: who may only read cannot undo it."""
    path, whole = tmp_path / "log.sqlite", tmp_path / "whole"
    make_damaged(tmp_path / "unused")
    before = old_logs.rows(whole, 1)["minutes"]
    with closing(sqlite3.connect(whole, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        db.execute("PRAGMA cache_size = 1")
        db.execute("BEGIN")
        db.execute("UPDATE minutes SET sitting_s = 1.0")
        db.execute("CREATE TABLE much AS SELECT m.* FROM minutes m, minutes n")
        for ending in ("", "-journal"):
            shutil.copyfile(f"{whole}{ending}", f"{path}{ending}")
    assert path.with_name("log.sqlite-journal").stat().st_size > 512
    with Log.open_readonly(path) if reading else Log.open(path, now=at(MENDED_AT_S)):
        pass
    assert old_logs.rows(path, 1)["minutes"] == before
    assert not list(tmp_path.glob("*.damaged-*"))
