"""A picture and its moment, or some of one look. They are never stored and never leave capture/, pose/ and the loop."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posture_watch.core.instant import Instant


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """``image`` is (height, width, 3) uint8 in BGR order, at least 1x1. Raises ValueError for anything else. ``moved``:
    something did, and not only a little, since the one before of this source, as far as that is known."""

    at: Instant
    image: NDArray[np.uint8]
    moved: bool = True

    def __post_init__(self) -> None:
        image = self.image
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or 0 in image.shape:
            raise ValueError(f"a frame is (height, width, 3) uint8, not {image.shape} {image.dtype}")

    @property
    def width_px(self) -> int:
        return int(self.image.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.image.shape[0])


Motion = Literal["none", "little", "much"]
"""How far anything has gone. Little: seen to, but less than takes somebody who sits well to any limit."""


@dataclass(frozen=True, slots=True)
class Unmoved:
    """Nothing that matters has moved since the last frame or burst that this source handed out: all is as it was."""

    at: Instant


@dataclass(frozen=True, slots=True, eq=False)
class Burst:
    """Some frames of one look, within about a second: one observation. Raises ValueError if there is none in it, if
    their times do not rise, or if they differ in size."""

    frames: tuple[Frame, ...]

    def __post_init__(self) -> None:
        if not self.frames:
            raise ValueError("a burst has at least one frame")
        if any(later.at.mono_s <= earlier.at.mono_s for earlier, later in pairwise(self.frames)):
            raise ValueError("the frames of a burst rise in time")
        if len({frame.image.shape for frame in self.frames}) > 1:
            raise ValueError("the frames of a burst have one size")

    @property
    def at(self) -> Instant:
        """The moment of the last frame: what was seen is known from then on."""
        return self.frames[-1].at

    @property
    def width_px(self) -> int:
        return self.frames[-1].width_px

    @property
    def height_px(self) -> int:
        return self.frames[-1].height_px
