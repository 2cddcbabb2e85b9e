"""Cameras, on a real driver interface: OpenCV's V4L2 backend and our ioctls against a webcam in user space."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from tests.capture.conftest import FakeCamera


def behind(answer: dict[str, Any]) -> int:
    """How many pictures the camera has taken since the one that was handed out."""
    return (answer["tick"] - answer["number"]) % 256


def works(answer: dict[str, Any]) -> bool:
    return answer["number"] is not None and answer["state"] == "ok"


def test_lists_cameras_with_names_and_problems(camera: FakeCamera) -> None:
    def listed(state: str) -> list[list[object]]:
        camera.set(state)
        return camera.ask("list")["cameras"]

    assert listed("ok") == [[0, "Fake Webcam", "/dev/video0", None]]
    assert listed("ok 4") == [[4, "Fake Webcam", "/dev/video4", None]]
    assert listed("busy") == [[0, "Fake Webcam", "/dev/video0", "busy"]]
    assert listed("forbidden") == [[0, "", "/dev/video0", "forbidden"]]
    assert listed("absent") == []
    assert listed("meta") == [], "a node that only carries metadata is no camera"


def test_an_unusable_camera_is_a_clear_error(camera: FakeCamera) -> None:
    told = {"absent": "Plug one in", "busy": "Close the other", "forbidden": "usermod"}
    for kind, advice in told.items():
        camera.set(kind)
        answer = camera.ask("open", text="auto")
        assert answer["kind"] == kind
        assert advice in answer["advice"]


def test_a_camera_that_does_not_exist_names_those_that_do(camera: FakeCamera) -> None:
    by_index = camera.ask("open", text="3")
    assert by_index["error"] == "There is no camera 3."
    assert "camera 0 (Fake Webcam)" in by_index["advice"]
    by_name = camera.ask("open", text="camera:Logitech")
    assert by_name["error"] == 'There is no camera called "Logitech".'
    assert "camera 0 (Fake Webcam)" in by_name["advice"]


def test_opens_by_index_name_or_device(camera: FakeCamera) -> None:
    for text in ("0", "camera:fake webcam", "camera:Webcam", "auto", "/dev/video0"):
        answer = camera.ask("open", text=text)
        assert (answer["name"], answer["identity"]) == ("camera 0 (Fake Webcam)", "camera:Fake Webcam")
        assert works(camera.ask("read"))


def test_a_frame_is_never_old_however_slowly_it_is_read(camera: FakeCamera) -> None:
    naive = camera.ask("naive", wait_s=1.0)
    assert behind(naive) > 8, "the webcam buffers like a real one: a naive reader gets old pictures"
    camera.ask("open", text="0", interval_s=0.3)
    camera.ask("read")
    for _ in range(2):
        camera.ask("sleep", wait_s=0.6)
        answer = camera.ask("read")
        assert behind(answer) <= 2
        assert answer["late_s"] < 0.2
        assert answer["took_s"] < 0.3, "the frame was due already"


def test_samples_at_the_interval(camera: FakeCamera) -> None:
    camera.ask("open", text="0", interval_s=0.4)
    numbers = [camera.ask("read")["number"] for _ in range(5)]
    steps = [(b - a) % 256 for a, b in pairwise(numbers)]
    assert 5 <= sum(steps) / len(steps) <= 7, f"0.4 s are 6 pictures at 15 a second, not {steps}"


@pytest.mark.parametrize("state", ["garbage", "empty"])
def test_an_undecodable_frame_is_no_frame(camera: FakeCamera, state: str) -> None:
    camera.ask("open", text="0", bad_s=0.3, first_retry_s=0.1, last_retry_s=0.2)
    assert works(camera.ask("read"))
    camera.set(state)
    camera.ask("read", timeout_s=0.3)  # a picture taken before
    lost = camera.read_until(lambda answer: answer["state"] == "bad_data")
    assert lost["number"] is None, "the backend's last good picture must not come again"
    assert lost["text"] == "Camera 0 (Fake Webcam) sends frames that cannot be read."
    camera.set("ok")
    assert behind(camera.read_until(works)) <= 2


def test_a_stall_is_known_within_seconds_and_ends_by_itself(camera: FakeCamera) -> None:
    camera.ask("open", text="0", stall_s=0.5, first_retry_s=0.1, last_retry_s=0.2)
    assert works(camera.ask("read"))
    camera.set("stall")
    camera.ask("read", timeout_s=0.3)
    silent = camera.ask("read", timeout_s=0.5)
    assert silent["number"] is None
    assert silent["took_s"] < 0.8
    assert silent["state"] == "stalled"
    camera.set("ok")
    assert behind(camera.read_until(works)) <= 2


def test_a_hung_driver_holds_up_neither_reading_nor_closing(camera: FakeCamera) -> None:
    camera.ask("open", text="0", stall_s=0.5, hang_s=0.8, first_retry_s=0.1, last_retry_s=0.2)
    assert works(camera.ask("read"))
    camera.set("hang")
    given_up = camera.read_until(lambda answer: "hangs" in answer["text"])
    assert given_up["state"] == "stalled"
    assert given_up["took_s"] < 0.5
    camera.set("ok")
    assert behind(camera.read_until(works)) <= 2, "the hung thread let go and another took the camera"
    camera.set("hang")
    camera.ask("read", timeout_s=0.3)
    assert camera.ask("close")["took_s"] < 1.0
    camera.set("ok")


def test_an_unplugged_camera_is_found_again_by_name_at_another_index(camera: FakeCamera) -> None:
    camera.ask("open", text="0", first_retry_s=0.1, last_retry_s=0.2)
    assert works(camera.ask("read"))
    camera.set("unplug")
    lost = camera.read_until(lambda answer: answer["state"] == "unplugged")
    assert lost["text"] == "Camera 0 (Fake Webcam) was unplugged."
    assert camera.ask("read", timeout_s=0.2)["number"] is None
    camera.set("ok 2")
    back = camera.read_until(works)
    assert back["name"] == "camera 2 (Fake Webcam)"
    assert behind(back) <= 1


def test_a_camera_that_comes_late_is_waited_for_when_asked(camera: FakeCamera) -> None:
    camera.set("absent")
    assert "name" in camera.ask("open", text="auto", must_open_first=False)
    waiting = camera.read_until(lambda answer: answer["state"] == "absent")
    assert waiting["number"] is None
    camera.set("ok")
    assert camera.read_until(works)["name"] == "camera 0 (Fake Webcam)"


def test_a_camera_taken_by_another_program_is_busy_until_it_is_free(camera: FakeCamera) -> None:
    camera.set("busy")
    camera.ask("open", text="0", must_open_first=False)
    assert "another program" in camera.read_until(lambda answer: answer["state"] == "busy")["text"]
    camera.set("ok")
    assert camera.read_until(works)


def test_opencv_leaves_a_clean_environment_for_children(camera: FakeCamera) -> None:
    before = camera.ask("environment")["environment"]
    camera.ask("open", text="0")
    after = camera.ask("environment")["environment"]
    assert {name for name in after if after[name] != before.get(name)} <= {n for n in after if n.startswith("OPENCV_")}
    assert set(before) <= set(after)
