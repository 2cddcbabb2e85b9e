"""A clip in real time: no frame before its time, each with the moment it was handed out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from posture_watch.capture.clip import CLIP_START, clip_instant
from posture_watch.capture.clock import Clock
from posture_watch.capture.paced import PacedSource
from posture_watch.capture.source import EndOfSource, Source
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene


class Told(Source):
    """Empty scenes at these seconds."""

    name = identity = "told"
    live = False
    interval_s = 1.0

    def __init__(self, *times_s: float) -> None:
        self.left = list(times_s)

    def read(self, timeout_s: float) -> Scene:
        if not self.left:
            raise EndOfSource
        return Scene(clip_instant(CLIP_START, self.left.pop(0)), 640, 480)

    def close(self) -> None:
        self.left.clear()


class Hand(Clock):
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.s = 100.0

    def mono_s(self) -> float:
        return self.s

    def now(self) -> Instant:
        return Instant(self.s, datetime(2026, 3, 2, tzinfo=UTC) + timedelta(seconds=self.s))


def test_a_frame_waits_for_its_time_and_gets_the_present_moment() -> None:
    clock = Hand()
    source = PacedSource(Told(0.0, 30.0), clock)
    first = source.read(0.0)
    assert first is not None
    assert first.at == clock.now()
    clock.s = 129.9
    assert source.read(0.0) is None
    clock.s = 130.5
    second = source.read(0.0)
    assert second is not None
    assert second.at.mono_s == 130.5
    with pytest.raises(EndOfSource):
        source.read(0.0)
