"""Do not disturb, as real notification services and played ones tell it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from posture_watch.silence.desktop import Desktop
from posture_watch.silence.do_not_disturb import NotificationService, do_not_disturb
from posture_watch.silence.sense import CannotTellError
from tests.desktop_session import DesktopSession, require
from tests.silence.mocks import Mock

pytestmark = pytest.mark.desktop

Connect = Callable[[DesktopSession], Desktop]
NAME = "org.freedesktop.Notifications"


def run(session: DesktopSession, *command: str) -> None:
    require(command[0])
    subprocess.run(command, env=session.environment, capture_output=True, check=True)


def service(session: DesktopSession, calls_itself: str) -> Mock:
    """A notification service that gives itself this name."""
    mock = Mock(session, NAME, "/org/freedesktop/Notifications")
    mock.answers("GetServerInformation", "ssss", f"({calls_itself!r}, 'somebody', '1', '1.2')")
    return mock


def test_dunst_is_paused_and_goes_on(bus: DesktopSession, connect: Connect) -> None:
    bus.start_screen()
    bus.start_dunst()
    sense = do_not_disturb(connect(bus))
    assert sense.read() is False
    run(bus, "dunstctl", "set-paused", "true")
    assert sense.read() is True
    run(bus, "dunstctl", "set-paused", "false")
    assert sense.read() is False
    assert sense.probe().why == "told by dunst (now no)"


def test_xfce_is_told_not_to_disturb_and_that_it_may(session: DesktopSession, connect: Connect) -> None:
    require("xfconf-query")
    session.start_screen()
    session.start_bus(service_folders=session.xfconf_services())
    session.start_xfce()
    sense = do_not_disturb(connect(session))
    assert sense.read() is False
    switch = ("xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s")
    run(session, *switch, "true")
    assert sense.read() is True
    run(session, *switch, "false")
    assert sense.read() is False


@pytest.mark.parametrize("silent", [True, False])
def test_kde_says_whether_notifications_are_inhibited(silent: bool, bus: DesktopSession, connect: Connect) -> None:
    mock = service(bus, "Plasma")
    mock.tell("AddProperty", "ssv", NAME, "Inhibited", ("b", silent))
    assert do_not_disturb(connect(bus)).read() is silent


def test_mako_by_its_modes(bus: DesktopSession, connect: Connect) -> None:
    service(bus, "mako")
    mako = Mock(bus, "fr.emersion.Mako", "/fr/emersion/Mako")
    mako.tell("AddProperty", "ssv", mako.name, "Modes", ("as", ["default", "do-not-disturb"]))
    assert do_not_disturb(connect(bus)).read() is True


def test_sway_notification_center_is_asked(bus: DesktopSession, connect: Connect) -> None:
    service(bus, "SwayNotificationCenter")
    center = Mock(bus, "org.erikreider.swaync.cc", "/org/erikreider/swaync/cc")
    center.answers("GetDnd", "b", "True")
    assert do_not_disturb(connect(bus)).read() is True


def test_a_service_that_says_nothing_about_it_is_unknown(bus: DesktopSession, connect: Connect) -> None:
    service(bus, "a plain one")
    assert do_not_disturb(connect(bus)).read() is None


def test_another_service_takes_over(bus: DesktopSession, connect: Connect) -> None:
    first = service(bus, "Plasma")
    first.tell("AddProperty", "ssv", NAME, "Inhibited", ("b", False))
    now_s = [0.0]
    asked = NotificationService(connect(bus), clock=lambda: now_s[0])
    assert asked.ask() is False
    bus.kill(first.process)
    bus.start_screen()
    bus.start_dunst()
    run(bus, "dunstctl", "set-paused", "true")
    now_s[0] = 61.0
    assert asked.ask() is True
    assert asked.name == "dunst"


def test_a_service_that_ends_is_not_asked_for_a_minute_what_the_next_one_knows(
    bus: DesktopSession, connect: Connect
) -> None:
    first = service(bus, "Plasma")
    first.tell("AddProperty", "ssv", NAME, "Inhibited", ("b", False))
    asked = NotificationService(connect(bus), clock=lambda: 0.0)
    assert asked.ask() is False
    bus.kill(first.process)
    with pytest.raises(CannotTellError):
        asked.ask()
    bus.start_screen()
    bus.start_dunst()
    assert asked.ask() is False
    assert asked.name == "dunst"


def set_banners(session: DesktopSession, shown: bool) -> None:
    """What GNOME's switch does, and that its settings' file changes."""
    run(session, "gsettings", "set", "org.gnome.desktop.notifications", "show-banners", str(shown).lower())
    file = session.folder / ".config" / "dconf" / "user"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(shown) * (1 + file.stat().st_size if file.exists() else 1))


def gnome_shell(session: DesktopSession) -> None:
    """A session of GNOME whose settings are in a plain file."""
    require("gsettings")
    schemas = subprocess.run(["gsettings", "list-schemas"], capture_output=True, text=True, check=False).stdout
    if "org.gnome.desktop.notifications" not in schemas:
        pytest.skip("not installed: gsettings-desktop-schemas")
    session.environment["GSETTINGS_BACKEND"] = "keyfile"
    service(session, "gnome-shell")


def test_gnome_hides_its_banners_and_shows_them(bus: DesktopSession, connect: Connect) -> None:
    gnome_shell(bus)
    sense = do_not_disturb(connect(bus))
    assert sense.read() is False
    set_banners(bus, False)
    assert sense.read() is True
    set_banners(bus, True)
    assert sense.read() is False


def counting_gsettings(folder: Path) -> tuple[str, Path]:
    """A PATH on which each question to gsettings leaves a line in the returned file."""
    folder.mkdir()
    count = folder / "asked.txt"
    script = folder / "gsettings"
    script.write_text(f'#!/bin/sh\necho asked >> "{count}"\nexec {shutil.which("gsettings")} "$@"\n')
    script.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}", count


def test_gsettings_is_asked_again_only_when_the_settings_changed_or_a_minute_went_by(
    bus: DesktopSession, connect: Connect, tmp_path: Path
) -> None:
    gnome_shell(bus)
    bus.environment["PATH"], count = counting_gsettings(tmp_path / "bin")
    now_s = [0.0]
    asked = NotificationService(connect(bus), clock=lambda: now_s[0])
    for at_s in (0.0, 4.0, 8.0):
        now_s[0] = at_s
        asked.ask()
    assert count.read_text().count("asked") == 1
    now_s[0] = 61.0
    asked.ask()
    assert count.read_text().count("asked") == 2


def test_a_gsettings_that_hangs_is_ended(bus: DesktopSession, connect: Connect, tmp_path: Path) -> None:
    gnome_shell(bus)
    (tmp_path / "gsettings").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "gsettings").chmod(0o755)
    bus.environment["PATH"] = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    told = do_not_disturb(connect(bus)).probe()
    assert not told.works
    assert "gsettings does not answer" in told.why
