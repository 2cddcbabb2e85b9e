"""Landmarks that lie beside the pictures in an archive: what the pose model would have said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from posture_watch.capture.pictures import Image
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.errors import UserError
from posture_watch.pose.names import INDEX_OF

START = Instant(0.0, datetime(2026, 1, 5, 9, 0, tzinfo=UTC))
STORED_FILE = "landmarks.npz"

Points = NDArray[np.float32]


def read_stored(path: Path) -> dict[str, Points]:
    """The lite model's points (33 × x, y, z, visibility, presence, normalised) by file name; none without a file."""
    if not path.exists():
        return {}
    try:
        with np.load(path) as archive:
            names: list[str] = archive["files"].tolist()
            return dict(zip(names, archive["lite"], strict=True))
    except (OSError, ValueError, KeyError) as error:
        raise UserError(f"{path} does not hold landmarks: {error}", "Leave out --landmarks.") from error


def scene_of_points(image: Image, points: Points) -> Scene:
    """Stored points as the pose model would have told them: pixels, and the picture's light. NaN: nobody was found."""
    height_px, width_px = image.shape[:2]
    light = float(image[::8, ::8].mean()) / 255.0
    if bool(np.isnan(points).any()):
        return Scene(START, width_px, height_px, light=light)
    named: dict[str, Landmark] = {}
    for name, index in INDEX_OF.items():
        x, y, visibility = (float(points[index][column]) for column in (0, 1, 3))
        named[name] = Landmark(x * width_px, y * height_px, min(1.0, max(0.0, visibility)))
    return Scene(START, width_px, height_px, (Landmarks(named),), light)
