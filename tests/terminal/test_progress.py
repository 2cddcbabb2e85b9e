"""The bar is for a person at a terminal; what is printed goes where it was sent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import ROOT

pty = pytest.importorskip("pty", reason="needs a terminal of its own")

PROGRAM = """
from posture_watch.terminal.progress import Progress
with Progress("Counting", total=3) as bar:
    for number in range(3):
        print("line", number)
        bar.advance("note")
"""


def run_at_a_terminal(out: Path | None) -> tuple[str, str]:
    """What the program prints on stdout if that is a file, and what the terminal shows."""
    ours, theirs = pty.openpty()
    try:
        with (out or Path(os.devnull)).open("wb") as file:
            subprocess.run(
                [sys.executable, "-c", PROGRAM],
                stdout=theirs if out is None else file,
                stderr=theirs,
                cwd=ROOT,
                env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
                check=True,
                timeout=60,
            )
        os.write(theirs, b"\0")
        shown = b""
        while not shown.endswith(b"\0"):
            shown += os.read(ours, 65536)
    finally:
        os.close(ours)
        os.close(theirs)
    return (out.read_text(encoding="utf-8") if out else ""), shown.decode()


def test_lines_go_to_the_file_they_were_sent_to(tmp_path: Path) -> None:
    printed, shown = run_at_a_terminal(tmp_path / "out.txt")
    assert printed == "line 0\nline 1\nline 2\n"
    assert "Counting" in shown
    assert "line" not in shown


def test_lines_stand_above_the_bar_of_the_same_terminal() -> None:
    _, shown = run_at_a_terminal(None)
    assert "Counting" in shown
    assert [f"line {number}" in shown for number in range(3)] == [True] * 3


def test_without_a_terminal_there_is_no_bar() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, cwd=ROOT, check=True)
    assert (done.stdout, done.stderr) == ("line 0\nline 1\nline 2\n", "")
