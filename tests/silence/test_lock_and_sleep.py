"""Locked and asleep, by logind as python-dbusmock plays it and by screen savers."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest

from posture_watch.silence.bus import Bus
from posture_watch.silence.desktop import Desktop
from posture_watch.silence.lock import lock
from posture_watch.silence.logind import Logind
from posture_watch.silence.sense import CannotTellError
from posture_watch.silence.sleep import sleep
from tests.desktop_session import DesktopSession, require, wait_for
from tests.silence.conftest import UID
from tests.silence.mocks import LogindMock, Mock

pytestmark = pytest.mark.desktop

Connect = Callable[[DesktopSession], Desktop]


def logind_of(session: DesktopSession, clock: Callable[[], float] = lambda: 100.0, **environ: str) -> Logind:
    return Logind(Bus(session.environment["DBUS_SYSTEM_BUS_ADDRESS"], is_session=False), environ, UID, clock=clock)


def test_the_session_is_locked_and_unlocked(bus: DesktopSession, connect: Connect) -> None:
    mock = LogindMock(bus)
    path = mock.add_session("c1", UID, display=True)
    sense = lock(connect(bus))
    assert sense.read() is False
    mock.lock_hint(path, True)
    assert sense.read() is True
    mock.lock_hint(path, False)
    assert sense.read() is False


def test_an_order_to_lock_counts_at_once_and_until_it_is_taken_back(bus: DesktopSession) -> None:
    mock = LogindMock(bus)
    path = mock.add_session("c1", UID, display=True)
    logind = logind_of(bus)
    assert logind.locked() is False
    mock.order(path, "Lock")
    wait_for(logind.locked, what="the order to lock")
    mock.order(path, "Unlock")
    wait_for(lambda: not logind.locked(), what="the order to unlock")


def test_an_order_to_lock_that_no_locker_follows_is_forgotten(bus: DesktopSession) -> None:
    mock = LogindMock(bus)
    path = mock.add_session("c1", UID, display=True)
    now_s = [100.0]
    logind = logind_of(bus, lambda: now_s[0])
    logind.locked()
    mock.order(path, "Lock")
    wait_for(logind.locked, what="the order to lock")
    now_s[0] = 109.0
    assert logind.locked() is True
    now_s[0] = 111.0
    assert logind.locked() is False


def test_a_shell_without_a_screen_asks_for_the_session_with_the_screen(bus: DesktopSession) -> None:
    mock = LogindMock(bus)
    mock.add_session("ssh9", UID, kind="tty")
    path = mock.add_session("c1", UID, display=True)
    logind = logind_of(bus, XDG_SESSION_ID="ssh9")
    mock.lock_hint(path, True)
    assert logind.locked() is True


def test_of_two_screens_the_own_one_counts(bus: DesktopSession) -> None:
    mock = LogindMock(bus)
    own = mock.add_session("c2", UID, kind="wayland")
    other = mock.add_session("c1", UID, display=True)
    logind = logind_of(bus, XDG_SESSION_ID="c2")
    mock.lock_hint(other, True)
    assert logind.locked() is False
    mock.lock_hint(own, True)
    assert logind.locked() is True


def test_another_users_session_does_not_count(bus: DesktopSession) -> None:
    mock = LogindMock(bus)
    mock.lock_hint(mock.add_session("c7", UID + 1, display=True), True)
    mock.add_session("c1", UID, display=True)
    assert logind_of(bus, XDG_SESSION_ID="c7").locked() is False


def test_no_session_with_a_screen_is_unknown(bus: DesktopSession, connect: Connect) -> None:
    mock = LogindMock(bus)
    mock.tell("AddUser", "usb", UID, "somebody", True)
    sense = lock(connect(bus))
    assert sense.read() is None
    assert "no session of yours" in sense.probe().why


def test_falling_asleep_and_waking_up(bus: DesktopSession, connect: Connect) -> None:
    mock = LogindMock(bus)
    sense = sleep(connect(bus))
    assert sense.read() is False
    mock.sleeps(True)
    wait_for(lambda: sense.read() is True, what="falling asleep")
    mock.sleeps(False)
    wait_for(lambda: sense.read() is False, what="waking up")


def test_nobody_but_logind_is_believed(bus: DesktopSession) -> None:
    require("dbus-send")
    LogindMock(bus)
    logind = logind_of(bus)
    assert logind.asleep() is False
    address = f"--bus={bus.environment['DBUS_SYSTEM_BUS_ADDRESS']}"
    signal = ("/org/freedesktop/login1", "org.freedesktop.login1.Manager.PrepareForSleep", "boolean:true")
    subprocess.run(["dbus-send", address, "--type=signal", *signal], env=bus.environment, check=True)
    with pytest.raises(CannotTellError):
        logind.locked()  # a question and its answer, which come after the signal
    assert logind.asleep() is False


def test_a_lost_signal_of_waking_up_does_not_silence_for_ever(bus: DesktopSession) -> None:
    mock = LogindMock(bus)
    now_s = [100.0]
    logind = logind_of(bus, lambda: now_s[0])
    logind.asleep()
    mock.sleeps(True)
    wait_for(logind.asleep, what="falling asleep")
    now_s[0] = 129.0
    assert logind.asleep() is True
    now_s[0] = 131.0
    assert logind.asleep() is False


def test_logind_says_for_how_long_the_session_is_idle(bus: DesktopSession) -> None:
    mock = LogindMock(bus)
    path = mock.add_session("c1", UID, display=True)
    logind = logind_of(bus, lambda: 1000.0)
    with pytest.raises(CannotTellError, match="has not called the session idle"):
        logind.idle_s()
    mock.update(path, f"{mock.name}.Session", IdleHint=("b", True), IdleSinceHintMonotonic=("t", 700_000_000))
    assert logind.idle_s() == 300.0


def test_logind_that_comes_back_on_a_new_bus_is_heard_again(bus: DesktopSession) -> None:
    mock = LogindMock(bus)
    path = mock.add_session("c1", UID, display=True)
    connection = Bus(bus.environment["DBUS_SYSTEM_BUS_ADDRESS"], is_session=False)
    logind = Logind(connection, {}, UID)
    assert logind.locked() is False
    connection.close()
    assert logind.locked() is False
    mock.order(path, "Lock")
    wait_for(logind.locked, what="the order to lock")


@pytest.mark.parametrize("name", ["org.xfce.ScreenSaver", "org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver"])
def test_a_screen_saver_says_it_where_logind_does_not(name: str, bus: DesktopSession, connect: Connect) -> None:
    mock = Mock(bus, name, "/" + name.replace(".", "/"))
    bus.environment.pop("DBUS_SYSTEM_BUS_ADDRESS")
    mock.answers("GetActive", "b", "False")
    sense = lock(connect(bus))
    assert sense.read() is False
    mock.answers("GetActive", "b", "True")
    assert sense.read() is True


def test_who_says_locked_is_believed_whatever_the_other_says(bus: DesktopSession, connect: Connect) -> None:
    logind = LogindMock(bus)
    path = logind.add_session("c1", UID, display=True)
    saver = Mock(bus, "org.xfce.ScreenSaver", "/org/xfce/ScreenSaver")
    saver.answers("GetActive", "b", "True")
    sense = lock(connect(bus))
    assert sense.read() is True
    saver.answers("GetActive", "b", "False")
    assert sense.read() is False
    logind.lock_hint(path, True)
    assert sense.read() is True


def test_without_any_bus_nothing_is_known_and_nothing_happens(session: DesktopSession, connect: Connect) -> None:
    session.environment["DBUS_SYSTEM_BUS_ADDRESS"] = f"unix:path={session.folder}/none"
    desktop = connect(session)
    assert lock(desktop).read() is None
    assert sleep(desktop).read() is None
    told = lock(desktop).probe()
    assert not told.works
    assert "there is no system bus" in told.why
    assert told.advice == "Start posture-watch inside your desktop session."
