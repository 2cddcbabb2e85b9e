"""One pose model at work. A picture becomes a Scene in pixels here and goes no further."""

# mediapipe has no types: this module is the wall around it
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportAttributeAccessIssue=false

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Literal, Self

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision
from numpy.typing import NDArray

from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Landmark, Landmarks, Scene
from posture_watch.errors import UserError
from posture_watch.pose.models import read_model
from posture_watch.pose.names import INDEX_OF

Mode = Literal["image", "video"]

_DIM_BELOW, _LIT_TO, _MOST_GAIN = 0.15, 0.45, 6.0
"""Pictures dimmer than the first (mean brightness) are brightened to the second before the model sees them, at most by
the third. At 12 % light this halves the shift of head over shoulders (95 % of frames within 6 % instead of 21 %) and
loses nobody; measured by scripts/measure_baseline.py. Brighter ones are left alone: it made those no better."""
_LEAST_PX = 16
"""Smaller pictures show nobody, and the model need not be asked."""

# Converting one small picture gains nothing from a pool of threads. MediaPipe's own pool cannot be set from Python.
cv2.setNumThreads(1)


class PoseModel:
    """A landmarker made from the official bundle at ``path``. Use it as a context manager: it must be closed.

    ``mode`` "image" judges each picture alone; "video" tracks from one to the next (half the time with one person
    looked for, none gained with more, and it holds on to people who are gone). ``max_people`` candidates are looked
    for. Raises UserError if the bundle is not usable, ValueError for a ``max_people`` below 1.
    """

    def __init__(self, path: Path, *, mode: Mode, max_people: int) -> None:
        if max_people < 1:
            raise ValueError(f"at least one person is looked for, not {max_people}")
        self.mode: Mode = mode
        self._closed = False
        self._last_ms = -1
        running = vision.RunningMode.IMAGE if mode == "image" else vision.RunningMode.VIDEO
        # read here, not by mediapipe: its own reader fails on paths with other than ASCII letters on Windows
        base = BaseOptions(model_asset_buffer=read_model(path))
        options = vision.PoseLandmarkerOptions(base_options=base, running_mode=running, num_poses=max_people)
        try:
            self._landmarker: Any = vision.PoseLandmarker.create_from_options(options)
        except (RuntimeError, ValueError, OSError) as error:
            raise UserError(f"The pose model {path} cannot be used: {error}", "Install posture-watch again.") from error

    def look(self, image: NDArray[np.uint8], at: Instant) -> Scene:
        """Everybody that the model sees, or imagines, in ``image`` of ``at``: (height, width, 3) uint8, BGR.

        Points outside the frame are kept where the model puts them. ``light`` is the mean of every eighth pixel.
        Raises ValueError for any other array, and after ``close``.
        """
        if self._closed:
            raise ValueError("the pose model is closed")  # mediapipe itself would answer that nobody is there
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
            raise ValueError(f"a picture is (height, width, 3) uint8, not {image.shape} {image.dtype}")
        height_px, width_px = image.shape[:2]
        light = float(image[::8, ::8].mean()) / 255.0
        if min(height_px, width_px) < _LEAST_PX:
            return Scene(at, width_px, height_px, light=light)
        found = self._detect(cv2.cvtColor(_brightened(image, light), cv2.COLOR_BGR2RGB), at)
        people = tuple(_in_pixels(points, width_px, height_px) for points in found.pose_landmarks)
        return Scene(at, width_px, height_px, people, light)

    def _detect(self, rgb: Any, at: Instant) -> Any:
        picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(rgb))
        if self.mode == "image":
            return self._landmarker.detect(picture)
        # MediaPipe refuses a timestamp that does not rise
        self._last_ms = max(self._last_ms + 1, round(at.mono_s * 1000))
        return self._landmarker.detect_for_video(picture, self._last_ms)

    def close(self) -> None:
        """Let go of the model; may be called again."""
        self._closed = True
        self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _brightened(image: NDArray[np.uint8], light: float) -> Any:
    """The picture with every value times one factor if it is dim, else itself; ``light`` is its mean, 0 to 1."""
    if light >= _DIM_BELOW:
        return image
    return cv2.convertScaleAbs(image, alpha=min(_MOST_GAIN, _LIT_TO / max(light, 1e-3)))


def _in_pixels(points: Any, width_px: int, height_px: int) -> Landmarks:
    """Normalised points to pixels: angles between shares of a frame that is not square are wrong."""
    named: dict[str, Landmark] = {}
    for name, index in INDEX_OF.items():
        point = points[index]
        x_px, y_px, visibility = float(point.x) * width_px, float(point.y) * height_px, float(point.visibility or 0.0)
        if all(map(math.isfinite, (x_px, y_px, visibility))):
            named[name] = Landmark(x_px, y_px, min(1.0, max(0.0, visibility)))
    return Landmarks(named)
