"""A command at a terminal of its own: what it draws, line by line."""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.desktop_session import wait_for
from tests.program import PROGRAM, program_environment

IN, OUT = "\x1b[?1049h", "\x1b[?1049l"
"""What a terminal is told to show another screen, and to come back."""
HOME = "\x1b[H"
"""Where each drawing begins."""


class Screen:
    """A command, `posture-watch watch` unless said otherwise, at a terminal of its own."""

    def __init__(
        self,
        home: Path,
        columns: int,
        rows: int,
        extra: Mapping[str, str],
        words: Sequence[str] = ("watch",),
        program: Sequence[str] = PROGRAM,
    ) -> None:
        import pty  # noqa: PLC0415  # not on Windows

        self._ours, theirs = pty.openpty()
        self.resize(columns, rows, theirs)
        self.seen = ""
        self.process = subprocess.Popen(
            [*program, *words],
            env=program_environment(home, {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **extra}),
            cwd=home.parent,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            preexec_fn=_owns_terminal,  # noqa: PLW1509  # Ctrl-C comes from the terminal
        )
        os.close(theirs)

    def resize(self, columns: int, rows: int, end: int | None = None) -> None:
        import fcntl  # noqa: PLC0415
        import termios  # noqa: PLC0415

        fcntl.ioctl(self._ours if end is None else end, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self) -> None:
        while select.select([self._ours], [], [], 0)[0]:
            try:
                more = os.read(self._ours, 65536)
            except OSError:  # how Linux says that the other end is closed
                return
            self.seen += more.decode(errors="replace")

    @property
    def drawn(self) -> list[str]:
        """The lines of the last whole drawing, without colours."""
        drawings = self.seen.split(HOME)
        last = drawings[-2] if len(drawings) > 2 else ""
        return [re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", line).rstrip() for line in last.split("\n")]

    def wait(self, fits: Callable[[list[str]], object], what: str) -> list[str]:
        def found() -> bool:
            self.read()
            return bool(fits(self.drawn))

        try:
            wait_for(found, within_s=20.0, what=what)
        except AssertionError as error:
            raise AssertionError(f"{error}; drawn:\n" + "\n".join(self.drawn)) from None
        return self.drawn

    def type(self, keys: str) -> None:
        os.write(self._ours, keys.encode())

    def end(self) -> int:
        """Its exit code, all that it wrote being read."""

        def ended() -> bool:
            self.read()
            return self.process.poll() is not None

        wait_for(ended, what="the end")
        self.read()
        return self.process.wait(5)

    def hang_up(self) -> None:
        """Close the terminal, as who closes its window does: a hang-up, and nowhere to write to."""
        os.close(self._ours)
        self._ours = -1

    def close(self) -> None:
        self.process.kill()
        self.process.wait(10)
        if self._ours >= 0:
            os.close(self._ours)


def _owns_terminal() -> None:
    import fcntl  # noqa: PLC0415
    import termios  # noqa: PLC0415

    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
