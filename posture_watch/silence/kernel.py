"""What Linux tells in files: processes, what they have open, and which devices sleep. Any of it may vanish."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_OURS = (b"posture_watch", b"posture-watch")
_MOST_ANCESTORS = 50


@dataclass(frozen=True, slots=True)
class Kernel:
    """``proc``, ``sys``, ``dev``: where the kernel's files are. ``own_pid``: the process that is never "another"."""

    proc: Path = Path("/proc")
    sys: Path = Path("/sys")
    dev: Path = Path("/dev")
    own_pid: int = field(default_factory=os.getpid)

    def cameras(self) -> list[str]:
        """Paths of the video devices, as processes open them."""
        return sorted(str(path) for path in self.dev.glob("video*"))

    def camera_sleeps(self, path: str) -> bool:
        """Whether the kernel has put a camera to sleep, which it does only while nobody takes pictures."""
        status = self.sys / "class/video4linux" / Path(path).name / "device/power/runtime_status"
        return text_of(status).strip() == "suspended"

    def processes(self) -> Iterator[int]:
        """The numbers of all processes."""
        with os.scandir(self.proc) as entries:
            yield from (int(entry.name) for entry in entries if entry.name.isdigit())

    def opened(self, pid: int) -> list[str]:
        """What a process has open, by path; empty if we may not know."""
        folder = f"{self.proc}/{pid}/fd"
        try:
            return [os.readlink(f"{folder}/{number}") for number in os.listdir(folder)]  # noqa: PTH115, PTH208  # hot
        except OSError:
            return []

    def maps(self, pid: int) -> str:
        """What a process has in its memory; empty if we may not know."""
        return text_of(self.proc / str(pid) / "maps")

    def name(self, pid: int) -> str:
        """The program of a process or of one of its threads."""
        status = self.status(pid)
        return self.status(int(status.get("Tgid", pid))).get("Name", "")

    def status(self, pid: int) -> dict[str, str]:
        lines = (line.partition(":") for line in text_of(self.proc / str(pid) / "status").splitlines())
        return {key: value.strip() for key, _, value in lines}

    def is_ours(self, pid: int) -> bool:
        """Whether a process is posture-watch (this one or another), or one that this one has started.

        Not what the tray has started: that may be a browser, and a call in it is a call.
        """
        if any(word in text_of(self.proc / str(pid) / "cmdline").encode() for word in _OURS):
            return True
        for _ in range(_MOST_ANCESTORS):
            if pid == self.own_pid:
                return True
            parent = self.status(pid).get("PPid", "0")
            pid = int(parent) if parent.isdigit() else 0
            if pid <= 0:
                return False
        return False


def text_of(path: Path) -> str:
    """A file's content; empty if it is gone or not ours to read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
