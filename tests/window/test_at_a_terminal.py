"""The first run at a real terminal: every question is there to be read before its answer is awaited."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.portraits import sitting, write_folder
from tests.program import PROGRAM, assert_quiet, program_environment

pytestmark = [pytest.mark.model, pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")]


class AtTerminal:
    """`posture-watch welcome --terminal`, its three streams a terminal of its own."""

    def __init__(self, home: Path) -> None:
        import pty  # noqa: PLC0415  # not on Windows

        self._ours, theirs = pty.openpty()
        self.seen = ""
        self.process = subprocess.Popen(
            [*PROGRAM, "welcome", "--terminal"],
            env=program_environment(home, {"XDG_CONFIG_HOME": str(home / "xdg"), "LC_ALL": "C.UTF-8"}),
            cwd=home,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def wait_asked(self, question: str) -> None:
        """Until ``question`` is the last that stands there, with nothing typed."""
        self._read_until(lambda: self.seen.rstrip(" ").endswith(question), question)

    def type(self, words: str) -> None:
        os.write(self._ours, f"{words}\n".encode())

    def wait_end(self) -> int:
        self._read_until(lambda: self.process.poll() is not None, "the end")
        return self.process.wait(10)

    def close(self) -> None:
        self.process.kill()
        self.process.wait(10)
        os.close(self._ours)

    def _read_until(self, found: Callable[[], bool], what: str) -> None:
        end_s = time.monotonic() + 40
        while not found():
            assert time.monotonic() < end_s, f"not shown: {what}; shown:\n{self.seen}"
            if select.select([self._ours], [], [], 0.1)[0]:
                try:
                    self.seen += os.read(self._ours, 4096).decode(errors="replace")
                except OSError:  # how Linux says that the other end is closed
                    self.process.wait(10)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[AtTerminal]:
    frames = write_folder(tmp_path / "frames", [sitting()] * 45)
    home = tmp_path / "home"
    home.mkdir()
    (home / "config.toml").write_text(f"[camera]\nsource = '{frames}'\n[notifications]\nbackend = 'off'\n")
    opened = AtTerminal(home)
    yield opened
    opened.close()


def test_every_question_is_shown_before_its_answer_is_awaited(terminal: AtTerminal) -> None:
    for question, answer in (
        ("Number of the camera (Enter: as now):", ""),
        ("Take your upright posture now? It takes ten seconds. [Y/n]", "y"),
        ("Show a test notification? [Y/n]", "y"),
        ("Start at login? [y/N]", "n"),
    ):
        terminal.wait_asked(question)
        terminal.type(answer)
    assert terminal.wait_end() == 0
    assert "Ready." in terminal.seen
    assert "upright posture from now on" in terminal.seen
    assert_quiet(terminal.seen)
