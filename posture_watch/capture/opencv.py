"""The one home of cv2 in capture/: imported quietly, with a clean environment left for child processes."""
# pyright: reportUnknownMemberType=false

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]

_SETTINGS = {
    "OPENCV_LOG_LEVEL": "SILENT",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",  # AV_LOG_QUIET: its lines would reach the user's terminal
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2",  # seconds; its own 10 are too long for "unknown within seconds"
    # Frames come from the address that was typed and from nowhere else: a redirect, a playlist that names other
    # hosts, or a proxy from the environment would open a socket to another machine.
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "max_redirects;0|http_proxy;none|rtsp_flags;prefer_tcp",
}
_STREAM_FORMATS = "mpjpeg,mjpeg,jpeg_pipe,rtsp,sdp,rtp,mpegts,flv,mov,matroska,h264,hevc,asf"


def _import_cv2() -> None:
    """Import cv2; undo what the import does to the environment (Qt and loader paths break children)."""
    os.environ.update(_SETTINGS)
    before = dict(os.environ)
    import cv2  # noqa: PLC0415 (the environment must be set first)

    for name in set(os.environ) - set(before):
        del os.environ[name]
    os.environ.update(before)
    cv2.setNumThreads(1)  # small pictures: more threads cost more than they give


_import_cv2()
import cv2  # noqa: E402 (see above)

REFUSES_REDIRECTS = int(cv2.__version__.split(".")[0]) >= 5
"""Whether its FFMPEG knows max_redirects; 4.12 and 4.13 follow a redirect to any host all the same."""

MAX_SIDE_PX = 1920
"""The pose model looks at 256x256 pixels: more than this only costs memory and time (an 8K frame is 100 MB)."""


class Capture(Protocol):
    """A native video source. Every call may block; none is made by two threads at once."""

    def grab(self) -> bool: ...
    def retrieve(self) -> Image | None: ...
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
    options = _SETTINGS["OPENCV_FFMPEG_CAPTURE_OPTIONS"]
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
        try:
            ok, encoded = self._native.retrieve()
        except cv2.error:
            return None
        encoded = cast("Image | None", encoded)  # an empty buffer is (True, None), whatever the stubs say
        return decode_picture(encoded.tobytes()) if ok and encoded is not None else None


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


def decode_picture(encoded: bytes) -> Image | None:
    """A picture file's bytes as BGR uint8: 16-bit scaled, grey spread, alpha dropped, turned upright by its EXIF."""
    if not encoded:
        return None
    try:
        image = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if image is None or not image.size else as_bgr(cast("Image", image))


def as_bgr(image: NDArray[np.generic]) -> Image:
    """Any picture as (height, width, 3) uint8, at most MAX_SIDE_PX long."""
    pixels = (
        (image.astype(np.uint16) >> 8).astype(np.uint8)
        if image.dtype == np.uint16
        else image.astype(np.uint8, copy=False)
    )
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        pixels = cast("Image", cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR))
    elif pixels.shape[2] == 4:
        pixels = cast("Image", cv2.cvtColor(pixels, cv2.COLOR_BGRA2BGR))
    return _shrunk(pixels)


def _shrunk(image: Image) -> Image:
    height, width = image.shape[:2]
    scale = MAX_SIDE_PX / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cast("Image", cv2.resize(image, size, interpolation=cv2.INTER_AREA))


_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def turned(image: Image, *, rotate_deg: int, mirror: bool) -> Image:
    """The picture turned clockwise by ``rotate_deg``, then mirrored left to right."""
    if rotate_deg:
        image = cast("Image", cv2.rotate(image, _TURNS[rotate_deg]))
    return cast("Image", cv2.flip(image, 1)) if mirror else image
