"""The built-in picture: the figure sitting well, for a check that the pose model works."""

from __future__ import annotations

from posture_watch.capture.frame import Frame
from posture_watch.core.instant import Instant
from posture_watch.demo.puppet import draw
from posture_watch.demo.story import UPRIGHT


def portrait(at: Instant) -> Frame:
    """One person upright at a desk, 640 x 480, as if seen at ``at``."""
    return Frame(at, draw(UPRIGHT))
