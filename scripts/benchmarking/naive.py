"""A first sketch of a posture watch, with nothing of ours in it: a camera, the landmarker, ten frames a second.

    python naive.py MODEL image|video          until SIGTERM; says "ready" after its first look, and how many there were
    python naive.py MODEL image|video FRAMES   so many frames as fast as they come; prints seconds of processor time

Every frame is grabbed, as a driver's queue must be; only those that are looked at are decoded.
"""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportAttributeAccessIssue=false

from __future__ import annotations

import os
import signal
import sys
import time

import cv2
import mediapipe as mp
from mediapipe.tasks.python import BaseOptions, vision

LOOKS_A_S = 10.0


def main() -> None:
    """Watch."""
    model, mode, most = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 0
    running = vision.RunningMode.VIDEO if mode == "video" else vision.RunningMode.IMAGE
    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=model), running_mode=running, num_poses=1
    )
    camera = cv2.VideoCapture(0, cv2.CAP_V4L2)
    begun_s = due_s = time.monotonic()
    looks, cpu_s = 0, 0.0

    def end(*_: object) -> None:
        """Fewer than ten where other programs keep the machine busy."""
        print(f"{looks / (time.monotonic() - begun_s):.2f} looks a second", flush=True)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        while camera.grab():
            now_s = time.monotonic()
            if now_s < due_s and not most:
                continue
            due_s = max(due_s + 1.0 / LOOKS_A_S, now_s - 1.0 / LOOKS_A_S)
            ok, frame = camera.retrieve()
            if not ok:
                continue
            began_s = time.process_time()
            picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
            if mode == "video":
                landmarker.detect_for_video(picture, round(1000 * (now_s - begun_s)) + 1)
            else:
                landmarker.detect(picture)
            looks += 1
            cpu_s += time.process_time() - began_s if looks > 5 else 0.0
            if looks == 1:
                print("ready", flush=True)
            if looks == most:
                print(cpu_s / (most - 5))
                return


if __name__ == "__main__":
    main()
