"""The camera in bursts, and another program that wants it: real V4L2 calls, a webcam without a kernel driver."""

from __future__ import annotations

from pathlib import Path

from tests.desktop_session import wait_for
from tests.live.conftest import Start
from tests.live.monitor import START_S, Webcam


def in_bursts(home: Path, *, period_s: int = 5) -> None:
    """The default of Linux, with the shortest period."""
    config = home / "config.toml"
    config.write_text(config.read_text().replace('use = "open"', f'use = "bursts"\nperiod_s = {period_s}'))


def test_the_camera_is_on_for_a_moment_only_and_everything_is_counted(start: Start, home: Path) -> None:
    in_bursts(home)
    monitor = start()
    seen = monitor.wait(lambda now: now["sitting_s"] > 9, what="two bursts", within_s=40.0)
    assert seen["state"] == "good"
    monitor.wait(lambda now: now["camera_on"], what="the camera being on")
    off = monitor.wait(lambda now: not now["camera_on"], what="the camera being off in between")
    assert off["state"] == "good"
    wait_for(lambda: not monitor.holds_camera(), within_s=6.0, what="letting go of the camera")
    assert monitor.end() == 0
    assert {(i.posture, i.sitting) for i in monitor.intervals()} == {("good", True)}


def test_while_another_program_has_the_camera_that_time_is_its_own(start: Start, home: Path, webcam: Webcam) -> None:
    in_bursts(home)
    monitor = start()
    monitor.wait(lambda now: now["sitting_s"] > 4, what="a second burst", within_s=START_S)
    webcam.set("busy")
    busy = monitor.wait(lambda now: now["state"] == "camera_busy", what="seeing that it is busy")
    assert not busy["camera_on"]
    assert not busy["person"]
    before_s = busy["sitting_s"]
    monitor.wait(lambda now: now["state"] == "camera_busy" and now["camera_state"] == "busy", what="staying so")
    webcam.set("ok")
    monitor.wait(lambda now: now["state"] == "good", what="coming back by itself", within_s=30.0)
    assert monitor.end() == 0
    assert "No pictures" not in monitor.printed, "a call is no fault"
    postures = [i.posture for i in monitor.intervals()]
    assert postures[:2] == ["good", "busy"]
    assert postures[-1] in ("good", "unknown")
    assert sum(i.duration_s for i in monitor.intervals() if i.sitting) >= before_s


def test_a_camera_chosen_while_it_watches_is_taken_at_once(start: Start, home: Path) -> None:
    monitor = start(source=None)
    monitor.wait(lambda now: now["state"] == "good", what="good posture", within_s=START_S)
    config = home / "config.toml"
    with_camera = config.read_text().replace("[camera]", '[camera]\nsource = "camera:Nowhere"')
    config.write_text(with_camera)
    monitor.wait(lambda now: now["camera_state"] == "absent", what="the other camera being missed", within_s=20.0)
    assert not monitor.holds_camera()
    config.write_text(with_camera.replace("camera:Nowhere", "no-such-file.mp4"))
    wait_for(lambda: "no-such-file.mp4" in monitor.printed, within_s=20.0, what="telling that it cannot be opened")
    config.write_text(with_camera.replace("camera:Nowhere", "0"))
    monitor.wait(lambda now: now["state"] == "good", what="the first camera again", within_s=START_S)
