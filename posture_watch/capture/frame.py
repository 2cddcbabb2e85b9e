"""A picture and its moment. It is never stored and never leaves capture/, pose/ and the loop."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posture_watch.core.instant import Instant


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """``image`` is (height, width, 3) uint8 in BGR order, at least 1x1. Raises ValueError for anything else."""

    at: Instant
    image: NDArray[np.uint8]

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
