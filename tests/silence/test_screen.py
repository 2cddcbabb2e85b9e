"""Idle and full screen on a real X server, with a real window manager and without one."""

from __future__ import annotations

import os
import re
import signal
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from posture_watch.silence.desktop import Desktop
from posture_watch.silence.full_screen import full_screen
from posture_watch.silence.idle import idle
from posture_watch.silence.sense import CannotTellError
from posture_watch.silence.x11 import XServer, local_screen
from tests.desktop_session import DesktopSession, require, wait_for
from tests.silence.mocks import LogindMock, Mock

pytestmark = pytest.mark.desktop

OPENBOX = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc">
  <focus><focusNew>yes</focusNew></focus>
  <applications><application title="film"><fullscreen>yes</fullscreen><focus>yes</focus></application></applications>
</openbox_config>
"""

Connect = Callable[[DesktopSession], Desktop]


@pytest.fixture
def screen(session: DesktopSession) -> DesktopSession:
    """A desktop session with a virtual screen."""
    session.start_screen()
    return session


def run(session: DesktopSession, *command: str) -> str:
    require(command[0])
    return subprocess.run(command, env=session.environment, capture_output=True, text=True, check=True).stdout


def start_server(session: DesktopSession, *options: str) -> subprocess.Popen[bytes]:
    """A virtual screen that can be killed; sets DISPLAY."""
    require("Xvfb")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "320x240x24", "-nolisten", "tcp", *options]
    process, _ = session.spawn(command, pass_fds=(writing,))
    os.close(writing)
    with os.fdopen(reading) as answer:
        session.environment["DISPLAY"] = f":{answer.readline().strip()}"
    return process


def authority_entry(host: bytes, number: bytes, cookie: bytes) -> bytes:
    """What xauth writes: for one host, or for any if it is empty."""
    parts = (host, number, b"MIT-MAGIC-COOKIE-1", cookie)
    return struct.pack(">H", 256 if host else 65535) + b"".join(struct.pack(">H", len(p)) + p for p in parts)


def open_window(session: DesktopSession, title: str = "a window") -> tuple[subprocess.Popen[bytes], str]:
    """A program with a new window, and the window's number as xprop writes it."""
    require("xev")
    process, output = session.spawn(["xev", "-name", title])
    wait_for(lambda: b"Outer window is" in output.read_bytes(), what="the window")
    found = re.search(r"Outer window is (0x[0-9a-f]+)", output.read_text())
    assert found
    return process, found[1]


def set_root(session: DesktopSession, name: str, kind: str, value: str) -> None:
    run(session, "xprop", "-root", "-f", name, kind, "-set", name, value)


def test_idle_seconds_count_up_and_end_with_a_movement(screen: DesktopSession, connect: Connect) -> None:
    sense = idle(connect(screen))
    wait_for(lambda: (sense.read() or 0.0) > 0.4, what="idleness")
    run(screen, "xdotool", "mousemove", "10", "10")
    now_s = sense.read()
    assert now_s is not None
    assert now_s < 0.3


def test_the_x_servers_figure_is_libxss_own(screen: DesktopSession, connect: Connect) -> None:
    """Against libXss itself, in a child process of its own."""
    asked = (
        "import ctypes\nx, s = ctypes.CDLL('libX11.so.6'), ctypes.CDLL('libXss.so.1')\n"
        "x.XOpenDisplay.restype = x.XDefaultRootWindow.restype = s.XScreenSaverAllocInfo.restype = ctypes.c_void_p\n"
        "x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]\n"
        "class I(ctypes.Structure):\n    _fields_ = [('w', ctypes.c_ulong), ('s', ctypes.c_int), ('k', ctypes.c_int),"
        " ('t', ctypes.c_ulong), ('i', ctypes.c_ulong)]\n"
        "s.XScreenSaverQueryInfo.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.POINTER(I)]\n"
        "d, i = x.XOpenDisplay(None), I()\n"
        "s.XScreenSaverQueryInfo(d, x.XDefaultRootWindow(d), i)\nprint(i.i)"
    )
    if not any(Path("/usr/lib").glob("*/libXss.so.1")):
        pytest.skip("not installed: libxss1")
    server = XServer(screen.environment)
    before_s = server.idle_s()
    theirs_s = int(run(screen, "/usr/bin/python3", "-c", asked)) / 1000
    assert before_s <= theirs_s <= server.idle_s()
    server.close()


def test_a_server_that_goes_away_and_comes_back(session: DesktopSession) -> None:
    process = start_server(session)
    server = XServer(session.environment)
    assert server.idle_s() >= 0
    session.kill(process)
    for _ in range(2):
        with pytest.raises(CannotTellError):
            server.idle_s()
    start_server(session)
    assert server.idle_s() >= 0


def test_nobody_is_let_in_without_the_cookie_and_we_find_it(session: DesktopSession) -> None:
    servers, authority = session.folder / "servers", session.folder / "authority"
    other, ours = os.urandom(16), os.urandom(16)
    servers.write_bytes(authority_entry(b"", b"", ours))
    authority.write_bytes(authority_entry(b"elsewhere", b"", other) + servers.read_bytes())
    start_server(session, "-auth", str(servers))
    with pytest.raises(CannotTellError, match="no X server answers"):
        XServer(session.environment | {"XAUTHORITY": "/nonexistent"}).idle_s()
    assert XServer(session.environment | {"XAUTHORITY": str(authority)}).idle_s() >= 0


def test_a_server_that_hangs_costs_a_second(session: DesktopSession) -> None:
    process = start_server(session)
    server = XServer(session.environment)
    server.idle_s()
    process.send_signal(signal.SIGSTOP)
    began_s = time.monotonic()
    with pytest.raises(CannotTellError, match="does not answer"):
        server.idle_s()
    assert time.monotonic() - began_s < 3.0


@pytest.mark.parametrize("content", [b"", b"\0", b"\1\0\0\4desk\0\1", os.urandom(200), b"\xff" * 64])
def test_a_damaged_authority_file_is_as_good_as_none(content: bytes, session: DesktopSession) -> None:
    start_server(session)
    authority = session.folder / "authority"
    authority.write_bytes(content)
    assert XServer(session.environment | {"XAUTHORITY": str(authority)}).idle_s() >= 0


@pytest.mark.parametrize(
    ("display", "number", "screen"), [(":0", 0, 0), (":12.1", 12, 1), ("unix:3", 3, 0), (":7.", 7, 0)]
)
def test_displays_of_this_computer(display: str, number: int, screen: int) -> None:
    where = local_screen(display)
    assert (where.number, where.screen) == (number, screen)


@pytest.mark.parametrize("display", ["", "0", ":", ":x", "desk.example:0", "localhost:10.0", "tcp/desk:0"])
def test_no_socket_is_opened_to_anywhere_else(display: str) -> None:
    with pytest.raises(CannotTellError):
        local_screen(display)


def test_under_wayland_the_x_server_is_not_asked(screen: DesktopSession, connect: Connect) -> None:
    screen.environment["WAYLAND_DISPLAY"] = "wayland-0"
    screen.environment["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={screen.folder}/none"
    assert idle(connect(screen)).read() is None
    assert full_screen(connect(screen)).read() is None


def test_mutter_is_asked_first(screen: DesktopSession, connect: Connect) -> None:
    screen.start_bus()
    mock = Mock(screen, "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core")
    mock.answers("GetIdletime", "t", "77500")
    assert idle(connect(screen)).read() == 77.5


def test_full_screen_by_what_a_window_manager_writes(screen: DesktopSession, connect: Connect) -> None:
    _, window = open_window(screen)
    sense = full_screen(connect(screen))
    set_root(screen, "_NET_SUPPORTED", "32a", "_NET_ACTIVE_WINDOW")
    assert sense.read() is False
    set_root(screen, "_NET_ACTIVE_WINDOW", "32x", window)
    assert sense.read() is False
    for state, fills in (("_NET_WM_STATE_ABOVE", False), ("_NET_WM_STATE_FULLSCREEN", True)):
        run(screen, "xprop", "-id", window, "-f", "_NET_WM_STATE", "32a", "-set", "_NET_WM_STATE", state)
        assert sense.read() is fills
    set_root(screen, "_NET_ACTIVE_WINDOW", "32x", "0x0")
    assert sense.read() is False


def test_without_a_window_manager_it_is_unknown(screen: DesktopSession, connect: Connect) -> None:
    sense = full_screen(connect(screen))
    assert sense.read() is None
    assert "the window manager does not tell" in sense.probe().why


def test_a_real_window_manager_shows_a_film_and_the_film_ends(screen: DesktopSession, connect: Connect) -> None:
    require("openbox")
    config = screen.folder / "rc.xml"
    config.write_text(OPENBOX)
    screen.spawn(["openbox", "--config-file", str(config)])
    desktop = connect(screen)
    wait_for(lambda: bool(desktop.x_server.root_property("_NET_SUPPORTED")), what="the window manager")

    def shown(fills: bool) -> bool:
        return full_screen(desktop).read() is fills

    open_window(screen)
    wait_for(lambda: shown(False) and desktop.x_server.root_property("_NET_ACTIVE_WINDOW") != [0], what="a window")
    film, _ = open_window(screen, "film")
    wait_for(lambda: shown(True), what="full screen")
    screen.kill(film)
    wait_for(lambda: shown(False), what="the window of before")


def test_the_presentation_mode_of_xfce_counts_as_full_screen(session: DesktopSession, connect: Connect) -> None:
    session.start_screen()
    session.start_bus(service_folders=session.xfconf_services())
    switch = ("xfconf-query", "-c", "xfce4-power-manager", "-p", "/xfce4-power-manager/presentation-mode", "-n",
              "-t", "bool", "-s")  # fmt: skip
    run(session, *switch, "false")
    assert full_screen(connect(session)).read() is None
    run(session, *switch, "true")
    assert full_screen(connect(session)).read() is True


@pytest.mark.parametrize(
    ("name", "method", "what"),
    [
        ("org.gnome.SessionManager", "IsInhibited", 8),
        ("org.kde.Solid.PowerManagement.PolicyAgent", "HasInhibition", 4),
    ],
)
def test_under_wayland_a_program_that_keeps_the_screen_awake(
    name: str, method: str, what: int, bus: DesktopSession, connect: Connect
) -> None:
    bus.environment["XDG_SESSION_TYPE"] = "wayland"
    mock = Mock(bus, name, "/" + name.replace(".", "/"))
    mock.answers(method, "b", f"args[0] == {what}", given="u")
    assert full_screen(connect(bus)).read() is True
    mock.answers(method, "b", f"args[0] != {what}", given="u")
    assert full_screen(connect(bus)).read() is None


def test_logind_is_the_last_to_be_asked_for_idleness(bus: DesktopSession, connect: Connect) -> None:
    LogindMock(bus)
    assert "logind" in idle(connect(bus)).probe().why
