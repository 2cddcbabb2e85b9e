"""What Windows knows about the session, through ctypes. Written from its documentation; not run on Windows yet."""

from __future__ import annotations

import ctypes
import struct
import sys
from dataclasses import dataclass

from posture_watch.silence.sense import CannotTellError
from posture_watch.texts import text

_CURRENT_SESSION = 0xFFFFFFFF
_SESSION_EX = 25  # WTSSessionInfoEx
_FLAGS_AT = 16  # Level, padding to 8; SessionId, SessionState, SessionFlags
_LOCKED, _UNLOCKED = 0, 1


def locked_by_flags(block: bytes) -> bool:
    """Whether a WTSINFOEX block says that the session is locked; CannotTellError if it says neither."""
    (flags,) = struct.unpack_from("<i", block, _FLAGS_AT)
    if flags not in (_LOCKED, _UNLOCKED):
        raise CannotTellError(text("Windows does not say whether the session is locked"))
    return flags == _LOCKED


def seconds_since(now_ms: int, then_ms: int) -> float:
    """Between two 32-bit tick counts, which start again from 0 every 49.7 days."""
    return ((now_ms - then_ms) & 0xFFFFFFFF) / 1000


@dataclass(frozen=True, slots=True)
class Windows:
    """Answers, or CannotTellError; on other systems always the latter."""

    def locked(self) -> bool:
        if sys.platform != "win32":
            raise _elsewhere()
        wts = ctypes.windll.wtsapi32
        block, size = ctypes.c_void_p(), ctypes.c_uint32()
        wts.WTSQuerySessionInformationW.argtypes = [
            ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int, ctypes.POINTER(ctypes.c_void_p),
            ctypes.POINTER(ctypes.c_uint32),
        ]  # fmt: skip
        wts.WTSFreeMemory.argtypes = [ctypes.c_void_p]
        wanted = (None, _CURRENT_SESSION, _SESSION_EX, ctypes.byref(block), ctypes.byref(size))
        if not wts.WTSQuerySessionInformationW(*wanted):
            raise CannotTellError(text("Windows does not say whether the session is locked"))
        try:
            return locked_by_flags(ctypes.string_at(block.value or 0, size.value))
        finally:
            wts.WTSFreeMemory(block)

    def idle_s(self) -> float:
        if sys.platform != "win32":
            raise _elsewhere()

        class LastInput(ctypes.Structure):
            _fields_ = (("size", ctypes.c_uint32), ("tick_ms", ctypes.c_uint32))

        last = LastInput(ctypes.sizeof(LastInput), 0)
        if not ctypes.windll.user32.GetLastInputInfo(ctypes.byref(last)):
            raise CannotTellError(text("Windows does not say when the last input was"))
        return seconds_since(ctypes.windll.kernel32.GetTickCount() & 0xFFFFFFFF, last.tick_ms)


def _elsewhere() -> CannotTellError:
    return CannotTellError(text("this is not Windows"))
