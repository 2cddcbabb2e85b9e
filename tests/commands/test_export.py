"""`export` as a user runs it: whole files that are theirs alone, nothing overwritten, three formats."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from posture_watch.exchange.tables import TABLES
from posture_watch.paths import paths_below
from tests.exchange.lived_log import live
from tests.program import PROGRAM, program_environment, refused, run_command

LONG_S = 30.0


@pytest.fixture
def lived(home: Path) -> Path:
    """A home with a log of three days."""
    live(paths_below(home).database_file)
    return home


def modes_below(folder: Path) -> set[int]:
    return {stat.S_IMODE(file.stat().st_mode) for file in folder.rglob("*") if file.is_file()}


def test_json_by_default(lived: Path, tmp_path: Path) -> None:
    ran = run_command("export", tmp_path / "week.json", home=lived)
    assert (ran.code, ran.out) == (0, "")
    found = json.loads((tmp_path / "week.json").read_text(encoding="utf-8"))
    assert (found["format"], found["version"]) == ("posture-watch-export", 2)
    assert all(table in found for table in TABLES)
    assert [len(found[table]) for table in ("minutes", "bouts", "reminders")] == [120, 3, 6]
    assert found["reminders"][0]["message"] == "Sit back, „please“.\nThanks"
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "week.json").stat().st_mode) == 0o600


def test_printed_it_is_the_same(lived: Path, tmp_path: Path) -> None:
    ran = run_command("export", "-", home=lived, extra={"PYTHONIOENCODING": "ascii"})
    run_command("export", tmp_path / "x.json", home=lived)
    printed, written = json.loads(ran.out), json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))
    assert ran.err == ""
    assert {**printed, "exported_utc": ""} == {**written, "exported_utc": ""}


def test_some_days_only(lived: Path) -> None:
    ran = run_command("export", "-", "--from", "2026-03-03", "--to", "2026-03-03", home=lived)
    found = json.loads(ran.out)
    assert (found["first_day"], found["last_day"]) == ("2026-03-03", "2026-03-03")
    assert {one["start_utc"][:10] for one in found["minutes"]} == {"2026-03-03"}
    assert len(found["baselines"]) == 1


@pytest.mark.parametrize("name", ["tables.csv", "tables/"])
def test_csv_is_a_folder_of_tables(lived: Path, tmp_path: Path, name: str) -> None:
    ran = run_command("export", f"{tmp_path}/{name}", home=lived)
    assert ran.code == 0
    folder = tmp_path / name.rstrip("/")
    assert {file.name for file in folder.iterdir()} == {
        "days.csv", "intervals.csv", "minutes.csv", "bouts.csv", "reminders.csv", "diary.csv", "follow_ups.csv",
        "exposures.csv", "practice.csv",
    }  # fmt: skip
    with (folder / "days.csv").open(encoding="utf-8", newline="") as file:
        days = list(csv.DictReader(file))
    assert [day["day"] for day in days] == ["2026-03-02", "2026-03-03", "2026-03-04"]
    with (folder / "minutes.csv").open(encoding="utf-8", newline="") as file:
        assert sum(float(one["over.slump_s"]) for one in csv.DictReader(file)) == pytest.approx(
            sum(float(day["over.slump_s"]) for day in days), abs=0.01
        )
    if os.name == "posix":
        assert modes_below(folder) == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_activitywatch(lived: Path) -> None:
    found = json.loads(run_command("export", "-", "--format", "activitywatch", home=lived).out)
    assert [bucket["type"] for bucket in found["buckets"].values()] == ["app.posture", "afkstatus"]


def test_nothing_is_overwritten_unless_asked(lived: Path, tmp_path: Path) -> None:
    taken, folder = tmp_path / "taken.json", tmp_path / "tables"
    taken.write_text("mine", encoding="utf-8")
    folder.mkdir()
    (folder / "own.txt").write_text("mine", encoding="utf-8")
    refused("export", taken, home=lived, saying="exists already")
    refused("export", folder, home=lived, saying="exists already")
    refused("export", folder, "--format", "json", home=lived, saying="is a folder")
    refused("export", taken, "--format", "csv", "--force", home=lived, saying="is a file")
    assert taken.read_text(encoding="utf-8") == "mine"
    assert run_command("export", taken, "--force", home=lived).code == 0
    assert run_command("export", folder, "--force", home=lived).code == 0
    assert json.loads(taken.read_text(encoding="utf-8"))["version"] == 2
    assert (folder / "own.txt").read_text(encoding="utf-8") == "mine"
    assert not list(tmp_path.glob(".*"))


def test_what_cannot_be_done_is_said(lived: Path, tmp_path: Path) -> None:
    refused("export", tmp_path / "no" / "x.json", home=lived, saying="cannot be written")
    refused("export", tmp_path / "no" / "tables.csv", home=lived, saying="cannot be written")
    refused("export", "-", "--format", "csv", home=lived, saying="cannot be printed")
    refused("export", "x.json", "--from", "2026-03-03", "--to", "2026-03-01", home=lived, saying="is before")
    refused("export", "x.json", "--from", "yesterday", home=lived, saying="is not a day")


def test_without_a_log(home: Path, tmp_path: Path) -> None:
    refused("export", tmp_path / "x.json", home=home, saying="There is no log yet")
    assert not (tmp_path / "x.json").exists()


def wait_until(met: Callable[[], bool], within_s: float = LONG_S) -> None:
    end = time.monotonic() + within_s
    while not met():
        assert time.monotonic() < end
        time.sleep(0.002)


def writes_in(pid: int, folder: Path) -> bool:
    """Whether a process has a file open right there, or in a folder there that has not got its name yet."""
    with suppress(OSError):
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            if re.match(rf"{re.escape(str(folder))}/(\.x\.[^/]*/)?#", str(entry.readlink())):
                return True
    return any(folder.glob(".x.*.part"))


@pytest.mark.skipif(sys.platform != "linux", reason="needs kill -9 and /proc")
@pytest.mark.parametrize("name", ["x.json", "x.csv"])
def test_a_killed_export_leaves_no_half_file(home: Path, tmp_path: Path, name: str) -> None:
    live(paths_below(home).database_file, days=30, minutes=300)
    target = tmp_path / name
    running = subprocess.Popen([*PROGRAM, "export", str(target)], env=program_environment(home), stderr=subprocess.PIPE)
    try:
        wait_until(lambda: writes_in(running.pid, tmp_path))
    finally:
        os.kill(running.pid, signal.SIGKILL)
        running.communicate()
    assert not target.exists()
    assert run_command("export", target, home=home).code == 0
    assert not list(tmp_path.glob(".*")), "the next one sweeps up"
