"""Disk and folders that refuse, vanish and come back: the monitor goes on, and the hour that was sat is in the log."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Generator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from posture_watch.store import schema, surviving
from tests.faults.conftest import Figures
from tests.faults.sitting_hour import HOUR_S, Hour, sit
from tests.program import run_command

MOST_LOST_S = 30.0
"""Of an hour: a checkpoint before and one after."""
RIG = Path(__file__).parents[1] / "rigs" / "noquota.c"


def mount(*words: str) -> bool:
    program = shutil.which("mount")
    return program is not None and subprocess.run([program, *words], capture_output=True, check=False).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Generator[Path]:
    """A file system of sixteen megabytes of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount("-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)):
        pytest.skip("may not mount a file system here (needs root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hour passes in seconds, and so must the waiting."""
    monkeypatch.setattr(surviving, "TRY_AGAIN_S", 0.0)
    monkeypatch.setattr(surviving, "GONE_S", 0.0)


def require_all(hour: Hour) -> None:
    assert hour.logged_s >= HOUR_S - MOST_LOST_S
    assert hour.minutes_s >= HOUR_S - MOST_LOST_S
    assert hour.status_s >= HOUR_S - MOST_LOST_S
    assert hour.logged_s <= HOUR_S


def counted(hour: Hour) -> dict[str, float]:
    told = len(hour.problems) or sum("cannot write" in title for title in hour.titles)
    return {"sat_s": HOUR_S, "logged_s": round(hour.logged_s), "told": told}


def fill(folder: Path) -> None:
    with (folder / "ballast").open("ab", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 512)


def test_full_for_twenty_minutes(small_disk: Path, figures: Figures) -> None:
    acts = [(1200.0, lambda: fill(small_disk)), (2400.0, (small_disk / "ballast").unlink)]
    hour = sit(small_disk / "home", acts)
    figures("a really full disk for twenty minutes of an hour", **counted(hour))
    require_all(hour)
    assert any("No room left" in problem for problem in hour.problems)


def test_full_when_the_monitor_starts(tmp_path: Path, small_disk: Path, figures: Figures, at_once: None) -> None:
    """Where the log is; without room for a control channel `run` says what to do and does not start."""

    def prepare(path: Path) -> None:
        path.parent.parent.mkdir()
        path.parent.symlink_to(small_disk)
        fill(small_disk)

    hour = sit(tmp_path / "home", [(1200.0, (small_disk / "ballast").unlink)], before=prepare)
    figures("a disk that is full when the monitor starts, for twenty minutes", **counted(hour))
    require_all(hour)
    assert any("No room left" in problem for problem in hour.problems)


def test_read_only_for_twenty_minutes(small_disk: Path, figures: Figures, at_once: None) -> None:
    """An empty disk that may not be written is mounted over the log's folder, and taken away again."""
    state = small_disk / "home" / "state"
    acts = [
        (1200.0, lambda: mount("-t", "tmpfs", "-o", "ro", "tmpfs", str(state))),
        (2400.0, lambda: subprocess.run(["umount", str(state)], check=True)),
    ]
    hour = sit(small_disk / "home", acts)
    figures("a read-only disk mounted over the log's folder for twenty minutes", **counted(hour))
    require_all(hour)
    assert hour.problems


def test_a_home_that_is_read_only_as_a_whole_for_twenty_minutes(
    small_disk: Path, figures: Figures, at_once: None
) -> None:
    """Settings, log and control channel are all below the disk that may not be written."""
    home = small_disk / "home"
    acts = [
        (1200.0, lambda: mount("-t", "tmpfs", "-o", "ro", "tmpfs", str(home))),
        (2400.0, lambda: subprocess.run(["umount", str(home)], check=True)),
    ]
    hour = sit(home, acts)
    figures("a read-only disk mounted over the whole home for twenty minutes", **counted(hour))
    require_all(hour)
    assert any("cannot write" in title for title in hour.titles)


READING = (("report",), ("status",), ("config", "check"), ("diary", "list"), ("data", "size"), ("report", "--week"))
WRITING = (("run", "--source", "0"), ("config", "init", "--force"), ("pause",), ("spasm", "--pain", "3"))


def test_every_command_says_what_it_cannot_write_in_a_read_only_home(small_disk: Path, figures: Figures) -> None:
    """The same folder, mounted over itself so that it can only be read. Nothing that was there is touched."""
    home = small_disk / "home"
    sit(home, [])
    assert mount("--bind", str(home), str(home))
    try:
        assert mount("-o", "remount,bind,ro", str(home))
        before = {path: path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()}
        read = [run_command(*words, home=home) for words in READING]
        written = [run_command(*words, home=home) for words in WRITING]
        assert {path: path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file()} == before
    finally:
        subprocess.run(["umount", str(home)], check=True)
    figures("commands in a home that is read-only as a whole", commands=len(read) + len(written))
    assert [ran.code for words, ran in zip(READING, read, strict=True) if words[0] in ("report", "data")] == [0, 0, 0]
    assert all(ran.code != 0 and (ran.err or ran.out) for ran in written), written


def test_a_folder_that_vanishes_and_comes_back(tmp_path: Path, figures: Figures) -> None:
    state, away = tmp_path / "home" / "state", tmp_path / "away"
    acts = [(1200.0, lambda: state.rename(away)), (2400.0, lambda: away.rename(state))]
    hour = sit(tmp_path / "home", acts)
    figures("the log's folder away for twenty minutes, and back", **counted(hour))
    require_all(hour)
    assert any("not there any more" in problem for problem in hour.problems)


def test_a_folder_that_is_deleted_while_it_is_written_to(tmp_path: Path, figures: Figures, at_once: None) -> None:
    hour = sit(tmp_path / "home", [(1200.0, lambda: shutil.rmtree(tmp_path / "home" / "state"))])
    figures("the log's folder deleted under the monitor: begun anew with all that was in it", **counted(hour))
    require_all(hour)


def test_another_file_in_its_place(tmp_path: Path, figures: Figures) -> None:
    """A backup is put back while the monitor runs: it goes on in that one."""
    log, copy = tmp_path / "home" / "state" / "posture.sqlite3", tmp_path / "copy.sqlite3"

    def save() -> None:
        with closing(sqlite3.connect(log)) as db, closing(sqlite3.connect(copy)) as to:
            db.backup(to)

    def put_back() -> None:
        for tail in ("-wal", "-shm"):
            log.with_name(log.name + tail).unlink()
        copy.replace(log)

    hour = sit(tmp_path / "home", [(1200.0, save), (1230.0, put_back)])
    figures("a backup of half a minute ago put in the place of the open log", **counted(hour))
    assert HOUR_S - 30 - 2 * MOST_LOST_S <= hour.logged_s <= HOUR_S


@pytest.mark.parametrize("what", ["folder", "newer"])
def test_what_cannot_be_opened_is_left_alone_and_waited_for(
    tmp_path: Path, what: str, figures: Figures, at_once: None
) -> None:
    home = tmp_path / "home"
    log = home / "state" / "posture.sqlite3"
    left: list[object] = []

    def prepare(path: Path) -> None:
        path.parent.mkdir(parents=True)
        if what == "folder":
            path.mkdir()
            return
        with closing(sqlite3.connect(path)) as db:
            schema.migrate(db)
            db.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
            db.commit()
        left.append(path.read_bytes())

    def clear() -> None:
        if what == "folder":
            log.rmdir()
        else:
            assert [log.read_bytes()] == left
            log.rename(tmp_path / "newer.sqlite3")

    hour = sit(home, [(1200.0, clear)], before=prepare)
    named = "a folder in its place" if what == "folder" else "a log of a newer version"
    figures(f"{named} for twenty minutes: left alone, the monitor watches and reminds", **counted(hour))
    require_all(hour)
    assert hour.problems


QUOTA = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from tests.faults.sitting_hour import sit
full = Path(sys.argv[2])
print(json.dumps(asdict(sit(Path(sys.argv[1]), [(1200.0, full.touch), (2400.0, full.unlink)]))))
"""


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("gcc") is None, reason="needs Linux and gcc")
def test_a_quota_that_is_used_up(tmp_path: Path, figures: Figures) -> None:
    shim, full = tmp_path / "noquota.so", tmp_path / "full"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O2", "-o", str(shim), str(RIG), "-ldl"], check=True)
    root = Path(__file__).parents[2]
    environment = {
        **os.environ, "LD_PRELOAD": str(shim), "NOQUOTA": str(full), "PYTHONPATH": f"{root}:{root / 'scripts'}",
    }  # fmt: skip
    command = [sys.executable, "-c", QUOTA, str(tmp_path / "home"), str(full)]
    answer = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=120)
    assert answer.returncode == 0, answer.stderr
    hour = Hour(**json.loads(answer.stdout.splitlines()[-1]))
    figures("a quota that is used up for twenty minutes (EDQUOT by a shim)", **counted(hour))
    require_all(hour)
    assert hour.problems
