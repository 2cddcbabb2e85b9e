"""Pictures of every kind, as cameras, scanners and people make them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from posture_watch.capture.frame import Frame
from posture_watch.capture.pictures import MAX_SIDE_PX
from posture_watch.capture.source import Source
from posture_watch.core.landmarks import Scene
from posture_watch.errors import UserError
from tests.capture.clips import numbers, opened, played, times
from tests.rigs.mjpegd import numbered_picture


def write(path: Path, picture: NDArray[Any]) -> Path:
    path.write_bytes(cv2.imencode(path.suffix, picture)[1].tobytes())
    return path


def only(source: Source) -> Frame:
    things: list[Frame | Scene] = played(source)
    assert len(things) == 1
    assert isinstance(things[0], Frame)
    return things[0]


def test_every_picture_is_a_frame_sorted_by_name(tmp_path: Path) -> None:
    for name, number in (("b.png", 2), ("a.jpg", 1), ("c.JPEG", 3), (".hidden.jpg", 9)):
        write(tmp_path / name, numbered_picture(number))
    (tmp_path / "notes.txt").write_text("not a picture")
    (tmp_path / "folder.jpg").mkdir()
    source = opened(tmp_path)
    assert (source.name, source.identity, source.live) == (f"folder {tmp_path.name}", f"folder:{tmp_path.name}", False)
    things = played(source)
    assert numbers(things) == [1, 2, 3]
    assert times(things) == [0.0, 1.0, 2.0], "one a second unless told otherwise"
    assert times(played(opened(tmp_path, fps=4))) == [0.0, 0.25, 0.5]


def test_one_picture_is_a_clip_of_one_frame(tmp_path: Path) -> None:
    path = write(tmp_path / "me.png", numbered_picture(42))
    frame = only(opened(path))
    assert numbers([frame]) == [42]
    assert frame.at.mono_s == 0.0


@pytest.mark.parametrize("suffix", [".png", ".tiff"])
@pytest.mark.parametrize("depth", ["uint8", "uint16"])
@pytest.mark.parametrize("channels", [1, 3, 4])
def test_grey_deep_and_transparent_pictures_become_bgr(tmp_path: Path, suffix: str, depth: str, channels: int) -> None:
    value = 100 if depth == "uint8" else 100 * 257
    shape = (5, 7) if channels == 1 else (5, 7, channels)
    frame = only(opened(write(tmp_path / f"a{suffix}", np.full(shape, value, np.dtype(depth)))))
    assert frame.image.shape == (5, 7, 3)
    assert frame.image.dtype == np.uint8
    assert abs(int(frame.image[2, 3, 1]) - 100) <= 1


def test_the_smallest_and_the_black_picture_are_frames(tmp_path: Path) -> None:
    assert only(opened(write(tmp_path / "dot.png", np.zeros((1, 1, 3), np.uint8)))).image.shape == (1, 1, 3)


@pytest.mark.parametrize(
    ("size", "shrunk"), [((4320, 7680), (1080, 1920)), ((7680, 4320), (1920, 1080)), ((1, 9000), (1, 1920))]
)
def test_a_huge_picture_is_made_smaller_without_changing_its_shape(
    tmp_path: Path, size: tuple[int, int], shrunk: tuple[int, int]
) -> None:
    frame = only(opened(write(tmp_path / "8k.jpg", np.full((*size, 3), 90, np.uint8))))
    assert frame.image.shape[:2] == shrunk
    assert max(shrunk) == MAX_SIDE_PX


def with_exif_orientation(jpeg: bytes, orientation: int) -> bytes:
    """The JPEG with an EXIF segment that says how the camera was held."""
    tiff = b"MM\0*\0\0\0\x08" + struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    segment = b"Exif\0\0" + tiff
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + jpeg[2:]


def test_exif_rotation_is_respected(tmp_path: Path) -> None:
    upright = numbered_picture(5)
    lying = np.ascontiguousarray(np.rot90(upright))  # as a phone held sideways stores it
    path = tmp_path / "phone.jpg"
    path.write_bytes(with_exif_orientation(cv2.imencode(".jpg", lying)[1].tobytes(), 6))
    frame = only(opened(path))
    assert (frame.width_px, frame.height_px) == (640, 480)
    assert numbers([frame]) == [5]


def test_an_unreadable_picture_is_skipped_by_name_and_keeps_its_time(tmp_path: Path) -> None:
    for name in ("1.png", "3.png"):
        write(tmp_path / name, numbered_picture(int(name[0])))
    (tmp_path / "2.png").write_bytes(b"no picture")
    source = opened(tmp_path)
    things = played(source)
    assert (numbers(things), times(things)) == ([1, 3], [0.0, 2.0])
    assert source.warnings == (f"{tmp_path / '2.png'} cannot be read as a picture; it is skipped.",)


def test_a_folder_without_pictures_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("nothing here")
    with pytest.raises(UserError, match="has no pictures"):
        opened(tmp_path)


@pytest.mark.parametrize("content", [b"", b"text that calls itself a picture", b"\xff\xd8\xff\xe0\x00\x10JFIF"])
def test_a_picture_that_cannot_be_read_is_an_error_naming_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.jpg"
    path.write_bytes(content)
    for source in (path, tmp_path):
        with pytest.raises(UserError) as error:
            opened(source)
        assert str(path) in error.value.message
