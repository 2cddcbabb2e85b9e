"""Real people as a film: clips to and fro, labelled pictures in their order, with the noise that compression took out.

They are recognisable: their film is made for one run and goes with it.
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from benchmarking.film import FPS, QUALITY, Image, Noise
from benchmarking.story import Part, Story
from posture_watch.demo.puppet import HEIGHT_PX, WIDTH_PX

FIRST_S, CLIP_S, PICTURE_S = 90.0, 60.0, 4.0
"""The first clip lasts longer: it teaches what upright is, and a monitor on a busy machine begins late."""


def real_people(folder: Path, minutes: float) -> Story:
    """A quarter of the time clips, a minute each or a little more; the rest labelled pictures, four seconds each, in
    the order of their sessions. Raises SystemExit if they are not there."""
    clips = sorted((folder / "intel").glob("*.mkv"))
    pictures = sorted((folder / "front_lean").glob("*.jpg"))
    if not clips or not pictures:
        raise SystemExit(f"{folder} has no intel/*.mkv and front_lean/*.jpg.")
    parts, at_s, length_s = list[Part](), 0.0, 60 * minutes
    for number, clip in enumerate(clips[: max(1, round(minutes / 4 * 60 / CLIP_S))]):
        parts.append(Part(at_s, at_s + (CLIP_S if number else FIRST_S), "small", str(clip)))
        at_s = parts[-1].to_s
    for picture in pictures:
        if at_s + PICTURE_S > length_s:
            break
        parts.append(Part(at_s, at_s + PICTURE_S, "still" if "upright" in picture.name else "change", str(picture)))
        at_s = parts[-1].to_s
    return Story(7, at_s, tuple(parts), (), (), real=True)


class RealCamera:
    """Pictures of such a story by their number."""

    def __init__(self, story: Story) -> None:
        self._story, self._noise = story, Noise(story.seed)
        self._what, self._frames = "", list[Image]()

    def picture(self, number: int) -> bytes:
        """JPEG bytes."""
        part = self._story.part(number / FPS)
        if part.name != self._what:
            self._what, self._frames = part.name, _frames(Path(part.name))
        turn = number % max(1, 2 * len(self._frames) - 2)
        image = self._frames[min(turn, 2 * len(self._frames) - 2 - turn) if len(self._frames) > 1 else 0]
        ok, encoded = cv2.imencode(".jpg", self._noise.over(image, number), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        assert ok
        return encoded.tobytes()


def _frames(path: Path) -> list[Image]:
    if path.suffix == ".jpg":
        picture = cv2.imread(str(path))
        assert picture is not None, path
        return [_fitted(np.asarray(picture, np.uint8))]
    reader, frames = cv2.VideoCapture(str(path)), list[Image]()
    step = max(1, round(reader.get(cv2.CAP_PROP_FPS) / FPS))
    while reader.grab():
        if len(frames) * step > 20 * FPS:
            break
        ok, frame = reader.retrieve()
        if ok:
            frames.append(_fitted(np.asarray(frame, np.uint8)))
        for _ in range(step - 1):
            reader.grab()
    reader.release()
    return frames


def _fitted(image: Image) -> Image:
    """The middle of it at the camera's size."""
    height, width = image.shape[:2]
    scale = max(WIDTH_PX / width, HEIGHT_PX / height)
    large = cv2.resize(image, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    left, top = (large.shape[1] - WIDTH_PX) // 2, (large.shape[0] - HEIGHT_PX) // 2
    return np.ascontiguousarray(large[top : top + HEIGHT_PX, left : left + WIDTH_PX], dtype=np.uint8)
