"""How long ago was the last key or mouse movement? A person who reads touches neither: the camera knows better.

KDE's and freedesktop's GetSessionIdleTime is not asked: seconds by the book, milliseconds at KDE, refused on Wayland,
and where it works X11 answers as well.
"""

from __future__ import annotations

from posture_watch.silence.desktop import Desktop
from posture_watch.silence.sense import Ask, Sense, Source
from posture_watch.texts import text

_MUTTER = "org.gnome.Mutter.IdleMonitor"


def idle(desktop: Desktop) -> Sense[float]:
    """Seconds since the last input."""
    sources: list[Source[float]] = []
    if desktop.platform == "linux":
        # Under Wayland, an X server sees the input of X programs only and would call everybody else idle.
        x_screen = [] if desktop.wayland else [Ask("X11", desktop.x_server.idle_s)]
        sources = [Ask("Mutter", lambda: _mutter_s(desktop)), *x_screen, Ask("logind", desktop.logind.idle_s)]
    elif desktop.platform == "win32":
        sources = [Ask("Windows", desktop.windows.idle_s)]
    elif desktop.platform == "darwin":
        sources = [Ask("macOS", desktop.macos.idle_s)]
    return Sense(text("keyboard and mouse idle"), sources, every_s=4.0)


def _mutter_s(desktop: Desktop) -> float:
    path = "/org/gnome/Mutter/IdleMonitor/Core"
    return int(desktop.session_bus.call(_MUTTER, path, _MUTTER, "GetIdletime")[0]) / 1000
