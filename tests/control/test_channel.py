"""A real server and real clients, good, bad, slow and hostile."""

from __future__ import annotations

import hmac
import os
import signal
import socket
import stat
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posture_watch.control import by_pipe, client
from posture_watch.control.by_pipe import MOST_HANGING
from posture_watch.control.client import NotAnsweringError, NotRunningError, RefusedError, ask
from posture_watch.control.endpoint import Endpoint, create_endpoint, read_endpoint
from posture_watch.control.request import MOST_BYTES, MessageError, Request, unpack
from posture_watch.control.server import ControlServer
from posture_watch.errors import UserError
from tests.desktop_session import wait_for

ROOT = Path(__file__).parents[2]

# an exception that ends one of the server's threads is a failure
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
Exchange = Callable[..., bytes]
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="Unix sockets")


def handle(request: Request) -> Mapping[str, Any]:
    """A monitor that answers every command in its own way."""
    match request.command:
        case "resume":
            raise UserError("it is not paused", "Pause it first.")
        case "recalibrate":
            raise ZeroDivisionError
        case "snooze":
            return {"not JSON": object()}
        case _:
            return {"command": request.command, **request.arguments}


def by_socket() -> Exchange:
    from posture_watch.control.by_socket import exchange  # noqa: PLC0415  # there is no such socket on Windows

    return exchange


@pytest.fixture(params=["by_pipe", pytest.param("by_socket", marks=posix_only)])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """How asking goes: as on Windows (over a socket as well), and as elsewhere."""
    monkeypatch.setattr(client, "exchange", by_pipe.exchange if request.param == "by_pipe" else by_socket())
    return str(request.param)


@pytest.fixture
def server(runtime_folder: Path) -> Iterator[ControlServer]:
    with ControlServer(runtime_folder, handle, conversation_s=0.5) as server:
        yield server


def endpoint(folder: Path) -> Endpoint:
    found = read_endpoint(folder)
    assert found is not None
    return found


def still_answers(folder: Path) -> bool:
    return ask(folder, "status", within_s=5) == {"command": "status"}


def send_raw(folder: Path, message: bytes) -> dict[str, Any]:
    """The server's answer to any bytes of somebody who knows the key."""
    place = endpoint(folder)
    with Client(place.address, authkey=place.key) as connection:
        connection.send_bytes(message)
        return unpack(connection.recv_bytes(MOST_BYTES))


def test_a_question_is_answered(way: str, server: ControlServer, runtime_folder: Path) -> None:
    assert ask(runtime_folder, "pause", seconds=90) == {"command": "pause", "seconds": 90.0, "lent": False}
    assert ask(runtime_folder, "pause") == {"command": "pause", "seconds": None, "lent": False}


def test_an_error_for_the_user_reaches_the_asker(way: str, server: ControlServer, runtime_folder: Path) -> None:
    with pytest.raises(RefusedError, match="it is not paused") as raised:
        ask(runtime_folder, "resume")
    assert raised.value.advice == "Pause it first."


def test_a_bug_in_a_command_is_an_error_and_no_end(server: ControlServer, runtime_folder: Path) -> None:
    for command in ("recalibrate", "snooze"):
        with pytest.raises(RefusedError):
            ask(runtime_folder, command)
    assert still_answers(runtime_folder)


def test_a_bad_argument_never_leaves_the_asker(runtime_folder: Path) -> None:
    with pytest.raises(MessageError):
        ask(runtime_folder, "pause", seconds=-1)


def test_without_a_monitor_the_error_says_so(way: str, runtime_folder: Path) -> None:
    with pytest.raises(NotRunningError, match="not running"):
        ask(runtime_folder, "status")


def test_after_the_end_nothing_is_left(runtime_folder: Path) -> None:
    with ControlServer(runtime_folder, handle) as server:
        assert still_answers(runtime_folder)
    server.close()
    assert list(runtime_folder.iterdir()) == []
    with pytest.raises(NotRunningError):
        ask(runtime_folder, "status")


@posix_only
def test_only_the_user_can_reach_it(server: ControlServer, runtime_folder: Path) -> None:
    assert stat.S_IMODE(runtime_folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((runtime_folder / "control.json").stat().st_mode) == 0o600


def test_the_wrong_key_is_turned_away(server: ControlServer, runtime_folder: Path) -> None:
    with pytest.raises(AuthenticationError):
        Client(endpoint(runtime_folder).address, authkey=b"wrong")
    assert still_answers(runtime_folder)


@pytest.mark.parametrize(
    "message", [b"", b"\x80\x04N.", b"[" * 60000, b'{"command":"stop"}', b'{"command":"format","arguments":{}}']
)
def test_a_bad_message_is_answered_with_an_error(server: ControlServer, runtime_folder: Path, message: bytes) -> None:
    assert "error" in send_raw(runtime_folder, message)
    assert still_answers(runtime_folder)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(message=st.binary(max_size=500))
def test_no_bytes_end_the_server(server: ControlServer, runtime_folder: Path, message: bytes) -> None:
    assert "error" in send_raw(runtime_folder, message)
    assert still_answers(runtime_folder)


@posix_only
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(garbage=st.binary(max_size=300))
def test_no_bytes_instead_of_a_greeting_end_the_server(
    server: ControlServer, runtime_folder: Path, garbage: bytes
) -> None:
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(endpoint(runtime_folder).address)
        caller.sendall(garbage)
    assert still_answers(runtime_folder)


@posix_only
@pytest.mark.parametrize("announced", [MOST_BYTES + 1, 2**31 - 1])
def test_a_message_that_is_too_long_is_not_read(server: ControlServer, runtime_folder: Path, announced: int) -> None:
    place = endpoint(runtime_folder)
    with Client(place.address, authkey=place.key) as connection:
        os.write(connection.fileno(), struct.pack("!i", announced))
        assert "at most 65536 bytes" in unpack(connection.recv_bytes())["error"]
    assert still_answers(runtime_folder)


@posix_only
def test_silent_callers_do_not_keep_others_waiting(runtime_folder: Path) -> None:
    with ControlServer(runtime_folder, handle, conversation_s=15), ExitStack() as stack:
        for sent in (b"", b"\x00", b"\x00\x00\x01\x00half"):
            caller = stack.enter_context(socket.socket(socket.AF_UNIX))
            caller.connect(endpoint(runtime_folder).address)
            caller.sendall(sent)
        assert still_answers(runtime_folder)  # within 5 s, so nobody waited for the end of the silent ones


@posix_only
def test_more_silent_callers_than_there_is_room_for_are_cut_off(server: ControlServer, runtime_folder: Path) -> None:
    with ExitStack() as stack:
        for _ in range(12):
            stack.enter_context(socket.socket(socket.AF_UNIX)).connect(endpoint(runtime_folder).address)
        assert still_answers(runtime_folder)


def test_many_at_once_are_all_answered_one_at_a_time(way: str, runtime_folder: Path) -> None:
    inside, most, answers = [0], [0], list[Mapping[str, Any]]()

    never = threading.Event()

    def count(request: Request) -> Mapping[str, Any]:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        never.wait(0.002)  # lets the others in, if anything does
        inside[0] -= 1
        return {"pid": os.getpid()}

    with ControlServer(runtime_folder, count):
        threads = [threading.Thread(target=lambda: answers.append(ask(runtime_folder, "status"))) for _ in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
    assert len(answers) == 30
    assert most == [1]


def test_a_monitor_that_hangs_is_given_up(way: str, runtime_folder: Path) -> None:
    free = threading.Event()

    def hang(_: Request) -> Mapping[str, Any]:
        free.wait(20)
        return {}

    with ControlServer(runtime_folder, hang):
        try:
            with pytest.raises(NotAnsweringError):
                ask(runtime_folder, "status", within_s=0.2)
        finally:
            free.set()


def test_stop_is_still_answered_while_the_server_closes(way: str, runtime_folder: Path) -> None:
    entered = threading.Event()

    def stop(_: Request) -> Mapping[str, Any]:
        entered.set()
        return {"stopping": True}

    answers: list[Mapping[str, Any]] = []
    server = ControlServer(runtime_folder, stop)
    server.start()
    thread = threading.Thread(target=lambda: answers.append(ask(runtime_folder, "stop")))
    thread.start()
    assert entered.wait(10)
    server.close()
    thread.join(10)
    assert answers == [{"stopping": True}]


SERVER_PROGRAM = """
import sys
from pathlib import Path
from posture_watch.control.server import ControlServer
ControlServer(Path(sys.argv[1]), lambda request: {"command": request.command}).start()
print("up", flush=True)
sys.stdin.read()
"""


@posix_only
@pytest.mark.parametrize("long_path", [False, True])
def test_a_killed_server_leaves_nothing_in_the_way(runtime_folder: Path, long_path: bool) -> None:
    folder = runtime_folder / ("x" * 120) if long_path else runtime_folder
    command = [sys.executable, "-c", SERVER_PROGRAM, str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    stale = Path(endpoint(folder).address)
    assert still_answers(folder)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert stale.exists()
    with pytest.raises(NotRunningError):
        ask(folder, "status")
    with ControlServer(folder, handle):
        assert still_answers(folder)
        if long_path:
            assert not stale.parent.exists()


@posix_only
def test_a_stopped_monitor_does_not_hang_the_asker(way: str, runtime_folder: Path) -> None:
    command = [sys.executable, "-c", SERVER_PROGRAM, str(runtime_folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    os.kill(process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(NotAnsweringError):
            ask(runtime_folder, "status", within_s=0.3)
    finally:
        process.kill()
        process.communicate()


@posix_only
def test_asking_a_stopped_monitor_for_days_piles_up_nothing(way: str, runtime_folder: Path) -> None:
    command = [sys.executable, "-c", SERVER_PROGRAM, str(runtime_folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    os.kill(process.pid, signal.SIGSTOP)
    try:
        for _ in range(12):
            with pytest.raises(NotAnsweringError):
                ask(runtime_folder, "status", within_s=0.02)
        assert sum(thread.name == "ask" for thread in threading.enumerate()) <= MOST_HANGING
        os.kill(process.pid, signal.SIGCONT)

        def answers() -> bool:
            with suppress(NotAnsweringError):
                return still_answers(runtime_folder)
            return False

        wait_for(answers, within_s=10.0, what="answering again")
    finally:
        process.kill()
        process.communicate()


def test_an_answer_that_is_no_object_is_refused(way: str, runtime_folder: Path) -> None:
    made = create_endpoint(runtime_folder)
    with Listener(made.address, authkey=made.key) as listener:

        def answer() -> None:
            with listener.accept() as connection:
                connection.recv_bytes()
                connection.send_bytes(b'{"reply": [1, 2]}')

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(RefusedError, match="no object"):
            ask(runtime_folder, "status")
        thread.join(10)


@posix_only
def test_a_path_too_long_for_a_socket_gets_a_short_private_one(runtime_folder: Path) -> None:
    folder = runtime_folder / ("y" * 120)
    with ControlServer(folder, handle):
        socket_file = Path(endpoint(folder).address)
        assert len(os.fsencode(socket_file)) <= 100
        assert stat.S_IMODE(socket_file.parent.stat().st_mode) == 0o700
        assert still_answers(folder)
    assert not socket_file.parent.exists()


@pytest.mark.parametrize("digest", ["", "{sha256}"])
@pytest.mark.parametrize("knows_the_key", [True, False])
@posix_only
def test_an_older_and_a_newer_python_answer_and_a_stranger_is_noticed(
    runtime_folder: Path, digest: str, knows_the_key: bool
) -> None:
    """What Python 3.11 and 3.12 say as listeners (multiprocessing/connection.py), written out."""
    made = create_endpoint(runtime_folder)
    name = digest.strip("{}") or "md5"
    said = list[bytes]()

    def listen(listener: socket.socket) -> None:
        with listener.accept()[0] as line:
            connection = Connection(os.dup(line.fileno()))
            challenge = digest.encode() + os.urandom(40 if digest else 20)
            connection.send_bytes(b"#CHALLENGE#" + challenge)
            said.append(connection.recv_bytes())
            assert said[0] == digest.encode() + hmac.new(made.key, challenge, name).digest()
            connection.send_bytes(b"#WELCOME#")
            theirs = connection.recv_bytes().removeprefix(b"#CHALLENGE#")
            assert theirs.startswith(digest.encode())
            assert len(theirs) == len(challenge)
            key = made.key if knows_the_key else b"x" * 32
            connection.send_bytes(digest.encode() + hmac.new(key, theirs, name).digest())
            said.append(connection.recv_bytes())
            with suppress(EOFError):
                said.append(connection.recv_bytes())
                connection.send_bytes(b'{"reply": {"state": "good"}}')

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(made.address)
        listener.listen()
        thread = threading.Thread(target=listen, args=(listener,))
        thread.start()
        if knows_the_key:
            assert ask(runtime_folder, "status") == {"state": "good"}
        else:
            with pytest.raises(NotAnsweringError):
                ask(runtime_folder, "status")
        thread.join(10)
    assert said[1:] == ([b"#WELCOME#", b'{"command": "status", "arguments": {}}'] if knows_the_key else [b"#FAILURE#"])


@posix_only
@pytest.mark.parametrize(
    "greeting",
    [
        b"",
        b"\x00",
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x05hello",
        b"\x00\x01\x00\x00",
        b"\x00\x00\x00\x11#CHALLENGE#{none}",
    ],
)
def test_whoever_listens_in_the_monitors_place_cannot_confuse_the_asker(runtime_folder: Path, greeting: bytes) -> None:
    made = create_endpoint(runtime_folder)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(made.address)
        listener.listen()

        def listen() -> None:
            with listener.accept()[0] as line:
                line.sendall(greeting)

        thread = threading.Thread(target=listen)
        thread.start()
        with pytest.raises(NotAnsweringError):
            ask(runtime_folder, "status", within_s=2)
        thread.join(10)


@posix_only
def test_a_drop_at_a_time_does_not_make_the_limit_longer(runtime_folder: Path) -> None:
    made, enough = create_endpoint(runtime_folder), threading.Event()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(made.address)
        listener.listen()

        def drip() -> None:
            with listener.accept()[0] as line, suppress(OSError):
                line.sendall(b"\x00\x00\x00\xff")
                while not enough.wait(0.05):
                    line.sendall(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        begun = time.monotonic()
        with pytest.raises(NotAnsweringError):
            ask(runtime_folder, "status", within_s=0.4)
        assert time.monotonic() - begun < 3
        enough.set()
        thread.join(10)


def test_asking_imports_the_standard_library_only() -> None:
    program = "import sys, posture_watch.control.client; print(*sys.modules)"
    command = [sys.executable, "-S", "-c", program]
    names = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    ours = {"posture_watch", "__main__", "__mp_main__"}
    foreign = {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - ours
    assert "posture_watch.control.message" in names
    assert foreign == set()
