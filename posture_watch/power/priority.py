"""Whatever else the computer does comes first: the thread that calls this gives way. Threads that it starts afterwards
inherit that on Linux, so it is asked for by threads that start no programs, or after those that do have begun."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading

NICE = 10
"""Halfway to the lowest: under full load a tenth of what others get, which is plenty for a look now and then."""
_WINDOWS_BELOW_NORMAL = -1
_MAC_UTILITY = 0x11
"""QOS_CLASS_UTILITY: work that nobody waits for; on Apple's chips it goes to the frugal cores."""


def give_way() -> bool:
    """Lower the calling thread, and no other. False if the system does not let us."""
    try:
        if sys.platform == "linux":
            return _on_linux()
        if sys.platform == "darwin":  # written from the documentation; not tried
            return ctypes.CDLL(None).pthread_set_qos_class_self_np(_MAC_UTILITY, 0) == 0
        if sys.platform == "win32":  # written from the documentation; not tried
            # of the thread: children of a process of low priority would inherit it
            kernel = ctypes.windll.kernel32
            return bool(kernel.SetThreadPriority(ctypes.c_void_p(kernel.GetCurrentThread()), _WINDOWS_BELOW_NORMAL))
    except (OSError, AttributeError):
        return False
    return False


def give_way_too(name: str) -> int:
    """Lower the threads of that name which run already; how many. On Linux; those that are started by a thread that
    has given way need not be told."""
    if sys.platform != "linux":
        return 0
    lowered = 0
    for thread in threading.enumerate():
        if thread.name == name and thread.native_id is not None:
            with contextlib.suppress(OSError):  # it has ended meanwhile
                _lower(thread.native_id)
                lowered += 1
    return lowered


def _on_linux() -> bool:
    _lower(threading.get_native_id())
    return True


def _lower(thread: int) -> None:
    """Linux keeps a priority a thread, under the thread's own number."""
    if os.getpriority(os.PRIO_PROCESS, thread) < NICE:
        os.setpriority(os.PRIO_PROCESS, thread, NICE)
