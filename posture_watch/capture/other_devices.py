"""Cameras on Windows and macOS, by the package cv2-enumerate-cameras. Not run by us on either system."""

from __future__ import annotations

import platform

from posture_watch.capture.devices import CameraInfo

_BACKENDS = {"Windows": 1400, "Darwin": 1200}  # cv2.CAP_MSMF, cv2.CAP_AVFOUNDATION, without importing cv2


def cameras() -> list[CameraInfo]:
    """Every camera, by rising index; none if they cannot be listed.

    Whether one is busy or forbidden cannot be told on these systems without opening it.
    """
    try:
        from cv2_enumerate_cameras import enumerate_cameras  # noqa: PLC0415 # pyright: ignore
    except ImportError:
        return []
    found = enumerate_cameras(_BACKENDS.get(platform.system(), 0))
    return sorted(
        (CameraInfo(int(c.index), str(c.name), str(c.path or "")) for c in found), key=lambda camera: camera.index
    )
