"""The demo's story as a frame source: clip time runs as fast as it is read, pictures exist in memory only."""

from __future__ import annotations

import math

from posture_watch.capture.clip import CLIP_START, clip_instant
from posture_watch.capture.frame import Frame
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.core.instant import Instant
from posture_watch.demo.puppet import Sway, draw
from posture_watch.demo.story import STORY, Phase, length_s, phase_at, stance_at

INTERVAL_S = 3.0
"""A frame every 3 s of clip time: 13 minutes in under 260 frames, 10 to 20 s of work (the events are those of 2 s)."""


class DemoSource(Source):
    """The story from ``start``, a frame every ``interval_s`` seconds of clip time. The same frames each time.

    Raises ValueError if ``interval_s`` is not above 0.
    """

    name = "the demo's portrait"
    identity = "demo"
    live = False

    def __init__(
        self, *, interval_s: float = INTERVAL_S, start: Instant = CLIP_START, story: tuple[Phase, ...] = STORY
    ) -> None:
        if not interval_s > 0:
            raise ValueError(f"seconds between frames are above 0, not {interval_s}")
        self.interval_s = interval_s
        self.story = story
        self._start = start
        self._next = 0

    @property
    def length_s(self) -> float:
        """Seconds of clip time from the first frame to the end."""
        return length_s(self.story)

    def phase(self, t_s: float) -> Phase:
        """What happens ``t_s`` seconds into the clip."""
        return phase_at(t_s, self.story)

    def read(self, timeout_s: float) -> Frame:  # noqa: ARG002 (a clip never waits)
        t_s = self._next * self.interval_s
        if t_s >= self.length_s:
            raise EndOfSource
        self._next += 1
        return Frame(clip_instant(self._start, t_s), draw(stance_at(t_s, self.story), sway_at(t_s)))

    def close(self) -> None:
        """Nothing to let go of."""


def sway_at(t_s: float) -> Sway:
    """Small movements at ``t_s`` seconds: slow waves whose periods share no common beat, so that no frame repeats."""
    return Sway(
        x_px=1.5 * math.sin(t_s / 7.1) + 0.5 * math.sin(t_s / 1.7),
        y_px=1.0 * math.sin(t_s / 5.3 + 1) + 0.4 * math.sin(t_s / 1.3),
        tilt_deg=0.5 * math.sin(t_s / 9.7 + 2),
        growth=0.004 * math.sin(t_s / 11.3 + 3),
    )
