"""A virtual desktop with a real panel whose tray shows real icons, and the tray of ours on it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from posture_watch.control.client import ask
from posture_watch.errors import UserError
from posture_watch.paths import paths_below
from posture_watch.tray.icons import COLOURS
from posture_watch.tray.seen import Shown
from tests.desktop_session import DesktopSession, require, wait_for
from tests.program import PROGRAM, ROOT, assert_quiet

PANEL = """<?xml version="1.0" encoding="UTF-8"?>
<channel name="xfce4-panel" version="1.0">
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="size" type="uint" value="32"/>
      <property name="plugin-ids" type="array"><value type="int" value="1"/><value type="int" value="2"/></property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
    </property>
    <property name="plugin-2" type="string" value="systray"/>
  </property>
</channel>
"""
_WINDOW = re.compile(r"^ {5}(0x\w+) .*?(\d+)x(\d+)\+(-?\d+)\+(-?\d+) ", re.MULTILINE)
_TRAY_SPOT = (788, 16)


@dataclass(frozen=True, slots=True)
class Window:
    """A window directly below the root; px."""

    name: str
    width: int
    height: int
    left: int
    top: int


class Panel:
    """xfce4-panel with its tray, at the top of the screen; can be killed and started again."""

    def __init__(self, session: DesktopSession) -> None:
        require("xfce4-panel", "xdotool", "xwininfo", "import", "convert")
        self.session = session
        folder = session.folder / ".config/xfce4/xfconf/xfce-perchannel-xml"
        folder.mkdir(parents=True)
        (folder / "xfce4-panel.xml").write_text(PANEL)
        session.start_screen()
        session.start_bus(service_folders=session.xfconf_services())
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Until it takes icons."""
        self._process, _ = self.session.spawn(["xfce4-panel", "--disable-wm-check"])
        wait_for(self.takes_icons, within_s=20, what="the panel")

    def kill(self) -> None:
        """SIGKILL, together with its plugins."""
        assert self._process is not None
        self.session.kill(self._process)
        wait_for(lambda: not self.takes_icons(), what="the end of the panel")

    def stop(self) -> None:
        """SIGSTOP: it is there and says nothing, until ``go_on``."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGCONT)

    def takes_icons(self) -> bool:
        return "boolean true" in self.session.call_bus("NameHasOwner", "string:org.kde.StatusNotifierWatcher")

    def shows(self, shown: Shown) -> bool:
        """Whether the tray's corner shows the icon: enough pixels of its very colour."""
        pixels = self._pixels(760, 0, 40, 32)
        colour = bytes.fromhex(COLOURS[shown][1:])
        return sum(pixels[at : at + 3] == colour for at in range(0, len(pixels), 3)) >= 20

    def wait_shows(self, shown: Shown, *, within_s: float = 15.0) -> None:
        wait_for(lambda: self.shows(shown), within_s=within_s, what=f"the icon {shown}")

    def wait_hides(self, shown: Shown, *, within_s: float = 15.0) -> None:
        wait_for(lambda: not self.shows(shown), within_s=within_s, what=f"another icon than {shown}")

    def run(self, *command: str, check: bool = True) -> str:
        """A command on this desktop; what it prints."""
        done = subprocess.run(
            command, env=self.session.environment, capture_output=True, text=True, check=check, timeout=20
        )
        return done.stdout

    def windows(self) -> list[Window]:
        """Menus and windows: those that are larger than a tooltip."""
        # it fails for a window that goes while it looks, and still names the others
        seen = self.run("xdotool", "search", "--onlyvisible", "--maxdepth", "1", "--name", "", check=False).split()
        found = _WINDOW.findall(self.run("xwininfo", "-root", "-tree"))
        windows = [Window(name, *map(int, place)) for name, *place in found if str(int(name, 16)) in seen]
        return [window for window in windows if window.width > 60 and window.height > 100 and window.left >= 0]

    def open_menu(self) -> Window:
        """A real right click on the icon; the window of the menu."""
        before = self.windows()
        self.run("xdotool", "mousemove", *map(str, _TRAY_SPOT), "click", "3")
        return self.wait_new_window(before)

    def wait_new_window(self, before: list[Window]) -> Window:
        """A window that was not there."""
        names = {window.name for window in before}
        new: list[Window] = []

        def found() -> bool:
            new[:] = [window for window in self.windows() if window.name not in names]
            return bool(new)

        wait_for(found, what="a window")
        return new[0]

    def wait_painted(self, window: Window) -> None:
        """Until its middle is not the black of the empty screen."""
        x, y = window.left + window.width // 2, window.top + window.height // 2
        wait_for(lambda: any(self._pixels(x, y, 1, 1)), what="a painted window")

    def click(self, window: Window, place: int, of: int) -> None:
        """A real click on entry ``place`` (0 is the first) of a menu with ``of`` entries that are shown."""
        x, y = window.left + window.width // 2, window.top + round((place + 0.5) * window.height / of)
        self.run("xdotool", "mousemove", str(x - 3), str(y))
        self.run("xdotool", "mousemove", str(x), str(y))
        wait_for(lambda: self._is_lit(window.left + 5, y), what=f"entry {place} under the pointer")
        self.run("xdotool", "click", "1")

    def _is_lit(self, x: int, y: int) -> bool:
        """Whether this pixel of a menu is blue, as an entry under the pointer is: only then a click is for it."""
        red, _, blue = self._pixels(x, y, 1, 1)
        return blue - red > 60

    def _pixels(self, left: int, top: int, width: int, height: int) -> bytes:
        """Red, green and blue of a part of the screen, row by row."""
        picture, where = self.session.folder / "part.ppm", f"{width}x{height}+{left}+{top}"
        self.run("import", "-silent", "-window", "root", "-crop", where, "-depth", "8", str(picture))
        return picture.read_bytes()[-width * height * 3 :]

    def key(self, *keys: str) -> None:
        """Keys, as typed."""
        for one in keys:
            self.run("xdotool", "key", one)

    def take(self, name: str, size: str) -> None:
        """A picture of a part of the screen for the documentation, if a folder for it is named."""
        folder = os.environ.get("POSTURE_WATCH_PICTURES")
        if folder:
            self.run("import", "-silent", "-window", "root", "-crop", size, "+repage", "-strip", f"{folder}/{name}.png")


class TrayProcess:
    """`posture-watch tray` on a desktop. Its monitor finds the webcam of the environment."""

    def __init__(
        self, session: DesktopSession, home: Path, extra: Mapping[str, str], *, newcomer: bool = False
    ) -> None:
        home.mkdir(exist_ok=True)
        self.paths = paths_below(home)
        if not newcomer:  # whose first steps would open a window over the panel
            self.paths.state_folder.mkdir(exist_ok=True)
            self.paths.welcomed_file.touch()
        self._session = session
        session.environment.update(POSTURE_WATCH_HOME=str(home), PYTHONPATH=str(ROOT), **extra)
        self.process, self._output = session.spawn([*PROGRAM, "tray"])

    @property
    def printed(self) -> str:
        return self._output.read_text()

    def wait_log(self, words: str) -> None:
        """Until its log says so."""
        log = self.paths.state_folder / "tray.log"
        wait_for(lambda: log.exists() and words in log.read_text(), within_s=20, what=words)

    def status(self) -> Mapping[str, Any]:
        """Of its monitor; empty while that does not answer."""
        try:
            return ask(self.paths.runtime_folder, "status")
        except UserError:
            return {}

    def wait_status(self, key: str, *values: object, within_s: float = 20.0) -> Mapping[str, Any]:
        """The first status in which ``key`` is one of ``values``, or anything that is true without values."""
        seen: list[Mapping[str, Any]] = []

        def found() -> bool:
            seen.append(self.status())
            value = seen[-1].get(key)
            return value in values if values else bool(value)

        wait_for(found, within_s=within_s, what=f"{key} {values}")
        return seen[-1]

    def end(self, kind: signal.Signals = signal.SIGTERM, within_s: float = 20.0) -> int:
        """Send a signal; the exit code. AssertionError if it printed what is not for the user."""
        if self.process.poll() is None:
            self.process.send_signal(kind)
        code = self.process.wait(within_s)
        assert_quiet(self.printed)
        return code


def menu_words(session: DesktopSession) -> list[str]:
    """The entries of our menu that are shown, from the top, separators left out."""
    return [one["label"][1] for one in menu_entries(session)]


def menu_entries(session: DesktopSession) -> list[dict[str, Any]]:
    """Their properties ("label", "enabled"), each with its D-Bus signature: asked as panels do."""
    # only where there is a bus
    from jeepney import (  # noqa: PLC0415
        DBusAddress,
        new_method_call,  # pyright: ignore[reportUnknownVariableType]
    )
    from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415

    def call(path: str, name: str, member: str, signature: str, body: tuple[object, ...]) -> Any:
        interface, method = member.rsplit(".", 1)
        return connection.send_and_get_reply(  # pyright: ignore[reportUnknownMemberType]
            new_method_call(DBusAddress(path, name, interface), method, signature, body), timeout=5
        ).body

    watcher = "org.kde.StatusNotifierWatcher"
    with open_dbus_connection(session.environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        asked = (watcher, "RegisteredStatusNotifierItems")
        found = call("/StatusNotifierWatcher", watcher, "org.freedesktop.DBus.Properties.Get", "ss", asked)
        name = str(found[0][1][0]).split("/")[0]
        layout = call("/MenuBar", name, "com.canonical.dbusmenu.GetLayout", "iias", (0, -1, []))
    entries = cast(list[Any], layout[1][2])
    properties: list[dict[str, Any]] = [entry[1][1] for entry in entries]
    return [one for one in properties if "label" in one and one["visible"][1]]


OLD_HOST = """
import ctypes, time
x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
x.XInternAtom.restype = x.XDefaultRootWindow.restype = x.XCreateSimpleWindow.restype = ctypes.c_ulong
x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
x.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
x.XCreateSimpleWindow.argtypes = [ctypes.c_void_p, ctypes.c_ulong, *[ctypes.c_int] * 2, *[ctypes.c_uint] * 3,
                                  *[ctypes.c_ulong] * 2]
x.XSetSelectionOwner.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_ulong]
x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
d = x.XOpenDisplay(None)
w = x.XCreateSimpleWindow(d, x.XDefaultRootWindow(d), 0, 0, 1, 1, 0, 0, 0)
x.XSetSelectionOwner(d, x.XInternAtom(d, b"_NET_SYSTEM_TRAY_S0", 0), w, 0)
x.XSync(d, 0)
print("owner", flush=True)
time.sleep(600)
"""
"""A program that announces a tray of the old way, and takes no icon."""


def start_older_host(session: DesktopSession) -> subprocess.Popen[bytes]:
    """That program; it has announced itself when this returns."""
    process, output = session.spawn([sys.executable, "-c", OLD_HOST])
    wait_for(lambda: b"owner" in output.read_bytes(), what="a host")
    return process


def require_desktop() -> None:
    """Skip where there is no X11 desktop to be had."""
    if sys.platform != "linux":
        pytest.skip("the panel is one of Linux")
