"""Tells that somebody opened a device, by inotify: free while nothing happens. Linux only, without a dependency."""

from __future__ import annotations

import ctypes
import os
import struct
import weakref
from pathlib import Path

_IN_OPEN = 0x20
_IN_IGNORED = 0x8000
_EVENT = struct.Struct("iIII")
"""Watch, what happened, which of several that belong together, length of the name that follows."""


class OpenAlarm:
    """Watches one device node from now on. ``works`` is False where inotify refuses, and once the node is gone."""

    def __init__(self, device: Path) -> None:
        self._fd = _watch(device)
        self._is_gone = False
        if self._fd is not None:
            weakref.finalize(self, os.close, self._fd)

    @property
    def works(self) -> bool:
        return self._fd is not None and not self._is_gone

    def rang(self) -> bool:
        """Whether the device was opened (by us, too) since the last call."""
        if self._fd is None:
            return False
        try:
            told = os.read(self._fd, 4096)
        except OSError:  # nothing to read
            return False
        events = _EVENT.iter_unpack(told[: len(told) // _EVENT.size * _EVENT.size])  # of a node itself none has a name
        self._is_gone |= any(what & _IN_IGNORED for _, what, _, _ in events)
        return bool(told)


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
