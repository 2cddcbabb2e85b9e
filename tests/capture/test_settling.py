"""Frames before the exposure has settled, bursts as values, and when a burst source looks: on feeds of our own."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from posture_watch.capture.bursts import BurstSource
from posture_watch.capture.frame import Burst, Frame
from posture_watch.capture.picture import Glimpse, Picture, picture_of
from posture_watch.capture.settling import Settling
from posture_watch.capture.source import SourceLost
from posture_watch.core.instant import Instant
from tests.capture.test_live import QUICK, FakeConnector, FakeFeed, Jumping, absent, wait_for


def frame(at_s: float, level: int = 90, size_px: int = 32) -> Frame:
    utc = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=at_s)
    return Frame(Instant(at_s, utc), np.full((size_px, size_px, 3), level, np.uint8))


def settled_at(levels: list[int], *, every_s: float = 0.1) -> float:
    """When the first frame was believed."""
    settling = Settling()
    shown = [frame(i * every_s, level) for i, level in enumerate(levels)]
    return next(one.at.mono_s for one in shown if settling.add(Glimpse(one.at, picture_of(one.image))))


def test_the_first_frames_are_dropped_until_the_brightness_is_steady() -> None:
    assert settled_at([90] * 9) == pytest.approx(0.2), "a steady picture costs two frames"
    assert settled_at([0, 20, 50, 80, 88, 90, 90, 91, 91, 91]) == pytest.approx(0.6)
    assert settled_at([200, 150, 120, 119, 90, 80, 80, 80, 80]) == pytest.approx(0.7), "a turning point is not the end"


def test_a_light_that_flickers_is_taken_after_a_second_and_a_half() -> None:
    assert settled_at([80, 120] * 20) == pytest.approx(1.5)


def test_a_burst_is_never_empty_its_times_rise_and_its_size_is_one() -> None:
    burst = Burst((frame(1.0), frame(1.2)))
    assert (burst.at, burst.width_px, burst.height_px) == (frame(1.2).at, 32, 32)
    for bad in ((), (frame(1.0), frame(1.0)), (frame(2.0), frame(1.0)), (frame(1.0), frame(2.0, size_px=16))):
        with pytest.raises(ValueError, match=r"a burst|of a burst"):
            Burst(bad)


class Flickering(FakeFeed):
    """Dark at first, as a camera is that was just opened."""

    def retrieve(self) -> Picture | None:
        self.retrieved += 1
        return picture_of(np.full((8, 8, 3), min(90, 30 * self.retrieved), np.uint8))


def burst_of(source: BurstSource) -> Burst:
    got: list[Burst] = []

    def came() -> bool:
        one = source.read(0.2)
        assert not isinstance(one, Frame)
        got.extend([one] if one else [])
        return bool(got)

    wait_for(came)
    return got[0]


def test_dark_frames_do_not_get_into_a_burst_and_each_look_opens_the_camera_anew() -> None:
    feeds: list[Flickering] = []

    def connect() -> Flickering:
        feeds.append(Flickering())
        return feeds[-1]

    with BurstSource(FakeConnector(connect), period_s=60.0, patience=QUICK) as source:
        burst = burst_of(source)
        assert [int(one.image[0, 0, 0]) for one in burst.frames] == [90] * 5
        wait_for(lambda: not source.camera_on)
        assert feeds[0].released.is_set()
        assert len(feeds) == 1
        source.look_again_in(0.0)
        assert burst_of(source).at.mono_s > burst.at.mono_s
        assert len(feeds) == 2


def test_a_camera_that_takes_a_moment_to_open_is_not_called_stalled_after_a_rest() -> None:
    gate, feeds = threading.Event(), [FakeFeed(), FakeFeed()]
    gate.set()

    def connect() -> FakeFeed:
        gate.wait(5)
        return feeds.pop()

    with BurstSource(FakeConnector(connect), period_s=600.0, patience=QUICK) as source:
        burst_of(source)
        gate.clear()
        assert source.read(2 * QUICK.stall_s) is None
        source.look_again_in(0.0)
        assert source.read(0.1) is None
        assert source.state.kind == "ok"
        wait_for(lambda: source.state.kind == "stalled")  # but after a while it is
        gate.set()


def test_after_a_suspend_it_looks_at_once() -> None:
    clock, feeds = Jumping(), [FakeFeed(), FakeFeed()]
    waiting = list(feeds)
    with BurstSource(FakeConnector(lambda: waiting.pop(0)), period_s=600.0, clock=clock, patience=QUICK) as source:
        burst_of(source)
        assert source.read(0.3) is None
        clock.ahead_s = 8 * 3600.0
        assert burst_of(source).at.utc - datetime.now(UTC) > timedelta(hours=7)


def test_a_suspend_in_the_midst_of_a_burst_tears_it() -> None:
    clock = Jumping()
    with BurstSource(FakeConnector(FakeFeed), period_s=600.0, clock=clock, patience=QUICK) as source:
        wait_for(lambda: source.camera_on)
        assert source.read(0.7) is None, "under way"
        clock.ahead_s = 8 * 3600.0
        burst = burst_of(source)
        assert burst.frames[-1].at.gap_since(burst.frames[0].at) < 3.0


def test_reading_is_never_held_up_by_a_camera_that_is_not_there() -> None:
    connector = FakeConnector(absent)
    with BurstSource(connector, period_s=5.0, patience=QUICK) as source:
        began_s = time.monotonic()
        assert source.read(0.3) is None
        assert time.monotonic() - began_s < 0.6
        assert source.state.kind == "absent"
        assert not source.camera_on
        wait_for(lambda: len(connector.asked_s) > 4)


def test_the_first_failure_to_open_is_raised_when_asked_for() -> None:
    with pytest.raises(SourceLost):
        BurstSource(FakeConnector(absent), period_s=5.0, patience=QUICK).wait_until_open()
