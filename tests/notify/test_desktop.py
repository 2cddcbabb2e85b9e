"""Real notification daemons on a private session bus: what arrives, and what happens when they fail, hang or come back.

POSTURE_WATCH_PICTURES names a folder for pictures of the screen, to be looked at by a person.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from posture_watch.notify.base import Notification
from posture_watch.notify.console import ConsoleNotifier
from posture_watch.notify.desktop import DesktopNotifier
from posture_watch.notify.dispatcher import Delivery, Dispatcher
from tests.desktop_session import DesktopSession, notify_arguments, require, wait_for

pytestmark = pytest.mark.desktop

TITLE = "Time to change position"
BODY = 'Your head is <b>forward</b> & low: C:\\new \\u5 100% "q" für 😀'
Enter = Callable[[], None]


def notifier(*, deadline_s: float = 10.0) -> DesktopNotifier:
    return DesktopNotifier(app_name="posture watch", popup_s=8, deadline_s=deadline_s)


def start_fake(session: DesktopSession, mode: str) -> subprocess.Popen[bytes]:
    process, output = session.spawn([sys.executable, str(Path(__file__).with_name("fake_daemon.py")), mode])
    wait_for(lambda: b"ready" in output.read_bytes(), what="the fake daemon")
    return process


class Unsent(DesktopNotifier):
    """Keeps what its child would be given."""

    def _run(self, command: Sequence[str], text: str, environment: Mapping[str, str], limit_s: float) -> None:
        self.handed = [text, *command]


def test_a_windows_balloon_gets_its_time_and_its_limits() -> None:
    """Not Windows: only what would be handed to the child there."""
    desktop = Unsent(app_name="posture watch", popup_s=10, deadline_s=5, platform="win32")
    assert desktop.deadline_s >= 15
    assert desktop.send(Notification("t" * 100, "😀" * 200))
    request = json.loads(desktop.handed[0])
    assert request["title"] == "t" * 62 + "…"
    assert request["body"] == "😀" * 127 + "…"


def test_osascript_gets_the_texts_as_arguments(enter: Enter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not macOS: a program of ours in osascript's place writes down its arguments."""
    enter()
    program = tmp_path / "osascript"
    program.write_text(f'#!/bin/sh\nprintf "%s\\037" "$@" > {tmp_path}/arguments\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    desktop = DesktopNotifier(app_name="posture watch", popup_s=8, deadline_s=5, platform="darwin")
    assert desktop.probe().works
    assert desktop.send(Notification('-e "quoted"', 'x" & (do shell script "false") & "')), desktop.problem
    arguments = (tmp_path / "arguments").read_text().split("\037")
    assert arguments[0] == "-e"
    assert arguments[2:4] == ['\u2060-e "quoted"', 'x" & (do shell script "false") & "']
    assert "sound" not in arguments[1]
    assert desktop.send(Notification("t", "b", loud=True)), desktop.problem
    assert "(item 1 of argv) sound name" in (tmp_path / "arguments").read_text().split("\037")[1]


def test_dunst_shows_it_verbatim(session: DesktopSession, enter: Enter, tmp_path: Path) -> None:
    require("notify-send")
    session.start_screen()
    session.start_bus()
    enter()
    _, printed = session.start_dunst()
    seen = session.start_monitor()
    before = picture(session, tmp_path / "before.png")
    desktop = notifier()
    assert desktop.probe().works
    assert desktop.probe().why.startswith("dunst")
    assert desktop.send(Notification(TITLE, BODY)), desktop.problem
    wait_for(lambda: TITLE in printed.read_text(), what="dunst")
    wait_for(lambda: len(notify_arguments(seen.read_text())) == 1, what="the call")
    call = seen.read_text()
    escaped = BODY.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert notify_arguments(call)[0][:4] == ["posture watch", "", TITLE, escaped]
    assert "int32 8000" in call  # it goes by itself
    assert '"transient"' in call  # and is not kept
    wait_for(lambda: picture(session, tmp_path / "after.png") != before, what="a popup on the screen")
    keep_picture(session, "dunst.png")


def test_xfce_shows_it_verbatim(session: DesktopSession, enter: Enter, tmp_path: Path) -> None:
    require("notify-send")
    session.start_screen()
    session.start_bus(service_folders=session.xfconf_services())
    enter()
    session.start_xfce()
    seen = session.start_monitor()
    before = picture(session, tmp_path / "before.png")
    desktop = notifier()
    assert "xfce" in desktop.probe().why.lower()
    assert desktop.send(Notification(TITLE, BODY)), desktop.problem
    wait_for(lambda: len(notify_arguments(seen.read_text())) == 1, what="the call")
    wait_for(lambda: picture(session, tmp_path / "after.png") != before, what="a popup on the screen")
    keep_picture(session, "xfce.png")


def picture(session: DesktopSession, path: Path) -> bytes:
    """The screen's pixels, without the file's date."""
    session.take_picture(path.with_suffix(".ppm"))
    return path.with_suffix(".ppm").read_bytes()


def keep_picture(session: DesktopSession, name: str) -> None:
    folder = os.environ.get("POSTURE_WATCH_PICTURES")
    if folder:
        session.take_picture(Path(folder) / name)


@pytest.mark.parametrize(
    ("title", "body", "shown"),
    [
        ("-5 degrees", "-t 5", ["\u2060-5 degrees", "\u2060-t 5"]),
        ("--help", "--version", ["\u2060--help", "\u2060--version"]),
        ("", "", ["posture watch", ""]),
        ("two\nlines", "one\ntwo", ["two lines", "one\ntwo"]),
        ("nul\x00 \ud800", "\x1b]0;x\x07", ["nul \ufffd", "]0;x"]),
    ],
)
def test_odd_texts_arrive(session: DesktopSession, enter: Enter, title: str, body: str, shown: list[str]) -> None:
    require("notify-send")
    session.start_screen()
    session.start_bus()
    enter()
    session.start_dunst()
    seen = session.start_monitor()
    desktop = notifier()
    assert desktop.send(Notification(title, body)), desktop.problem
    wait_for(lambda: len(notify_arguments(seen.read_text())) == 1, what="the call")
    assert notify_arguments(seen.read_text())[0][2:4] == shown


def test_without_a_bus_doctor_hears_why(enter: Enter) -> None:
    enter()
    found = notifier().probe()
    assert not found.works
    assert "no session bus" in found.why
    assert "desktop session" in found.advice
    desktop = notifier()
    assert not desktop.send(Notification(TITLE, BODY))
    assert "no session bus" in desktop.problem


def test_a_bus_that_is_gone_is_said_so(session: DesktopSession, enter: Enter) -> None:
    bus = session.start_bus()
    enter()
    session.kill(bus)
    assert "cannot be reached" in notifier().probe().why


@pytest.mark.parametrize(
    "address", ["rubbish", "tcp:host=localhost,port=1", "unix:path=/nowhere", "unix:", ";;", "unix:path"]
)
def test_a_bad_bus_address_is_no_exception(address: str, enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    enter()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert not notifier().probe().works
    assert not notifier().send(Notification(TITLE, BODY))


def test_without_a_daemon_and_a_screen_both_are_said(session: DesktopSession, enter: Enter) -> None:
    session.start_bus()
    enter()
    found = notifier().probe()
    assert not found.works
    assert "no notification daemon is running" in found.why
    assert "no screen" in found.why


def test_the_bus_in_the_runtime_folder_is_found_without_the_variable(
    session: DesktopSession, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.start_bus()
    enter()
    (session.folder / "bus").symlink_to(session.folder / "test-bus")
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    assert "no notification daemon" in notifier().probe().why


def test_a_daemon_that_the_bus_can_start_is_started(session: DesktopSession, enter: Enter) -> None:
    require("dunst")
    session.start_screen()
    content = "[D-BUS Service]\nName=org.freedesktop.Notifications\nExec=/usr/bin/dunst\n"
    session.start_bus(service_folders=[session.service_folder("n.service", content)])
    enter()
    assert not session.has_daemon()
    assert notifier().probe().works
    assert session.has_daemon()


def test_a_daemon_that_does_not_start_is_said_so(session: DesktopSession, enter: Enter) -> None:
    content = "[D-BUS Service]\nName=org.freedesktop.Notifications\nExec=/bin/false\n"
    session.start_bus(service_folders=[session.service_folder("n.service", content)])
    enter()
    assert "does not start" in notifier().probe().why


def test_without_notify_send_doctor_says_what_to_install(
    session: DesktopSession, enter: Enter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    session.start_bus()
    start_fake(session, "deaf")
    enter()
    monkeypatch.setenv("PATH", str(tmp_path))
    found = notifier().probe()
    assert not found.works
    assert "libnotify" in found.advice
    desktop = notifier()
    assert not desktop.send(Notification(TITLE, BODY))
    assert "notify-send" in desktop.problem


def test_a_daemon_that_hangs_is_given_up_at_once(session: DesktopSession, enter: Enter) -> None:
    session.start_bus()
    start_fake(session, "hang")
    enter()
    began = time.monotonic()
    desktop = notifier()
    assert not desktop.send(Notification(TITLE, BODY))
    assert "does not answer" in desktop.problem
    assert time.monotonic() - began < 5


def test_a_send_that_hangs_is_killed_and_leaves_no_process(
    session: DesktopSession, enter: Enter, capfd: pytest.CaptureFixture[str]
) -> None:
    require("notify-send")
    session.start_bus()
    start_fake(session, "deaf")
    enter()
    deliveries: queue.Queue[Delivery] = queue.Queue()
    dispatcher = Dispatcher(notifier(deadline_s=1.0), ConsoleNotifier(), delivered=deliveries.put)
    began = time.monotonic()
    assert dispatcher.submit(Notification(TITLE, "b"))
    assert time.monotonic() - began < 0.5
    delivery = deliveries.get(timeout=20)
    assert time.monotonic() - began < 5
    assert delivery.backend == "console"
    assert "within 1 s" in delivery.problem
    wait_for(lambda: not still_sending(session), what="the end of notify-send and its parent")
    assert dispatcher.close(5)
    assert capfd.readouterr().err == f"{TITLE}: b\n"  # nothing of plyer's, nothing of notify-send's


def still_sending(session: DesktopSession) -> list[str]:
    """The command lines of the processes on this session's bus that send a notification."""
    address = session.environment["DBUS_SESSION_BUS_ADDRESS"].encode()
    found: list[str] = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
            if (b"notify-send" in command or b"plyer_child" in command) and address in (entry / "environ").read_bytes():
                found.append(command.replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def test_a_daemon_that_refuses_is_a_failure_though_plyer_does_not_say_so(
    session: DesktopSession, enter: Enter, capfd: pytest.CaptureFixture[str]
) -> None:
    require("notify-send")
    session.start_bus()
    start_fake(session, "refuse")
    enter()
    desktop = notifier()
    assert not desktop.send(Notification(TITLE, BODY))
    assert "not today" in desktop.problem
    assert capfd.readouterr().err == ""


def test_a_daemon_that_was_killed_and_came_back_is_used_again(
    session: DesktopSession, enter: Enter, capsys: pytest.CaptureFixture[str]
) -> None:
    require("notify-send")
    session.start_screen()
    session.start_bus()
    enter()
    deliveries: queue.Queue[Delivery] = queue.Queue()
    dispatcher = Dispatcher(notifier(), ConsoleNotifier(), delivered=deliveries.put)

    def show(title: str) -> str | None:
        dispatcher.submit(Notification(title, "b"))
        return deliveries.get(timeout=20).backend

    first, _ = session.start_dunst()
    assert show("one") == "desktop"
    session.kill(first)
    wait_for(lambda: not session.has_daemon(), what="the daemon's end")
    assert show("two") == "console"
    assert "two: b" in capsys.readouterr().err
    _, printed = session.start_dunst()
    assert show("three") == "desktop"
    wait_for(lambda: "three" in printed.read_text(), what="dunst")
    assert dispatcher.close(5)
