"""Tells that somebody opened a device, by inotify: free while nothing happens. Linux only, without a dependency."""

from __future__ import annotations

import ctypes
import os
import weakref
from pathlib import Path

_IN_OPEN = 0x20


class OpenAlarm:
    """Watches one device node from now on. Where inotify refuses, ``works`` is False."""

    def __init__(self, device: Path) -> None:
        self._fd = _watch(device)
        if self._fd is not None:
            weakref.finalize(self, os.close, self._fd)

    @property
    def works(self) -> bool:
        return self._fd is not None

    def rang(self) -> bool:
        """Whether the device was opened (by us, too) since the last call."""
        if self._fd is None:
            return False
        try:
            return bool(os.read(self._fd, 4096))
        except OSError:  # nothing to read
            return False


def _watch(device: Path) -> int | None:
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        fd = int(libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC))
    except (OSError, AttributeError):
        return None
    if fd < 0:
        return None
    if libc.inotify_add_watch(fd, os.fsencode(device), _IN_OPEN) < 0:
        os.close(fd)
        return None
    return fd
