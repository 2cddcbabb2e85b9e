"""Native video sources, with types and without exceptions: cv2.VideoCapture goes no further than this room."""
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

from posture_watch.capture.picture import Picture, encoded_picture, picture_of
from posture_watch.capture.pictures import Image, as_bgr
from posture_watch.capture.quiet import SETTINGS, load_cv2

load_cv2()
import cv2  # noqa: E402 (the environment must be set first)

_STREAM_FORMATS = "mpjpeg,mjpeg,jpeg_pipe,rtsp,sdp,rtp,mpegts,flv,mov,matroska,h264,hevc,asf"


REFUSES_REDIRECTS = int(cv2.__version__.split(".")[0]) >= 5
"""Whether its FFMPEG knows max_redirects; 4.12 and 4.13 follow a redirect to any host all the same."""


class Capture(Protocol):
    """A native video source. Every call may block; none is made by two threads at once."""

    def grab(self) -> bool: ...
    def retrieve(self) -> Image | None: ...
    def picture(self) -> Picture | None: ...
    def position_s(self) -> float: ...
    def fps(self) -> float: ...
    def frame_count(self) -> float: ...
    def size_px(self) -> tuple[int, int]: ...
    def release(self) -> None: ...


class _Capture:
    """cv2.VideoCapture with types, and with None where it raises."""

    def __init__(self, native: cv2.VideoCapture) -> None:
        self._native = native

    def grab(self) -> bool:
        try:
            return self._native.grab()
        except cv2.error:
            return False

    def retrieve(self) -> Image | None:
        """The frame last grabbed, as BGR; None if it cannot be decoded (an empty MJPEG frame raises in cv2)."""
        try:
            ok, image = self._native.retrieve()
        except cv2.error:
            return None
        image = cast("Image | None", image)
        return as_bgr(image) if ok and image is not None and image.size else None

    def picture(self) -> Picture | None:
        """The same, to be decoded only if it is looked at, where the backend lets us."""
        image = self.retrieve()
        return None if image is None else picture_of(image)

    def position_s(self) -> float:
        """Time of the frame last grabbed: in the clip, or on the monotonic clock for a V4L2 camera (s)."""
        return self._native.get(cv2.CAP_PROP_POS_MSEC) / 1000.0

    def fps(self) -> float:
        return self._native.get(cv2.CAP_PROP_FPS)

    def frame_count(self) -> float:
        return self._native.get(cv2.CAP_PROP_FRAME_COUNT)

    def size_px(self) -> tuple[int, int]:
        size = (self._native.get(p) for p in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        width, height = (int(v) for v in size)
        return width, height

    def release(self) -> None:
        self._native.release()


def _wrapped(native: cv2.VideoCapture | None) -> Capture | None:
    return None if native is None else _Capture(native)


def open_file(path: Path) -> Capture | None:
    """A video file, or None if no decoder knows it. Rotation metadata is respected."""
    return _wrapped(_opened(str(path), cv2.CAP_FFMPEG, ()))


def open_stream(address: str, *, open_timeout_s: float, read_timeout_s: float) -> Capture | None:
    """A network address, or None if nothing readable answers within the timeout."""
    timeouts = (
        (cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, round(open_timeout_s * 1000)),
        (cv2.CAP_PROP_READ_TIMEOUT_MSEC, round(read_timeout_s * 1000)),
    )
    options = SETTINGS["OPENCV_FFMPEG_CAPTURE_OPTIONS"]
    os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = f"{options}|format_whitelist;{_STREAM_FORMATS}"
    try:
        return _wrapped(_opened(address, cv2.CAP_FFMPEG, timeouts))
    finally:
        os.environ["OPENCV_FFMPEG_CAPTURE_OPTIONS"] = options


def open_camera(index: int, system: str, *, width_px: int, height_px: int, fps: float | None) -> Capture | None:
    """A camera by its index, on ``system`` (platform.system()), or None."""
    backends = {"Linux": cv2.CAP_V4L2, "Windows": cv2.CAP_MSMF, "Darwin": cv2.CAP_AVFOUNDATION}
    capture = _opened(index, backends.get(system, cv2.CAP_ANY), ())
    if capture is None:
        return None
    wanted = ((cv2.CAP_PROP_FRAME_WIDTH, width_px), (cv2.CAP_PROP_FRAME_HEIGHT, height_px), (cv2.CAP_PROP_FPS, fps))
    for prop, value in wanted:
        if value is not None:
            capture.set(prop, value)
    encoded = (
        system == "Linux" and capture.get(cv2.CAP_PROP_FOURCC) == _MJPG and capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)
    )
    return _EncodedCapture(capture) if encoded else _Capture(capture)


_MJPG = cv2.VideoWriter.fourcc(*"MJPG")


class _EncodedCapture(_Capture):
    """A V4L2 camera that sends JPEGs, decoded by us: the backend hands out the last good picture for a broken one."""

    def retrieve(self) -> Image | None:
        picture = self.picture()
        return None if picture is None else picture.whole()

    def picture(self) -> Picture | None:
        try:
            ok, encoded = self._native.retrieve()
        except cv2.error:
            return None
        encoded = cast("Image | None", encoded)  # an empty buffer is (True, None), whatever the stubs say
        return encoded_picture(encoded.tobytes()) if ok and encoded is not None else None


def _opened(target: str | int, backend: int, params: Sequence[tuple[int, int]]) -> cv2.VideoCapture | None:
    flat = [number for pair in params for number in pair]
    try:
        native = cv2.VideoCapture(target, backend, flat)  # pyright: ignore[reportCallIssue, reportArgumentType]
    except cv2.error:
        return None
    if not native.isOpened():
        native.release()
        return None
    return native
