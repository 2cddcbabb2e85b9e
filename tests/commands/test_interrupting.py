"""Ctrl-C at any time: one line at most, exit code 130, never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.commands.conftest import Files
from tests.program import ROOT, Ran, assert_quiet, program_environment, run_command

STOPPED = "Stopped; nothing was changed.\n"


@pytest.fixture
def interrupting(tmp_path: Path) -> dict[str, str]:
    """An environment in which the first import of json is when Ctrl-C is pressed."""
    folder = tmp_path / "early"
    folder.mkdir()
    (folder / "json.py").write_text("import os, signal\nos.kill(os.getpid(), signal.SIGINT)\n")
    return {"PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}


@pytest.mark.parametrize("words", [("calibrate", "--check"), ("calibrate",), ("status",)])
def test_while_a_command_is_imported(
    home: Path, files: Files, interrupting: dict[str, str], words: tuple[str, ...]
) -> None:
    assert run_command(*words, home=home, extra=interrupting) == Ran(130, "", STOPPED)
    assert files() == {}


@pytest.mark.parametrize("script", ["evaluate.py", "simulate.py"])
def test_while_a_script_is_imported(home: Path, interrupting: dict[str, str], script: str) -> None:
    ran = subprocess.run(
        [sys.executable, ROOT / "scripts" / script, "--help"], env=program_environment(home, interrupting),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "Stopped.\n")


def test_while_a_script_works(home: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    os.mkfifo(manifest)
    ran = _interrupted(_started(home, ROOT / "scripts" / "evaluate.py", manifest), manifest)
    assert (ran.code, ran.out, ran.err) == (130, "", "Stopped.\n")


def test_while_worker_processes_work(home: Path, tmp_path: Path) -> None:
    """The interrupt goes to all of them, as a terminal's does; each waits for this test."""
    told = tmp_path / "told"
    os.mkfifo(told)
    work = (
        "import sys; from pathlib import Path\n"
        f"sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'scripts')!r}]\n"
        "import os; from stopping import stop_kindly; stop_kindly(); from simulation import campaign\n"
        "os.cpu_count = lambda: 2\n"
        f"def waits(trial): return Path({str(told)!r}).open().close()\n"
        "campaign.outcomes = waits\n"
        "campaign.run(campaign.upright_trials(campaign.crowds(10, 1, quality_gate=True)[0].trial))\n"
    )
    script = tmp_path / "work.py"
    script.write_text(work)
    ran = _interrupted(_started(home, script), told)
    assert (ran.code, ran.out, ran.err) == (130, "", "Stopped.\n")


def _started(home: Path, *words: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *words], env=program_environment(home), cwd=home, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


def _interrupted(process: subprocess.Popen[str], read: Path) -> Ran:
    """Ctrl-C once it reads this named pipe; the deadline is a killed process."""
    deadline = threading.Timer(25.0, process.kill)
    deadline.start()
    try:
        with read.open("w"):  # opens when somebody reads
            os.killpg(process.pid, signal.SIGINT)
            out, err = process.communicate()
    finally:
        deadline.cancel()
        process.kill()
    assert_quiet(err)
    return Ran(process.returncode, out, err)
