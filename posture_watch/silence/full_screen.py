"""Is the active window full screen, or a presentation or film on? Windows of Wayland cannot be asked."""

from __future__ import annotations

from typing import Any

from posture_watch.silence.bus import Bus
from posture_watch.silence.desktop import Desktop
from posture_watch.silence.sense import Ask, CannotTellError, Sense, Source
from posture_watch.silence.x11 import XServer
from posture_watch.texts import text

_GNOME = "org.gnome.SessionManager"
_KDE = "org.kde.Solid.PowerManagement.PolicyAgent"
_XFCE = "org.xfce.Xfconf"
# What a film and a presentation hold off, and music does not; org.freedesktop.PowerManagement.Inhibit mixes both.
_GNOME_IDLE = 8
_KDE_SCREEN = 4


def full_screen(desktop: Desktop) -> Sense[bool]:
    """True while the active window fills its screen, or a program keeps the screen awake where windows are secret."""
    sources: list[Source[bool]] = []
    advice = ""
    if desktop.platform == "linux" and desktop.wayland:
        sources = [
            Ask("GNOME", lambda: _kept_awake(desktop.session_bus, _GNOME, "IsInhibited", _GNOME_IDLE)),
            Ask("KDE", lambda: _kept_awake(desktop.session_bus, _KDE, "HasInhibition", _KDE_SCREEN)),
        ]
        advice = text("Wayland keeps windows secret. A program that keeps the screen awake is noticed.")
    elif desktop.platform == "linux":
        sources = [
            Ask("X11", lambda: active_window_fills_screen(desktop.x_server)),
            Ask("Xfce", lambda: _presents(desktop.session_bus)),
        ]
    elif desktop.platform == "win32":
        sources = [Ask("Windows", desktop.windows.full_screen)]
    return Sense(text("full screen"), sources, choice="any", every_s=4.0, advice=advice)


def active_window_fills_screen(server: XServer) -> bool:
    """By what the window manager writes down; CannotTellError if it writes nothing."""
    if not server.root_property("_NET_SUPPORTED"):
        raise CannotTellError(text("the window manager does not tell which window is active"))
    active = server.root_property("_NET_ACTIVE_WINDOW")
    if not active or not active[0]:
        return False
    return server.atom("_NET_WM_STATE_FULLSCREEN") in server.window_property(active[0], "_NET_WM_STATE")


def _kept_awake(bus: Bus, name: str, method: str, what: int) -> bool:
    """True or CannotTellError: a full-screen window that keeps nothing awake is not seen."""
    path = "/" + name.replace(".", "/")
    return _only_true(bus.call(name, path, name, method, "u", (what,))[0])


def _presents(bus: Bus) -> bool:
    """The presentation mode of the power manager: true or CannotTellError, off says nothing about windows."""
    wanted = ("xfce4-power-manager", "/xfce4-power-manager/presentation-mode")
    return _only_true(bus.call(_XFCE, "/org/xfce/Xfconf", _XFCE, "GetProperty", "ss", wanted)[0][1])


def _only_true(answer: Any) -> bool:
    if not answer:
        raise CannotTellError(text("nothing keeps the screen awake, which says nothing about windows"))
    return True
