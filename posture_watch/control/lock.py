"""One monitor per user: a lock on a file that the system itself lets go when the process dies, however it dies."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from posture_watch.control.private_folder import make_private
from posture_watch.errors import UserError

# Windows locks bytes against reading, too: this one lies behind everything that is ever written.
_LOCKED_BYTE = 1 << 30
# The winner of a race needs a moment to write who it is.
_WRITING_S = 0.5

MONITOR_FILE, TRAY_FILE = "monitor.lock", "tray.lock"

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lock: ``started_utc`` (aware), ``source`` as people call it ("camera 0 (Fake Webcam)")."""

    pid: int
    started_utc: datetime
    version: str
    source: str

    def __post_init__(self) -> None:
        if self.pid <= 0:
            raise ValueError(f"a process id is above zero, not {self.pid}")
        if self.started_utc.tzinfo is None:
            raise ValueError("started_utc needs a time zone")

    def to_json(self) -> bytes:
        return json.dumps({**asdict(self), "started_utc": self.started_utc.isoformat()}).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Holder:
        """ValueError for anything that ``to_json`` does not write."""
        try:
            found: Any = json.loads(text)
            started = datetime.fromisoformat(found["started_utc"])
            return cls(int(found["pid"]), started, str(found["version"]), str(found["source"]))
        except (KeyError, TypeError, OverflowError, RecursionError) as error:
            raise ValueError("this is not a lock file of posture_watch") from error


class AlreadyRunningError(UserError):
    """Another monitor of this user runs. ``holder`` is None if it did not say who it is."""

    def __init__(self, holder: Holder | None) -> None:
        advice = "See it with `posture-watch status`, end it with `posture-watch stop`."
        super().__init__(f"posture_watch is already running{_describe(holder)}", advice)
        self.holder = holder


def _describe(holder: Holder | None) -> str:
    if holder is None:
        return ""
    since = holder.started_utc.astimezone()
    return f": process {holder.pid}, since {since:%Y-%m-%d %H:%M}, watching {holder.source}"


class MonitorLock:
    """The lock in ``runtime_folder``. The file stays for ever: deleting it would let two processes lock two files.

    ``file_name``: the tray's own lock is another one.
    """

    def __init__(self, runtime_folder: Path, file_name: str = MONITOR_FILE) -> None:
        self._folder = runtime_folder
        self._path = runtime_folder / file_name
        self._descriptor: int | None = None

    def acquire(self, holder: Holder) -> None:
        """Take the lock and write down who has it. AlreadyRunningError if it is taken; UserError for a bad folder."""
        make_private(self._folder)
        descriptor = self._open()
        try:
            _lock(descriptor)
        except OSError:
            os.close(descriptor)
            raise AlreadyRunningError(self._read_holder_soon()) from None
        self._descriptor = descriptor
        self._write(holder.to_json())

    def _open(self) -> int:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
        try:
            return os.open(self._path, flags, 0o600)
        except OSError as error:
            advice = "Move this file away, then start posture-watch again."
            raise UserError(f"the lock file {self._path} cannot be used: {error.strerror or error}", advice) from error

    def _write(self, text: bytes) -> None:
        """A full disk must not keep the monitor from running: the lock itself needs no content."""
        assert self._descriptor is not None
        with contextlib.suppress(OSError):
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, text)

    def _read_holder_soon(self) -> Holder | None:
        end = time.monotonic() + _WRITING_S
        while (holder := read_holder(self._folder, self._path.name)) is None and time.monotonic() < end:
            time.sleep(0.02)
        return holder

    def release(self) -> None:
        """Let it go; harmless without it."""
        if self._descriptor is not None:
            self._write(b"")
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> MonitorLock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def read_holder(runtime_folder: Path, file_name: str = MONITOR_FILE) -> Holder | None:
    """Who last wrote itself into the lock file. Says nothing about whether that process still lives."""
    try:
        return Holder.from_json((runtime_folder / file_name).read_bytes())
    except (OSError, ValueError):
        return None


def is_held(runtime_folder: Path, file_name: str = MONITOR_FILE) -> bool:
    """Whether a living process holds the lock. A process id cannot tell: it may be a zombie's, or somebody else's."""
    try:
        descriptor = os.open(runtime_folder / file_name, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    except OSError:
        return False
    try:
        _lock(descriptor)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
