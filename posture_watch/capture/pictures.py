"""Pictures of every kind made into what a frame is: upright BGR of a sensible size."""
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from posture_watch.capture.quiet import MOST_PIXELS, load_cv2

load_cv2()
import cv2  # noqa: E402 (the environment must be set first)

Image = NDArray[np.uint8]

MAX_SIDE_PX = 1920
"""The pose model looks at 256x256 pixels: more than this only costs memory and time (an 8K frame is 100 MB)."""


def decode_picture(encoded: bytes) -> Image | None:
    """A picture file's bytes as BGR uint8: 16-bit scaled, grey spread, alpha dropped, turned upright by its EXIF."""
    if not encoded or _is_endless_png(encoded):
        return None
    try:
        image = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        return None
    return None if image is None or not image.size else as_bgr(cast("Image", image))


def _is_endless_png(encoded: bytes) -> bool:
    """Whether it is a PNG that says it is far larger than any picture: cv2 takes 3 GB before it looks at its limit."""
    if not encoded.startswith(b"\x89PNG"):
        return False
    return int.from_bytes(encoded[16:20], "big") * int.from_bytes(encoded[20:24], "big") > MOST_PIXELS


def as_bgr(image: NDArray[np.generic]) -> Image:
    """Any picture as (height, width, 3) uint8, at most MAX_SIDE_PX long."""
    pixels = (
        (image.astype(np.uint16) >> 8).astype(np.uint8)
        if image.dtype == np.uint16
        else image.astype(np.uint8, copy=False)
    )
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        pixels = cast("Image", cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR))
    elif pixels.shape[2] == 4:
        pixels = cast("Image", cv2.cvtColor(pixels, cv2.COLOR_BGRA2BGR))
    return _shrunk(pixels)


def _shrunk(image: Image) -> Image:
    height, width = image.shape[:2]
    scale = MAX_SIDE_PX / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cast("Image", cv2.resize(image, size, interpolation=cv2.INTER_AREA))


_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def turned(image: Image, *, rotate_deg: int, mirror: bool) -> Image:
    """The picture turned clockwise by ``rotate_deg``, then mirrored left to right."""
    if rotate_deg:
        image = cast("Image", cv2.rotate(image, _TURNS[rotate_deg]))
    return cast("Image", cv2.flip(image, 1)) if mirror else image
