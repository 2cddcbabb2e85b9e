"""Real processes take, hold, lose and inherit the lock."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posture_watch.control.lock import AlreadyRunningError, Holder, MonitorLock, read_holder
from posture_watch.errors import UserError

HOLDER = Holder(os.getpid(), datetime(2026, 3, 1, 8, 30, tzinfo=UTC), "0.1.0", "camera 0 (Fake Webcam)")

# Takes the lock, says whether it has it, and keeps it until stdin ends.
PROGRAM = """
import sys, os
from datetime import datetime, UTC
from pathlib import Path
from posture_watch.control.lock import MonitorLock, Holder, AlreadyRunningError
lock = MonitorLock(Path(sys.argv[1]))
if "wait" in sys.argv: print("ready", flush=True); sys.stdin.readline()
try:
    lock.acquire(Holder(os.getpid(), datetime(2026, 3, 1, tzinfo=UTC), "0.1.0", "camera 0"))
except AlreadyRunningError as error:
    print("lost", error.holder and error.holder.pid, flush=True)
else:
    print("won", os.getpid(), flush=True)
    sys.stdin.read()
"""


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", PROGRAM, str(folder), *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(*processes: subprocess.Popen[str]) -> None:
    for process in processes:
        process.kill()
        process.communicate()


def test_a_second_start_says_where_the_first_is(tmp_path: Path) -> None:
    with MonitorLock(tmp_path) as first:
        first.acquire(HOLDER)
        with pytest.raises(AlreadyRunningError) as raised:
            MonitorLock(tmp_path).acquire(HOLDER)
    local = HOLDER.started_utc.astimezone()
    assert f"process {os.getpid()}" in raised.value.message
    assert f"{local:%Y-%m-%d %H:%M}" in raised.value.message
    assert "camera 0 (Fake Webcam)" in raised.value.message
    assert "status" in raised.value.advice
    assert "stop" in raised.value.advice


def test_after_release_it_is_free_and_names_nobody(tmp_path: Path) -> None:
    lock = MonitorLock(tmp_path)
    lock.acquire(HOLDER)
    lock.release()
    lock.release()
    assert read_holder(tmp_path) is None
    second = MonitorLock(tmp_path)
    second.acquire(HOLDER)
    assert read_holder(tmp_path) == HOLDER
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX")
def test_a_killed_ones_lock_is_taken_over(tmp_path: Path) -> None:
    first = start(tmp_path)
    assert line(first) == f"won {first.pid}"
    second = start(tmp_path)
    assert line(second) == f"lost {first.pid}"
    os.kill(first.pid, signal.SIGKILL)
    first.wait(10)
    third = start(tmp_path)
    assert line(third) == f"won {third.pid}"
    end(first, second, third)


def test_a_child_process_does_not_inherit_the_lock(tmp_path: Path) -> None:
    lock = MonitorLock(tmp_path)
    lock.acquire(HOLDER)
    child = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE, text=True)
    lock.release()
    again = MonitorLock(tmp_path)
    again.acquire(HOLDER)
    again.release()
    end(child)


def test_of_several_that_start_at_once_exactly_one_wins(tmp_path: Path) -> None:
    for round_number in range(20):
        folder = tmp_path / str(round_number)
        racers = [start(folder, "wait") for _ in range(2)]
        assert [line(racer) for racer in racers] == ["ready", "ready"]
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("\n")
        results = sorted(line(racer) for racer in racers)
        winner = next(racer.pid for racer in racers if f"won {racer.pid}" in results)
        end(*racers)
        assert results == [f"lost {winner}", f"won {winner}"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_the_folder_and_the_file_are_closed_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "run" / "posture_watch"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    with MonitorLock(folder) as lock:
        lock.acquire(HOLDER)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "monitor.lock").stat().st_mode) == 0o600


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_in_the_files_place_is_refused_and_untouched(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("keep me")
    folder = tmp_path / "run"
    folder.mkdir()
    (folder / "monitor.lock").symlink_to(precious)
    with pytest.raises(UserError, match="lock file"):
        MonitorLock(folder).acquire(HOLDER)
    assert precious.read_text() == "keep me"


def test_a_file_in_the_folders_place_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("")
    with pytest.raises(UserError, match="runtime folder"):
        MonitorLock(tmp_path / "run").acquire(HOLDER)


@pytest.mark.parametrize(
    "rubbish", [b"", b"{", b"[]", b"7", b'{"pid": 0}', b'{"pid": "x", "started_utc": 5}', b"\xff\x00"]
)
def test_rubbish_in_the_file_keeps_nobody_from_starting(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / "monitor.lock").write_bytes(rubbish)
    assert read_holder(tmp_path) is None
    with MonitorLock(tmp_path) as lock:
        lock.acquire(HOLDER)
        assert read_holder(tmp_path) == HOLDER
