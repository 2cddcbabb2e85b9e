"""Cameras on Windows and macOS, where the system numbers them otherwise than it lists them. Not run by us on either."""

from __future__ import annotations

import importlib
import json
import platform
import subprocess
from typing import Any

from posture_watch.capture.found_camera import FoundCamera

_MSMF = 1400  # cv2.CAP_MSMF, without importing cv2
_PROFILER = ("/usr/sbin/system_profiler", "-json", "SPCameraDataType")


def cameras() -> list[FoundCamera]:
    """Every camera, by rising index; none if they cannot be listed (a camera can still be opened by its index).

    Whether one is busy or forbidden cannot be told on these systems without opening it.
    """
    return _windows_cameras() if platform.system() == "Windows" else _mac_cameras()


def _windows_cameras() -> list[FoundCamera]:
    """By cv2-enumerate-cameras: OpenCV tells no names, and Media Foundation is out of reach of the standard library."""
    try:
        lister: Any = importlib.import_module("cv2_enumerate_cameras")
    except ImportError:
        return []
    listed: list[Any] = lister.enumerate_cameras(_MSMF)
    infos = [FoundCamera(int(camera.index), str(camera.name), str(camera.path or "")) for camera in listed]
    return sorted(infos, key=lambda info: info.index)


def _mac_cameras() -> list[FoundCamera]:
    try:
        told = subprocess.run(_PROFILER, capture_output=True, timeout=10, check=True).stdout  # noqa: S603 (fixed words)
    except (OSError, subprocess.SubprocessError):
        return []
    return mac_cameras_in(told)


def mac_cameras_in(told: bytes) -> list[FoundCamera]:
    """The cameras in system_profiler's answer. OpenCV numbers them by rising unique id."""
    try:
        listed: list[dict[str, Any]] = json.loads(told)["SPCameraDataType"]
        pairs = sorted((str(camera["spcamera_unique-id"]), str(camera["_name"])) for camera in listed)
    except (ValueError, KeyError, TypeError):
        return []
    return [FoundCamera(index, name, unique_id) for index, (unique_id, name) in enumerate(pairs)]
