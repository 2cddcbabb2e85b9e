"""Files that cannot be used say so, by name, and are left as they were; a full disk loses nothing that was written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from log_story import FAR, NOTHING_OPEN, at, baseline, ended, minute, span, still

from posture_watch.core.intervals import Checkpoint
from posture_watch.store import mending, schema
from posture_watch.store.errors import (
    LogBrokenError,
    LogError,
    LogFullError,
    LogMissingError,
    LogNotWrittenError,
    translate,
)
from posture_watch.store.log import Log


def make_log(path: Path, intervals: int = 1) -> None:
    with Log.open(path, now=at(0)) as log:
        log.append([ended(10 * i, 10 * i + 10) for i in range(intervals)], NOTHING_OPEN)


def refuses(path: Path, *words: str, kind: type[LogError] = LogBrokenError) -> None:
    before = path.read_bytes()
    for opening in (lambda: Log.open(path, now=at(0)), lambda: Log.open_readonly(path)):
        with pytest.raises(kind) as caught:
            opening()
        assert str(path) in caught.value.message
        assert all(word in caught.value.message for word in words)
        assert caught.value.advice
    assert path.read_bytes() == before


def kept_aside(path: Path) -> Path:
    (aside,) = mending.kept_aside(path)
    assert aside.name.startswith(f"{path.name}.damaged-20")
    return aside


def test_a_text_file_in_its_place_is_kept_aside_and_a_new_log_begun(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    path.write_text("Dear diary, today I sat.\n" * 100)
    with Log.open(path, now=at(0)) as log:
        assert "nothing in it could be read" in log.untold()
        log.append([ended(0, 10)], NOTHING_OPEN)
    assert kept_aside(path).read_text().startswith("Dear diary")


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE songs (name TEXT)")
    refuses(path, "another program")


@pytest.mark.parametrize("ahead", [1, 100, 10_000])
@pytest.mark.parametrize("change", ["", "DROP TABLE bouts", "ALTER TABLE minutes ADD COLUMN mood REAL"])
def test_a_newer_log_is_left_alone(tmp_path: Path, ahead: int, change: str) -> None:
    path = tmp_path / "log.sqlite"
    make_log(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute(change)
        db.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + ahead}")
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    refuses(path, "newer")
    assert mending.kept_aside(path) == []


def test_a_log_that_a_newer_program_changes_under_a_monitor_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with Log.open(path, now=at(0)) as log:
        with closing(sqlite3.connect(path)) as db:
            db.execute("ALTER TABLE intervals RENAME TO spans")
            db.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
            db.commit()
        for _ in range(2):
            with pytest.raises(LogBrokenError, match="newer"):
                log.append([ended(0, 10)], NOTHING_OPEN)
    assert mending.kept_aside(path) == []
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM spans").fetchone() == (0,)


def test_a_number_that_no_format_has_is_damage(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    make_log(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {1 << 24}")
    with Log.open_readonly(path) as log:
        assert log.intervals(*FAR) == [span(0, 10)]
    assert kept_aside(path)


def test_a_ruined_header_costs_nothing_but_the_header(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    make_log(path, intervals=300)
    with path.open("r+b") as file:
        file.write(b"\xff" * 64)
    damaged = path.read_bytes()
    with Log.open_readonly(path) as log:
        assert log.intervals(*FAR) == [span(10 * i, 10 * i + 10) for i in range(300)]
    assert kept_aside(path).read_bytes() == damaged


def test_damage_is_found_by_the_next_start_and_the_rest_saved(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    make_log(path, intervals=2000)
    with path.open("r+b") as file:
        file.seek(-3 * 4096, os.SEEK_END)
        file.write(b"\xff" * 8192)
    with Log.open(path, now=at(0)) as log:
        saved = log.intervals(*FAR)
        assert kept_aside(path).name in log.untold()
        log.note_told()
        assert log.untold() == ""
    whole = [span(10 * i, 10 * i + 10) for i in range(2000)]
    assert 1000 < len(saved) < 2000
    assert [one for one in saved if one not in whole] == []


def test_no_log_yet_is_said_to_a_reader_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(LogMissingError, match="no log yet"):
        Log.open_readonly(tmp_path / "log.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "log.sqlite").mkdir()
    with pytest.raises(LogError, match="cannot be opened"):
        Log.open(tmp_path / "log.sqlite", now=at(0))


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with pytest.raises(LogError, match="cannot be opened"):
        Log.open(tmp_path / "state" / "log.sqlite", now=at(0))


@contextmanager
def as_somebody_else(folder: Path) -> Generator[None]:
    """Root may write anywhere, so be nobody for a moment."""
    if not hasattr(os, "geteuid"):
        pytest.skip("no user ids on this system")
    if os.geteuid() != 0:
        yield
        return
    shutil.chown(folder, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def plain_folder() -> Generator[Path]:
    """A folder that others may reach, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def test_a_folder_that_may_not_be_written(plain_folder: Path) -> None:
    with as_somebody_else(plain_folder):
        plain_folder.chmod(0o500)
        with pytest.raises(LogError, match="cannot be opened") as caught:
            Log.open(plain_folder / "log.sqlite", now=at(0))
        plain_folder.chmod(0o700)
    assert str(plain_folder) in caught.value.advice


def test_a_file_that_may_not_be_read(plain_folder: Path) -> None:
    path = plain_folder / "log.sqlite"
    with as_somebody_else(plain_folder):
        make_log(path)
        path.chmod(0)
        for opening in (lambda: Log.open(path, now=at(0)), lambda: Log.open_readonly(path)):
            with pytest.raises(LogError, match="cannot be opened"):
                opening()
        path.chmod(0o600)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "outer" / "state" / "log.sqlite"
    before = os.umask(0)
    try:
        with Log.open(path, now=at(0)) as log:
            log.append([ended(0, 10)], NOTHING_OPEN)
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("log.sqlite", "log.sqlite-wal", "log.sqlite-shm"), 384)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_a_log_that_others_could_read_is_closed_to_them_and_a_shared_folder_is_not(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    make_log(path)
    path.chmod(0o644)
    tmp_path.chmod(0o755)
    make_log(path)
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(tmp_path.stat().st_mode)) == (0o600, 0o755)


def fill_until_full(log: Log) -> int:
    """Append minute by minute until the disk is full. How many appends succeeded."""
    for number in range(20_000):
        try:
            log.append([ended(60 * number, 60 * number + 60)], Checkpoint(None, minute(number)))
        except LogFullError:
            return number
    raise AssertionError("the disk did not fill up")


def written(log: Log) -> tuple[int, int]:
    return len(log.intervals(*FAR)), len(log.minutes(*FAR))


def test_a_full_database_writes_whole_appends_or_nothing_and_recovers(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log.sqlite", now=at(0)) as log:
        db = log._db  # pyright: ignore[reportPrivateUsage]  # the only way to make SQLite itself say "full"
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages + 4}")
        done = fill_until_full(log)
        assert written(log) == (done, done)
        with pytest.raises(LogFullError, match=r"log\.sqlite"):
            log.append([ended(60 * done, 60 * done + 60)], Checkpoint(None, minute(done)))
        db.execute("PRAGMA max_page_count = 100000")
        log.append([ended(60 * done, 60 * done + 60)], Checkpoint(None, minute(done)))
        assert written(log) == (done + 1, done + 1)


@pytest.fixture
def small_disk(tmp_path: Path) -> Generator[Path]:
    """A file system of 600 KiB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    command = [str(mount), "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("may not mount a file system here (needs root)")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_really_full_disk_loses_nothing_and_logging_goes_on_when_there_is_room(small_disk: Path) -> None:
    path, ballast = small_disk / "log.sqlite", small_disk / "ballast"
    ballast.write_bytes(b"x" * 200 * 1024)
    with Log.open(path, now=at(0)) as log:
        done = fill_until_full(log)
        assert done > 0
        assert written(log) == (done, done)
        ballast.unlink()
        log.append([ended(60 * done, 60 * done + 60)], Checkpoint(None, minute(done)))
        assert written(log) == (done + 1, done + 1)
    with Log.open(path, now=at(0)) as log:
        assert written(log) == (done + 1, done + 1)


def test_no_room_for_a_new_log(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 596 * 1024)
    with pytest.raises(LogNotWrittenError) as caught:
        Log.open(small_disk / "log.sqlite", now=at(0))
    assert "log.sqlite" in caught.value.message


def test_a_migration_that_fails_leaves_the_old_format_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.sqlite"
    make_log(path)
    failing = ("CREATE TABLE fresh (a INTEGER) STRICT", "DROP TABLE intervals", "SELECT no_such_column FROM fresh")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, failing])
        with pytest.raises(LogError):
            Log.open(path, now=at(0))
    with Log.open_readonly(path) as log:
        assert log.intervals(*FAR) == [span(0, 10)]


def test_a_migration_keeps_what_was_logged_and_a_reader_may_trigger_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.sqlite"
    make_log(path)
    more = ("ALTER TABLE intervals ADD COLUMN note TEXT",)
    monkeypatch.setattr(schema, "MIGRATIONS", [*schema.MIGRATIONS, more])
    with Log.open_readonly(path) as log:
        assert log.intervals(*FAR) == [span(0, 10)]
        assert schema.version(log._db) == len(schema.MIGRATIONS)  # pyright: ignore[reportPrivateUsage]


def test_a_log_from_before_the_own_full_slump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log.sqlite"
    columns = "camera, view, mode, width_px, height_px, medians, spreads, frames, made_utc, provisional, light"
    values = "'cam', 'front', 'image', 640, 480, '{\"lean\": 1.5}', '{\"lean\": 0.1}', 9, 1000, 0, 0.4"
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", schema.MIGRATIONS[:1])
        with Log.open(path) as log:
            log._db.execute(f"INSERT INTO baselines ({columns}) VALUES ({values})")  # pyright: ignore[reportPrivateUsage]
    with Log.open_readonly(path) as log:
        (old,) = log.baselines()
    assert (old.medians, old.light, old.full_slump_ratio) == ({"lean": 1.5}, 0.4, None)


def test_another_writer_is_named_as_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("posture_watch.store.opening.BUSY_TIMEOUT_S", 0.05)
    path = tmp_path / "log.sqlite"
    with Log.open(path, now=at(0)) as log, closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LogNotWrittenError, match="in use"):
            log.append([], still(0, 10))
        other.execute("ROLLBACK")
        log.append([], still(0, 10))
        assert log.intervals(*FAR) == [span(0, 10)]


def test_closing_with_a_full_disk_does_not_raise(tmp_path: Path) -> None:
    log = Log.open(tmp_path / "log.sqlite", now=at(0))
    log.save_baseline(baseline())
    log._db.execute("PRAGMA query_only = ON")  # pyright: ignore[reportPrivateUsage]
    log.close()
    with Log.open(tmp_path / "log.sqlite", now=at(0)) as again:
        assert [run.clean for run in again.runs()] == [False, False]
        assert again.baselines() == [baseline()]


def test_no_room_for_the_file_that_readers_share_is_a_full_disk() -> None:
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE
    assert isinstance(translate(Path("log.sqlite"), error), LogFullError)
