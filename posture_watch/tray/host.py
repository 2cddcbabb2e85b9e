"""Whether anything on this desktop shows tray icons.

Qt asks once in the life of a process which of the two ways of Linux desktops there is, and sticks to the answer. So it
is asked only after one of them has been seen; a panel that starts after us is not taken for none.
"""

from __future__ import annotations

import ctypes
import os
import sys

from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QSystemTrayIcon

_WATCHER = "org.kde.StatusNotifierWatcher"
LOOKS_FOR_WATCHER = 3
"""So many looks (one every two seconds) a host of the old way is given to announce the new one, too."""


class TrayHost:
    """``appeared`` is asked until it is True, then ``there``."""

    def __init__(self) -> None:
        self._looks = 0
        self._by_watcher = False
        self._bus = _session_bus()

    def appeared(self) -> bool:
        """Whether an icon may be made now."""
        if self._bus is None:
            return QSystemTrayIcon.isSystemTrayAvailable()
        self._by_watcher = self._watcher_there()
        if self._by_watcher:
            return True
        if not x11_tray_there(os.environ.get("DISPLAY", "")):
            self._looks = 0
            return False
        self._looks += 1
        return self._looks > LOOKS_FOR_WATCHER

    def needs_fresh_process(self) -> bool:
        """Qt has settled for the old way, its host has gone, and now there is one of the new way."""
        if self._bus is None or self._by_watcher or QSystemTrayIcon.isSystemTrayAvailable():
            return False
        return self._watcher_there()

    def _watcher_there(self) -> bool:
        if self._bus is None or not self._bus.isConnected():
            return False
        return bool(self._bus.interface().isServiceRegistered(_WATCHER).value())


def _session_bus() -> QDBusConnection | None:
    return QDBusConnection.sessionBus() if sys.platform == "linux" else None


def x11_tray_there(display: str) -> bool:
    """Whether somebody owns the tray selection of ``display``: the old way."""
    if not display:
        return False
    try:
        x11 = ctypes.CDLL("libX11.so.6")
    except OSError:
        return False
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XOpenDisplay.argtypes = (ctypes.c_char_p,)
    x11.XDefaultScreen.argtypes = (ctypes.c_void_p,)
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XInternAtom.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
    x11.XGetSelectionOwner.restype = ctypes.c_ulong
    x11.XGetSelectionOwner.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
    x11.XCloseDisplay.argtypes = (ctypes.c_void_p,)
    connection = x11.XOpenDisplay(display.encode())
    if not connection:
        return False
    try:
        name = f"_NET_SYSTEM_TRAY_S{x11.XDefaultScreen(connection)}"
        return bool(x11.XGetSelectionOwner(connection, x11.XInternAtom(connection, name.encode(), 0)))
    finally:
        x11.XCloseDisplay(connection)
