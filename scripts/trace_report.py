"""Reads strace's lines and says which break a promise: no socket to elsewhere, no sound device, no picture on disk.

Pure: lines in, findings out. What is not known to be local counts as not local.
"""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["network", "sound", "picture"]

PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".pgm", ".npy", ".npz")
VIDEO_ENDINGS = (".mp4", ".avi", ".mkv", ".mov", ".webm", ".mjpeg", ".mjpg", ".h264", ".yuv", ".raw")
# As strace -s writes the first bytes of JPEG, PNG, GIF, WebP and NumPy files
PICTURE_STARTS = (r"\377\330\377", r"\211PNG", "GIF8", "RIFF", r"\223NUMPY")
SOUND_FILES = ("/dev/snd", "/dev/dsp", "/dev/audio", "/dev/mixer")
SOUND_SERVERS = ("pulse/native", "pipewire", "jack", "/dev/snd")
NAME_SERVICES = ("io.systemd.Resolve", "avahi")
DNS_PORT = 53
# Asks the sound server who records, as silence/ does to notice a call: it opens no stream. Anything else is a finding.
ASKS_WHO_RECORDS = re.compile(r'\["(?:/[^"]*/)?pactl", "list", "source-outputs"\]')

_CALL = re.compile(r"^(?:\[pid +(?P<pid>\d+)\] +|(?P<number>\d+) +)?(?P<name>\w+)\((?P<arguments>.*)")
_FAMILY = re.compile(r"sa_family=(\w+)")
_PORT = re.compile(r"sin6?_port=htons\((\d+)\)")
_INET = re.compile(r'inet_addr\("([^"]*)"\)')
_INET6 = re.compile(r'inet_pton\(AF_INET6, "([^"]*)"')
_UNIX = re.compile(r'sun_path=(@?"[^"]*")')
_OPENED = re.compile(
    r'^(?:AT_FDCWD(?:<[^>]*>)?|\d+(?:<[^>]*>)?)?(?:, )?"(?P<path>(?:[^"\\]|\\.)*)"(?:, (?P<flags>[A-Z_|{}a-z=]+))?'
)
_DESCRIPTOR = re.compile(r"\) += \d+<(?P<path>/[^>]*)>$")
_BELOW = re.compile(r"^(?:AT_FDCWD|\d+)<(?P<folder>/[^>]*)>")
_WRITTEN = re.compile(r'^\d+<(?P<path>/[^>]*)>, (?:\[\{iov_base=)?"(?P<start>(?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken promise and the line that shows it."""

    kind: Kind
    what: str
    line: str


@dataclass(slots=True)
class Report:
    """What a trace showed. ``lines`` counts the lines read, so that a trace of nothing is not taken for a clean one."""

    lines: int = 0
    findings: list[Finding] = field(default_factory=list[Finding])
    local: Counter[str] = field(default_factory=Counter[str])
    """How often each local address was connected or sent to."""
    written: set[str] = field(default_factory=set[str])
    """Paths that were opened for writing or made, also where that failed; absolute where strace knows the place."""


def read_trace(lines: Iterable[str]) -> Report:
    """Judges every line of ``strace -f -y -e trace=…``; failed calls count too: the attempt matters."""
    report = Report()
    asking: set[str] = set()
    for line in lines:
        report.lines += 1
        call = _CALL.match(line)
        if not call:
            continue
        process = call["pid"] or call["number"] or ""
        if call["name"] == "execve":
            (asking.add if ASKS_WHO_RECORDS.search(line) else asking.discard)(process)
        before = len(report.findings)
        _judge(call["name"], call["arguments"], line.rstrip("\n"), report)
        if process in asking:
            _drop_questions(report, before)
    return report


def _drop_questions(report: Report, before: int) -> None:
    """What pactl, asked who records, connects to is the sound server; that alone is no finding."""
    questions = [finding for finding in report.findings[before:] if finding.kind == "sound"]
    report.local["the sound server, asked by pactl who records"] += len(questions)
    report.findings[before:] = [finding for finding in report.findings[before:] if finding.kind != "sound"]


def _judge(name: str, arguments: str, line: str, report: Report) -> None:
    if name in {"connect", "sendto", "sendmsg", "sendmmsg", "bind"}:
        _judge_address(name, arguments, line, report)
    elif name in {"open", "openat", "openat2", "creat"}:
        _judge_opened(name, arguments, line, report)
    elif name in {"write", "pwrite64", "writev", "pwritev"}:
        _judge_written(arguments, line, report)
    elif name in {"rename", "renameat", "renameat2", "link", "linkat"}:
        _judge_renamed(arguments, line, report)


def _judge_address(name: str, arguments: str, line: str, report: Report) -> None:
    # what is sent is quoted text and could hold anything, even "sa_family=": look at the address only
    text = _without_payload(name, arguments)
    for family, address in zip(_FAMILY.findall(text), _addresses(text), strict=False):
        if family == "AF_UNSPEC":  # undoes an earlier connect
            continue
        sound = family in {"AF_UNIX", "AF_LOCAL"} and any(part in address for part in SOUND_SERVERS)
        if sound:
            report.findings.append(Finding("sound", f"{name} to the sound server {address}", line))
        elif _is_local(family, address, binding=name == "bind"):
            report.local[address] += 1
        else:
            report.findings.append(Finding("network", f"{name} to {address}", line))


def _without_payload(name: str, arguments: str) -> str:
    if name == "sendto":
        return re.sub(r'^(\d+(?:<[^>]*>)?, )"(?:[^"\\]|\\.)*"', r"\1", arguments)
    return re.sub(r'iov_base="(?:[^"\\]|\\.)*"', "", arguments)


def _addresses(text: str) -> list[str]:
    """One for each sa_family in ``text``: 192.0.2.1:80, [::1]:80, a path, or the family's own words."""
    found: list[str] = []
    for part in re.split(r"(?=sa_family=)", text)[1:]:
        port = _PORT.search(part)
        inet, inet6, unix = _INET.search(part), _INET6.search(part), _UNIX.search(part)
        suffix = f":{port[1]}" if port else ""
        if inet6:
            found.append(f"[{inet6[1]}]{suffix}")
        elif inet:
            found.append(f"{inet[1]}{suffix}")
        elif unix:
            found.append(unix[1].replace('"', ""))
        else:
            found.append(part.split("}")[0])
    return found


def _is_local(family: str, address: str, *, binding: bool) -> bool:
    if family in {"AF_UNIX", "AF_LOCAL"}:
        return not any(part in address for part in NAME_SERVICES)
    if family == "AF_NETLINK":  # asks the kernel of this machine
        return True
    if family not in {"AF_INET", "AF_INET6"}:
        return False
    host, _, port = address.rpartition(":")
    try:
        ip = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    # a name server on this very machine passes the question on
    return (mapped or ip).is_loopback and (binding or int(port or 0) != DNS_PORT)


def _judge_opened(name: str, arguments: str, line: str, report: Report) -> None:
    opened = _OPENED.match(arguments)
    if not opened:
        return
    path, flags = opened["path"], opened["flags"] or ""
    if path.startswith(SOUND_FILES):
        report.findings.append(Finding("sound", f"opened {path}", line))
    writes = name == "creat" or any(flag in flags for flag in ("O_WRONLY", "O_RDWR", "O_CREAT"))
    if writes:
        report.written.add(_whole_path(path, arguments))
    if writes and path.lower().endswith(PICTURE_ENDINGS + VIDEO_ENDINGS):
        report.findings.append(Finding("picture", f"opened {path} for writing", line))


def _whole_path(path: str, arguments: str) -> str:
    """The path as the kernel resolved it where the call says so, else beside the folder the call began in."""
    opened = _DESCRIPTOR.search(arguments)
    if opened:
        return opened["path"]
    below = _BELOW.match(arguments)
    return path if path.startswith("/") or not below else f"{below['folder']}/{path}"


def _judge_written(arguments: str, line: str, report: Report) -> None:
    written = _WRITTEN.match(arguments)
    if written and written["start"].startswith(PICTURE_STARTS) and not written["path"].startswith(("/proc/", "/dev/")):
        report.findings.append(Finding("picture", f"wrote the start of a picture to {written['path']}", line))


def _judge_renamed(arguments: str, line: str, report: Report) -> None:
    names = re.findall(r'"((?:[^"\\]|\\.)*)"', arguments)
    if names and names[-1].lower().endswith(PICTURE_ENDINGS + VIDEO_ENDINGS):
        report.findings.append(Finding("picture", f"renamed a file to {names[-1]}", line))
