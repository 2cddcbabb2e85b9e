"""Is the session locked, or its screen saver on?"""

from __future__ import annotations

from posture_watch.silence.bus import Bus
from posture_watch.silence.desktop import Desktop
from posture_watch.silence.sense import Ask, CannotTellError, Sense, Source
from posture_watch.texts import text

SCREEN_SAVERS = (
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
)
"""Names and paths of what answers GetActive; the desktop's own first, then what KDE and others share."""


class ScreenSaver(Source[bool]):
    """The first of the desktops' screen savers that answers; it is asked first the next time."""

    name = "ScreenSaver"

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._known: tuple[str, str] | None = None

    def ask(self) -> bool:
        known, self._known = self._known, None
        for saver in (known,) if known else SCREEN_SAVERS:
            try:
                active = bool(self._bus.call(*saver, saver[0], "GetActive")[0])
            except CannotTellError:
                if not self._bus.is_open:
                    raise
                continue
            self._known = saver
            return active
        raise CannotTellError(text("no screen saver answers on the session bus"))


def lock(desktop: Desktop) -> Sense[bool]:
    """True while the session is locked. Locking is believed from whoever says so: not every locker tells logind."""
    sources: list[Source[bool]] = []
    if desktop.platform == "linux":
        sources = [Ask("logind", desktop.logind.locked), ScreenSaver(desktop.session_bus)]
    elif desktop.platform == "win32":
        sources = [Ask("Windows", desktop.windows.locked)]
    elif desktop.platform == "darwin":
        sources = [Ask("macOS", desktop.macos.locked)]
    return Sense(text("session locked"), sources, choice="any")
