"""The story as pictures, 15 a second: drawn, lit, with a sensor's noise, as JPEGs end to end in one file.

No two pictures are alike. The noise is above what clips of people at desks have (docs/footprint.md has both, measured
alike): theirs was taken out by the video's own compression.
"""
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from __future__ import annotations

import json
import math
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarking.body import Body, Pose, truth
from benchmarking.story import Story
from posture_watch.demo.puppet import HEIGHT_PX, WIDTH_PX, draw

FPS = 15
QUALITY = 82
"""Of the JPEGs: 25 to 50 kB a picture, as webcams send."""
NOISE_SD, NOISE_BLUR_PX = 3.0, 0.6
"""Grey levels of 255 before JPEG, and how far neighbours share it (0.45 between neighbours, as in the clips)."""
FLICKER, DRIFT, GLOW, CLOUD = 0.002, 0.03, 0.015, 0.12
"""Of the light: mains flicker that a camera's exposure leaves, slow drift, the screen on the face, a cloud."""
_FIELDS, _MARGIN_PX = 16, 32

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Film:
    """``path`` has the pictures, ``path``.index where each begins and the end (uint64)."""

    path: Path
    story: Story

    @property
    def pictures(self) -> int:
        return self.path.with_name(self.path.name + ".index").stat().st_size // 8 - 1

    def encoded(self, first: int = 0, step: int = 1) -> Any:
        """Yields (number, JPEG bytes)."""
        places = np.fromfile(self.path.with_name(self.path.name + ".index"), np.uint64)
        with self.path.open("rb") as file:
            for number in range(first, len(places) - 1, step):
                file.seek(int(places[number]))
                yield number, file.read(int(places[number + 1] - places[number]))


def shoot(story: Story, folder: Path, *, workers: int = 2) -> Film:
    """Draw all of it into ``folder`` (film, film.index, truth.jsonl); about 15 ms of processor time a picture."""
    count = round(story.length_s * FPS)
    cuts = [round(count * n / workers) for n in range(workers + 1)]
    parts = [folder / f"part{n}" for n in range(workers)]
    with ProcessPoolExecutor(workers) as pool:
        works = [pool.submit(_shoot_part, story, cuts[n], cuts[n + 1], parts[n]) for n in range(workers)]
        sizes = [size for work in works for size in work.result()]
    path = folder / "film"
    with path.open("wb") as film:
        for part in parts:
            film.write(part.read_bytes()) if part.stat().st_size < 1 << 28 else _append(film, part)
            part.unlink()
    np.concatenate([[0], np.cumsum(sizes)]).astype(np.uint64).tofile(folder / "film.index")
    (folder / "truth.jsonl").write_text("".join(json.dumps(truth(part)) + "\n" for part in story.parts))
    return Film(path, story)


def _append(film: Any, part: Path) -> None:
    with part.open("rb") as source:
        while piece := source.read(1 << 24):
            film.write(piece)


def _shoot_part(story: Story, first: int, end: int, path: Path) -> list[int]:
    os.nice(10)
    cv2.setNumThreads(1)
    camera, sizes = _camera_of(story), list[int]()
    with path.open("wb") as file:
        for number in range(first, end):
            encoded = camera.picture(number)
            file.write(encoded)
            sizes.append(len(encoded))
    return sizes


def _camera_of(story: Story) -> Shooting:
    if not story.real:
        return Camera(story)
    from benchmarking.real import RealCamera  # noqa: PLC0415  # it needs this module's noise

    return RealCamera(story)


class Shooting(Protocol):
    """Whatever has pictures by their number."""

    def picture(self, number: int) -> bytes: ...


class Camera:
    """Pictures of a story by their number, each the same whenever it is asked for."""

    def __init__(self, story: Story) -> None:
        self._story, self._body = story, Body(story)
        self._noise = Noise(story.seed)
        self._room = _office()
        self._glow = _around(320, 190, 120.0)
        rng = np.random.default_rng(story.seed)
        self._screens = np.cumsum(rng.exponential(35.0, 400))
        self._glows = rng.uniform(-GLOW, GLOW, 401)

    def picture(self, number: int) -> bytes:
        """JPEG bytes."""
        t_s = number / FPS
        pose = self._body.pose(t_s)
        image = self._lit(drawn(pose, self._room), t_s, pose.stance.present)
        ok, encoded = cv2.imencode(".jpg", self._noise.over(image, number), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
        assert ok
        return encoded.tobytes()

    def _lit(self, image: Image, t_s: float, present: float) -> Image:
        """Light that flickers, drifts, goes behind a cloud; a screen whose windows change before the face."""
        seed = self._story.seed
        drift = DRIFT * (math.sin(t_s / 211 + seed) + 0.5 * math.sin(t_s / 83 + 2 * seed)) / 1.5
        beat = FLICKER * math.sin(2 * math.pi * 1.37 * t_s) * (0.6 + 0.4 * math.sin(t_s / 3.1))
        cloud = CLOUD * sum(math.exp(-(((t_s - at_s) / 18.0) ** 2)) for at_s in self._story.cloud_at_s)
        gain = 1.0 + drift + beat - cloud
        glow = present * float(self._glows[np.searchsorted(self._screens, t_s)])
        lit = cv2.convertScaleAbs(image, alpha=gain)
        thrown = cv2.multiply(lit, self._glow, scale=glow, dtype=cv2.CV_16S)
        return np.asarray(cv2.add(lit, thrown, dtype=cv2.CV_8U), dtype=np.uint8)


class Noise:
    """A sensor's: never the same again."""

    def __init__(self, seed: int) -> None:
        self._seed, self._fields = seed, _noise_fields(seed)

    def over(self, image: Image, number: int) -> Image:
        """The picture with noise of its own: another piece of another field, mirrored or not."""
        rng = np.random.default_rng((self._seed, number))
        which, x, y, flips = rng.integers(0, (_FIELDS, _MARGIN_PX, _MARGIN_PX, 4))
        piece = self._fields[which][y : y + HEIGHT_PX, x : x + WIDTH_PX]
        piece = piece[:, ::-1] if flips & 1 else piece
        piece = np.ascontiguousarray(piece[::-1] if flips & 2 else piece)
        return np.asarray(cv2.add(image, piece, dtype=cv2.CV_8U), dtype=np.uint8)


def drawn(pose: Pose, room: Image) -> Image:
    """The figure before the room with its face, jaw and hands where they are."""
    image = draw(pose.stance, pose.sway, room)
    if pose.face_px != (0.0, 0.0):
        image = _pulled(image, (320 + pose.sway.x_px, 190 + pose.sway.y_px), 46.0, *pose.face_px)
    if pose.mouth_px:
        image = _pulled(image, (322 + pose.sway.x_px, 222 + pose.sway.y_px), 14.0, 0.0, pose.mouth_px)
    for x, y in pose.hands:
        cv2.ellipse(
            image, (round(16 * x), round(16 * y)), (16 * 30, 16 * 20), 12, 0, 360, (128, 158, 205), -1, cv2.LINE_AA, 4
        )
    return image


def _pulled(image: Image, centre: tuple[float, float], spread_px: float, dx: float, dy: float) -> Image:
    """What is around ``centre`` moved by (dx, dy), less the farther away."""
    reach = round(2.6 * spread_px)
    left, top = max(0, round(centre[0]) - reach), max(0, round(centre[1]) - reach)
    right, bottom = min(WIDTH_PX, round(centre[0]) + reach), min(HEIGHT_PX, round(centre[1]) + reach)
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    share = np.exp(-((x - centre[0]) ** 2 + (y - centre[1]) ** 2) / np.float32(2 * spread_px**2))
    moved = cv2.remap(image, x - share * np.float32(dx), y - share * np.float32(dy), cv2.INTER_LINEAR)
    out = image.copy()
    out[top:bottom, left:right] = moved
    return out


def _noise_fields(seed: int) -> list[NDArray[np.int16]]:
    """Brightness noise common to the channels, and a third of it in each by itself."""
    rng = np.random.default_rng(seed)
    shape = (HEIGHT_PX + _MARGIN_PX, WIDTH_PX + _MARGIN_PX)
    fields: list[NDArray[np.int16]] = []
    for _ in range(_FIELDS):
        grey = cv2.GaussianBlur(rng.standard_normal(shape, np.float32), (0, 0), NOISE_BLUR_PX)
        own = cv2.GaussianBlur(rng.standard_normal((*shape, 3), np.float32), (0, 0), 1.2)
        both = NOISE_SD * grey[..., None] / grey.std() + 0.33 * NOISE_SD * own / own.std()
        fields.append(np.rint(both).astype(np.int16))
    return fields


def _around(x: float, y: float, spread_px: float) -> NDArray[np.float32]:
    rows, columns = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
    near = np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / np.float32(2 * spread_px**2))
    return np.repeat(near[..., None], 3, axis=2).astype(np.float32)


def _office() -> Image:
    """A wall with a shelf of books and the back of the chair: what is left when nobody is there."""
    rng = np.random.default_rng(7)
    room = draw_wall()
    for shelf_y in (70, 160):
        x = 430
        while x < 610:
            width, height = int(rng.integers(9, 24)), int(rng.integers(45, 72))
            colour = [int(c) for c in rng.integers(50, 200, 3)]
            cv2.rectangle(room, (x, shelf_y - height), (x + width - 2, shelf_y), colour, -1)
            x += width
        cv2.rectangle(room, (425, shelf_y), (620, shelf_y + 6), (70, 90, 110), -1)
    cv2.rectangle(room, (40, 40), (170, 230), (205, 190, 170), -1)
    cv2.rectangle(room, (40, 40), (170, 230), (120, 130, 140), 5)
    cv2.ellipse(room, (320, 470), (105, 190), 0, 180, 360, (62, 58, 54), -1, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(room, (0, 0), 1.0), dtype=np.uint8)


def draw_wall() -> Image:
    """Plain, in soft light from the left."""
    y, x = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX].astype(np.float32)
    light = 1.0 - 0.25 * np.hypot((x - 200) / WIDTH_PX, (y - 120) / HEIGHT_PX)
    return np.asarray(light[..., None] * np.array([188, 196, 200], np.float32), dtype=np.uint8)
