"""Cameras on Linux: the V4L2 nodes that can capture, asked by ioctl, as directory listings and OpenCV know less."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import struct
from collections.abc import Generator
from pathlib import Path

from posture_watch.capture.found_camera import FoundCamera
from posture_watch.capture.source import LostKind

_QUERYCAP = 0x80685600  # _IOR('V', 0, struct v4l2_capability)
_CAPABILITY = struct.Struct("16s32s32sIII12x")  # driver, card, bus, version, capabilities, device capabilities
_REQBUFS = 0xC0145608  # _IOWR('V', 8, struct v4l2_requestbuffers)
_REQUEST = struct.Struct("IIII4x")  # count, type, memory, capabilities
_CAN_CAPTURE, _HAS_DEVICE_CAPS = 0x1, 0x80000000
_VIDEO_CAPTURE, _MEMORY_MMAP = 1, 1

_ALWAYS_TRIED = range(10)
"""Indexes that are tried even when /dev does not list them (a sandbox may hide the folder but not the device)."""

_KINDS: dict[int, LostKind] = {
    errno.ENOENT: "absent",
    errno.ENXIO: "absent",
    errno.ENODEV: "unplugged",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EBUSY: "busy",
}


def cameras() -> list[FoundCamera]:
    """Every camera, by rising index."""
    try:
        names = os.listdir("/dev")  # noqa: PTH208 (once in every look)
    except OSError:
        names = []
    listed = (name.removeprefix("video") for name in names if name.startswith("video"))
    indexes = {int(number) for number in listed if number.isdigit()} | set(_ALWAYS_TRIED)
    infos = (look_at(index) for index in sorted(indexes))
    return [info for info in infos if info is not None and info.problem not in ("absent", "unplugged")]


def look_at(index: int) -> FoundCamera | None:
    """The camera behind /dev/video``index`` (``problem`` absent if there is none), or None if it is no camera."""
    device = f"/dev/video{index}"
    try:
        with _opened(device) as fd:
            driver_says = fcntl.ioctl(fd, _QUERYCAP, bytes(_CAPABILITY.size))
            _, card, _, _, capabilities, device_capabilities = _CAPABILITY.unpack(driver_says)
            able = device_capabilities if capabilities & _HAS_DEVICE_CAPS else capabilities
            if not able & _CAN_CAPTURE:
                return None  # a camera's second node, for metadata
            name = card.split(b"\0")[0].decode(errors="replace").strip()
            return FoundCamera(index, name, device, _streaming_problem(fd))
    except OSError as error:
        if error.errno in (errno.ENOTTY, errno.EINVAL):
            return None  # not a V4L2 device at all
        name = _name_in_sysfs(index) if error.errno != errno.ENOENT else ""
        return FoundCamera(index, name, device, _KINDS.get(error.errno or 0, "absent"))


def _streaming_problem(fd: int) -> LostKind | None:
    """Ask for no buffers: refused with EBUSY while another program streams, and harmless otherwise."""
    try:
        fcntl.ioctl(fd, _REQBUFS, _REQUEST.pack(0, _VIDEO_CAPTURE, _MEMORY_MMAP, 0))
    except OSError as error:
        return _KINDS.get(error.errno or 0)
    return None


@contextlib.contextmanager
def _opened(device: str) -> Generator[int]:
    fd = os.open(device, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        yield fd
    finally:
        os.close(fd)


def is_another_now(camera: FoundCamera) -> bool:
    """Whether the node belongs to a camera of another name by now, without opening it (the driver cuts names)."""
    name = _name_in_sysfs(camera.index)
    return bool(name) and not name.startswith(camera.name)


def _name_in_sysfs(index: int) -> str:
    """The name of a camera that may not be opened."""
    try:
        return Path(f"/sys/class/video4linux/video{index}/name").read_text().strip()
    except OSError:
        return ""
