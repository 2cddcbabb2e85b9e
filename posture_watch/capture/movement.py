"""Whether anything has moved since the model last looked, told from two tiny grey pictures. When in doubt: it has."""
# pyright: reportUnknownMemberType=false

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from posture_watch.capture.picture import Grey
from posture_watch.capture.quiet import load_cv2

load_cv2()
import cv2  # noqa: E402 (the environment must be set first)

_SHARE = 0.03
"""Of the picture's mean brightness: by so much a cell must differ to count."""
_LEAST_LEVELS = 1.2
"""And by so many grey levels of 255, which a JPEG's rounding alone can make."""
_NOISES = 6.0
"""And by so many times the noise of this very pair of pictures, told by the cells that differ least."""
_LEAST_SHARE = 0.01
"""Of the cells: so many must differ. The demo's person with the shoulders 144 px wide reaches it with the head tilted
by 1.3 degrees or sunk by 0.02 shoulder widths, at 84 px with 3 degrees or 0.03: a third of the limits at most."""
_BLIND_SHARE = 0.1
"""Where noise is above this share of the contrast of the picture, stillness cannot be told."""
_MOST_GAIN = 1.5
"""A light that changed by more than this is looked at whole: what is seen then is another matter."""


class Movement:
    """Remembers the picture that was looked at last and compares others with it: a slow change adds up."""

    def __init__(self) -> None:
        self._looked_at: NDArray[np.float32] | None = None

    def look(self, small: Grey) -> None:
        """The model looks at this one."""
        self._looked_at = _softened(small)

    def forget(self) -> None:
        """Whatever comes next is new."""
        self._looked_at = None

    def since(self, small: Grey) -> bool:
        """Whether something has moved since. A light that dims or brightens everything alike is no movement."""
        before = self._looked_at
        if before is None or before.shape != small.shape:
            return True
        now = _softened(small)
        gain = float(np.median((now + 1.0) / (before + 1.0)))
        if not 1 / _MOST_GAIN <= gain <= _MOST_GAIN:
            return True
        apart = np.abs(now - before * gain)
        noise_levels = _NOISES * float(np.median(apart))
        dark, bright = np.percentile(now, (5, 95))
        if noise_levels > _BLIND_SHARE * float(bright - dark):
            return True
        limit = max(_LEAST_LEVELS, noise_levels, _SHARE * float(now.mean()))
        return float((apart > limit).mean()) >= _LEAST_SHARE


def _softened(small: Grey) -> NDArray[np.float32]:
    """Over three by three cells: what is left of a sensor's noise is a third of it."""
    return cast("NDArray[np.float32]", cv2.blur(small.astype(np.float32), (3, 3)))
