"""How cv2 is imported: quietly, with short timeouts, and leaving a clean environment for child processes."""

from __future__ import annotations

import os

MOST_PIXELS = 1 << 26
SETTINGS = {
    "OPENCV_LOG_LEVEL": "SILENT",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",  # AV_LOG_QUIET: its lines would reach the user's terminal
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2",  # seconds; its own 10 are too long for "unknown within seconds"
    # A broken JPEG of a thousand bytes may say it is 32,000 pixels wide: decoding it took 39 s and 6 GB. 8192 x 8192 is
    # more than any camera has.
    "OPENCV_IO_MAX_IMAGE_PIXELS": str(MOST_PIXELS),
    # Frames come from the address that was typed and from nowhere else: a redirect, a playlist that names other
    # hosts, or a proxy from the environment would open a socket to another machine.
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "max_redirects;0|http_proxy;none|rtsp_flags;prefer_tcp",
}


def prepare() -> None:
    """Set what OpenCV reads from the environment. Call it before anybody imports cv2: some is read at the import."""
    os.environ.update(SETTINGS)


def load_cv2() -> None:
    """Import cv2 and undo what that does to the environment: its Qt and loader paths make child processes crash."""
    prepare()
    before = dict(os.environ)
    import cv2  # noqa: PLC0415 (the environment must be set first)

    for name in set(os.environ) - set(before):
        del os.environ[name]
    os.environ.update(before)
    cv2.setNumThreads(1)  # small pictures: more threads cost more than they give
