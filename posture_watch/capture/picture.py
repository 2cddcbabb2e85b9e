"""A picture as it came from the driver: small and grey at next to no cost, whole only if somebody looks at it."""
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from posture_watch.capture.pictures import Image, decode_picture, turned
from posture_watch.capture.quiet import load_cv2

load_cv2()
import cv2  # noqa: E402 (the environment must be set first)

if TYPE_CHECKING:
    from posture_watch.capture.source import CameraOptions
    from posture_watch.core.instant import Instant

Grey = NDArray[np.uint8]
"""(height, width) uint8, the longer side at most SMALL_PX."""
SMALL_PX = 160
"""A quarter of 640: a JPEG is decoded to it at a third of the cost, and a person who sits far away is still larger than
its noise."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """``small`` is not turned upright; ``whole`` decodes the picture and turns it, None if that cannot be done."""

    small: Grey
    whole: Callable[[], Image | None]


@dataclass(frozen=True, slots=True, eq=False)
class Glimpse:
    """A picture and its moment."""

    at: Instant
    picture: Picture


def picture_of(image: Image) -> Picture:
    """A picture that is decoded already: (height, width, 3) uint8 BGR."""
    return Picture(_shrunk(_grey(image)), lambda: image)


def encoded_picture(encoded: bytes) -> Picture | None:
    """A JPEG that is decoded when it is asked for; None if there is nothing to be seen even in small."""
    if not encoded:
        return None
    try:
        small = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_REDUCED_GRAYSCALE_4)
    except cv2.error:
        return None
    if small is None or not small.size:
        return None
    return Picture(_shrunk(cast("Grey", small)), lambda: decode_picture(encoded))


def upright(picture: Picture, options: CameraOptions) -> Picture:
    """The picture, turned as the user has set it when it is looked at."""

    def whole() -> Image | None:
        image = picture.whole()
        return None if image is None else turned(image, rotate_deg=options.rotate_deg, mirror=options.mirror)

    return Picture(picture.small, whole)


def _grey(image: Image) -> Grey:
    """Every fourth pixel both ways is enough to average over, at a sixteenth of the work."""
    step = max(1, min(image.shape[:2]) // (2 * SMALL_PX))
    return cast("Grey", cv2.cvtColor(np.ascontiguousarray(image[::step, ::step]), cv2.COLOR_BGR2GRAY))


def _shrunk(grey: Grey) -> Grey:
    height, width = grey.shape
    scale = SMALL_PX / max(height, width)
    if scale >= 1:
        return grey
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return cast("Grey", cv2.resize(grey, size, interpolation=cv2.INTER_AREA))
