"""One connection to a real bus: its answers, its silences, and what comes unasked."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from posture_watch.dbus.connection import Connection, NoBusError, RefusedError
from tests.desktop_session import DesktopSession, desktop_session, wait_for

pytestmark = [pytest.mark.desktop, pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")]

DBUS, DBUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"


@pytest.fixture
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DesktopSession]:
    with desktop_session(tmp_path_factory.mktemp("s")) as session:
        yield session


def connect(session: DesktopSession, *, may_start: bool = True) -> Connection:
    return Connection(session.environment["DBUS_SESSION_BUS_ADDRESS"], answer_s=0.5, may_start=may_start)


def test_nobody_there_is_said_and_leaves_nothing_open(tmp_path: Path) -> None:
    files = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(NoBusError, match="No such file"):
        Connection(f"unix:path={tmp_path}/bus", answer_s=0.5)
    assert len(list(Path("/proc/self/fd").iterdir())) == files


def test_a_refusal_has_a_name_and_words(session: DesktopSession) -> None:
    session.start_bus()
    with connect(session) as bus, pytest.raises(RefusedError) as raised:
        bus.call(DBUS, DBUS_PATH, DBUS, "Nonsense")
    assert raised.value.kind.endswith(".UnknownMethod")
    assert raised.value.words == str(raised.value)
    assert "Nonsense" in raised.value.words


@pytest.mark.parametrize("may_start", [True, False])
def test_a_call_starts_a_program_only_if_it_may(session: DesktopSession, may_start: bool) -> None:
    started = session.folder / "started"
    service = f"[D-BUS Service]\nName=org.example.Asked\nExec=/usr/bin/touch {started}\n"
    session.start_bus(service_folders=[session.service_folder("asked.service", service)])
    with connect(session, may_start=may_start) as bus:
        assert bus.can_start("org.example.Asked")
        assert bus.owner("org.example.Asked") == ""
        with pytest.raises((RefusedError, TimeoutError)):
            bus.call("org.example.Asked", "/", "org.example.Asked", "Anything")
    if may_start:
        wait_for(started.exists, what="the start of the program")
    assert started.exists() == may_start


def test_a_bus_that_hangs_is_given_up_and_its_late_answer_is_nobodys(session: DesktopSession) -> None:
    assert sys.platform != "win32", "it knows no such signals"
    process = session.start_bus()
    with connect(session) as bus:
        process.send_signal(signal.SIGSTOP)
        began_s = time.monotonic()
        with pytest.raises(TimeoutError):
            bus.owner("org.example.Nobody")
        assert 0.4 < time.monotonic() - began_s < 2.0
        process.send_signal(signal.SIGCONT)
        assert bus.owner(DBUS) == DBUS


def test_a_bus_that_ends_is_no_silence(session: DesktopSession) -> None:
    process = session.start_bus()
    with connect(session) as bus:
        session.kill(process)
        with pytest.raises(ConnectionError):
            bus.owner(DBUS)


def test_signals_say_who_sent_them_and_are_given_out_once(session: DesktopSession) -> None:
    session.start_bus()
    with connect(session) as bus:
        bus.hear_from(DBUS, DBUS_PATH, DBUS, "NameOwnerChanged")
        bus.heard()
        connect(session).close()
        bus.owner(DBUS)  # a question and its answer, which come after the signals
        heard = bus.heard()
    assert {(one.sender, one.path, one.interface, one.member) for one in heard} == {
        (DBUS, DBUS_PATH, DBUS, "NameOwnerChanged")
    }
    assert bus.heard() == []


def test_what_nobody_asked_for_is_not_heard(session: DesktopSession) -> None:
    session.start_bus()
    with connect(session) as bus:
        bus.hear_from("org.example.Other", DBUS_PATH, DBUS)
        bus.listen()
        bus.heard()  # the bus tells everybody their own name
        connect(session).close()
        bus.owner(DBUS)
        assert bus.heard() == []
