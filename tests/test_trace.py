"""The trace's reading of strace: recorded lines, and small real programs that stay on this machine."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from trace_report import read_trace
from trace_sockets import NO_TRACE, NOT_CLEAN, main

TO = 'connect(3<socket:[1]>, {sa_family=AF_INET, sin_port=htons(%d), sin_addr=inet_addr("%s")}, 16)'
TO6 = (
    "connect(3<socket:[1]>, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(0), "
    'inet_pton(AF_INET6, "%s", &sin6_addr), sin6_scope_id=0}, 28)'
)
REFUSED = " = -1 ECONNREFUSED (Connection refused)"

BROKEN_PROMISES = [
    ("network", "12 " + TO % (443, "192.0.2.1") + " = -1 EINPROGRESS (Operation now in progress)"),
    ("network", TO % (443, "192.0.2.1") + REFUSED),
    ("network", "[pid    12] " + TO % (443, "192.0.2.1") + " <unfinished ...>"),
    ("network", "12 " + TO6 % "2001:db8::1" + " = 0"),
    ("network", "12 " + TO6 % "::ffff:192.0.2.1" + " = 0"),
    ("network", "12 " + TO % (53, "127.0.0.53") + " = 0"),  # the name server here asks another machine
    ("network", '12 connect(3, {sa_family=AF_UNIX, sun_path="/run/systemd/resolve/io.systemd.Resolve"}, 42) = 0'),
    (
        "network",
        '12 sendto(3<UDP:[1]>, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("192.0.2.7")}, 16)',
    ),
    (
        "network",
        "12 sendmsg(3, {msg_name={sa_family=AF_INET, sin_port=htons(9), "
        'sin_addr=inet_addr("198.51.100.1")}, msg_namelen=16, msg_iov=[{iov_base="x", iov_len=1}]}, 0) = 1',
    ),
    (
        "network",
        '12 sendmmsg(3, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}}},'
        ' {msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("192.0.2.9")}}}], 2, 0) = 2',
    ),
    ("network", '12 bind(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("0.0.0.0")}, 16) = 0'),
    ("network", "12 connect(3, {sa_family=AF_VSOCK, svm_cid=0x2, svm_port=0x50}, 16) = 0"),
    ("sound", '12 openat(AT_FDCWD</home/u>, "/dev/snd/pcmC0D0c", O_RDWR|O_NONBLOCK|O_CLOEXEC) = 5'),
    ("sound", '12 openat(AT_FDCWD, "/dev/snd/controlC0", O_RDONLY) = -1 ENOENT (No such file or directory)'),
    ("sound", '12 connect(3, {sa_family=AF_UNIX, sun_path="/run/user/1000/pulse/native"}, 110) = 0'),
    ("picture", '12 openat(AT_FDCWD</home/u>, "/tmp/frame.jpg", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 5</tmp/frame.jpg>'),
    ("picture", '12 openat(AT_FDCWD</home/u>, "Frame.PNG", O_RDWR|O_CREAT) = 5</home/u/Frame.PNG>'),
    ("picture", '12 creat("/tmp/clip.avi", 0666) = 5'),
    ("picture", r'12 write(5</home/u/cache.bin>, "\377\330\377\340\0\20JFIF\0", 4096) = 4096'),
    ("picture", r'12 writev(5</home/u/cache.bin>, [{iov_base="\211PNG\r\n\32\n", iov_len=8}], 1) = 8'),
    ("picture", '12 rename("/tmp/a.tmp", "/tmp/frame.jpeg") = 0'),
]

KEPT_PROMISES = [
    "12 " + TO % (8080, "127.0.0.1") + REFUSED,
    "12 " + TO6 % "::1" + REFUSED,
    '12 connect(3<socket:[1]>, {sa_family=AF_UNIX, sun_path=@"/tmp/.X11-unix/X99"}, 20) = 0',
    '12 connect(3<socket:[1]>, {sa_family=AF_UNIX, sun_path="/run/user/1000/bus"}, 20) = 0',
    "12 connect(3<socket:[1]>, {sa_family=AF_UNSPEC, sa_data=0x7ffd}, 16) = 0",
    "12 bind(3, {sa_family=AF_NETLINK, nl_pid=0, nl_groups=00000000}, 12) = 0",
    '12 bind(3, {sa_family=AF_INET, sin_port=htons(0), sin_addr=inet_addr("127.0.0.1")}, 16) = 0',
    '12 sendto(3<UNIX:[1]>, "sa_family=AF_INET, inet_addr(\\"192.0.2.1\\")", 9, 0, NULL, 0) = 9',
    '12 recvfrom(3, "x", 1, 0, {sa_family=AF_INET, sin_port=htons(9), sin_addr=inet_addr("127.0.0.1")}, [16]) = 1',
    '12 openat(AT_FDCWD</home/u>, "/usr/share/icons/a.png", O_RDONLY|O_CLOEXEC) = 5</usr/share/icons/a.png>',
    '12 openat(AT_FDCWD</home/u>, "/home/u/log.sqlite", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 5</home/u/log.sqlite>',
    r'12 write(1</dev/pts/0>, "\211PNG", 4) = 4',
    r'12 write(5</home/u/log.sqlite>, "SQLite format 3\0", 16) = 16',
    "12 <... connect resumed>) = 0",
    "12 +++ exited with 0 +++",
]


@pytest.mark.parametrize(("kind", "line"), BROKEN_PROMISES)
def test_a_broken_promise_is_found(kind: str, line: str) -> None:
    assert [finding.kind for finding in read_trace([line]).findings] == [kind]


@pytest.mark.parametrize("line", KEPT_PROMISES)
def test_what_stays_here_is_no_finding(line: str) -> None:
    assert read_trace([line]).findings == []


ASKS = '12 execve("/usr/bin/pactl", ["/usr/bin/pactl", "list", "source-outputs"], 0x7ffd /* 20 vars */) = 0'
PULSE = '12 connect(3, {sa_family=AF_UNIX, sun_path="/run/user/1000/pulse/native"}, 110) = 0'


def test_the_question_who_records_opens_no_sound_and_is_the_only_one_allowed() -> None:
    assert read_trace([ASKS, PULSE]).findings == []
    records = ASKS.replace('"list", "source-outputs"', '"load-module", "x"')
    opens = '12 openat(AT_FDCWD, "/dev/snd/pcmC0D0c", O_RDWR) = 5'
    for lines in (
        [ASKS, records, PULSE],  # another program in its place
        [ASKS, PULSE.replace("12 ", "13 ")],  # another process
        [records, PULSE],
    ):
        assert [finding.kind for finding in read_trace(lines).findings] == ["sound"]
    assert [finding.kind for finding in read_trace([ASKS, TO % (443, "192.0.2.1")]).findings] == ["network"]
    assert read_trace([ASKS.replace("12 ", "7 "), opens]).findings


def test_what_is_written_is_listed_by_its_whole_path() -> None:
    report = read_trace(
        [
            '12 openat(AT_FDCWD</home/u>, "log", O_RDWR|O_CREAT, 0600) = 5</home/u/log>',
            '12 openat(AT_FDCWD</home/u>, "half", O_WRONLY|O_CREAT <unfinished ...>',
            '12 openat(AT_FDCWD</home/u>, "/etc/passwd", O_RDONLY) = 5</etc/passwd>',
        ]
    )
    assert report.written == {"/home/u/log", "/home/u/half"}


def test_local_addresses_are_counted_as_evidence() -> None:
    line = TO % (8080, "127.0.0.1")
    report = read_trace([line, line, "12 +++ exited with 0 +++"])
    assert dict(report.local) == {"127.0.0.1:8080": 2}
    assert report.lines == 3


needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")

CONNECTS_HERE = """
import socket, subprocess, sys
subprocess.run([sys.executable, "-c", "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"], check=True)
"""


@needs_strace
def test_a_real_child_that_stays_here_is_clean(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--", sys.executable, "-c", CONNECTS_HERE]) == 0
    assert "local, allowed: 127.0.0.1:9 (1 times)" in capfd.readouterr().out


@needs_strace
def test_a_real_picture_written_by_a_child_is_found(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "frame.bin"
    write = f"open({str(picture)!r}, 'wb').write(bytes([255, 216, 255, 224, 0, 16]) + b'JFIF')"
    assert main(["--", sys.executable, "-c", write]) == NOT_CLEAN
    assert f"wrote the start of a picture to {picture}" in capfd.readouterr().out


@needs_strace
def test_a_real_listener_for_other_machines_is_found(capfd: pytest.CaptureFixture[str]) -> None:
    listen = "import socket; socket.socket().bind(('0.0.0.0', 0))"
    assert main(["--", sys.executable, "-c", listen]) == NOT_CLEAN
    assert "bind to 0.0.0.0:0" in capfd.readouterr().out


@needs_strace
def test_the_command_is_interrupted_when_its_seconds_are_over(capfd: pytest.CaptureFixture[str]) -> None:
    wait = "import time\ntry: time.sleep(60)\nexcept KeyboardInterrupt: print('ended in its own way')"
    assert main(["--seconds", "1", "--", sys.executable, "-c", wait]) == 0
    assert "ended in its own way" in capfd.readouterr().out


@needs_strace
def test_the_exit_code_of_a_clean_command_is_kept() -> None:
    assert main(["--", sys.executable, "-c", "raise SystemExit(7)"]) == 7


def test_without_strace_it_says_so(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", "")
    assert main(["--", "true"]) == NO_TRACE
    assert "strace is not installed" in capfd.readouterr().err
