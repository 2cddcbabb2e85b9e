"""Has the user told the desktop not to be disturbed? Each notification service says so in its own way."""

from __future__ import annotations

import time
from collections.abc import Callable

from posture_watch.silence.bus import Bus
from posture_watch.silence.child import answer_of
from posture_watch.silence.desktop import Desktop
from posture_watch.silence.sense import Ask, CannotTellError, Sense, Source
from posture_watch.texts import text

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"
_XFCONF = "org.xfce.Xfconf"
_XFCONF_PATH = "/org/xfce/Xfconf"
_MAKO = "fr.emersion.Mako"
_SWAYNC = "org.erikreider.swaync.cc"
_SETTINGS = {
    "gnome-shell": ("org.gnome.desktop.notifications", "show-banners", "false"),
    "cinnamon": ("org.cinnamon.desktop.notifications", "display-notifications", "false"),
    "Notification Daemon": ("org.mate.NotificationDaemon", "do-not-disturb", "true"),
}
"""Of each desktop that keeps it in its settings: schema, key, and the value that means silence."""
# The user may change the desktop's notification service; and a setting may change without its file being seen to.
_REMEMBERED_S = 60.0


class NotificationService(Source[bool]):
    """The notification service of the session bus, asked in its own way. ``clock``: monotonic seconds."""

    name = "notification service"

    def __init__(self, desktop: Desktop, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._desktop = desktop
        self._bus = desktop.session_bus
        self._clock = clock
        self._service = ""
        self._named_at_s = float("-inf")
        self._setting: tuple[object, float, bool] | None = None

    def ask(self) -> bool:
        try:
            return self._ask(self._who())
        except CannotTellError:
            self._named_at_s = float("-inf")
            raise

    def _who(self) -> str:
        """The service's name for itself."""
        if self._clock() - self._named_at_s > _REMEMBERED_S:
            self._service = self.name = str(self._bus.call(_NAME, _PATH, _NAME, "GetServerInformation")[0])
            self._named_at_s = self._clock()
        return self._service

    def _ask(self, service: str) -> bool:
        if service in _SETTINGS:
            return self._by_setting(*_SETTINGS[service])
        ways: dict[str, Callable[[Bus], bool]] = {
            "Xfce Notify Daemon": _xfce,
            "dunst": lambda bus: bool(bus.get(_NAME, _PATH, "org.dunstproject.cmd0", "paused")),
            "mako": lambda bus: "do-not-disturb" in bus.get(_MAKO, "/fr/emersion/Mako", _MAKO, "Modes"),
            "SwayNotificationCenter": lambda bus: bool(
                bus.call(_SWAYNC, "/org/erikreider/swaync/cc", _SWAYNC, "GetDnd")[0]
            ),
        }
        # KDE's, which others have taken over.
        return ways.get(service, lambda bus: bool(bus.get(_NAME, _PATH, _NAME, "Inhibited")))(self._bus)

    def _by_setting(self, schema: str, key: str, silent: str) -> bool:
        """Asks a child process, which is dear: only when the settings' file has changed, or once a minute."""
        version, now_s = self._settings_version(), self._clock()
        if self._setting and self._setting[0] == version and now_s - self._setting[1] < _REMEMBERED_S:
            return self._setting[2]
        value = answer_of(["gsettings", "get", schema, key], self._desktop.environ).strip()
        if value not in ("true", "false"):
            raise CannotTellError(text("the setting {key} is neither true nor false", key=key))
        self._setting = (version, now_s, value == silent)
        return value == silent

    def _settings_version(self) -> object:
        try:
            found = (self._desktop.config_home / "dconf" / "user").stat()
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_ino, found.st_size)


def do_not_disturb(desktop: Desktop) -> Sense[bool]:
    """True while the desktop holds notifications back because the user said so."""
    sources: list[Source[bool]] = []
    advice = ""
    if desktop.platform == "linux":
        sources = [NotificationService(desktop)]
    elif desktop.platform == "win32":
        sources = [Ask("Windows", desktop.windows.do_not_disturb)]
    elif desktop.platform == "darwin":
        advice = text("macOS tells no program about Focus; it holds notifications back by itself.")
    return Sense(text("do not disturb"), sources, every_s=4.0, advice=advice)


def _xfce(bus: Bus) -> bool:
    """Off is the default, and a default is not written down."""
    wanted = ("xfce4-notifyd", "/do-not-disturb")
    try:
        return bool(bus.call(_XFCONF, _XFCONF_PATH, _XFCONF, "GetProperty", "ss", wanted)[0][1])
    except CannotTellError:
        if bus.call(_XFCONF, _XFCONF_PATH, _XFCONF, "PropertyExists", "ss", wanted)[0]:
            raise
        return False
