"""The life of a monitor: it starts, answers, pauses, is told to end, and is alone."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from posture_watch.control.client import ask
from tests.desktop_session import wait_for
from tests.live.conftest import Start
from tests.live.monitor import SOON_S, START_S, Webcam
from tests.program import refused, run_command


def test_it_sees_judges_and_logs(start: Start, home: Path) -> None:
    monitor = start()
    first = monitor.wait(lambda now: now["person"], what="the first judgement", within_s=START_S)
    assert first["state"] == "unknown", "there is no upright posture yet"
    assert "learning" in first["text"]
    good = monitor.wait_until_good()
    assert good["camera"] == "Camera 0 (Fake Webcam) works"
    assert "provisional" in good["baseline"]
    assert good["sitting_s"] >= 4.5, "seconds of learning were sat, too"
    assert good["problems"] == []
    spoken = run_command("status", home=home)
    assert spoken.out.startswith("Sitting well.\n")
    asked = json.loads(run_command("status", "--json", home=home).out)
    assert asked["pid"] == monitor.process.pid
    assert monitor.end() == 0
    postures = [(interval.posture, interval.sitting) for interval in monitor.intervals()]
    assert postures == [("unknown", True), ("good", True)]
    assert run_command("status", home=home).code == 2, "nobody is left to answer"


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_in_order(start: Start, kind: signal.Signals) -> None:
    monitor = start()
    monitor.wait(lambda now: now["sitting_s"] > 0.5, what="the first seconds", within_s=START_S)
    before_end = monitor.status()["sitting_s"]
    assert monitor.end(kind) == 0
    logged_s = sum(interval.duration_s for interval in monitor.intervals())
    assert logged_s >= before_end - 0.3, "what was seen last was written, too"


def test_a_second_start_says_where_the_first_is(start: Start, home: Path, webcam: Webcam) -> None:
    monitor = start()
    monitor.wait(lambda _: True, what="an answer", within_s=START_S)
    second = refused("run", "--source", "0", home=home, saying=str(monitor.process.pid), extra=webcam.environment)
    assert "already" in second.err or "runs" in second.err
    monitor.wait(lambda now: now["person"], what="the first going on undisturbed")


def test_a_pause_lets_go_of_the_camera_and_counts_nothing(start: Start, home: Path) -> None:
    monitor = start()
    monitor.wait_until_good()
    assert monitor.holds_camera()
    assert "camera is off" in run_command("pause", home=home).out
    paused = monitor.wait(lambda now: now["state"] == "paused", what="the pause")
    wait_for(lambda: not monitor.holds_camera(), within_s=3.0, what="letting go of the camera")
    assert paused["camera_state"] == "off"
    seen_s = sum(interval.duration_s for interval in monitor.intervals())
    assert run_command("resume", home=home).code == 0
    back = monitor.wait(lambda now: now["state"] == "good", what="watching again")
    assert monitor.holds_camera()
    assert "provisional" in back["baseline"], "the upright posture is still known"
    assert seen_s > 4.5
    assert "No pictures" not in monitor.printed, "a pause is no fault"


def test_a_pause_ends_by_itself(start: Start) -> None:
    monitor = start()
    monitor.wait(lambda now: now["person"], what="the first judgement", within_s=START_S)
    ask(monitor.paths.runtime_folder, "pause", seconds=1.0)
    monitor.wait(lambda now: now["state"] == "paused", what="the pause")
    monitor.wait(lambda now: now["state"] != "paused", what="the end of the pause")
    wait_for(monitor.holds_camera, within_s=SOON_S, what="taking the camera again")


@pytest.mark.parametrize("paused", [False, True])
def test_stop_ends_it_also_in_a_pause(start: Start, home: Path, *, paused: bool) -> None:
    monitor = start()
    monitor.wait(lambda _: True, what="an answer", within_s=START_S)
    if paused:
        ask(monitor.paths.runtime_folder, "pause")
        monitor.wait(lambda now: now["state"] == "paused", what="the pause")
    assert run_command("stop", home=home).code == 0
    assert monitor.process.wait(10) == 0
    refused("stop", home=home, saying="not running")


def test_a_user_who_calibrates_pauses_the_monitor(start: Start, home: Path, webcam: Webcam) -> None:
    monitor = start()
    monitor.wait_until_good()
    done = run_command("calibrate", "--source", "0", "--seconds", "2", home=home, extra=webcam.environment)
    assert done.code == 0, done
    assert "lets go of the camera" in done.err
    monitor.wait(lambda now: now["baseline"] == "calibrated", what="the calibrated posture being taken up")
