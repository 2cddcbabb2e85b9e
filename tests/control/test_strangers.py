"""Another user of the computer really tries: each of the three doors is closed by itself (folder, socket, key)."""

from __future__ import annotations

import os
import shutil
import socket
import stat
import struct
import tempfile
import traceback
from collections.abc import Callable, Iterator
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from posture_watch.control.client import ask
from posture_watch.control.endpoint import Endpoint, read_endpoint
from posture_watch.control.lock import MonitorLock
from posture_watch.control.server import ControlServer
from tests.control.test_lock import HOLDER

pytestmark = pytest.mark.skipif(os.name != "posix", reason="users and modes of POSIX")
as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user"
)

NOBODY = 65534
LET_IN, KEPT_OUT, FAILED = 0, 1, 2


@pytest.fixture(params=["022", "000"])
def runtime(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A runtime folder that another user can get as far as, made under a usual and under the worst umask."""
    above = Path(tempfile.mkdtemp(prefix="posture-watch-strangers-"))
    above.chmod(0o755)
    before = os.umask(int(request.param, 8))
    try:
        yield above / "run"
    finally:
        os.umask(before)
        shutil.rmtree(above)


@pytest.fixture
def serving(runtime: Path) -> Iterator[Endpoint]:
    with ControlServer(runtime, lambda _: {"here": True}):
        found = read_endpoint(runtime)
        assert found is not None
        yield found
        assert ask(runtime, "status") == {"here": True}, "it goes on answering its own user"


def as_another_user(attempt: Callable[[], object]) -> int:
    """LET_IN when ``attempt`` came through, KEPT_OUT when the system or the monitor refused."""
    child = os.fork()
    if child == 0:
        code = FAILED
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            attempt()
            code = LET_IN
        except (PermissionError, AuthenticationError):
            code = KEPT_OUT
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def connect(place: Endpoint) -> None:
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(5)
        caller.connect(place.address)


def guess_the_key(place: Endpoint) -> None:
    Client(place.address, authkey=b"posture-watch").close()


def test_modes_are_closed_whatever_the_umask(serving: Endpoint, runtime: Path) -> None:
    modes = {path.name: stat.S_IMODE(path.lstat().st_mode) for path in (runtime, *runtime.iterdir())}
    assert modes == {"run": 0o700, "control.json": 0o600, "control.sock": 0o600}


def test_the_lock_is_closed_too(runtime: Path) -> None:
    with MonitorLock(runtime) as lock:
        lock.acquire(HOLDER)
        assert stat.S_IMODE((runtime / "monitor.lock").stat().st_mode) == 0o600


@as_root
def test_another_user_does_not_get_into_the_folder(serving: Endpoint, runtime: Path) -> None:
    assert as_another_user(lambda: connect(serving)) == KEPT_OUT
    assert as_another_user((runtime / "control.json").read_bytes) == KEPT_OUT
    assert as_another_user(lambda: list(runtime.iterdir())) == KEPT_OUT


@as_root
def test_in_an_open_folder_the_socket_and_the_key_are_closed(serving: Endpoint, runtime: Path) -> None:
    runtime.chmod(0o755)
    assert as_another_user(lambda: list(runtime.iterdir())) == LET_IN, "or this shows nothing"
    assert as_another_user(lambda: connect(serving)) == KEPT_OUT
    assert as_another_user((runtime / "control.json").read_bytes) == KEPT_OUT
    runtime.chmod(0o700)


@as_root
def test_at_an_open_socket_the_key_is_asked_for(serving: Endpoint, runtime: Path) -> None:
    runtime.chmod(0o755)
    Path(serving.address).chmod(0o666)
    assert as_another_user(lambda: connect(serving)) == LET_IN, "or this shows nothing"
    assert as_another_user(lambda: guess_the_key(serving)) == KEPT_OUT
    runtime.chmod(0o700)


@pytest.mark.parametrize("announced", [257, 65537, 2**31 - 1, -1, -(2**31)])
def test_a_stranger_who_announces_much_is_cut_off(serving: Endpoint, announced: int) -> None:
    """Before the key was proven not more than a short answer is read."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(5)
        caller.connect(serving.address)
        caller.sendall(struct.pack("!i", announced) + b"x" * 300)
        received = b""
        try:
            while more := caller.recv(4096):
                received += more
        except ConnectionResetError:
            pass
        assert b"here" not in received
