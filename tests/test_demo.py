"""The demo as a new user runs it: on a real desktop, without one, and with a model that was tampered with."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from posture_watch.commands.demo import story_start
from posture_watch.core.instant import Instant
from tests.desktop_session import DesktopSession, desktop_session, notify_arguments, wait_for

ROOT = Path(__file__).resolve().parent.parent
pytestmark = [pytest.mark.model, pytest.mark.slow]


def start_demo(folder: Path, environment: Mapping[str, str], root: Path = ROOT) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "posture_watch.cli", "demo", "--folder", str(folder)],
        cwd=root,
        env={**environment, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def demo(folder: Path, environment: Mapping[str, str], root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    with start_demo(folder, environment, root) as process:
        out, err = process.communicate(timeout=150)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def without_desktop(home: Path) -> dict[str, str]:
    gone = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR")
    return {**{k: v for k, v in os.environ.items() if k not in gone}, "HOME": str(home)}


@pytest.mark.desktop
def test_on_a_desktop_the_reminder_is_really_shown(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    with desktop_session(tmp_path / "s") as session:
        session.start_screen()
        session.start_bus()
        session.start_dunst()
        bus = session.start_monitor()
        with start_demo(tmp_path / "demo", session.environment) as process:
            wait_for(lambda: "Sit back" in bus.read_text(errors="replace"), within_s=100, what="the reminder")
            picture = Path(os.environ.get("POSTURE_WATCH_PICTURES") or tmp_path) / "demo.png"
            wait_for(lambda: shows_something(session, picture), what="the popup on the screen")
            out, err = process.communicate(timeout=100)
        said = [" ".join(arguments) for arguments in notify_arguments(bus.read_text(errors="replace"))]
    assert process.returncode == 0, err
    assert any("Time to change position" in words and "Sit back" in words for words in said)
    assert "shown by: actions" in out


def shows_something(session: DesktopSession, picture: Path) -> bool:
    """An empty screen is one colour and packs into a few hundred bytes; a popup with text does not."""
    session.take_picture(picture)
    return picture.stat().st_size > 2000


def test_without_a_desktop_it_tells_on_the_console_and_leaves_a_whole_log(tmp_path: Path) -> None:
    done = demo(tmp_path / "demo", without_desktop(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "Sit back and let your shoulders drop." in done.stderr
    assert "sunk in the chair" in done.stdout
    assert "Traceback" not in done.stderr
    native = [line for line in done.stderr.splitlines() if line.startswith(("W0", "I0", "E0", "INFO:", "WARNING:"))]
    assert native == []
    with sqlite3.connect(tmp_path / "demo" / "state" / "posture.sqlite3") as log:
        postures = {row[0] for row in log.execute("SELECT posture FROM intervals")}
        reminders = log.execute("SELECT count(*) FROM reminders WHERE outcome = 'moved'").fetchone()[0]
    assert postures == {"unknown", "good", "poor", "away"}
    assert reminders == 1


def test_with_an_altered_model_it_fails_and_says_so(tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(
        ROOT / "posture_watch", root / "posture_watch", ignore=shutil.ignore_patterns("__pycache__", "models")
    )
    (root / "models").mkdir()
    original = (ROOT / "models" / "pose_landmarker_lite.task").read_bytes()
    (root / "models" / "pose_landmarker_lite.task").write_bytes(original[:-1] + bytes([original[-1] ^ 1]))
    done = demo(tmp_path / "demo", without_desktop(tmp_path), root)
    assert done.returncode == 2
    assert "altered" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("hour", [0, 12])
def test_the_story_lies_within_one_day(hour: int) -> None:
    now = Instant(5.0, datetime(2026, 3, 2, hour, 5, tzinfo=UTC) - timedelta(hours=2), 7200.0)
    start = story_start(now, 760.0)
    assert start.local_date == start.shifted(760.0).local_date
    assert start.shifted(760.0).utc <= now.utc
