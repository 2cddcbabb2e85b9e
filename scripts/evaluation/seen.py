"""From files to Scenes: pictures through the pose model, stored landmarks beside them, or landmark recordings.

Landmarks stay in memory: nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self, TypeVar

import numpy as np

from evaluation.manifest import Row, upright
from evaluation.stored import START, STORED_FILE, Points, read_stored, scene_of_points
from posture_watch.capture.pictures import Image, decode_picture
from posture_watch.capture.recording import RecordingSource
from posture_watch.capture.source import EndOfSource
from posture_watch.capture.video import VideoSource
from posture_watch.config import Config
from posture_watch.core.landmarks import Scene
from posture_watch.errors import UserError
from posture_watch.pose.landmarker import PoseModel
from posture_watch.pose.models import model_path

INTERVAL_S = 1.0
"""Labelled pictures have no times: they count as a second apart."""

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Frame:
    """One labelled frame. ``settled``: its neighbours in the session have the same label. ``path``: its file,
    ``number`` its place in it."""

    scene: Scene
    label: str
    settled: bool
    path: Path = Path()
    number: int = 0

    @property
    def name(self) -> str:
        """The file, and the line's number in a recording of several frames."""
        return self.path.name if self.path.suffix != ".jsonl" else f"{self.path.name} {self.number + 1}"

    @property
    def upright(self) -> bool:
        """Whether it must not be flagged."""
        return upright(self.label)


@dataclass(frozen=True, slots=True)
class Session:
    """The frames of one person before one camera in one sitting, a second apart."""

    view: str
    subject: str
    name: str
    frames: tuple[Frame, ...]


class Eyes:
    """Looks at files. The pose model is loaded for the first picture whose landmarks are not stored.

    ``stored``: take the landmarks of a ``landmarks.npz`` beside the pictures where it has them.
    """

    def __init__(self, config: Config, *, stored: bool) -> None:
        self._config = config
        self._stored = stored
        self._archives: dict[Path, dict[str, Points]] = {}
        self._model: PoseModel | None = None

    def session(self, rows: Sequence[Row]) -> Session:
        """The rows of one session as frames. Raises UserError for a file that cannot be read."""
        seen = [(*pair, row) for row in rows for pair in enumerate(self._scenes(row.path))]
        labels = [row.label for _, _, row in seen]
        frames = (
            Frame(replace(scene, at=START.shifted(i * INTERVAL_S)), row.label, is_settled(labels, i), row.path, number)
            for i, (number, scene, row) in enumerate(seen)
        )
        return Session(*rows[0].group, tuple(frames))

    def scenes(self, path: Path) -> list[Scene]:
        """What is seen in one picture or recording. Raises UserError for a file that cannot be read."""
        return list(self._scenes(path))

    def clip(self, path: Path, interval_s: float) -> list[Scene]:
        """What is seen in a clip, a frame every ``interval_s`` seconds. Raises UserError."""
        if path.suffix.lower() == ".jsonl":
            return list(_recorded(path))
        with VideoSource(path, interval_s=interval_s, start=START) as source:
            return [replace(self._look(frame.image), at=frame.at) for frame in all_of(source.read)]

    def in_light(self, frame: Frame, share: float) -> Frame | None:
        """The same picture at ``share`` of its light, through the model; None for a recording."""
        if frame.path.suffix.lower() == ".jsonl":
            return None
        dark = (_picture(frame.path) * share).astype(np.uint8)
        return replace(frame, scene=replace(self._look(dark), at=frame.scene.at))

    @property
    def none_stored(self) -> bool:
        """Whether landmarks were sought beside pictures, and beside none of them lay any."""
        return bool(self._archives) and not any(self._archives.values())

    def close(self) -> None:
        """Let go of the model."""
        if self._model is not None:
            self._model.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _scenes(self, path: Path) -> Iterator[Scene]:
        if path.suffix.lower() == ".jsonl":
            yield from _recorded(path)
            return
        image = _picture(path)
        points = self._archive(path.parent).get(path.name) if self._stored else None
        yield self._look(image) if points is None else scene_of_points(image, points)

    def _look(self, image: Image) -> Scene:
        if self._model is None:
            pose = self._config.pose
            self._model = PoseModel(model_path(pose.model), mode="image", max_people=pose.max_people)
        return self._model.look(image, START)

    def _archive(self, folder: Path) -> dict[str, Points]:
        if folder not in self._archives:
            self._archives[folder] = read_stored(folder / STORED_FILE)
        return self._archives[folder]


def is_settled(labels: Sequence[str], index: int) -> bool:
    """Whether the label is at least one sample away from a change of label."""
    near = labels[max(0, index - 1) : index + 2]
    return all(label == labels[index] for label in near)


def _picture(path: Path) -> Image:
    try:
        image = decode_picture(path.read_bytes())
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.", "Correct the manifest, or --shared.") from error
    if image is None:
        raise UserError(f"{path} is not a picture.", "Take it out of the manifest.")
    return image


def _recorded(path: Path) -> Iterator[Scene]:
    try:
        source = RecordingSource(path, start=START)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.", "Correct the manifest, or --shared.") from error
    with source:
        yield from all_of(source.read)


def all_of(read: Callable[[float], Thing | None]) -> Iterator[Thing]:
    """Everything that a clip or recording hands out."""
    while True:
        try:
            thing = read(0.0)
        except EndOfSource:
            return
        if thing is not None:
            yield thing
