"""A guided break beside a real monitor: it is quiet, lends its camera, has it back whatever happens; bends of a real
picture are counted through the real model."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from posture_watch.control.client import ask
from posture_watch.demo.puppet import draw
from posture_watch.demo.story import Stance
from tests.commands.test_break import noted
from tests.live.monitor import MonitorProcess, Webcam
from tests.portraits import Picture, sitting, write_folder
from tests.program import assert_quiet
from tests.terminal.screen import OUT, Screen

pytestmark = [pytest.mark.model, pytest.mark.slow]

FPS = 8
BENT_DEG = 18.0
CTRL_C, ENTER = "\x03", "\r"

Open = Callable[..., Screen]


def bent(deg: float) -> Picture:
    """The whole trunk bent to the subject's own left, about a point below the picture."""
    turn = cv2.getRotationMatrix2D((320, 620), -deg, 1.0)
    return cv2.warpAffine(sitting(), turn, (640, 480), borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)


@pytest.fixture(scope="session")
def bending_frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Again and again: sits well for 3 s, bends to the left, stays for 1.5 s, comes back."""
    steps = range(1, 11)
    there = [bent(BENT_DEG * (1 - np.cos(np.pi * step / len(steps))) / 2) for step in steps]
    pictures = [*[sitting()] * 3 * FPS, *there, *[bent(BENT_DEG)] * 12, *reversed(there)]
    return write_folder(tmp_path_factory.mktemp("bending"), pictures)


@pytest.fixture
def screen(home: Path) -> Iterator[Open]:
    opened: list[Screen] = []

    def begin(webcam: Webcam, *words: str) -> Screen:
        opened.append(Screen(home, 90, 30, webcam.environment, words))
        return opened[-1]

    yield begin
    for one in opened:
        one.close()
        assert_quiet(one.seen)


def shows(words: str) -> Callable[[list[str]], bool]:
    return lambda lines: any(words in line for line in lines)


def test_bends_are_counted_and_noted(
    home: Path, screen: Open, fakecam_library: Path, bending_frames: Path, tmp_path: Path
) -> None:
    view = screen(Webcam(fakecam_library, bending_frames, tmp_path, fps=FPS), "break", "--exercise", "side-bend")
    view.wait(shows("Begins by itself"), "the beginning")
    view.type(ENTER)
    view.wait(shows("1 / 2  Bend to the side, left side"), "the exercise")
    view.wait(shows("The camera counts along."), "a camera that counts")
    view.wait(shows("2 of 5 counted"), "bends that are counted")
    view.type(ENTER)
    view.wait(shows("2 / 2  Bend to the side, right side"), "the other side")
    view.type("q")
    assert view.end() == 0
    (row,) = noted(home)
    assert (row.routine, row.exercise) == ("break", "side_bend")
    assert row.counted == 2
    assert "2 counted" in view.seen[view.seen.rindex(OUT) :]


@pytest.fixture(scope="session")
def leaving_frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Again and again: sits for 4 s, walks out aside in 1.5 s, is away for 8 s."""
    steps = [1.0 - step / 12 for step in range(1, 13)]
    pictures = [draw(Stance(present=share)) for share in (*[1.0] * 4 * FPS, *steps, *[0.0] * 8 * FPS)]
    return write_folder(tmp_path_factory.mktemp("leaving"), pictures)


def test_who_walks_away_is_told_how_long(
    screen: Open, fakecam_library: Path, leaving_frames: Path, tmp_path: Path
) -> None:
    view = screen(Webcam(fakecam_library, leaving_frames, tmp_path, fps=FPS), "break", "--exercise", "walk")
    view.wait(shows("Begins by itself"), "the beginning")
    view.type(ENTER)
    view.wait(shows("Away for 0:0"), "being away")
    view.type("q")
    assert view.end() == 0
    assert "Come into the picture" not in view.seen


@pytest.fixture
def monitor(home: Path, webcam: Webcam) -> Iterator[MonitorProcess]:
    started = MonitorProcess(home, webcam)
    started.wait_until_good()
    yield started
    started.kill()
    started.require_quiet()


@pytest.fixture
def lent(monitor: MonitorProcess, webcam: Webcam, screen: Open) -> Screen:
    """A break that has the monitor's camera."""
    view = screen(webcam, "break", "--exercise", "chin_tuck")
    view.wait(shows("Begins by itself"), "the beginning")
    view.type(ENTER)
    view.wait(shows("The camera counts along."), "a camera that counts")
    now = monitor.status()
    assert now["state"] == "paused"
    assert now["break_until"], "no reminder comes into a break"
    assert (now["camera_on"], now["lent"]) == (True, True), "a camera that is on is not said to be off"
    assert "another posture-watch command looks through the camera" in now["text"]
    assert not monitor.holds_camera()
    return view


def test_ctrl_c_ends_it_kindly_and_gives_the_camera_back(lent: Screen, monitor: MonitorProcess) -> None:
    lent.type(CTRL_C)
    assert lent.end() == 130
    assert "Ended here." in lent.seen[lent.seen.rindex(OUT) :]
    now = monitor.wait(lambda now: now["person"], what="watching again")
    assert not now["break_until"], "the quiet is over with the break"


def test_a_terminal_that_is_closed_ends_it_and_gives_the_camera_back(lent: Screen, monitor: MonitorProcess) -> None:
    lent.hang_up()
    monitor.wait(lambda now: now["person"], what="watching again", within_s=12.0)  # a killed one: half a minute


def test_killed_it_gives_the_camera_back_within_half_a_minute(lent: Screen, monitor: MonitorProcess) -> None:
    os.kill(lent.process.pid, signal.SIGKILL)
    monitor.wait(lambda now: now["person"], what="watching again", within_s=40.0)


def test_who_paused_the_monitor_wants_the_camera_off(monitor: MonitorProcess, webcam: Webcam, screen: Open) -> None:
    ask(monitor.paths.runtime_folder, "pause", seconds=600)
    monitor.wait(lambda now: now["state"] == "paused", what="the pause")
    view = screen(webcam, "break", "--exercise", "chin_tuck")
    view.wait(shows("Begins by itself"), "the beginning")
    view.type(ENTER)
    view.wait(shows("The camera is off: go by the clock."), "what is said about the camera")
    view.type("q")
    assert view.end() == 0
    assert monitor.status()["state"] == "paused"


def test_without_a_camera_nothing_is_counted_and_that_is_said(home: Path, webcam: Webcam, screen: Open) -> None:
    webcam.set("absent")
    view = screen(webcam, "break", "--exercise", "chin_tuck", "--source", "0")
    view.wait(shows("Begins by itself"), "the beginning")
    view.type(ENTER)
    view.wait(shows("Go by the clock."), "what is wrong")
    lines = view.wait(shows("about 1 of"), "the rhythm")
    assert not shows("counted")(lines)
    view.wait(shows("about 2 of"), "some seconds of it")
    view.type("q")
    assert view.end() == 0
    (row,) = noted(home)
    assert (row.exercise, row.counted) == ("chin_tuck", None)
