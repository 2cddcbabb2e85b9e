"""Runs the program as a user does: a process of its own, all of its files below one folder, nothing else to lean on."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from posture_watch.paths import HOME_VARIABLE

ROOT = Path(__file__).parents[1]
PROGRAM = (sys.executable, "-m", "posture_watch.cli")

_LEFT_OUT = (
    "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "LD_PRELOAD", "PYTHONWARNINGS",
    "COLUMNS", "LINES",  # a terminal of the test's own says how wide it is
)  # fmt: skip
_NOISE = re.compile(
    r"Traceback \(most recent|^\S*Error:|Exception ignored|^[IWEF]\d{4} |TensorFlow|XNNPACK|mediapipe/|absl|OpenCV|"
    r"VIDEOIO|\[ ?(WARN|ERROR|INFO)|^\[\w+ @ 0x|ffmpeg|Segmentation|resource_tracker",
    re.MULTILINE,
)
"""What a user must never see: tracebacks, and lines of MediaPipe, OpenCV or FFMPEG."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str


def program_environment(home: Path, extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a child whose files are all below ``home``, without a desktop."""
    kept = {key: value for key, value in os.environ.items() if key not in _LEFT_OUT}
    # a developer's own locked screen is none of the test's business
    apart = {HOME_VARIABLE: str(home), "PYTHONPATH": str(ROOT), "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={home}/no-bus"}
    return {**kept, **apart, **(extra or {})}


def run_command(*words: str | Path, home: Path, within_s: float = 60.0, extra: Mapping[str, str] | None = None) -> Ran:
    """One command to its end; AssertionError if it shows a traceback or a library's chatter."""
    ended = subprocess.run(
        [*PROGRAM, *map(str, words)],
        env=program_environment(home, extra),
        cwd=home.parent,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=within_s,
        check=False,
    )
    assert_quiet(ended.stderr)
    assert_quiet(ended.stdout)
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def refused(*words: str | Path, home: Path, saying: str, extra: Mapping[str, str] | None = None) -> Ran:
    """A command that must fail with a message of its own: exit code 2, ``saying`` in it, advice below, no output."""
    ran = run_command(*words, home=home, extra=extra)
    assert ran.code == 2, ran
    assert ran.out == "", ran
    assert saying in ran.err, ran
    assert len(ran.err.strip().splitlines()) >= 2, f"no advice: {ran.err}"
    return ran


def assert_quiet(text: str) -> None:
    """AssertionError if ``text`` has anything in it that is not for the user."""
    noise = _NOISE.search(text)
    assert noise is None, text
