"""Input that means harm, at every door: refused with words or taken and usable, and whoever comes next is served."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
from fuzzing.doors import DOORS, opened
from fuzzing.target import Target, tried

from posture_watch.capture.pictures import decode_picture
from posture_watch.config import load
from posture_watch.config.editing import set_value
from posture_watch.control.endpoint import read_endpoint
from posture_watch.control.server import ControlServer
from posture_watch.errors import UserError
from tests.faults.conftest import Figures, Rounds

ROOT = Path(__file__).parents[2]

WHAT = {
    "config": "config files: bytes, sections, values; and one key of a good one set",
    "recording": "landmark recordings, judged by the fold and packed as the log does",
    "message": "control channel: messages of somebody who has the key, to a live run",
    "stranger": "control channel: raw bytes without the key",
    "impostor": "control channel: somebody else answers in the monitor's place",
    "answer": "control channel: answers of a monitor gone mad",
    "key file": "control channel: the file with its address and key",
    "export": "exported files given to import; what was taken reported and exported again",
    "picture": "frames: bytes that pretend to be a JPEG, PNG, WebP, BMP, TIFF, PPM, and the pose model",
    "array": "frames: pictures of any shape and kind, and the pose model",
    "bus": "answers of a message bus gone mad",
    "screen": "answers of an X server gone mad",
}
INPUTS = {
    "config": (30, 1_500), "recording": (20, 1_000), "message": (150, 4_000), "stranger": (150, 5_000),
    "impostor": (150, 5_000), "answer": (500, 50_000), "key file": (100, 3_000), "export": (15, 1_000),
    "picture": (60, 1_500), "array": (40, 500), "bus": (50, 1_000), "screen": (80, 5_000),
}  # fmt: skip
"""Of each door: in every run of the tests, and of scripts/faults.py."""
LINUX = {"stranger", "impostor", "message", "bus", "screen", "key file"}


def test_every_door_is_told_of() -> None:
    assert set(WHAT) == set(INPUTS) == set(DOORS)


@pytest.mark.parametrize("door", DOORS)
def test_spoilt_inputs_are_refused_or_usable(
    door: str,
    tmp_path_factory: pytest.TempPathFactory,
    rounds: Rounds,
    figures: Figures,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if door in LINUX and sys.platform != "linux":
        pytest.skip("its other side is made for Linux")
    home = tmp_path_factory.mktemp("f")
    monkeypatch.setenv("POSTURE_WATCH_HOME", str(home))
    files = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").exists() else 0  # noqa: PTH208
    target = opened(door, home)
    try:
        found = tried(target, 0, rounds(*INPUTS[door]))
    finally:
        target.close()
    figures(WHAT[door], inputs=found.inputs, findings=len(found.findings), **found.ends)
    for number, content, error in found.findings:
        raise AssertionError(f"input {number} ({content[:200]!r}) broke it") from error
    if files:
        assert len(os.listdir("/proc/self/fd")) <= files + 12, "files were left open"  # noqa: PTH208


def test_a_door_that_breaks_is_noticed(tmp_path: Path) -> None:
    class Broken(Target):
        name = "broken"

        def good(self) -> list[bytes]:
            return [b"abc"]

        def try_one(self, content: bytes) -> str:
            return str(content.index(b"a"))

    found = tried(Broken(tmp_path), 0, 200)
    assert len(found.findings) == 5
    number, content, error = found.findings[0]
    assert isinstance(error, ValueError)
    assert Broken(tmp_path).drawn(number) == content, "and drawn again it is the same"


HUGE = """
from posture_watch.capture.pictures import decode_picture
import cv2, numpy as np
for side in (20_000, 32_000, 65_500):
    raw = bytearray(cv2.imencode(".jpg", np.full((160, 160, 3), 90, np.uint8))[1].tobytes())
    at = raw.index(b"\\xff\\xc0")
    raw[at + 5 : at + 9] = side.to_bytes(2, "big") * 2
    print(decode_picture(bytes(raw)))
"""


def test_a_frame_that_says_it_is_huge_is_no_picture() -> None:
    """Decoding 32,000 x 32,000 took the camera's thread 39 s and 6 GB. In a process of its own: cv2 reads its limits
    when it is loaded."""
    ran = subprocess.run(
        [sys.executable, "-c", HUGE], capture_output=True, text=True, check=False, cwd=ROOT, timeout=60
    )
    assert ran.stdout == "None\n" * 3, ran.stderr


def test_a_png_that_says_it_is_huge_is_no_picture() -> None:
    """It took 22 s and 3 GB, whatever the limit."""
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (160).to_bytes(4, "big") + (2_556_064).to_bytes(4, "big")
    began_s = time.monotonic()
    assert decode_picture(head + b"\x08\x02\x00\x00\x00" + bytes(60)) is None
    assert time.monotonic() - began_s < 2


def test_a_file_with_line_ends_of_both_kinds_is_left_alone(tmp_path: Path) -> None:
    """We read \\r\\r\\n as a line end; who writes the file does not, and `tune --apply` ended in a traceback."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"# x\r\r\n[camera]\r\nperiod_s = 30\r\n")
    load(path)
    with pytest.raises(UserError, match="could not be set"):
        set_value(path, "camera", "period_s", 20.0)
    assert b"30" in path.read_bytes()


def test_a_key_file_with_half_a_character_says_nobody_runs(tmp_path: Path) -> None:
    (tmp_path / "control.json").write_text('{"address": "\\ud800", "key": "00"}')
    assert read_endpoint(tmp_path) is None


@pytest.mark.skipif(sys.platform != "linux", reason="sockets of Linux")
def test_a_caller_at_the_moment_of_closing_breaks_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A conversation that had been taken and not begun was waited for: the monitor ended with a traceback."""
    folder = tmp_path_factory.mktemp("c")
    for _ in range(60):
        over = threading.Event()
        with ControlServer(folder, lambda _: {}) as server:
            callers = [threading.Thread(target=call_until, args=(folder / "control.sock", over)) for _ in range(3)]
            for caller in callers:
                caller.start()
            server.close()
        over.set()
        for caller in callers:
            caller.join(5)


def call_until(address: Path, over: threading.Event) -> None:
    while not over.is_set():
        with socket.socket(socket.AF_UNIX) as line, suppress(OSError):
            line.connect(str(address))


@pytest.mark.skipif(find_spec("atheris") is None, reason="not installed: atheris")
@pytest.mark.parametrize("door", ["config", "recording", "answer", "export", "picture"])
def test_guided_by_the_code_they_reach(door: str, tmp_path: Path, rounds: Rounds, figures: Figures) -> None:
    script = ROOT / "scripts" / "fuzz.py"
    inputs = rounds(30, 20_000 if door == "answer" else 1_000)
    command = [sys.executable, str(script), door, "--guided", "--inputs", str(inputs), "--keep", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ})
    figures(f"{WHAT[door]} (guided by atheris)", inputs=inputs, findings=len(list(tmp_path.iterdir())))
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
