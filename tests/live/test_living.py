"""The life of a monitor: it starts, answers, pauses, is told to end, and is alone."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
from pathlib import Path

import pytest

from posture_watch.control.client import ask
from tests.desktop_session import wait_for
from tests.live.conftest import Start
from tests.live.monitor import SOON_S, START_S, Webcam
from tests.program import PROGRAM, assert_quiet, program_environment, refused, run_command


def test_it_learns_judges_and_logs(start: Start, fresh_home: Path) -> None:
    monitor = start()
    first = monitor.wait(lambda now: now["person"], what="the first judgement", within_s=START_S)
    assert first["state"] == "unknown", "there is no upright posture yet"
    assert "learning" in first["text"].lower()
    good = monitor.wait_until_good()
    assert good["camera"] == "Camera 0 (Fake Webcam) works"
    assert "provisional" in good["baseline"]
    assert good["sitting_s"] >= 4.5, "seconds of learning were sat, too"
    assert good["problems"] == []
    spoken = run_command("status", home=fresh_home)
    assert spoken.out.startswith("Sitting well.\n")
    asked = json.loads(run_command("status", "--json", home=fresh_home).out)
    assert asked["pid"] == monitor.process.pid
    assert monitor.end() == 0
    postures = [(interval.posture, interval.sitting) for interval in monitor.intervals()]
    assert postures == [("unknown", True), ("good", True)]
    assert run_command("status", home=fresh_home).code == 2, "nobody is left to answer"


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
    assert run_command("resume", home=home).code == 0
    back = monitor.wait(lambda now: now["state"] == "good", what="watching again")
    assert monitor.holds_camera()
    assert back["baseline"] == "calibrated", "the upright posture is still known"
    assert "No pictures" not in monitor.printed, "a pause is no fault"


def test_a_pause_ends_by_itself_and_counts_nothing(start: Start, home: Path) -> None:
    monitor = start()
    monitor.wait(lambda now: now["person"], what="the first judgement", within_s=START_S)
    monitor.wait(lambda now: now["sitting_s"] > 0.5, what="sitting")  # an order is carried out at once
    ask(monitor.paths.runtime_folder, "pause", seconds=6.0)
    paused = monitor.wait(lambda now: now["state"] == "paused", what="the pause")
    back = monitor.wait(lambda now: now["state"] != "paused", what="the end of the pause")
    wait_for(monitor.holds_camera, within_s=SOON_S, what="taking the camera again")
    assert back["sitting_s"] == paused["sitting_s"]
    monitor.wait(lambda now: now["sitting_s"] > paused["sitting_s"] + 0.5, what="sitting further")
    assert monitor.end() == 0
    before, after = monitor.intervals()
    assert (after.start_utc - before.end_utc).total_seconds() >= 6.0, "the pause is a hole in the log"


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


def test_calibrating_borrows_the_camera_of_the_monitor(start: Start, fresh_home: Path, webcam: Webcam) -> None:
    monitor = start()
    monitor.wait(lambda now: now["person"], what="the first judgement", within_s=START_S)
    words = ("calibrate", "--source", "0", "--seconds", "2")
    done = run_command(*words, home=fresh_home, extra=webcam.environment)
    assert done.code == 0, done
    assert "lets go of the camera" in done.err
    monitor.wait(lambda now: now["baseline"] == "calibrated", what="the calibrated posture being taken up")
    monitor.wait_until_good()


def test_calibrating_in_a_pause_leaves_the_camera_off(start: Start, home: Path, webcam: Webcam) -> None:
    monitor = start()
    monitor.wait(lambda now: now["person"], what="the first judgement", within_s=START_S)
    assert run_command("pause", "30m", home=home).code == 0
    until = monitor.wait(lambda now: now["state"] == "paused", what="the pause")["paused_until"]
    assert re.match(r"Paused, the camera is off until .*\d\d:\d\d\.\n", run_command("status", home=home).out)
    done = run_command("calibrate", "--source", "0", "--seconds", "2", home=home, extra=webcam.environment)
    assert done.code == 0, done
    still = monitor.wait(lambda _: True, what="an answer")
    assert (still["state"], still["paused_until"]) == ("paused", until), "who paused it says when it watches again"


def test_a_terminal_shows_one_quiet_line(home: Path, webcam: Webcam) -> None:
    """On a pseudo-terminal: what a person sees, byte for byte."""
    ours, theirs = pty.openpty()
    environment = program_environment(home, {**webcam.environment, "TERM": "xterm", "COLUMNS": "100"})
    process = subprocess.Popen(
        [*PROGRAM, "run", "--source", "0"],
        env=environment, cwd=home, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        shown = _read_until(ours, b"sitting 2 s", within_s=START_S)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
    finally:
        process.kill()
        os.close(ours)
    assert_quiet(shown)
    first, *rest = shown.split("\r\n")
    assert first.startswith("Watching camera 0 (Fake Webcam).")
    assert len(rest) == 1, "one line that is rewritten in place"
    latest = rest[0].split("\r")[-1]
    assert latest.startswith("sitting well · sitting 2 s · next: get up in 30 min")


def _read_until(terminal: int, wanted: bytes, *, within_s: float) -> str:
    seen = bytearray()

    def found() -> bool:
        if select.select([terminal], [], [], 0.1)[0]:
            seen.extend(os.read(terminal, 65536))
        return wanted in seen

    wait_for(found, within_s=within_s, what=f"{wanted!r} on the terminal")
    return seen.decode()


def test_a_changed_language_is_spoken_at_once(start: Start, home: Path) -> None:
    monitor = start()
    monitor.wait_until_good()
    config = home / "config.toml"
    config.write_text('language = "de"\nnonsense = 1\n' + config.read_text())
    monitor.wait(lambda now: now["problems"], what="the mistake being seen")
    wait_for(lambda: "settings not taken up" in monitor.printed, what="the mistake in English")
    config.write_text(config.read_text().replace("nonsense = 1\n", ""))
    monitor.wait(lambda now: not now["problems"], what="the language being taken up")
    config.write_text("nonsense = 1\n" + config.read_text())
    wait_for(lambda: "Einstellungen" in monitor.printed, what="the next mistake in German")
