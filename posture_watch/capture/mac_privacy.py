"""Whether macOS lets this program use cameras, asked of AVFoundation through ctypes. Not run by us on a Mac."""

from __future__ import annotations

import ctypes
import ctypes.util
from typing import Any

NOT_ASKED, RESTRICTED, DENIED, ALLOWED = range(4)
"""AVAuthorizationStatus."""


def authorization() -> int | None:
    """AVCaptureDevice's authorizationStatusForMediaType: for video, or None if it cannot be asked."""
    try:
        foundation = ctypes.CDLL("/System/Library/Frameworks/AVFoundation.framework/AVFoundation")
        objc = ctypes.CDLL(ctypes.util.find_library("objc") or "libobjc.dylib")
        return _status(objc, ctypes.c_void_p.in_dll(foundation, "AVMediaTypeVideo"))
    except (OSError, ValueError, AttributeError):
        return None


def _status(objc: Any, media_type: ctypes.c_void_p) -> int | None:
    objc.objc_getClass.restype = objc.sel_registerName.restype = ctypes.c_void_p
    device = objc.objc_getClass(b"AVCaptureDevice")
    if not device:
        return None
    selector = objc.sel_registerName(b"authorizationStatusForMediaType:")
    ask = ctypes.CFUNCTYPE(ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)(("objc_msgSend", objc))
    return int(ask(device, selector, media_type))
