"""The real model on drawn and empty pictures: points in pixels, nothing invented by us, no crash on odd ones."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from posture_watch.capture.clip import CLIP_START as AT
from posture_watch.core.landmarks import POINT_NAMES, Scene
from posture_watch.demo.portrait import portrait
from posture_watch.errors import UserError
from posture_watch.pose.landmarker import Mode, PoseModel, _in_pixels  # pyright: ignore[reportPrivateUsage]
from posture_watch.pose.models import model_path

pytestmark = pytest.mark.model

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def model() -> Iterator[PoseModel]:
    with PoseModel(model_path("lite"), mode="image", max_people=3) as pose:
        yield pose


@pytest.fixture(scope="module")
def picture() -> NDArray[np.uint8]:
    return portrait(AT).image


def test_points_are_named_and_in_pixels(model: PoseModel, picture: NDArray[np.uint8]) -> None:
    scene = model.look(picture, AT)
    assert (scene.at, scene.width_px, scene.height_px) == (AT, 640, 480)
    (person,) = scene.people
    assert set(person.points) == set(POINT_NAMES)
    nose, mouth, ear = (person.points[name] for name in ("nose", "mouth_left", "right_ear"))
    # where they are in the drawing
    assert (nose.x_px, nose.y_px) == pytest.approx((318, 188), abs=12)
    assert mouth.y_px > nose.y_px
    # the subject's own right is on the picture's left: nothing is mirrored
    assert ear.x_px < nose.x_px
    assert nose.visibility > 0.9


def test_the_same_picture_gives_the_same_points_whatever_came_before(
    model: PoseModel, picture: NDArray[np.uint8]
) -> None:
    first = model.look(picture, AT)
    model.look(np.zeros((480, 640, 3), np.uint8), AT)
    model.look(picture[:, ::-1].copy(), AT)
    assert model.look(picture, AT) == first


def test_two_people_are_two(model: PoseModel, picture: NDArray[np.uint8]) -> None:
    scene = model.look(np.hstack([picture, picture]), AT)
    assert scene.width_px == 1280
    noses = sorted(person.points["nose"].x_px for person in scene.people)
    assert len(noses) == 2
    assert noses[0] < 640 < noses[1]


def test_points_outside_the_frame_are_kept(model: PoseModel, picture: NDArray[np.uint8]) -> None:
    (person,) = model.look(np.ascontiguousarray(picture[:330]), AT).people
    assert max(point.y_px for point in person.points.values()) > 330


@pytest.mark.parametrize("shape", [(1, 1), (1, 640), (480, 1), (15, 15), (16, 16), (17, 31), (33, 2000), (480, 640)])
@pytest.mark.parametrize("grey", [0, 255])
def test_nobody_in_plain_pictures_of_any_size(model: PoseModel, shape: tuple[int, int], grey: int) -> None:
    scene = model.look(np.full((*shape, 3), grey, np.uint8), AT)
    assert scene == Scene(AT, shape[1], shape[0], (), grey / 255)


def test_an_8k_picture(model: PoseModel, picture: NDArray[np.uint8]) -> None:
    (person,) = model.look(cv2.resize(picture, (7680, 4320)).astype(np.uint8), AT).people
    assert person.points["nose"].x_px == pytest.approx(318 * 12, abs=200)


def test_a_view_with_strides_is_read_as_it_looks(model: PoseModel, picture: NDArray[np.uint8]) -> None:
    flipped = picture[:, ::-1]
    assert model.look(flipped, AT) == model.look(np.ascontiguousarray(flipped), AT)


def test_light_is_the_mean_of_the_frame(model: PoseModel, picture: NDArray[np.uint8]) -> None:
    light = model.look(picture, AT).light
    assert light == pytest.approx(picture.mean() / 255, abs=0.01)
    assert model.look(picture // 2, AT).light == pytest.approx(picture.mean() / 510, abs=0.01)


@pytest.mark.parametrize(
    "odd",
    [
        np.zeros((48, 64), np.uint8),
        np.zeros((48, 64, 1), np.uint8),
        np.zeros((48, 64, 4), np.uint8),
        np.zeros((48, 64, 3), np.uint16),
        np.zeros((0, 64, 3), np.uint8),
    ],
    ids=lambda odd: f"{odd.shape} {odd.dtype}",
)
def test_other_arrays_are_refused(model: PoseModel, odd: NDArray[np.uint8]) -> None:
    with pytest.raises(ValueError, match="a picture is"):
        model.look(odd, AT)


def test_points_that_are_not_numbers_are_absent() -> None:
    nan = float("nan")
    points = [SimpleNamespace(x=0.5, y=0.5, visibility=1.00001) for _ in range(33)]
    points[0] = SimpleNamespace(x=nan, y=0.5, visibility=1.0)
    points[7] = SimpleNamespace(x=0.5, y=float("inf"), visibility=1.0)
    points[8] = SimpleNamespace(x=0.5, y=0.5, visibility=nan)
    points[11] = SimpleNamespace(x=-0.5, y=1.5, visibility=-0.1)
    points[12] = SimpleNamespace(x=0.5, y=0.5, visibility=None)
    named = _in_pixels(points, 640, 480).points
    assert set(POINT_NAMES) - set(named) == {"nose", "left_ear", "right_ear"}
    shoulder = named["left_shoulder"]
    assert (shoulder.x_px, shoulder.y_px, shoulder.visibility) == (-320, 720, 0)
    assert named["right_shoulder"].visibility == 0
    assert named["left_eye"].visibility == 1


def test_video_mode_survives_time_that_stands_still_or_goes_back(picture: NDArray[np.uint8]) -> None:
    with PoseModel(model_path("lite"), mode="video", max_people=1) as pose:
        for t_s in (5.0, 5.0, 5.0001, 1.0, -3.0, 1e6):
            assert len(pose.look(picture, AT.shifted(t_s)).people) == 1


@pytest.mark.parametrize("mode", ["image", "video"])
def test_a_closed_model_does_not_say_that_nobody_is_there(mode: Mode, picture: NDArray[np.uint8]) -> None:
    pose = PoseModel(model_path("lite"), mode=mode, max_people=1)
    pose.close()
    pose.close()
    with pytest.raises(ValueError, match="closed"):
        pose.look(picture, AT)


def test_the_full_model_sees_the_same(picture: NDArray[np.uint8]) -> None:
    with PoseModel(model_path("full"), mode="image", max_people=1) as pose:
        (person,) = pose.look(picture, AT).people
    assert (person.points["nose"].x_px, person.points["nose"].y_px) == pytest.approx((318, 188), abs=12)


def test_nobody_to_look_for_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        PoseModel(model_path("lite"), mode="image", max_people=0)


def test_a_file_that_is_no_model_is_a_user_error(tmp_path: Path) -> None:
    path = tmp_path / "mine.task"
    path.write_bytes(b"\0\0PK\x03\x04" + bytes(6_000_000))
    with pytest.raises(UserError, match="altered"):
        PoseModel(path, mode="image", max_people=1)


def test_the_microphone_library_is_not_loaded_and_nothing_goes_wrong_at_exit() -> None:
    code = """
import sys
from posture_watch.native_output import silence_native_output
silence_native_output()
from posture_watch.capture.clip import CLIP_START
from posture_watch.demo.portrait import portrait
from posture_watch.pose.landmarker import PoseModel
from posture_watch.pose.models import model_path
pose = PoseModel(model_path("lite"), mode="image", max_people=1)
assert pose.look(portrait(CLIP_START).image, CLIP_START).people
assert "sounddevice" not in sys.modules
maps = "/proc/self/maps"
import os
assert not os.path.exists(maps) or "portaudio" not in open(maps).read()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
