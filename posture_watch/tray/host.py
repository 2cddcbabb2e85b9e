"""Which kind of tray this desktop has right now. Panels come late, go, and come back as another kind.

Linux has two: the watcher on the session bus, which today's panels are, and the older selection of X11. Qt chooses one
when an icon is made and stays with it, so an icon of the older kind is made anew when a watcher comes.
"""

from __future__ import annotations

import sys
from typing import Literal

from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QSystemTrayIcon

Kind = Literal["none", "older", "usual"]
_WATCHER = "org.kde.StatusNotifierWatcher"


def kind_of_tray() -> Kind:
    """ "usual" on Windows and macOS, too."""
    if sys.platform != "linux":
        return "usual" if QSystemTrayIcon.isSystemTrayAvailable() else "none"
    bus = QDBusConnection.sessionBus()
    if bus.isConnected() and bus.interface().isServiceRegistered(_WATCHER).value():
        return "usual"
    return "older" if QSystemTrayIcon.isSystemTrayAvailable() else "none"


def draws_menu(kind: Kind) -> bool:
    """Whether the panel draws the menu from what is sent to it over the bus; else Qt or the system does."""
    return kind == "usual" and sys.platform == "linux"
