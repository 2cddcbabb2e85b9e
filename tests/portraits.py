"""Pictures of one person at a desk, made in memory: the portrait nearer, lower, tilted, or an empty wall."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""(height, width, 3) BGR."""

WIDTH_PX, HEIGHT_PX = 640, 480
_WALL = (120, 120, 120)
_UPRIGHT_SCALE = 0.75


def sitting(*, nearer: float = 1.0, lower_px: float = 0.0, right_px: float = 0.0, tilt_deg: float = 0.0) -> Picture:
    """The person before a grey wall; ``nearer`` 1.25 is a quarter larger, ``tilt_deg`` is to the picture's left.

    Skips the test where the portrait is not at hand.
    """
    portrait = _portrait()
    height, width = portrait.shape[:2]
    scale = nearer * _UPRIGHT_SCALE * HEIGHT_PX / height
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt_deg, scale)
    turn[:, 2] += (WIDTH_PX / 2 - width / 2 + right_px, HEIGHT_PX / 2 - height / 2 + lower_px)
    placed = cv2.warpAffine(portrait, turn, (WIDTH_PX, HEIGHT_PX), borderMode=cv2.BORDER_CONSTANT, borderValue=_WALL)
    return np.asarray(placed, np.uint8)


def empty_desk() -> Picture:
    """Nobody."""
    return np.full((HEIGHT_PX, WIDTH_PX, 3), 120, np.uint8)


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


def _portrait() -> Picture:
    shared = Path(os.environ.get("POSTURE_WATCH_SHARED") or Path(__file__).parents[2] / "shared")
    for path in (*_packaged(), shared / "data" / "misc" / "astronaut.png"):
        image = cv2.imread(str(path), cv2.IMREAD_COLOR)
        if image is not None:
            return np.asarray(image, np.uint8)
    pytest.skip("no portrait: set POSTURE_WATCH_SHARED to the folder of shared pictures")


def _packaged() -> list[Path]:
    """The portrait that the demo brings along."""
    if importlib.util.find_spec("posture_watch.demo") is None:
        return []
    folder = Path(__file__).parents[1] / "posture_watch" / "demo"
    return sorted(path for path in folder.iterdir() if path.suffix in (".png", ".jpg"))
