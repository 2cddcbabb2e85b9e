"""`calibrate --check` before a camera while the monitor runs: it asks kindly, and Ctrl-C leaves all as it was."""

from __future__ import annotations

import signal
import subprocess
import threading
from pathlib import Path
from typing import IO

from posture_watch.core.baseline import Baseline
from posture_watch.store.log import Log
from tests.live.conftest import Start
from tests.live.monitor import START_S, Webcam
from tests.program import PROGRAM, assert_quiet, program_environment


def _lines_until(stream: IO[str], wanted: str) -> list[str]:
    """What is said up to the line that begins so; the deadline is a killed process, which ends the stream."""
    said: list[str] = []
    for line in stream:
        said.append(line.rstrip())
        if line.startswith(wanted):
            return said
    raise AssertionError(f"it never said {wanted!r}: {said}")


def test_it_borrows_the_camera_and_an_interrupt_leaves_all_as_it_was(
    start: Start, home: Path, upright: Baseline, webcam: Webcam
) -> None:
    monitor = start()
    monitor.wait_until_good()
    process = subprocess.Popen(
        [*PROGRAM, "calibrate", "--check", "--source", "0", "--seconds", "2", "--set-scale"],
        env=program_environment(home, webcam.environment), cwd=home, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = threading.Timer(40.0, process.kill)
    deadline.start()
    try:
        assert process.stderr is not None
        said = _lines_until(process.stderr, "2 of 4.")
        monitor.wait(lambda now: now["state"] == "paused", what="the camera being lent")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    finally:
        deadline.cancel()
        process.kill()
    assert said == [
        "The running monitor lets go of the camera meanwhile.",
        "1 of 4. Sit well and look at the screen.",
        "2 of 4. Let yourself sink, as you do late in the day.",
    ]
    assert (process.returncode, out) == (130, "")
    assert_quiet(err)
    assert err.splitlines()[-1] == "Stopped; nothing was changed."
    monitor.wait(lambda now: now["state"] == "good", what="watching again", within_s=START_S)
    with Log.open_readonly(monitor.paths.database_file) as log:
        assert [b.made_utc for b in log.baselines()] == [upright.made_utc], "the same upright posture"
