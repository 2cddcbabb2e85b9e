"""What goes wrong while it watches: the camera, the log, the notifier, the settings file, and the process itself."""

from __future__ import annotations

import os
import resource
import signal
import socket
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from posture_watch.control.client import ask
from posture_watch.store.log import Log
from tests.desktop_session import wait_for
from tests.live.conftest import Start
from tests.live.monitor import QUICK, SOON_S, START_S, MonitorProcess, Webcam

NO_PICTURES = "No pictures from the camera"
BEGINNING, END = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("fault", ["stall", "unplug"])
def test_without_pictures_nothing_is_known_and_the_user_is_told_once(
    start: Start, home: Path, webcam: Webcam, fault: str
) -> None:
    monitor = start()
    monitor.wait_until_good()
    before = monitor.status()["sitting_s"]
    webcam.set(fault)
    blind = monitor.wait(lambda now: now["state"] == "camera_trouble", what="the state being trouble", within_s=9.0)
    assert blind["active_rules"] == blind["over"] == []
    assert not blind["person"]
    wait_for(lambda: NO_PICTURES in monitor.printed, what="telling the user")
    reason = monitor.wait(lambda now: now["camera_state"] != "ok", what="a reason")
    assert "works" not in reason["camera"]
    later = monitor.wait(lambda now: now["state"] == "camera_trouble", what="staying trouble")
    assert later["sitting_s"] <= before + 3.0, "what was not seen was not sat"
    webcam.set("ok")
    back = monitor.wait(lambda now: now["state"] == "good", what="coming back", within_s=40.0)
    assert back["baseline"] == "calibrated"
    monitor.wait(lambda now: now["sitting_s"] > back["sitting_s"] + 0.5, what="counting again")
    assert monitor.end() == 0
    assert monitor.printed.count(NO_PICTURES) == 1
    first, second = monitor.intervals()
    assert (second.start_utc - first.end_utc).total_seconds() > 5.0, "the time without pictures is a hole"


def test_a_camera_that_never_comes_back_can_still_be_stopped(start: Start, webcam: Webcam) -> None:
    monitor = start()
    monitor.wait(lambda now: now["person"], what="the first judgement", within_s=START_S)
    webcam.set("hang")
    monitor.wait(lambda now: now["state"] == "unknown", what="the state being unknown")
    assert monitor.end() == 0


def test_after_kill_9_the_next_start_takes_over(start: Start, fresh_home: Path) -> None:
    killed = start()
    killed.wait_until_good()
    killed.wait(lambda now: now["sitting_s"] > 7, what="some seconds more")
    end = datetime.now(UTC)
    killed.kill()
    monitor = start()
    again = monitor.wait(lambda now: now["person"], what="the next start", within_s=START_S)
    assert "provisional" in again["baseline"], "the upright posture that was learnt is known"
    assert again["sitting_s"] > 5, "the same sitting goes on"
    assert monitor.end() == 0
    first = [i for i in monitor.intervals() if i.start_utc < end]
    assert [i.posture for i in first] == ["unknown", "good"]
    lost_s = (end - first[-1].end_utc).total_seconds()
    assert 0 <= lost_s <= 10, "closed where it stood"
    with Log.open_readonly(monitor.paths.database_file) as log:
        assert [run.clean for run in log.runs()] == [False, True]


def minutes_left(status: Mapping[str, Any]) -> int:
    return int(status["next_reminder"].split(" in ")[1].split()[0])


def test_changed_settings_are_taken_up_and_broken_ones_are_not(start: Start, home: Path) -> None:
    monitor = start()
    monitor.wait(lambda now: "get up in" in now["next_reminder"], what="the rule as built in", within_s=START_S)
    (home / "config.toml").write_text(QUICK + "[rules.sitting]\nenter_above = 600.0\n")
    monitor.wait(lambda now: minutes_left(now) <= 10, what="the changed rule")
    (home / "config.toml").write_text(QUICK + '[rules.sitting]\nenter_above = "soon"\n')
    broken = monitor.wait(lambda now: now["problems"], what="the problem")
    assert "config.toml" in broken["problems"][0] or "settings" in broken["problems"][0]
    assert minutes_left(broken) <= 10, "the last good settings hold"
    wait_for(lambda: "settings not taken up" in monitor.printed, what="telling the user")
    (home / "config.toml").write_text(QUICK)
    monitor.wait(lambda now: not now["problems"] and minutes_left(now) > 20, what="good settings again")


def test_a_full_disk_loses_nothing(start: Start, home: Path) -> None:
    """A limit on the size of files refuses every write as a full disk does, and can be lifted again."""
    monitor = start()
    monitor.wait_until_good()
    resource.prlimit(monitor.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    full = monitor.wait(_cannot_write, what="noticing", within_s=SOON_S)
    assert full["state"] == "good", "it goes on"
    monitor.wait(lambda now: now["sitting_s"] > full["sitting_s"] + 3, what="going on without a log")
    ask(monitor.paths.runtime_folder, "pause", seconds=5.5)  # an interval ends meanwhile
    paused = monitor.wait(lambda now: now["state"] == "paused", what="the pause")
    monitor.wait(lambda now: now["sitting_s"] > paused["sitting_s"], what="the next interval")
    resource.prlimit(monitor.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    monitor.wait(lambda now: not _cannot_write(now), what="writing again")
    end_s = monitor.status()["sitting_s"]
    assert monitor.end() == 0
    kept = monitor.intervals()
    assert [i.posture for i in kept] == ["good", "good"]
    assert sum(i.duration_s for i in kept) >= end_s - 0.5
    with Log.open_readonly(monitor.paths.database_file) as log:
        assert sum(m.sitting_s for m in log.minutes(BEGINNING, END)) >= end_s - 1.0


def _cannot_write(now: Mapping[str, Any]) -> bool:
    return any("posture.sqlite3" in problem for problem in now["problems"])


@pytest.fixture
def silent_bus(tmp_path: Path) -> Iterator[str]:
    """A session bus that takes connections and never says a word."""
    path = tmp_path / "bus"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        listening.listen(50)
        yield f"unix:path={path}"


def test_a_notifier_that_hangs_stops_nothing(start: Start, fresh_home: Path, silent_bus: str, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "notify-send").write_text("#!/bin/sh\nexec sleep 1000\n")
    (programs / "notify-send").chmod(0o755)
    (fresh_home / "config.toml").write_text(QUICK.replace('"console"', '"auto"\ndeadline_s = 1.0'))
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    monitor = start(extra={"DBUS_SESSION_BUS_ADDRESS": silent_bus, "PATH": path})
    told_s = monitor.wait_until_good()["sitting_s"]
    monitor.wait(lambda now: now["sitting_s"] > told_s + 2, what="going on", within_s=4.0)
    wait_for(lambda: "provisional" in monitor.printed, within_s=SOON_S, what="the console telling it instead")
    told = monitor.wait(lambda now: now["problems"], what="the reason")
    assert "desktop" in told["problems"][0]
    assert monitor.end() == 0


def test_a_reminder_comes_for_a_head_that_stays_tilted(
    start: Start, home: Path, webcam: Webcam, tilting_frames: Path
) -> None:
    # the model reads 7° where the drawn portrait is tilted by 16°
    (home / "config.toml").write_text(
        QUICK + "[rules.head_tilt]\nenter_above = 5.0\nexit_below = 3.0\nhold_s = 1.0\nrelease_s = 0.5\n"
    )
    webcam.environment |= {"FAKECAM_FRAMES": str(tilting_frames), "FAKECAM_FPS": "4"}
    monitor = start()
    monitor.wait_until_good()
    monitor.wait(lambda now: now["state"] == "poor", what="noticing the tilt", within_s=START_S)
    wait_for(lambda: "et your head come back" in monitor.printed, what="the reminder")
    moved = monitor.wait(lambda now: now["state"] == "good", what="the head coming back", within_s=START_S)
    assert moved["reminders_today"] == 1
    assert monitor.end(signal.SIGINT) == 0
    with Log.open_readonly(monitor.paths.database_file) as log:
        (reminder,) = log.reminders(BEGINNING, END)
    assert reminder.outcome == "moved"
    assert "poor" in [i.posture for i in monitor.intervals()]


def test_nothing_is_left_in_the_run_time_folder(start: Start) -> None:
    monitor: MonitorProcess = start()
    monitor.wait(lambda _: True, what="an answer", within_s=START_S)
    assert monitor.end() == 0
    left = [p.name for p in monitor.paths.runtime_folder.iterdir() if p.is_socket()]
    assert left == []
