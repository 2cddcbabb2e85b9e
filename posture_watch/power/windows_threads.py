"""The threads of this process on Windows, which inherit nothing: found, lowered, and kept together. Written from the
documentation; not tried."""

from __future__ import annotations

import ctypes
import os
import sys
from ctypes import wintypes

_SNAP_THREADS = 0x4
_SET_AND_QUERY = 0x20 | 0x40
_BELOW_NORMAL = -1
_INVALID = ctypes.c_void_p(-1).value


class _ThreadEntry(ctypes.Structure):
    _fields_ = (
        ("size", wintypes.DWORD),
        ("usage", wintypes.DWORD),
        ("thread_id", wintypes.DWORD),
        ("owner", wintypes.DWORD),
        ("base_priority", wintypes.LONG),
        ("delta_priority", wintypes.LONG),
        ("flags", wintypes.DWORD),
    )


def own_threads() -> frozenset[int]:
    """Their numbers; none if Windows does not tell."""
    if sys.platform != "win32":
        return frozenset()
    kernel = ctypes.windll.kernel32
    kernel.CreateToolhelp32Snapshot.restype = wintypes.HANDLE
    snapshot = kernel.CreateToolhelp32Snapshot(_SNAP_THREADS, 0)
    if snapshot in (None, _INVALID):
        return frozenset()
    entry, found = _ThreadEntry(), set[int]()
    entry.size = ctypes.sizeof(entry)
    there = kernel.Thread32First(wintypes.HANDLE(snapshot), ctypes.byref(entry))
    while there:
        if entry.owner == os.getpid():
            found.add(entry.thread_id)
        there = kernel.Thread32Next(wintypes.HANDLE(snapshot), ctypes.byref(entry))
    kernel.CloseHandle(wintypes.HANDLE(snapshot))
    return frozenset(found)


def keep_together(threads: frozenset[int], cores: frozenset[int]) -> int:
    """Lower ``threads`` and let them run on ``cores`` only; how many took it."""
    if sys.platform != "win32":
        return 0
    kernel, taken = ctypes.windll.kernel32, 0
    kernel.OpenThread.restype = wintypes.HANDLE
    kernel.SetThreadAffinityMask.restype = ctypes.c_size_t
    mask = ctypes.c_size_t(sum(1 << core for core in cores))
    for thread in threads:
        handle = kernel.OpenThread(_SET_AND_QUERY, False, thread)
        if not handle:
            continue
        kernel.SetThreadPriority(wintypes.HANDLE(handle), _BELOW_NORMAL)
        taken += bool(kernel.SetThreadAffinityMask(wintypes.HANDLE(handle), mask))
        kernel.CloseHandle(wintypes.HANDLE(handle))
    return taken
