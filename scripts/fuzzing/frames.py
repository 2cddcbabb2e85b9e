"""Frames: bytes that pretend to be a JPEG, and pictures of any shape, kind and number, through the real pose model."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fuzzing.mutating import dice_of, mutated
from fuzzing.target import Target
from posture_watch.capture.frame import Frame
from posture_watch.capture.pictures import as_bgr, decode_picture, turned
from posture_watch.core.instant import Instant
from posture_watch.demo.portrait import portrait
from posture_watch.pose.landmarker import PoseModel

import cv2  # isort: skip  # as the program does: its limits are set before

AT = Instant(0.0, datetime(2026, 3, 2, 8, tzinfo=UTC))
SIDES = (1, 2, 3, 7, 8, 15, 16, 17, 31, 64, 97, 480, 641)
KINDS = ("uint8", "uint16", "int8", "int16", "int32", "float32", "float64", "bool")


class Pictures(Target):
    """Bytes as a camera or a stream sends them."""

    name = "picture"
    words = (b"\xff\xd8", b"\xff\xd9",
             b"\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03", b"\xff\xda", b"\xff\xdb", b"\xff\xe1",
             b"IHDR\xff\xff\xff\xff\x00\x00\x00\x01", b"\x00\x00\x00\x00", b"\xff\xff\xff\xff")  # fmt: skip

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._eyes = _Eyes()

    def good(self) -> Sequence[bytes]:
        picture = cv2.resize(_portrait(), (160, 160))
        endings = (".jpg", ".png", ".webp", ".bmp", ".tiff", ".ppm")
        small = cv2.resize(picture, (24, 24))
        pictures = [small if ending in (".bmp", ".ppm", ".tiff") else picture for ending in endings]
        return [cv2.imencode(e, p)[1].tobytes() for e, p in zip(endings, pictures, strict=True)]

    def spoilt(self, seed: bytes, dice: random.Random) -> bytes:
        if dice.random() < 0.5:  # among the first bytes stands how large it is
            return mutated(seed[:64], dice, self.words) + seed[64:]
        return mutated(seed, dice, self.words)

    def try_one(self, content: bytes) -> str:
        image = decode_picture(content)
        if image is None:
            return "no picture"
        return self._eyes.look(image)

    def close(self) -> None:
        self._eyes.close()


class Arrays(Target):
    """Pictures as a native library may hand them over: the input is what the picture is drawn from."""

    name = "array"

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._eyes = _Eyes()
        self._portrait = _portrait()

    def good(self) -> Sequence[bytes]:
        return [b"0"]

    def drawn(self, number: int) -> bytes:
        return str(number).encode()

    def try_one(self, content: bytes) -> str:
        dice = dice_of(content)
        pixels = self._pixels(dice)
        image = as_bgr(pixels)
        if dice.random() < 0.5:
            image = turned(image, rotate_deg=dice.choice((0, 90, 180, 270)), mirror=dice.random() < 0.5)
        return self._eyes.look(image)

    def _pixels(self, dice: random.Random) -> NDArray[np.generic]:
        height, width = dice.choice(SIDES), dice.choice(SIDES)
        if dice.random() < 0.01:
            height, width = dice.choice(((1, 20_000), (20_000, 1), (4320, 7680)))
        shape = dice.choice(((height, width), *((height, width, n) for n in (1, 3, 3, 4))))
        made = np.random.default_rng(dice.randrange(2**32))
        kind = dice.choice(KINDS)
        if dice.random() < 0.5:
            portrait = cv2.resize(self._portrait, (width, height))
            channels = {1: portrait[..., :1], 3: portrait, 4: cv2.cvtColor(portrait, cv2.COLOR_BGR2BGRA)}
            plain = channels[shape[2]] if len(shape) == 3 else portrait[..., 0]
        else:
            plain = made.integers(0, 256, shape, dtype=np.uint8)
        pixels = plain.astype(kind)
        if kind.startswith("float") and dice.random() < 0.5:
            pixels[pixels > 128] = dice.choice((np.nan, np.inf, -np.inf))
        return np.asfortranarray(pixels) if dice.random() < 0.2 else pixels[::-1] if dice.random() < 0.2 else pixels


class _Eyes:
    """The real model, and the bounds of what it may say."""

    def __init__(self) -> None:
        from posture_watch.config import Config  # noqa: PLC0415
        from posture_watch.opening import checked_model  # noqa: PLC0415

        self._model = PoseModel(checked_model(Config()), mode="image", max_people=2)

    def look(self, image: NDArray[np.uint8]) -> str:
        frame = Frame(AT, image)
        scene = self._model.look(frame.image, frame.at)
        assert (scene.width_px, scene.height_px) == (image.shape[1], image.shape[0])
        assert scene.light is not None
        return "somebody" if scene.people else "nobody"

    def close(self) -> None:
        self._model.close()


def _portrait() -> NDArray[np.uint8]:
    return portrait(AT).image
