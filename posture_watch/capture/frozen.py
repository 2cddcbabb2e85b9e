"""A driver that repeats the very same picture for ever, which a sensor's noise forbids; so does a card that says why
there is no picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from posture_watch.capture.devices import capitalised
from posture_watch.capture.source import SourceLost
from posture_watch.texts import english

if TYPE_CHECKING:
    from posture_watch.capture.picture import Glimpse

FROZEN_AFTER_S = 300.0
"""The very same picture for so long. An engineering choice: a sensor's noise alone changes some grey level at once, and
a camera that smooths its noise away has this long to show any change of light, breath or shadow."""
LEAST_PICTURES = 10
"""And so often: looks that are minutes apart are few."""
_LEAST_CONTRAST = 12.0
"""Grey levels of 255 between the darkest and the brightest twentieth: less is a closed shutter or a dark room, with a
lamp or two in it perhaps, and may well stay the same."""


class Frozen:
    """Fed with the pictures of one camera as they come, however often it was opened meanwhile."""

    def __init__(self) -> None:
        self._last: int | None = None
        self._since_s = 0.0
        self._pictures = 0

    def repeats(self, glimpse: Glimpse) -> bool:
        """Whether this is still the picture of minutes ago, to the last bit of its small grey copy."""
        small, at_s = glimpse.picture.small, glimpse.at.mono_s
        seen = hash((small.shape, small.tobytes()))
        if seen != self._last:
            self._last, self._since_s, self._pictures = seen, at_s, 0
        self._pictures += 1
        lasts = at_s - self._since_s >= FROZEN_AFTER_S and self._pictures >= LEAST_PICTURES
        if not lasts:
            return False
        dark, bright = np.percentile(small, (5, 95))
        return float(bright - dark) >= _LEAST_CONTRAST


def frozen(name: str) -> SourceLost:
    """The error for the camera or stream called ``name``."""
    return SourceLost(
        "stalled",
        english("{camera} sends the very same picture again and again.", camera=capitalised(name)),
        english("Unplug it and plug it in again."),
    )
