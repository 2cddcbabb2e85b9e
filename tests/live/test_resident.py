"""Resident memory of a monitor, beside the least that a loop around the landmarker takes on the same webcam."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from posture_watch.pose.models import model_path
from tests.desktop_session import wait_for
from tests.live.conftest import Start
from tests.live.monitor import Webcam
from tests.program import program_environment

MOST_ABOVE_MB = 25.0
LOOKS = 12
BARE = """
import sys
import cv2
import mediapipe as mp
from mediapipe.tasks.python import BaseOptions, vision
cv2.setNumThreads(1)
options = vision.PoseLandmarkerOptions(
    base_options=BaseOptions(model_asset_path=sys.argv[1]), running_mode=vision.RunningMode.IMAGE
)
camera = cv2.VideoCapture(0, cv2.CAP_V4L2)
with vision.PoseLandmarker.create_from_options(options) as landmarker:
    for number in range(1, 1 << 30):
        assert camera.grab()
        if number % 3 == 0:
            rgb = cv2.cvtColor(camera.retrieve()[1], cv2.COLOR_BGR2RGB)
            landmarker.detect(mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb))
            print(number, flush=True)
"""

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(sys.platform != "linux", reason="/proc and the userspace webcam"),
]


def resident_mb(pid: int) -> float:
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0]) / 1024


def bare_mb(webcam: Webcam, home: Path) -> float:
    """What the bare loop takes once it has looked a few times."""
    command = [sys.executable, "-c", BARE, str(model_path("lite"))]
    environment = program_environment(home, webcam.environment)
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as bare:
        assert bare.stdout is not None
        try:
            for _ in range(LOOKS):
                assert bare.stdout.readline()
            return resident_mb(bare.pid)
        finally:
            bare.kill()


def test_a_monitor_takes_little_more_than_the_landmarker_alone(start: Start, webcam: Webcam, fresh_home: Path) -> None:
    monitor = start()
    monitor.wait(lambda now: now["sitting_s"] > 6, what="some looks", within_s=40)
    above: list[float] = []
    bare = bare_mb(webcam, fresh_home)

    def little() -> bool:
        above.append(resident_mb(monitor.process.pid) - bare)
        return above[-1] < MOST_ABOVE_MB

    wait_for(little, within_s=15, what=f"less than {MOST_ABOVE_MB} MB above {bare:.0f} MB")
