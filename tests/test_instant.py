"""`status` is as quick as Python itself with a few imports: no parser, and little of the standard library."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from posture_watch.command_line import build_parser
from posture_watch.control.request import Request
from posture_watch.control.server import ControlServer
from posture_watch.paths import paths_below
from tests.program import PROGRAM, program_environment, run_command
from tests.texts.test_speaking import STATUS

BARE = (sys.executable, "-c", "import argparse, json, sqlite3")
MOST_TIMES_BARE = 1.5
ROUNDS = 7
SLOW = {
    "argparse", "asyncio", "ctypes", "dataclasses", "gettext", "hashlib", "hmac", "inspect", "locale", "logging",
    "multiprocessing", "pathlib", "platformdirs", "posture_watch.command_line", "posture_watch.control.request",
    "posture_watch.paths", "selectors", "shutil", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading",
    "tomllib", "typing", "urllib.parse",
}  # fmt: skip
"""What it once imported, or could; together they take three times as long as all of it."""

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there are named pipes or other folders")


def answering(_: Request) -> dict[str, Any]:
    return STATUS


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder whose path is as short as a user's: a socket fits beside the log."""
    with tempfile.TemporaryDirectory(prefix="pw") as folder:
        yield Path(folder)


@pytest.fixture
def home(short: Path) -> Iterator[Path]:
    """Where something answers as a monitor does."""
    folder = short / "home"
    with ControlServer(paths_below(folder).runtime_folder, answering):
        yield folder


def loaded(home: Path, *words: str, language: str = "en") -> set[str]:
    """The modules that a command has imported when it ends."""
    program = (
        f"import sys; from posture_watch.cli import main; code = main({list(words)!r}); "
        "print('LOADED', *sys.modules, file=sys.stderr)"
    )
    # without site: what hooks in there is the machine's own
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env=program_environment(home, {"LANGUAGE": language, "LANG": "de_DE.UTF-8"}),
    )
    return set(done.stderr.rpartition("LOADED")[2].split())


@linux_only
@pytest.mark.parametrize("words", [("status",), ("status", "--json")])
@pytest.mark.parametrize("language", ["en", "de"])
def test_status_imports_nothing_slow(home: Path, words: tuple[str, ...], language: str) -> None:
    names = loaded(home, *words, language=language)
    assert "posture_watch.commands.status" in names
    assert names & SLOW == set()


@linux_only
def test_status_without_a_monitor_imports_nothing_slow(short: Path) -> None:
    assert loaded(short / "home", "status") & SLOW == set()


def cpu_s(command: tuple[str, ...], home: Path) -> float:
    """Processor time of a command: unlike a clock, it hardly minds what else the machine does."""
    process = subprocess.Popen(
        command, env=program_environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    return used.ru_utime + used.ru_stime


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="processor time of a child needs POSIX")
def test_status_takes_little_longer_than_python_with_three_imports(home: Path) -> None:
    rounds = [(cpu_s((*PROGRAM, "status"), home), cpu_s(BARE, home)) for _ in range(ROUNDS)]
    mine, bare = (statistics.median(side) for side in zip(*rounds, strict=True))
    assert mine <= MOST_TIMES_BARE * bare


def test_status_says_the_same_with_and_without_a_parser(home: Path) -> None:
    assert build_parser().parse_args(["status", "--js"]).json is True  # an abbreviation: only the parser knows it
    plain, parsed = (run_command("status", word, home=home) for word in ("--json", "--js"))
    assert plain == parsed
    assert plain.code == 0
    words = run_command("status", home=home)
    assert (words.code, words.err) == (0, "")


@pytest.mark.parametrize(
    ("words", "code"), [(("status", "now"), 2), (("status", "--help"), 0), (("status", "--jsom"), 2)]
)
def test_anything_else_is_the_parsers(tmp_path: Path, words: tuple[str, ...], code: int) -> None:
    ran = run_command(*words, home=tmp_path / "home")
    assert ran.code == code
    assert "usage: posture-watch" in ran.out + ran.err
