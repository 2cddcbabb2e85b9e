"""What the user types, and what comes of it."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.capture.addresses import shown_address
from posture_watch.capture.clip import CLIP_START
from posture_watch.capture.frame import Frame
from posture_watch.capture.linux_devices import look_at
from posture_watch.capture.other_devices import mac_cameras_in
from posture_watch.capture.source import CameraOptions
from posture_watch.errors import UserError
from tests.capture.clips import numbers, opened, played, times, write_video


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no such file.mp4", "There is no file or folder no such file.mp4"),
        ("ftp://host/x", "starts with http, https, rtsp, rtsps, not ftp://"),
        ("http://", "names no valid host"),
        ("http://host:99999/", "not a valid address"),
        ("http://[::1/", "not a valid address"),
        ("rtsp://ho st/x", "no valid host"),
        ("camera:", "name is missing"),
        ("/dev/null", "is not a regular file"),
    ],
)
def test_what_is_no_source_is_a_clear_error(text: str, says: str) -> None:
    with pytest.raises(UserError) as error:
        opened(text)
    assert says in error.value.message
    assert error.value.advice


def test_without_any_camera_the_error_says_what_to_do() -> None:
    if any(look_at(index) for index in range(10)):
        info = [look_at(index) for index in range(10)]
        if any(camera is not None and camera.problem != "absent" for camera in info):
            pytest.skip("this computer has a camera")
    for text in ("0", "auto", "camera:Logitech"):
        with pytest.raises(UserError) as error:
            opened(text)
        assert "replay FILE" in error.value.advice


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_forbidden_file_is_a_clear_error(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.avi")
    path.chmod(0)
    with pytest.raises(UserError, match="cannot be read"):
        opened(path)


@pytest.mark.parametrize("value", [0.0, -1.0, float("nan"), float("inf")])
def test_rates_and_lengths_must_be_numbers_above_zero(tmp_path: Path, value: float) -> None:
    path = write_video(tmp_path / "a.avi", frames=2)
    with pytest.raises(UserError, match="--fps"):
        opened(path, fps=value)
    with pytest.raises(UserError, match="--loop"):
        opened(path, loop_s=value)


def test_a_camera_cannot_be_looped() -> None:
    with pytest.raises(UserError, match="does not end"):
        opened("0", loop_s=10)


def test_a_clip_is_looped_with_time_going_on(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.avi", frames=25)
    source = opened(path, interval_s=0.4, loop_s=5.0)
    assert (source.name, source.identity, source.live) == ("file a.avi", "file:a.avi", False)
    things = played(source)
    moments = times(things)
    assert moments[0] == 0.0
    assert 4.5 <= moments[-1] < 5.0
    assert all(0.3 < later - earlier < 0.5 for earlier, later in pairwise(moments))
    assert numbers(things)[:6] == [0, 10, 20, 0, 10, 20]
    assert all((thing.at.utc - CLIP_START.utc).total_seconds() == pytest.approx(thing.at.mono_s) for thing in things)


def test_a_loop_shorter_than_the_clip_cuts_it(tmp_path: Path) -> None:
    assert times(played(opened(write_video(tmp_path / "a.avi"), interval_s=0.4, loop_s=1.0))) == [0.0, 0.4, 0.8]


def test_a_looped_clip_tells_its_warnings(tmp_path: Path) -> None:
    whole = write_video(tmp_path / "whole.avi").read_bytes()
    (tmp_path / "cut.avi").write_bytes(whole[: len(whole) // 2])
    source = opened(tmp_path / "cut.avi", loop_s=5.0)
    played(source)
    assert len(source.warnings) == 1


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("http://cam/video", "http://cam/video"),
        ("HTTP://u:secret@Cam:8080/video", "http://cam:8080/video"),
        ("rtsp://secret@cam/ch1", "rtsp://cam/ch1"),
        ("http://cam/v?user=u&pwd=secret&channel=2#secret", "http://cam/v?channel=2"),
        ("rtsp://cam/user=admin_password=secret_channel=1/x", "rtsp://cam/***/x"),
        ("http://u:secret@[fe80::1]:81/", "http://[fe80::1]:81/"),
    ],
)
def test_no_password_is_ever_shown(typed: str, shown: str) -> None:
    assert shown_address(typed) == shown


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=5, max_size=12))
def test_no_user_or_password_gets_into_a_name(secret: str) -> None:
    secret = f"Zz{secret}"
    assert secret not in shown_address(f"rtsp://{secret}:{secret}@host:554/live?token={secret}#{secret}")


def test_camera_options_are_checked() -> None:
    for bad in ({"width_px": 0}, {"rotate_deg": 45}, {"fps": 0.0}):
        with pytest.raises(ValueError, match=r"camera|picture"):
            CameraOptions(**({"width_px": 640, "height_px": 480} | bad))  # pyright: ignore[reportArgumentType]
    assert CameraOptions(1, 1, mirror=True, rotate_deg=90).suffix == ", rotated 90, mirrored"


@pytest.mark.parametrize("shape", [(4, 4), (4, 4, 4), (0, 4, 3)])
def test_a_frame_is_always_bgr(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="a frame is"):
        Frame(CLIP_START, np.zeros(shape, np.uint8))
    with pytest.raises(ValueError, match="a frame is"):
        Frame(CLIP_START, np.zeros((4, 4, 3), np.float32))  # pyright: ignore[reportArgumentType]


def test_cameras_of_a_mac_are_numbered_by_their_unique_id() -> None:
    told = (
        b'{"SPCameraDataType":[{"_name":"Studio Display Camera","spcamera_unique-id":"B2"},'
        b'{"_name":"FaceTime HD Camera","spcamera_unique-id":"A1"}]}'
    )
    assert [(c.index, c.name) for c in mac_cameras_in(told)] == [
        (0, "FaceTime HD Camera"),
        (1, "Studio Display Camera"),
    ]
    for rubbish in (b"", b"{}", b"[]", b'{"SPCameraDataType":[{}]}'):
        assert mac_cameras_in(rubbish) == []
