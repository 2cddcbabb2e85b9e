"""Keeps the memory of native code small: glibc gives each thread a store of its own and keeps what is freed. With the
threads of a monitor and pictures of a megabyte, that was 35 MB more than is ever in use at once. Elsewhere: nothing."""

from __future__ import annotations

import ctypes
import sys

_ARENA_MAX = -8
"""M_ARENA_MAX of malloc.h."""
EVERY_S = 5.0
"""Between two returns: one takes under a millisecond, and a look leaves several megabytes behind."""


def share_one_store() -> bool:
    """All threads take from one store; call it before any is started. Whether the system has such a thing."""
    libc = _glibc()
    return libc is not None and libc.mallopt(_ARENA_MAX, 1) == 1


class Returning:
    """Gives back to the system what is free, now and then."""

    def __init__(self, every_s: float = EVERY_S) -> None:
        self._every_s = every_s
        self._next_s = 0.0
        self._libc = _glibc()

    def mind(self, now_s: float) -> bool:
        """Give back what is free, if it is time by the monotonic clock ``now_s``. Whether it was."""
        if self._libc is None or now_s < self._next_s:
            return False
        self._next_s = now_s + self._every_s
        self._libc.malloc_trim(0)
        return True


def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    try:
        libc = ctypes.CDLL(None)
        return libc if all(hasattr(libc, name) for name in ("mallopt", "malloc_trim", "gnu_get_libc_version")) else None
    except OSError:
        return None
