"""The fake webcam, built on demand, in a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import pytest

from tests.rigs.mjpegd import numbered_picture

ROOT = Path(__file__).parents[2]
WRITTEN_BY_CV2 = ("QT_QPA_", "LD_LIBRARY_PATH", "OPENCV_")
"""In the tests' own environment since they have imported cv2 themselves."""
RIGS = ROOT / "tests" / "rigs"


class FakeCamera:
    """A process that sees the fake webcam: ``set`` changes what the webcam does, ``ask`` commands the process."""

    def __init__(self, library: Path, frames: Path, folder: Path, *, nodes: Path | None = None) -> None:
        self._control = folder / "control"
        self._stderr = folder / "stderr"
        self.set("ok")
        env = {
            **{name: value for name, value in os.environ.items() if not name.startswith(WRITTEN_BY_CV2)},
            "LD_PRELOAD": str(library),
            "FAKECAM_FRAMES": str(frames),
            "FAKECAM_CTL": str(self._control),
            "PYTHONPATH": str(ROOT),
            **({"FAKECAM_NODES": str(nodes)} if nodes else {}),
        }
        with self._stderr.open("wb") as stderr:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.rigs.camera_child"],
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
            )

    def set(self, state: str) -> None:
        """ok, stall, hang, unplug, absent, busy, forbidden, empty, garbage, meta; and the index of its node."""
        fresh = self._control.with_suffix(".new")
        fresh.write_text(state)
        fresh.replace(self._control)

    def ask(self, do: str, **arguments: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self._stderr.read_text()
        return json.loads(line)

    def read_until(self, fits: Callable[[dict[str, Any]], bool], *, tries: int = 60) -> dict[str, Any]:
        """Read again and again (0.2 s each at most) until the answer fits."""
        answers = [self.ask("read", timeout_s=0.2)]
        while not fits(answers[-1]):
            assert len(answers) < tries, answers[-3:]
            answers.append(self.ask("read", timeout_s=0.2))
        return answers[-1]

    def stop(self) -> str:
        """End the process; returns what it wrote to the terminal."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            assert self._process.wait(timeout=10) == 0
        finally:
            self._process.kill()
        return self._stderr.read_text()


@pytest.fixture(scope="session")
def fakecam_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The webcam, compiled."""
    if sys.platform != "linux":
        pytest.skip("the fake webcam stands in for a Linux driver")
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("the fake webcam needs gcc")
    library = tmp_path_factory.mktemp("fakecam") / "fakecam.so"
    source = RIGS / "fakecam.c"
    command = [compiler, "-shared", "-fPIC", "-O2", "-o", str(library), str(source), "-ldl", "-lpthread"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        pytest.skip(f"the fake webcam does not compile here: {made.stderr[-300:]}")
    return library


@pytest.fixture(scope="session")
def numbered_frames(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """256 pictures that show their number as bars."""
    folder = tmp_path_factory.mktemp("frames")
    for number in range(256):
        (folder / f"{number:03}.jpg").write_bytes(cv2.imencode(".jpg", numbered_picture(number))[1].tobytes())
    return folder


@pytest.fixture
def camera(fakecam_library: Path, numbered_frames: Path, tmp_path: Path) -> Iterator[FakeCamera]:
    """A fresh process with the webcam; nothing it does may write to the user's terminal."""
    fake = FakeCamera(fakecam_library, numbered_frames, tmp_path)
    yield fake
    assert fake.stop() == ""


@pytest.fixture
def nodes(tmp_path: Path) -> Path:
    """A folder of device nodes, for processes that share a camera."""
    folder = tmp_path / "nodes"
    folder.mkdir()
    return folder


@pytest.fixture
def shared_camera(fakecam_library: Path, numbered_frames: Path, tmp_path: Path, nodes: Path) -> Iterator[FakeCamera]:
    """A process of ours that shares the webcam with others."""
    (tmp_path / "ours").mkdir()
    fake = FakeCamera(fakecam_library, numbered_frames, tmp_path / "ours", nodes=nodes)
    yield fake
    assert fake.stop() == ""


@pytest.fixture
def other_program(fakecam_library: Path, numbered_frames: Path, tmp_path: Path, nodes: Path) -> Iterator[FakeCamera]:
    """A process that takes the same webcam without asking anybody, as a video call does."""
    (tmp_path / "other").mkdir()
    fake = FakeCamera(fakecam_library, numbered_frames, tmp_path / "other", nodes=nodes)
    yield fake
    assert fake.stop() == ""
