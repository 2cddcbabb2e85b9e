"""What macOS knows about the session, through ctypes. Written from its documentation; not run on macOS yet."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

from posture_watch.silence.sense import CannotTellError
from posture_watch.texts import text

_FRAMEWORKS = "/System/Library/Frameworks"
_GRAPHICS = f"{_FRAMEWORKS}/CoreGraphics.framework/CoreGraphics"
_FOUNDATION = f"{_FRAMEWORKS}/CoreFoundation.framework/CoreFoundation"
_AUDIO = f"{_FRAMEWORKS}/CoreAudio.framework/CoreAudio"
_AUDIO_SYSTEM = 1
_COMBINED_SESSION, _ANY_INPUT = 0, 0xFFFFFFFF
_UTF8 = 0x08000100


@dataclass(frozen=True, slots=True)
class MacOs:
    """Answers, or CannotTellError; on other systems always the latter."""

    def locked(self) -> bool:
        """By the key of the login session that is there only while its screen is locked."""
        if sys.platform != "darwin":
            raise _elsewhere()
        graphics, foundation = ctypes.CDLL(_GRAPHICS), ctypes.CDLL(_FOUNDATION)
        graphics.CGSessionCopyCurrentDictionary.restype = ctypes.c_void_p
        foundation.CFStringCreateWithCString.restype = ctypes.c_void_p
        foundation.CFStringCreateWithCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
        foundation.CFDictionaryGetValue.restype = ctypes.c_void_p
        foundation.CFDictionaryGetValue.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        foundation.CFBooleanGetValue.restype = ctypes.c_ubyte
        foundation.CFBooleanGetValue.argtypes = [ctypes.c_void_p]
        foundation.CFRelease.argtypes = [ctypes.c_void_p]
        session = graphics.CGSessionCopyCurrentDictionary()
        if not session:
            raise CannotTellError(text("there is no login session with a screen"))
        key = foundation.CFStringCreateWithCString(None, b"CGSSessionScreenIsLocked", _UTF8)
        try:
            value = foundation.CFDictionaryGetValue(session, key)
            return bool(value) and bool(foundation.CFBooleanGetValue(value))
        finally:
            foundation.CFRelease(key)
            foundation.CFRelease(session)

    def idle_s(self) -> float:
        if sys.platform != "darwin":
            raise _elsewhere()
        seconds = ctypes.CDLL(_GRAPHICS).CGEventSourceSecondsSinceLastEventType
        seconds.restype = ctypes.c_double
        seconds.argtypes = [ctypes.c_int32, ctypes.c_uint32]
        return float(seconds(_COMBINED_SESSION, _ANY_INPUT))

    def microphone_in_use(self) -> bool:
        """Whether any program records from the default input; asking opens nothing."""
        if sys.platform != "darwin":
            raise _elsewhere()
        device = _audio_number(_AUDIO_SYSTEM, "dIn ")
        if not device:
            return False  # no microphone at all
        return bool(_audio_number(device, "gone"))  # kAudioDevicePropertyDeviceIsRunningSomewhere


def _audio_number(of: int, wanted: str) -> int:
    """A property of CoreAudio that is a 32-bit number; ``wanted`` is its four letters."""
    if sys.platform != "darwin":
        raise _elsewhere()

    class Address(ctypes.Structure):
        _fields_ = (("selector", ctypes.c_uint32), ("scope", ctypes.c_uint32), ("element", ctypes.c_uint32))

    address = Address(_four(wanted), _four("glob"), 0)
    value, size = ctypes.c_uint32(), ctypes.c_uint32(4)
    get = ctypes.CDLL(_AUDIO).AudioObjectGetPropertyData
    get.argtypes = [ctypes.c_uint32, ctypes.POINTER(Address), ctypes.c_uint32, ctypes.c_void_p,
                    ctypes.POINTER(ctypes.c_uint32), ctypes.c_void_p]  # fmt: skip
    if get(of, ctypes.byref(address), 0, None, ctypes.byref(size), ctypes.byref(value)):
        raise CannotTellError(text("macOS does not tell about the microphone"))
    return value.value


def _four(letters: str) -> int:
    return int.from_bytes(letters.encode("ascii"), "big")


def _elsewhere() -> CannotTellError:
    return CannotTellError(text("this is not macOS"))
