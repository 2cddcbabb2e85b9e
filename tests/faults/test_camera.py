"""A real monitor whose camera goes wrong in every way: nothing is made up meanwhile, and the sitting goes on."""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import pytest
from soaking.desk import Desk
from soaking.soak import FAR, MORNING_UTC
from soaking.told_clock import ToldClock

from posture_watch.control.client import ask
from posture_watch.store.log import Log
from tests.desktop_session import wait_for
from tests.faults.conftest import Figures, Rounds
from tests.live.conftest import Start, fakecam_library, fresh_home, home, start, upright, upright_frames, webcam
from tests.live.monitor import START_S, MonitorProcess, Webcam, streams_to
from tests.live.test_bursts import in_bursts
from tests.portraits import sitting, write_folder

__all__ = ["fakecam_library", "fresh_home", "home", "start", "upright", "upright_frames", "webcam"]

PERIOD_S = 15.0
"""Between two bursts."""
LOOKS_BACK_S = 40.0
"""A camera that hung is given up after eight seconds, and looked for again every four."""
MADE_UP_S = 4.0
"""Frames from before the fault are still counted: of the smoothing, and of what the driver has buffered."""

BLIND = {
    "stall": "it sends no frames any more",
    "unplug": "it is unplugged in the middle of a frame",
    "empty": "it sends frames of no bytes",
    "garbage": "it sends rubbish instead of frames",
    "hang": "its driver hangs in the call that reads",
}
IN_FEW_ROUNDS = ("unplug", "garbage")


def all_of_them(rounds: Rounds, number: int) -> int:
    """Skips the test in an ordinary run, which draws two of the faults."""
    if not rounds(0, number):
        pytest.skip("in the full suite: python scripts/faults.py --only camera")
    return number


def is_blind(now: Mapping[str, Any]) -> bool:
    return now["state"] in ("camera_trouble", "camera_busy") or (now["state"] == "unknown" and not now["person"])


def lose_and_find(monitor: MonitorProcess, webcam: Webcam, fault: str) -> tuple[float, float, float]:
    """Seconds until nothing was known, until it watched again after the fault, and that were counted meanwhile."""
    before = monitor.wait(lambda now: now["state"] == "good", what="good posture", within_s=START_S)
    began_s = time.monotonic()
    webcam.set(fault)
    monitor.wait(is_blind, what=f"noticing: {fault}", within_s=20.0)
    noticed_s = time.monotonic() - began_s
    blind = monitor.wait(is_blind, what="staying blind")
    assert blind["active_rules"] == blind["over"] == []
    wait_for(lambda: time.monotonic() > began_s + noticed_s + 3, what="three seconds")
    made_up_s = monitor.status()["sitting_s"] - before["sitting_s"]
    webcam.set("ok")
    back_s = time.monotonic()
    monitor.wait(lambda now: now["state"] == "good", what="watching again", within_s=LOOKS_BACK_S)
    again_s = time.monotonic() - back_s
    assert made_up_s <= MADE_UP_S, "what was not seen was not sat"
    now = monitor.wait(lambda now: now["sitting_s"] > before["sitting_s"] + made_up_s, what="counting again")
    assert now["baseline"] == "calibrated"
    return noticed_s, again_s, made_up_s


@pytest.mark.usefixtures("home")
def test_a_camera_that_is_lost_and_comes_back(start: Start, webcam: Webcam, rounds: Rounds, figures: Figures) -> None:
    again = rounds(1, 5)
    monitor = start()
    for fault, words in BLIND.items():
        if again == 1 and fault not in IN_FEW_ROUNDS:
            continue
        took = [lose_and_find(monitor, webcam, fault) for _ in range(again)]
        noticed_s, back_s, made_up_s = (max(one) for one in zip(*took, strict=True))
        figures(
            f"the camera: {words}",
            rounds=again,
            noticed_after_s_longest=round(noticed_s, 1),
            watched_again_after_s_median=round(statistics.median(one[1] for one in took), 1),
            watched_again_after_s_longest=round(back_s, 1),
            counted_without_frames_s=round(max(0.0, made_up_s), 1),
        )
    assert monitor.end() == 0


def test_a_camera_that_another_program_has(
    start: Start, home: Path, webcam: Webcam, rounds: Rounds, figures: Figures
) -> None:
    """Between two bursts, as it is when a call begins; that time is neither sitting nor away."""
    again = all_of_them(rounds, 3)
    in_bursts(home)
    monitor = start()
    took = [lose_and_find(monitor, webcam, "busy") for _ in range(again)]
    figures(
        "the camera: another program has it (looked through in bursts, every 5 s)",
        rounds=again,
        noticed_after_s_longest=round(max(one[0] for one in took), 1),
        watched_again_after_s_longest=round(max(one[1] for one in took), 1),
    )
    assert monitor.end() == 0


@pytest.mark.usefixtures("home")
def test_frames_cut_in_half_alarm_nobody(start: Start, webcam: Webcam, rounds: Rounds, figures: Figures) -> None:
    seconds = all_of_them(rounds, 20)
    monitor = start()
    monitor.wait_until_good()
    webcam.set("torn")
    states: set[str] = set()
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        now = monitor.status()
        states.add(now["state"])
        assert not now["active_rules"]
    webcam.set("ok")
    monitor.wait(lambda now: now["state"] == "good", what="whole frames", within_s=LOOKS_BACK_S)
    figures("the camera: frames arrive cut in half", seconds=seconds, reminders=0, crashes=0)
    assert "poor" not in states
    assert monitor.end() == 0


@pytest.mark.usefixtures("home")
def test_another_resolution_in_the_middle_of_a_stream(
    start: Start, webcam: Webcam, tmp_path: Path, rounds: Rounds, figures: Figures
) -> None:
    """The person is the same, in another number of pixels: nothing is said about posture, nothing is lost."""
    again = all_of_them(rounds, 5)
    larger = cv2.resize(sitting(), (1280, 960))
    webcam.environment["FAKECAM_OTHER"] = str(write_folder(tmp_path / "other", [larger]))  # pyright: ignore[reportArgumentType]
    monitor = start()
    before = monitor.wait_until_good()
    for _ in range(again):
        for state in ("other", "ok"):
            webcam.set(state)
            sat_s = monitor.status()["sitting_s"]
            now = monitor.wait(lambda now, s=sat_s: now["sitting_s"] > s + 2, what="sitting on", within_s=START_S)
            assert now["state"] == "good"
            assert not now["active_rules"]
    figures("the camera: 640x480 becomes 1280x960 and back in the middle of a stream", changes=2 * again, reminders=0)
    assert monitor.status()["sitting_s"] > before["sitting_s"] + 4
    assert monitor.end() == 0


@pytest.mark.usefixtures("home")
def test_a_driver_that_hangs_when_the_camera_is_let_go(
    start: Start, webcam: Webcam, rounds: Rounds, figures: Figures
) -> None:
    """A pause lets the camera go: the monitor obeys, answers and ends although the driver does not return."""
    again = all_of_them(rounds, 5)
    ended_s: list[float] = []
    for _ in range(again):
        webcam.set("ok")
        monitor = start()
        monitor.wait(lambda _: True, what="an answer", within_s=START_S)
        ask(monitor.paths.runtime_folder, "resume")  # the pause of the round before
        monitor.wait_until_good()
        webcam.set("close")
        pause(monitor)
        now = monitor.wait(lambda now: now["state"] == "paused", what="the pause")
        assert now["sitting_s"] > 1
        began_s = time.monotonic()
        assert monitor.end(within_s=20.0) == 0
        ended_s.append(round(time.monotonic() - began_s, 1))
    figures(
        "the camera: its driver hangs in the call that lets it go", rounds=again, ended_after_s_longest=max(ended_s)
    )
    assert max(ended_s) < 10


@pytest.mark.usefixtures("home")
def test_a_camera_that_is_not_there_yet(start: Start, webcam: Webcam, rounds: Rounds, figures: Figures) -> None:
    """`run --wait` is what the tray starts: it waits for the camera, and watches once it is plugged in."""
    again = rounds(1, 3)
    took_s: list[float] = []
    for _ in range(again):
        webcam.set("absent")
        monitor = start(words=("--wait",))
        monitor.wait(lambda now: now["state"] == "camera_trouble", what="its being absent", within_s=START_S)
        assert not streams_to(monitor.process.pid)
        webcam.set("ok")
        began_s = time.monotonic()
        monitor.wait(lambda now: now["state"] == "good", what="watching", within_s=LOOKS_BACK_S)
        took_s.append(round(time.monotonic() - began_s, 1))
        assert monitor.end() == 0
    figures("the camera: absent at the start, plugged in later", rounds=again, watched_after_s_longest=max(took_s))


def test_an_hour_without_frames_is_an_hour_of_nothing(tmp_path: Path, rounds: Rounds, figures: Figures) -> None:
    """In bursts, on a clock of the test's; they slump when the frames stop, and sit well when they come again."""
    all_of_them(rounds, 1)
    clock = ToldClock(MORNING_UTC)
    with Desk(tmp_path, clock, "bursts") as desk:
        clock.at(590, lambda: setattr(desk, "posture", "slump"))
        clock.at(600, lambda: setattr(desk, "gone", True))
        clock.at(3000, lambda: setattr(desk, "posture", "upright"))
        clock.at(4200, lambda: setattr(desk, "gone", False))
        clock.at(4800, lambda: desk.ask("stop"))
        desk.live.run()
    with Log.open_readonly(desk.paths.database_file) as log:
        sat_s = sum(i.duration_s for i in log.intervals(*FAR) if i.sitting)
        told = [notice.topic for notice in log.notices(*FAR)]
        reminders = len(log.reminders(*FAR))
    figures(
        "the camera: nothing comes for an hour (on a clock of the test's)",
        seconds_seen=1200, seconds_counted=round(sat_s, 1), reminders=reminders,
    )  # fmt: skip
    assert 1200 - 2 * PERIOD_S <= sat_s <= 1200 + PERIOD_S
    assert told.count("frames_stopped") == 1
    assert reminders == 0


def pause(monitor: MonitorProcess) -> None:
    ask(monitor.paths.runtime_folder, "pause")
