"""What native code says stays off the terminal, what Python says does not. Each in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

LOOK = """
import numpy as np
from posture_watch.capture.clip import CLIP_START
from posture_watch.demo.portrait import portrait
from posture_watch.pose.landmarker import PoseModel
from posture_watch.pose.models import model_path
with PoseModel(model_path("lite"), mode=MODE, max_people=2) as pose:
    for n in range(3):
        assert pose.look(portrait(CLIP_START).image, CLIP_START.shifted(n)).people
import cv2
cv2.VideoCapture(97)
assert not cv2.VideoCapture("there is no such file.mp4").isOpened()
"""
SILENCE = "from posture_watch.native_output import silence_native_output\nsilence_native_output()\n"


def _run(code: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=90
    )


@pytest.mark.model
@pytest.mark.parametrize("mode", ["image", "video"])
def test_nothing_of_model_and_camera_is_seen_from_load_to_exit(mode: str) -> None:
    done = _run(SILENCE + LOOK.replace("MODE", repr(mode)))
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.model
def test_without_silence_there_would_be_something() -> None:
    """The test above can fail: the very same frames are noisy otherwise."""
    done = _run(LOOK.replace("MODE", "'image'"))
    assert done.returncode == 0
    assert done.stderr


def test_python_still_speaks() -> None:
    done = _run(
        SILENCE + "import os, sys\nos.write(2, b'native')\nprint('für dich', file=sys.stderr)\nraise SystemExit('end')"
    )
    assert done.stderr.splitlines() == ["für dich", "end"]
    assert done.returncode == 1


def test_a_traceback_is_whole() -> None:
    done = _run(SILENCE + "def broken():\n    raise KeyError('where')\nbroken()")
    assert "in broken" in done.stderr
    assert done.stderr.endswith("KeyError: 'where'\n")


def test_a_crash_of_native_code_is_told() -> None:
    done = _run(SILENCE + "import faulthandler\nfaulthandler._sigabrt()", "-X", "faulthandler")
    assert "Fatal Python error: Aborted" in done.stderr
    assert done.returncode != 0


def test_twice_is_once() -> None:
    done = _run(SILENCE * 2 + "import sys\nprint('one', file=sys.stderr)")
    assert done.stderr == "one\n"


def test_children_inherit_the_silence() -> None:
    done = _run(
        SILENCE + "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'import os; os.write(2, b\"x\")'])"
    )
    assert done.stderr == ""


def test_kept_for_a_bug_report(tmp_path: Path) -> None:
    kept = tmp_path / "native.txt"
    code = f"from pathlib import Path\nsilence_native_output(Path({str(kept)!r}))\nimport os\nos.write(2, b'native')"
    assert _run("from posture_watch.native_output import silence_native_output\n" + code).stderr == ""
    assert kept.read_bytes() == b"native"
    assert sys.platform == "win32" or kept.stat().st_mode & 0o077 == 0


def test_a_stderr_that_somebody_replaced_is_theirs() -> None:
    done = _run(f"import io, sys\nsys.stderr = mine = io.StringIO()\n{SILENCE}assert sys.stderr is mine")
    assert (done.stderr, done.returncode) == ("", 0)


@pytest.mark.skipif(sys.platform == "win32", reason="descriptors are closed another way there")
@pytest.mark.parametrize("closed", ["os.close(2)", "sys.stderr = None"])
def test_without_a_stderr_nothing_breaks(closed: str) -> None:
    done = _run(f"import os, sys\n{closed}\n{SILENCE}print('on')")
    assert (done.stdout, done.returncode) == ("on\n", 0)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_a_terminal_stays_a_terminal() -> None:
    import pty  # noqa: PLC0415  # not there on Windows

    ours, theirs = pty.openpty()
    code = SILENCE + "import sys\nsys.exit(0 if sys.stderr.isatty() and sys.stderr.line_buffering else 1)"
    try:
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, stderr=theirs, check=False, timeout=30)
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_crash_leaves_no_picture_of_the_memory(tmp_path: Path) -> None:
    """A core file would hold the camera's last frames."""
    allowed = "import resource as r\nr.setrlimit(r.RLIMIT_CORE, (r.getrlimit(r.RLIMIT_CORE)[1],) * 2)\n"
    crash = "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", allowed + SILENCE + crash]
    assert subprocess.run(command, cwd=tmp_path, env=environment, check=False).returncode == -signal.SIGSEGV
    assert list(tmp_path.iterdir()) == []
