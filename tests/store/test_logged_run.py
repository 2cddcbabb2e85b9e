"""A run stands in whichever file the log comes to be, and damage that nobody has met is found in time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from log_story import FAR, NOTHING_OPEN, at, ended, span, still

from posture_watch.store import log_file, mending, surviving, swapping
from posture_watch.store.errors import LogNotWrittenError
from posture_watch.store.log import Log

PAGE_BYTES = 4096


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "log.sqlite"


def test_a_run_that_began_without_its_file_stands_in_it_once_it_is_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.mkdir(parents=True)  # a folder where the file should be
    with Log.open_or_wait(path, now=at(0)) as log:
        with pytest.raises(LogNotWrittenError):
            log.append([], still(0, 10))
        path.rmdir()
        monkeypatch.setattr(surviving, "TRY_AGAIN_S", 0.0)
        log.append([ended(0, 20)], NOTHING_OPEN)
        assert [run.started_utc for run in log.runs()] == [at(0).utc]
    with Log.open_readonly(path) as log:
        assert [run.clean for run in log.runs()] == [True]
        assert log.intervals(*FAR) == [span(0, 20)]


@pytest.mark.skipif(os.name == "nt", reason="a file that is open can have no other put in its place there")
def test_a_run_goes_on_in_a_file_that_was_put_in_the_place_of_its_own(path: Path) -> None:
    other = path.with_name("other.sqlite")
    with Log.open(path, now=at(0)) as log:
        Log.open(other).close()
        log.append([ended(0, 10)], NOTHING_OPEN)
        for tail in swapping.TAILS:  # what belongs to the file that goes
            swapping.named(path, tail).unlink(missing_ok=True)
        other.replace(path)
        log.append([ended(10, 20)], NOTHING_OPEN)
        assert log.intervals(*FAR) == [span(10, 20)]
        assert [run.started_utc for run in log.runs()] == [at(0).utc]


def test_what_nobody_reads_is_looked_through_in_time(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([ended(10 * i, 10 * i + 10) for i in range(2000)], NOTHING_OPEN)
    with Log.open(path, now=at(30_000)) as log:
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // PAGE_BYTES // 2 * PAGE_BYTES)
            file.write(b"\xff" * PAGE_BYTES)
        log.append([], NOTHING_OPEN)
        assert not mending.kept_aside(path)
        monkeypatch.setattr(log_file, "LOOK_THROUGH_S", -1.0)
        log.append([], NOTHING_OPEN)
        assert mending.kept_aside(path)
