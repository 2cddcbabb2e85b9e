"""Clips made of numbered pictures, and short ways to play them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2

from posture_watch.capture.frame import Burst, Frame
from posture_watch.capture.opening import open_source
from posture_watch.capture.source import CameraOptions, EndOfSource, Source
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from tests.rigs.mjpegd import number_in, numbered_picture

OPTIONS = CameraOptions(640, 480)


def opened(
    text: str | Path,
    *,
    interval_s: float = 0.5,
    fps: float | None = None,
    loop_s: float | None = None,
    start: Instant | None = None,
) -> Source:
    """open_source with what most tests want."""
    return open_source(str(text), interval_s=interval_s, fps=fps, loop_s=loop_s, start=start, camera=OPTIONS)


def played(source: Source, *, at_most: int = 10_000) -> list[Frame | Scene]:
    """Everything a clip has."""
    things: list[Frame | Scene] = []
    with source:
        try:
            while len(things) < at_most:
                thing = source.read(0.0)
                assert thing is not None, "a clip never lets wait"
                assert not isinstance(thing, Burst), "nor is a clip taken in bursts"
                things.append(thing)
        except EndOfSource:
            return things
    raise AssertionError(f"more than {at_most} frames")


def times(things: Sequence[Frame | Scene]) -> list[float]:
    return [round(thing.at.mono_s, 6) for thing in things]


def numbers(things: Sequence[Frame | Scene]) -> list[int]:
    return [number_in(thing.image) for thing in things if isinstance(thing, Frame)]


def write_video(path: Path, *, frames: int = 50, fps: float = 25.0, codec: str = "MJPG") -> Path:
    """A video whose frame n shows n."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), fps, (640, 480))
    assert writer.isOpened()
    for number in range(frames):
        writer.write(numbered_picture(number))
    writer.release()
    return path
