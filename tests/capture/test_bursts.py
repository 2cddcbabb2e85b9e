"""A camera taken in bursts, on a real driver interface, alone and beside another program that wants it."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.capture.conftest import FakeCamera
from tests.capture.test_camera import behind, works

QUICK = {"stall_s": 1.0, "hang_s": 1.0, "first_retry_s": 0.1, "last_retry_s": 0.2}


def is_off(answer: dict[str, Any]) -> bool:
    return not answer["on"] and answer["text"].endswith("off between looks")


def open_bursts(camera: FakeCamera, nodes: Path | None = None, *, period_s: float = 60.0) -> None:
    camera.ask("open", text="0", period_s=period_s, nodes=str(nodes or ""), must_open_first=False, **QUICK)


def test_a_burst_opens_the_camera_and_closes_it_again(camera: FakeCamera) -> None:
    answer = camera.ask("open", text="auto", period_s=60.0)
    assert answer["name"] == "camera 0 (Fake Webcam)"
    began_s = time.monotonic()
    burst = camera.read_until(works)
    assert time.monotonic() - began_s < 4.0, "the first burst comes at once"
    assert len(burst["moments_s"]) == 5
    assert 0.7 < burst["moments_s"][-1] - burst["moments_s"][0] < 2.0, "about a second"
    assert burst["late_s"] < 0.3
    off = camera.read_until(is_off)
    assert (off["state"], off["text"]) == ("ok", "Camera 0 (Fake Webcam), off between looks")
    assert camera.ask("read", timeout_s=0.5)["number"] is None, "the next one is a minute away"


def test_bursts_begin_once_a_period_or_sooner_when_asked(camera: FakeCamera) -> None:
    open_bursts(camera, period_s=3.0)
    moments_s = [camera.read_until(works)["moments_s"] for _ in range(2)]
    assert 2.0 < moments_s[1][0] - moments_s[0][0] < 4.0, "start to start, whatever the exposure took"
    open_bursts(camera, period_s=60.0)
    first = camera.read_until(works)
    camera.ask("look_again_in", seconds=0.1)
    again = camera.read_until(works)
    assert again["moments_s"][0] - first["moments_s"][-1] < 3.0
    assert behind(again) <= 2, "a new opening, not what was buffered"


def test_held_open_it_gives_frames_and_then_bursts_again(camera: FakeCamera) -> None:
    open_bursts(camera, period_s=60.0)
    camera.read_until(works)
    camera.read_until(is_off)
    camera.ask("hold_open", seconds=2.5)
    camera.ask("hold_open", seconds=0.1)  # another asks for less: the first is not cut short
    frames = [camera.read_until(works) for _ in range(4)]
    assert all("moments_s" not in frame for frame in frames)
    assert all(frame["on"] for frame in frames)
    steps = [(later["number"] - earlier["number"]) % 256 for earlier, later in pairwise(frames[1:])]
    assert all(3 <= step <= 6 for step in steps), f"4 a second of 15, not {steps}"
    last = camera.read_until(lambda answer: is_off(answer) or "moments_s" in answer)
    assert is_off(last), "the camera goes off with the last frame"
    camera.ask("look_again_in", seconds=0.0)
    assert len(camera.read_until(works)["moments_s"]) == 5


def test_another_program_gets_the_camera_between_bursts(
    shared_camera: FakeCamera, other_program: FakeCamera, nodes: Path
) -> None:
    open_bursts(shared_camera, nodes)
    shared_camera.read_until(works)
    shared_camera.read_until(is_off)
    other_program.ask("open", text="0")
    assert works(other_program.ask("read"))


def test_a_camera_that_another_program_streams_from_is_busy_untouched_and_taken_up_when_free(
    shared_camera: FakeCamera, other_program: FakeCamera, nodes: Path
) -> None:
    open_bursts(shared_camera, nodes)
    shared_camera.read_until(works)
    other_program.ask("open", text="0")
    assert works(other_program.ask("read"))
    shared_camera.ask("look_again_in", seconds=0.0)
    busy = shared_camera.read_until(lambda answer: answer["state"] == "busy")
    assert busy["text"].startswith("Camera 0 (Fake Webcam) is in use by another program (")
    assert not busy["on"]
    opened = shared_camera.ask("opens")["opens"]
    assert shared_camera.ask("read", timeout_s=1.0)["state"] == "busy"
    assert shared_camera.ask("opens")["opens"] == opened, "who has it is read from /proc, not tried"
    assert works(other_program.ask("read")), "and it goes on for the other"
    other_program.ask("close")
    assert shared_camera.read_until(works)


@pytest.mark.parametrize("way", ["bursts", "open"])
def test_it_lets_go_at_once_when_another_program_opens_the_camera(
    shared_camera: FakeCamera, other_program: FakeCamera, nodes: Path, way: str
) -> None:
    if way == "open":
        shared_camera.ask("open", text="0", nodes=str(nodes), **QUICK)
        assert works(shared_camera.ask("read"))
    else:
        open_bursts(shared_camera, nodes)
        shared_camera.ask("hold_open", seconds=30)
        shared_camera.read_until(lambda answer: answer["on"])
    other_program.ask("start", text="0")
    busy = shared_camera.read_until(lambda answer: answer["state"] == "busy")
    assert not busy["on"]
    assert other_program.read_until(works), "it got the camera while it tried"
    other_program.ask("close")
    assert shared_camera.read_until(works, tries=80)


def test_an_unplugged_camera_is_told_between_bursts_and_taken_up_again(camera: FakeCamera) -> None:
    open_bursts(camera, period_s=60.0)
    camera.read_until(works)
    camera.read_until(is_off)
    camera.set("unplug")
    camera.ask("look_again_in", seconds=0.0)
    lost = camera.read_until(lambda answer: answer["state"] == "unplugged")
    assert (lost["text"], lost["on"]) == ("Camera 0 (Fake Webcam) was unplugged.", False)
    camera.set("ok 3")
    back = camera.read_until(works)
    assert (back["name"], len(back["moments_s"])) == ("camera 3 (Fake Webcam)", 5)


def test_a_camera_unplugged_in_the_midst_of_a_burst_gives_no_torn_burst(camera: FakeCamera) -> None:
    open_bursts(camera)
    camera.read_until(lambda answer: answer["on"])
    camera.ask("read", timeout_s=0.7)
    camera.set("unplug")
    camera.read_until(lambda answer: answer["state"] == "unplugged")
    camera.ask("sleep", wait_s=2.2)
    camera.set("ok")
    moments_s = camera.read_until(works)["moments_s"]
    assert moments_s[-1] - moments_s[0] < 2.0


def test_a_driver_that_hangs_holds_up_nobody_and_its_camera_counts_as_on(camera: FakeCamera) -> None:
    open_bursts(camera)
    camera.read_until(lambda answer: answer["on"])
    camera.set("hang")
    hung = camera.read_until(lambda answer: "hangs" in answer["text"])
    assert (hung["state"], hung["on"]) == ("stalled", True)
    camera.set("ok")
    assert camera.read_until(works)
    camera.read_until(is_off)
    assert camera.ask("close")["took_s"] < 1.0
