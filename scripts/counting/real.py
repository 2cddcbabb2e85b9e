"""Real people who were asked for nothing of the kind: picture sequences with their stored landmarks, and clips."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from evaluation.stored import read_stored
from simulation.landmarks import START

from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.pose.landmarker import PoseModel
from posture_watch.pose.models import model_path
from posture_watch.pose.names import INDEX_OF

FRAME_PX = (640, 360)
FRAME_S = {"WIN": 0.2, "nga": 0.1, "ngh": 0.1}
"""Seconds from one frame number to the next. The recordings do not say; files that began 39 s apart have 178 of them,
so the first kind has five a second or more. The second is a guess that makes their movements as slow as those."""
CLIP_FPS, CLIP_S = 10.0, 60.0
"""Clips are looked at so often, and played to and fro for so long."""


@dataclass(frozen=True, slots=True)
class Recording:
    """``scenes`` of one recording; ``moves`` says what its labels say is done in it. ``apart_s``: seconds of it
    that are not repeated."""

    name: str
    kind: str
    moves: str
    scenes: Sequence[Scene]
    apart_s: float

    @property
    def seconds(self) -> float:
        """How long it is, as it was played."""
        return self.scenes[-1].at.gap_since(self.scenes[0].at)


def sequences(folder: Path) -> Iterator[Recording]:
    """Every sitting of a folder of labelled pictures, in the order of the frames."""
    points = read_stored(folder / "landmarks.npz")
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for video in dict.fromkeys(row["video"] for row in rows):
        own = sorted((row for row in rows if row["video"] == video), key=lambda row: int(row["frame"]))
        step_s = next((s for start, s in FRAME_S.items() if video.startswith(start)), 0.2)
        scenes = [_scene(points[row["file"]], START.shifted(int(row["frame"]) * step_s)) for row in own]
        moves = ", ".join(dict.fromkeys(_plain(row["label"]) for row in own if row["label"] != "upright"))
        yield Recording(
            own[0]["file"].rsplit("_", 1)[0].split("_")[0],
            "pictures",
            moves,
            scenes,
            scenes[-1].at.gap_since(scenes[0].at),
        )


def _plain(label: str) -> str:
    return label.replace("_left", "").replace("_right", "").replace("_", " ")


def _scene(points: np.ndarray, at: Instant) -> Scene:
    width, height = FRAME_PX
    if bool(np.isnan(points).any()):
        return Scene(at, width, height)
    named = {
        name: Landmark(
            float(points[i][0]) * width, float(points[i][1]) * height, float(np.clip(points[i][3], 0.0, 1.0))
        )
        for name, i in INDEX_OF.items()
    }
    return Scene(at, width, height, (Landmarks(named),))


def clips(folder: Path, moves: dict[str, str]) -> Iterator[Recording]:
    """Every clip of a folder, to and fro for CLIP_S."""
    with PoseModel(model_path("lite"), mode="image", max_people=3) as model:
        for path in sorted([*folder.glob("*.mkv"), *folder.glob("*.gif")]):
            seen = _looked_at(path, model)
            yield Recording(path.name, "clip", moves.get(path.name, ""), _to_and_fro(seen), len(seen) / CLIP_FPS)


def _looked_at(path: Path, model: PoseModel) -> list[Scene]:
    film = cv2.VideoCapture(str(path))
    every = max(1, round((film.get(cv2.CAP_PROP_FPS) or CLIP_FPS) / CLIP_FPS))
    scenes: list[Scene] = []
    number = 0
    while film.grab():
        if number % every == 0:
            _, image = film.retrieve()
            scenes.append(model.look(image.astype(np.uint8), START.shifted(number)))
        number += 1
    film.release()
    return scenes


def _to_and_fro(scenes: Sequence[Scene]) -> list[Scene]:
    round_trip = [*scenes, *reversed(scenes[1:-1])]
    total = int(CLIP_S * CLIP_FPS)
    return [replace(round_trip[i % len(round_trip)], at=START.shifted(i / CLIP_FPS)) for i in range(total)]
