"""A monitor that systemd started says that it is ready and lives, over the socket that systemd names; no other does."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from posture_watch.service_watchdog import service_watchdog
from tests.live.conftest import Start, fakecam_library, fresh_home, home, start, upright, upright_frames, webcam
from tests.live.monitor import START_S

__all__ = ["fakecam_library", "fresh_home", "home", "start", "upright", "upright_frames", "webcam"]

if sys.platform != "linux":
    pytest.skip("systemd is Linux", allow_module_level=True)


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    """Who listens where systemd would."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(START_S)
        yield listening


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:1"}])
def test_where_nobody_asked_nothing_is_said(environment: dict[str, str]) -> None:
    assert service_watchdog(environment) is None


def test_ready_is_said_once_and_life_no_more_often_than_needed(systemd: socket.socket) -> None:
    signs = service_watchdog({"NOTIFY_SOCKET": str(systemd.getsockname()), "WATCHDOG_USEC": "20000000"})
    assert signs is not None
    for _ in range(100):
        signs()
    systemd.setblocking(False)
    assert systemd.recv(100) == b"READY=1\nWATCHDOG=1"
    with pytest.raises(BlockingIOError):
        systemd.recv(100)


def test_a_socket_that_is_gone_is_no_matter(tmp_path: Path) -> None:
    signs = service_watchdog({"NOTIFY_SOCKET": str(tmp_path / "nobody"), "WATCHDOG_USEC": "1"})
    assert signs is not None
    signs()


@pytest.mark.model
@pytest.mark.usefixtures("home")
def test_a_real_monitor_gives_signs_of_life(start: Start, systemd: socket.socket) -> None:
    monitor = start(extra={"NOTIFY_SOCKET": str(systemd.getsockname()), "WATCHDOG_USEC": "400000"})
    assert systemd.recv(100) == b"READY=1\nWATCHDOG=1"
    assert {systemd.recv(100) for _ in range(5)} == {b"WATCHDOG=1"}
    assert monitor.end() == 0
