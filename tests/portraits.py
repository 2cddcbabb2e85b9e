"""Pictures of one person at a desk, drawn in memory by the demo's puppet: nearer, lower, tilted, gone."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from posture_watch.demo.puppet import draw
from posture_watch.demo.story import Stance

Picture = NDArray[np.uint8]
"""(480, 640, 3) BGR."""


def sitting(
    *, closeness: float = 1.0, head_drop: float = 0.0, body_sink: float = 0.0, tilt_deg: float = 0.0
) -> Picture:
    """The person upright, or as far from it as said (see ``Stance``)."""
    return draw(Stance(head_drop=head_drop, body_sink=body_sink, closeness=closeness, tilt_deg=tilt_deg))


def empty_desk() -> Picture:
    """Nobody."""
    return draw(Stance(present=0.0))


def write_folder(folder: Path, pictures: list[Picture]) -> Path:
    """``pictures`` as JPEG files, in this order by name."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, picture in enumerate(pictures):
        assert cv2.imwrite(str(folder / f"{number:04}.jpg"), picture)
    return folder


def write_clip(path: Path, pictures: list[Picture], *, fps: float = 5.0) -> Path:
    """``pictures`` as a video."""
    height, width = pictures[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, (width, height))
    assert writer.isOpened()
    for picture in pictures:
        writer.write(picture)
    writer.release()
    return path
