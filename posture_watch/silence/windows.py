"""What Windows knows about the session, through ctypes. Written from its documentation; not run on Windows yet."""

from __future__ import annotations

import ctypes
import struct
import sys
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from posture_watch.silence.sense import CannotTellError
from posture_watch.texts import text

Device = Literal["microphone", "webcam"]

_CURRENT_SESSION = 0xFFFFFFFF
_SESSION_EX = 25  # WTSSessionInfoEx
_FLAGS_AT = 16  # Level, padding to 8; SessionId, SessionState, SessionFlags
_LOCKED, _UNLOCKED = 0, 1
_NOT_PRESENT = 1
_FULL_SCREEN = (2, 3, 4, 7)  # busy, Direct3D, presentation, an app of the store
_FOCUS_ASSIST = 0x0D83063EA3BF1C75  # WNF_SHEL_QUIETHOURS_ACTIVE_PROFILE_CHANGED: 0 off, 1 priority, 2 alarms only
_CONSENT = r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore"
_EPOCH_1601_S = 11_644_473_600


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
class Use:
    """A line of Windows' book of who used a camera or microphone. ``program``: a path, or a package's name; times in
    units of 100 ns since 1601, ``stopped`` 0 while it goes on."""

    program: str
    started: int
    stopped: int


def still_used(uses: Iterable[Use], *, booted: int, own: Collection[str]) -> bool:
    """Whether another program uses it. One that was cut off (a crash, a power cut) is never marked as stopped: only
    what began since ``booted`` is believed. ``own``: paths of our own programs."""
    ours = {_written(path) for path in own}
    return any(use.stopped == 0 and use.started >= booted and _written(use.program) not in ours for use in uses)


def _written(path: str) -> str:
    """A path as Windows writes it there."""
    return path.replace("\\", "#").lower()


def full_screen_by(state: int) -> bool:
    """Whether SHQueryUserNotificationState means a full-screen program or a presentation."""
    if state == _NOT_PRESENT:
        raise CannotTellError(text("nobody is at the screen"))
    return state in _FULL_SCREEN


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

    def full_screen(self) -> bool:
        """Also a presentation, and what Windows calls busy."""
        if sys.platform != "win32":
            raise _elsewhere()
        state = ctypes.c_int()
        if ctypes.windll.shell32.SHQueryUserNotificationState(ctypes.byref(state)):
            raise CannotTellError(text("Windows does not say whether a program is full screen"))
        return full_screen_by(state.value)

    def do_not_disturb(self) -> bool:
        """Focus Assist, later called Do not disturb. No documented call tells; this one has been there since 2018."""
        if sys.platform != "win32":
            raise _elsewhere()
        name, stamp = ctypes.c_uint64(_FOCUS_ASSIST), ctypes.c_uint32()
        value, size = ctypes.c_uint32(), ctypes.c_uint32(4)
        query = getattr(ctypes.windll.ntdll, "NtQueryWnfStateData", None)
        found = (ctypes.byref(stamp), ctypes.byref(value), ctypes.byref(size))
        if query is None or query(ctypes.byref(name), None, None, *found) or size.value != 4:
            raise CannotTellError(text("this Windows does not tell about do not disturb"))
        return value.value != 0

    def in_use(self, device: Device) -> bool:
        """Whether another program uses the microphone or the webcam now."""
        if sys.platform != "win32":
            raise _elsewhere()
        ctypes.windll.kernel32.GetTickCount64.restype = ctypes.c_uint64
        up_s = ctypes.windll.kernel32.GetTickCount64() / 1000
        booted = int((time.time() - up_s + _EPOCH_1601_S) * 1e7)
        return still_used(_uses(device), booted=booted, own=_own_programs())


def _own_programs() -> tuple[str, ...]:
    """A venv's python.exe starts another one, which is the one that Windows writes down."""
    return (sys.executable, str(getattr(sys, "_base_executable", sys.executable)))


def _uses(device: Device) -> list[Use]:
    """Everybody in Windows' book of ``device``; CannotTellError if there is no book."""
    if sys.platform != "win32":
        raise _elsewhere()
    import winreg  # noqa: PLC0415

    def below(root: int, path: str) -> list[tuple[int, str]]:
        try:
            with winreg.OpenKey(root, path) as key:
                return [(root, f"{path}\\{winreg.EnumKey(key, n)}") for n in range(winreg.QueryInfoKey(key)[0])]
        except OSError:
            return []

    def use_at(root: int, path: str) -> Use | None:
        try:
            with winreg.OpenKey(root, path) as key:
                times = [int(winreg.QueryValueEx(key, f"LastUsedTime{end}")[0]) for end in ("Start", "Stop")]
        except OSError:
            return None
        return Use(path.rpartition("\\")[2], times[0], times[1])

    book = f"{_CONSENT}\\{device}"
    roots = (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE)  # services are in the second
    keys = [key for root in roots for path in (book, f"{book}\\NonPackaged") for key in below(root, path)]
    if not keys:
        raise CannotTellError(text("Windows keeps no book of who uses the {device}", device=device))
    return [use for use in (use_at(*key) for key in keys) if use is not None]


def _elsewhere() -> CannotTellError:
    return CannotTellError(text("this is not Windows"))
