"""`watch` beside a real monitor in bursts: the camera is on while somebody looks, and off again by itself."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from posture_watch.control.client import ask
from tests.desktop_session import wait_for
from tests.live.conftest import Start
from tests.live.monitor import START_S, MonitorProcess
from tests.live.test_bursts import in_bursts
from tests.program import run_command
from tests.terminal.screen import Screen


def watched(monitor: MonitorProcess) -> Mapping[str, Any]:
    return ask(monitor.paths.runtime_folder, "watch")


def attend(monitor: MonitorProcess, seconds: float) -> Mapping[str, Any]:
    return ask(monitor.paths.runtime_folder, "attend", seconds=seconds)


def test_attended_the_camera_stays_on_and_then_it_looks_in_moments_again(start: Start, home: Path) -> None:
    in_bursts(home, period_s=60)
    monitor = start()
    monitor.wait(lambda now: now["state"] == "good" and not now["camera_on"], what="a first look", within_s=START_S)
    once = run_command("watch", "--once", home=home)
    assert "Sitting well." in once.out
    assert "head_tilt" in once.out
    assert not watched(monitor)["attended"], "a single look asks for nothing"
    before_s = watched(monitor)["sitting_s"]
    assert attend(monitor, 4.0)["done"]
    on = monitor.wait(lambda now: now["camera_on"], what="the camera being on")
    assert on["state"] == "good"
    assert watched(monitor)["attended"]
    moments: set[float] = set()

    def is_seen_often() -> bool:
        moments.add(round(watched(monitor)["sitting_s"], 2))
        return len(moments) >= 5

    wait_for(is_seen_often, within_s=4.0, what="four pictures a second")
    wait_for(lambda: not monitor.holds_camera(), within_s=8.0, what="the camera being off again")
    after = watched(monitor)
    assert not after["attended"]
    assert after["state"] == "good"
    assert after["sitting_s"] >= before_s + 2
    assert monitor.end() == 0
    assert {i.posture for i in monitor.intervals()} == {"good"}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_a_killed_watcher_leaves_no_camera_on(start: Start, home: Path) -> None:
    in_bursts(home, period_s=60)
    monitor = start()
    monitor.wait(lambda now: now["state"] == "good" and not now["camera_on"], what="a first look", within_s=START_S)
    watcher = Screen(home, 100, 40, {})
    try:
        monitor.wait(lambda now: now["camera_on"], what="the camera being on")
        watcher.wait(lambda lines: any("The camera is on" in line for line in lines), "its being said")
        assert monitor.holds_camera()
        watcher.process.kill()
    finally:
        watcher.close()
    wait_for(lambda: not monitor.holds_camera(), within_s=14.0, what="the camera being off again")
    assert monitor.end() == 0


def test_while_paused_it_stays_off(start: Start, home: Path) -> None:
    monitor = start()
    monitor.wait_until_good()
    run_command("pause", home=home)
    monitor.wait(lambda now: now["state"] == "paused", what="the pause")
    assert not attend(monitor, 8.0)["done"]
    said = run_command("watch", "--once", home=home).out
    assert said.startswith("Paused, the camera is off.")
    now = watched(monitor)
    assert not now["camera_on"]
    assert not now["attended"]
    assert all(rule["value"] is None for rule in now["rules"])
    assert not monitor.holds_camera()
    assert monitor.end() == 0
