"""The bus's own troubles: none there, one that greets nobody, one that sends what is no message."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from posture_watch.silence.bus import Bus
from posture_watch.silence.sense import CannotTellError
from tests.desktop_session import DesktopSession, wait_for

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="D-Bus is Linux's")

DBUS = "org.freedesktop.DBus"


@contextmanager
def strange_bus(folder: Path, after: bytes) -> Generator[str]:
    """The address of a bus that lets everybody in and then says ``after`` and no more."""
    listening = socket.socket(socket.AF_UNIX)
    path = folder / "strange"
    listening.bind(str(path))
    listening.listen()
    ended = threading.Event()

    def serve() -> None:
        peer, _ = listening.accept()
        with peer:
            heard = b""
            while b"BEGIN" not in heard:
                heard += peer.recv(1024)
                if heard.endswith(b"\r\n") and b"BEGIN" not in heard:
                    peer.sendall(b"OK 0123456789abcdef\r\n")
            peer.sendall(after)
            ended.wait(20)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"unix:path={path}"
    finally:
        ended.set()
        thread.join(5)
        listening.close()


@pytest.mark.parametrize("after", [b"", b"this is no message" * 20])
def test_a_bus_that_greets_nobody_costs_a_second(after: bytes, tmp_path: Path) -> None:
    with strange_bus(tmp_path, after) as address:
        bus = Bus(address, is_session=True)
        began_s = time.monotonic()
        with pytest.raises(CannotTellError):
            bus.has_owner(DBUS)
        assert time.monotonic() - began_s < 3.0
        assert not bus.is_open


@pytest.mark.parametrize("address", ["", "unix:path=/nonexistent/bus", "tcp:host=desk,port=1", "nonsense", "unix:x=1"])
def test_no_bus(address: str) -> None:
    with pytest.raises(CannotTellError, match="there is no session bus") as raised:
        Bus(address, is_session=True).has_owner(DBUS)
    assert raised.value.advice
    with pytest.raises(CannotTellError, match="there is no system bus"):
        Bus(address, is_session=False).has_owner(DBUS)


@pytest.mark.desktop
def test_asking_starts_no_service(session: DesktopSession) -> None:
    started = session.folder / "started"
    service = f"[D-BUS Service]\nName=org.example.Asked\nExec=/usr/bin/touch {started}\n"
    session.start_bus(service_folders=[session.service_folder("asked.service", service)])
    bus = Bus(session.environment["DBUS_SESSION_BUS_ADDRESS"], is_session=True)
    with pytest.raises(CannotTellError, match="does not run"):
        bus.call("org.example.Asked", "/", "org.example.Asked", "Anything")
    assert not started.exists()
    bus.close()


@pytest.mark.desktop
def test_a_bus_that_is_started_again_is_asked_again(session: DesktopSession) -> None:
    daemon = session.start_bus()
    bus = Bus(session.environment["DBUS_SESSION_BUS_ADDRESS"], is_session=True)
    assert bus.has_owner(DBUS)
    session.kill(daemon)
    with pytest.raises(CannotTellError, match="broke"):
        bus.has_owner(DBUS)
    assert not bus.is_open
    session.start_bus()
    assert bus.has_owner(DBUS)
    assert bus.connections == 2
    bus.close()


@pytest.mark.desktop
def test_only_what_was_asked_for_is_heard(session: DesktopSession) -> None:
    session.start_bus()
    bus = Bus(session.environment["DBUS_SESSION_BUS_ADDRESS"], is_session=True)
    assert bus.has_owner(DBUS)
    assert bus.heard() == []  # the bus has told us our own name
    bus.listen(DBUS, "/org/freedesktop/DBus", DBUS, "NameOwnerChanged")
    other = Bus(session.environment["DBUS_SESSION_BUS_ADDRESS"], is_session=True)
    assert other.has_owner(DBUS)
    wait_for(lambda: [member for member, _ in bus.heard()] == ["NameOwnerChanged"], what="the other's name")
    bus.close()
    other.close()
