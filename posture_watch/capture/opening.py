"""From what the user typed to a frame source, with a clear error for everything that is none."""

from __future__ import annotations

import math
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from posture_watch.capture import quiet
from posture_watch.capture.addresses import looks_like_address
from posture_watch.capture.clip import CLIP_START, LoopedSource
from posture_watch.capture.devices import list_cameras
from posture_watch.capture.found_camera import FoundCamera
from posture_watch.capture.source import CameraOptions, Source
from posture_watch.core.instant import Instant
from posture_watch.errors import UserError

if TYPE_CHECKING:
    from posture_watch.capture.bursts import BurstSource
    from posture_watch.capture.camera_memory import CameraMemory
    from posture_watch.capture.live import LiveSource

quiet.prepare()  # here, because this is imported before pose/, which imports cv2 too

__all__ = ["FoundCamera", "list_cameras", "open_source"]

_PICTURE_INTERVAL_S = 1.0
"""Pictures have no rate of their own: one a second unless --fps says otherwise."""


_FRAME_S = 0.1
"""A frame younger than this is never called stale: slow cameras send ten a second."""


def open_source(  # noqa: PLR0913 (each is one option of the command line)
    text: str,
    *,
    interval_s: float,
    fps: float | None,
    loop_s: float | None,
    start: Instant | None,
    camera: CameraOptions,
    must_open_first: bool = True,
    burst_period_s: float | None = None,
    memory: CameraMemory | None = None,
) -> Source:
    """The source that ``text`` means: "0", "camera:NAME", "auto", a file, a folder, or an http(s) or rtsp address.

    ``interval_s`` is the distance of samples unless ``fps`` is given; of pictures ``fps`` is the rate (1 a second).
    ``loop_s`` repeats a clip for so many seconds. ``start`` is the moment a clip begins. ``must_open_first`` False lets
    a live source that does not open yet go on trying (see its ``state``). With ``burst_period_s`` a camera (no stream)
    is opened for a moment only, once in so many seconds, and gives Bursts. ``memory`` tells which camera "auto" or a
    number meant the last time. Raises UserError for anything unusable.
    """
    _check_positive("--fps", fps)
    _check_positive("--loop", loop_s)
    sample_s = 1.0 / fps if fps else interval_s
    if is_live(text):
        if loop_s is not None:
            raise UserError("--loop repeats a clip; a camera or stream does not end.", "Leave --loop out.")
        source = _live_source(text, sample_s, camera, burst_period_s, memory)
        if must_open_first:
            source.wait_until_open()
        return source
    path, moment = Path(text).expanduser(), start or CLIP_START
    picture_s = 1.0 / fps if fps else _PICTURE_INTERVAL_S

    def reopen() -> Source:
        return _open_clip(path, sample_s=sample_s, picture_s=picture_s, fps=fps, start=moment)

    return reopen() if loop_s is None else LoopedSource(reopen, loop_s)


def _check_positive(option: str, value: float | None) -> None:
    if value is not None and not (math.isfinite(value) and value > 0):
        raise UserError(f"{option} must be a number above zero, not {value}.", f"For example: {option} 2")


def is_live(text: str) -> bool:
    """Whether ``text`` means a camera or a stream."""
    return (
        text == "auto"
        or text.isdecimal()
        or text.startswith("camera:")
        or looks_like_address(text)
        or bool(_device(text))
    )


def _device(text: str) -> re.Match[str] | None:
    return re.fullmatch(r"/dev/video(\d+)", text)


def _live_source(
    text: str, interval_s: float, options: CameraOptions, period_s: float | None, memory: CameraMemory | None
) -> LiveSource | BurstSource:
    from posture_watch.capture.live import LiveSource  # noqa: PLC0415 (cv2 only where it is used)

    if looks_like_address(text):
        from posture_watch.capture.stream import StreamConnector  # noqa: PLC0415

        stream = StreamConnector(text, options, max_age_s=max(interval_s, _FRAME_S))
        return LiveSource(stream, interval_s=interval_s)
    from posture_watch.capture.bursts import LOOKING_S, BurstSource  # noqa: PLC0415
    from posture_watch.capture.camera import CAMERA_PATIENCE, CameraConnector  # noqa: PLC0415

    max_age_s = max(LOOKING_S if period_s else interval_s, _FRAME_S)
    connector = CameraConnector(_wanted(text), options, max_age_s=max_age_s, memory=memory)
    if period_s is not None:
        return BurstSource(connector, period_s=period_s, patience=CAMERA_PATIENCE)
    return LiveSource(connector, interval_s=interval_s, patience=CAMERA_PATIENCE)


def _wanted(text: str) -> str | int:
    """ "auto", an index, or a name."""
    device = _device(text)
    if device:
        return int(device[1])
    name = text.removeprefix("camera:").strip()
    if not name:
        raise UserError("A camera's name is missing after camera:.", "posture-watch cameras lists the names.")
    return int(name) if name.isdecimal() else name


def _open_clip(path: Path, *, sample_s: float, picture_s: float, fps: float | None, start: Instant) -> Source:
    kind = _kind_of(path)
    opener: dict[str, Callable[[], Source]] = {
        "folder": lambda: _folder(path, picture_s, start),
        "recording": lambda: _recording(path, fps, start),
        "picture": lambda: _picture(path, picture_s, start),
        "video": lambda: _video(path, sample_s, start),
    }
    try:
        return opener[kind]()
    except OSError as error:
        raise _unreadable(path, error) from error


def _kind_of(path: Path) -> str:
    from posture_watch.capture.folder import PICTURE_SUFFIXES  # noqa: PLC0415

    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            return "folder"
        if not stat.S_ISREG(mode):
            raise UserError(f"{path} is not a regular file.", "Give a video, a picture, a folder or a recording.")
        if path.suffix.lower() in PICTURE_SUFFIXES:
            return "picture"
        return "recording" if path.suffix.lower() == ".jsonl" or _starts_like_recording(path) else "video"
    except OSError as error:
        raise _unreadable(path, error) from error


def _starts_like_recording(path: Path) -> bool:
    with path.open("rb") as file:
        return b'"posture-watch-landmarks"' in file.read(200)


def _unreadable(path: Path, error: OSError) -> UserError:
    if isinstance(error, FileNotFoundError):
        return UserError(
            f"There is no file or folder {path}.", "Check the name; a camera is given by its number or camera:NAME."
        )
    return UserError(f"{path} cannot be read: {error.strerror or error}.", f"Check who may read it: {os.fspath(path)}")


def _folder(path: Path, interval_s: float, start: Instant) -> Source:
    from posture_watch.capture.folder import PictureSource  # noqa: PLC0415

    return PictureSource.of_folder(path, interval_s=interval_s, start=start)


def _picture(path: Path, interval_s: float, start: Instant) -> Source:
    from posture_watch.capture.folder import PictureSource  # noqa: PLC0415

    return PictureSource.of_picture(path, interval_s=interval_s, start=start)


def _video(path: Path, interval_s: float, start: Instant) -> Source:
    from posture_watch.capture.video import VideoSource  # noqa: PLC0415

    return VideoSource(path, interval_s=interval_s, start=start)


def _recording(path: Path, fps: float | None, start: Instant) -> Source:
    from posture_watch.capture.recording import RecordingSource  # noqa: PLC0415

    return RecordingSource(path, start=start, fps=fps)
