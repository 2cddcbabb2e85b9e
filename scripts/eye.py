"""Pictures through the program's own eyes, for the scripts that measure what it sees: model, person, metrics."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import cv2  # noqa: E402  (the folder above is put on the path first)
import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from posture_watch.config import Config, build_settings  # noqa: E402
from posture_watch.core.instant import Instant  # noqa: E402
from posture_watch.core.landmarks import Scene  # noqa: E402
from posture_watch.core.metrics import measure  # noqa: E402
from posture_watch.core.person import find_desk_person  # noqa: E402
from posture_watch.core.sample import PostureSample  # noqa: E402
from posture_watch.demo.puppet import draw  # noqa: E402
from posture_watch.demo.story import UPRIGHT  # noqa: E402
from posture_watch.pose.landmarker import PoseModel  # noqa: E402

Picture = NDArray[np.uint8]
Floats = NDArray[np.float64]
START = datetime(2026, 1, 1, tzinfo=UTC)
SETTINGS = build_settings(Config(), camera="measured", mode="image", sample_interval_s=1.0)
PICTURES = Path(os.environ.get("POSTURE_WATCH_SHARED", ROOT.parent / "shared")) / "data" / "front_lean"
VIDEO_LOOKS = 4
"""VIDEO mode follows: the same picture is shown so often before it is asked."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture through the model: the frame's light, and the person if there was one clear enough to be judged."""

    light: float
    sample: PostureSample | None


class Eye:
    """The pose model with a clock of its own."""

    def __init__(self, model: PoseModel) -> None:
        self._model = model
        self._looks = 0

    def look(self, picture: Picture) -> Seen:
        """One look; in VIDEO mode the last of several."""
        scene = self._look(picture)
        for _ in range(0 if self._model.mode == "image" else VIDEO_LOOKS - 1):
            scene = self._look(picture)
        figure = find_desk_person(scene, SETTINGS.gate, None, None)
        sample = measure(figure.person, scene, SETTINGS.gate) if figure else None
        clear = sample is not None and sample.quality >= SETTINGS.gate.min_quality
        return Seen(scene.light or 0.0, sample if clear and sample and "head_drop_ratio" in sample.values else None)

    def _look(self, picture: Picture) -> Scene:
        self._looks += 1
        return self._model.look(picture, Instant(float(self._looks), START))


def read_people(folder: Path, per_person: int) -> dict[str, list[Picture]]:
    """Upright pictures by the first letter of their names, evenly chosen, and the portrait."""
    files: dict[str, list[Path]] = {}
    for path in sorted(folder.glob("*_upright.jpg")):
        files.setdefault(path.name[0], []).append(path)
    people: dict[str, list[Picture]] = {}
    for name, own in files.items():
        chosen = own[:: max(1, len(own) // per_person)][:per_person]
        people[name] = [p.astype(np.uint8) for p in (cv2.imread(str(path)) for path in chosen) if p is not None]
    return {**people, "portrait": [draw(UPRIGHT)]}
