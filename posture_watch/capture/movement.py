"""How far anything has moved since the model last looked, told from two tiny grey pictures. When in doubt: much."""
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from posture_watch.capture.frame import Motion
from posture_watch.capture.picture import Grey
from posture_watch.capture.quiet import load_cv2

load_cv2()
import cv2  # noqa: E402 (the environment must be set first)

_FURTHER_CELLS = 0.7
"""An outline must have gone so far (2.8 px of 640): told by how much a cell has changed beside how steep the picture is
there. Somebody who sits still breathes and sways by two to three millimetres, a pixel or two of 640, and that is most
of what changes."""
_MUCH_CELLS = 1.0
"""And so far to be much: in the demo hour (scripts/benchmark.py) the outlines of somebody who sits still, 15 s apart,
have gone by the first in 40 of 100 pairs, by this in 5."""
_LEAST_SHARE = 0.0015
"""Of the cells: so many must differ. The demo's person with the shoulders 144 px wide reaches it with the head tilted
by 4 degrees or sunk by 0.03 shoulder widths; 65 px wide, with 6 degrees or 0.05 (tests/capture/test_movement.py)."""
_SHARE = 0.03
"""Of the picture's mean brightness: by so much a cell must differ to count at all."""
_LEAST_LEVELS = 1.2
"""And by so many grey levels of 255, which a JPEG's rounding alone can make."""
_NOISES = 6.0
"""And by so many times the noise of this very pair of pictures, told by the cells that differ least."""
_BLIND_SHARE = 0.1
"""Where noise is above this share of the contrast of the picture, stillness cannot be told."""
_MOST_GAIN = 1.5
"""A light that changed by more than this is looked at whole: what is seen then is another matter."""
_NEIGHBOURS = np.ones((3, 3), np.uint8)


class Movement:
    """Remembers the picture that was looked at last and compares others with it: a slow change adds up."""

    def __init__(self) -> None:
        self._looked_at: NDArray[np.float32] | None = None

    def look(self, small: Grey) -> None:
        """The model looks at this one."""
        self._looked_at = _softened(small)

    def since(self, small: Grey) -> Motion:
        """How far anything has gone since. A light that dims or brightens everything alike is no movement."""
        before = self._looked_at
        if before is None or before.shape != small.shape:
            return "much"
        now = _softened(small)
        gain = float(np.median((now + 1.0) / (before + 1.0)))
        if not 1 / _MOST_GAIN <= gain <= _MOST_GAIN:
            return "much"
        before = before * gain
        apart = np.abs(now - before)
        noise_levels = _NOISES * float(np.median(apart))
        dark, bright = np.percentile(now, (5, 95))
        if noise_levels > _BLIND_SHARE * float(bright - dark):
            return "much"
        least = max(_LEAST_LEVELS, noise_levels, _SHARE * float(now.mean()))
        steepness = _steepness(before, now)

        def has_gone(cells: float) -> bool:
            return float((apart > np.maximum(least, cells * steepness)).mean()) >= _LEAST_SHARE

        if not has_gone(_FURTHER_CELLS):
            return "none"
        return "much" if has_gone(_MUCH_CELLS) else "little"


def _steepness(before: NDArray[np.float32], now: NDArray[np.float32]) -> NDArray[np.float32]:
    """Grey levels a cell, the most in the neighbourhood and in either picture."""

    def slope(grey: NDArray[np.float32]) -> Any:
        across = cv2.Sobel(grey, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
        down = cv2.Sobel(grey, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
        return cv2.magnitude(across, down)

    return cast("NDArray[np.float32]", cv2.dilate(np.maximum(slope(before), slope(now)), _NEIGHBOURS))


def _softened(small: Grey) -> NDArray[np.float32]:
    """Over three by three cells: what is left of a sensor's noise is a third of it."""
    return cast("NDArray[np.float32]", cv2.blur(small.astype(np.float32), (3, 3)))
