"""What a camera taken in bursts costs beside one that is kept open: CPU time of capture and pose, on the fake webcam.

gcc -shared -fPIC -O2 -o fakecam.so tests/rigs/fakecam.c -ldl -lpthread
FAKECAM_FRAMES=folder_of_jpegs FAKECAM_FPS=30 LD_PRELOAD=./fakecam.so python -m tests.rigs.measure_use [seconds]
"""

from __future__ import annotations

import sys
import time

from posture_watch.capture.frame import Burst, Frame
from posture_watch.capture.opening import open_source
from posture_watch.capture.source import CameraOptions
from posture_watch.pose.landmarker import PoseModel
from posture_watch.pose.models import model_path


def cost(pose: PoseModel, seconds: float, period_s: float | None) -> tuple[float, int]:
    """Percent of one core, and how many frames were judged."""
    frames = 0
    with open_source(
        "0",
        interval_s=1.0,
        fps=None,
        loop_s=None,
        start=None,
        camera=CameraOptions(640, 480),
        burst_period_s=period_s,
    ) as source:
        used_s, end_s = time.process_time(), time.monotonic() + seconds
        while time.monotonic() < end_s:
            got = source.read(0.25)
            for frame in got.frames if isinstance(got, Burst) else (got,):
                if isinstance(frame, Frame):
                    pose.look(frame.image, frame.at)
                    frames += 1
        return 100 * (time.process_time() - used_s) / seconds, frames


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    pose = PoseModel(model_path("lite"), mode="image", max_people=3)
    try:
        cost(pose, 2.0, None)  # what is loaded at the first picture
        for turn in range(2):
            for name, period_s in (("open", None), ("bursts", 15.0)):
                percent, frames = cost(pose, seconds, period_s)
                print(f"{turn + 1}. {name}: {percent:.2f} % of one core, {frames} frames")
    finally:
        pose.close()


if __name__ == "__main__":
    main()
