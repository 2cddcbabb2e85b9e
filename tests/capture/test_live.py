"""The live machinery against feeds of our own that hang, fail, lie and come back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest

from posture_watch.capture.camera import CameraFeed
from posture_watch.capture.clock import Clock
from posture_watch.capture.connector import Connector, Feed
from posture_watch.capture.live import HELD_S, LiveSource
from posture_watch.capture.picture import Picture, picture_of
from posture_watch.capture.pictures import Image
from posture_watch.capture.reader import Patience
from posture_watch.capture.source import CameraOptions, LostKind, SourceLost
from posture_watch.core.instant import Instant

QUICK = Patience(stall_s=0.3, hang_s=0.2, connect_s=0.5, first_retry_s=0.01, last_retry_s=0.04, steady_s=0.2, bad_s=0.1)
IMAGE = np.zeros((4, 4, 3), np.uint8)
PICTURE = picture_of(IMAGE)


class Jumping(Clock):
    """A clock that can be set on, as by a suspend."""

    def __init__(self) -> None:
        self.ahead_s = 0.0

    def now(self) -> Instant:
        return Instant(self.mono_s(), datetime.now(UTC) + timedelta(seconds=self.ahead_s))


class FakeFeed:
    """A hundred frames a second unless told otherwise."""

    def __init__(self) -> None:
        self.grab_does: Callable[[], bool] = lambda: True
        self.freshened = threading.Event()
        self.can_freshen = True
        self.released = threading.Event()
        self.retrieved = 0

    def grab(self) -> bool:
        threading.Event().wait(0.01)
        return self.grab_does()

    def retrieve(self) -> Picture | None:
        self.retrieved += 1
        return PICTURE

    def is_stale(self) -> bool:
        return False

    def freshen(self) -> bool:
        self.freshened.set()
        return self.can_freshen

    def release(self) -> None:
        self.released.set()


class FakeConnector(Connector):
    """Hands out what ``connect_does`` makes; remembers when it was asked."""

    name = "camera 7"
    identity = "camera:7"

    def __init__(self, connect_does: Callable[[], Feed]) -> None:
        self._connect_does = connect_does
        self.asked_s: list[float] = []

    def connect(self) -> Feed:
        self.asked_s.append(time.monotonic())
        return self._connect_does()

    def diagnose(self, kind: LostKind) -> SourceLost:
        return SourceLost(kind, f"{self.name} is lost")


def wait_for(fits: Callable[[], bool], *, limit_s: float = 5.0) -> None:
    deadline = time.monotonic() + limit_s
    while not fits():
        assert time.monotonic() < deadline, "it did not happen in time"
        threading.Event().wait(0.005)


def absent() -> Feed:
    raise SourceLost("absent", "Camera 7 is not there.", "Plug it in.")


def test_only_frames_that_are_asked_for_are_decoded() -> None:
    feed = FakeFeed()
    with LiveSource(FakeConnector(lambda: feed), interval_s=0.15, patience=QUICK) as source:
        frames = [source.read(1.0) for _ in range(4)]
    assert all(frames)
    assert feed.retrieved <= 6, "about fifty were grabbed"
    times = [frame.at.mono_s for frame in frames if frame]
    assert all(later - earlier > 0.1 for earlier, later in pairwise(times))
    assert feed.released.is_set()


def test_reading_too_early_gives_none_in_time() -> None:
    with LiveSource(FakeConnector(FakeFeed), interval_s=30.0, patience=QUICK) as source:
        assert source.read(1.0) is not None
        began_s = time.monotonic()
        assert source.read(0.1) is None
        assert 0.08 < time.monotonic() - began_s < 0.5


def test_the_first_failure_to_open_is_raised_and_ends_the_source() -> None:
    source = LiveSource(FakeConnector(absent), interval_s=0.1, patience=QUICK)
    with pytest.raises(SourceLost) as error:
        source.wait_until_open()
    assert (error.value.kind, error.value.advice) == ("absent", "Plug it in.")
    assert source.read(0.2) is None


def test_pauses_between_attempts_double_up_to_a_limit() -> None:
    connector = FakeConnector(absent)
    with LiveSource(connector, interval_s=0.1, patience=QUICK) as source:
        wait_for(lambda: len(connector.asked_s) >= 6)
        assert source.state.kind == "absent"
    pauses = [later - earlier for earlier, later in pairwise(connector.asked_s)]
    for pause, least in zip(pauses, (0.01, 0.02, 0.04, 0.04, 0.04), strict=False):
        assert least <= pause < least + 0.25, pauses


def test_an_open_call_that_never_returns_is_an_error_in_time() -> None:
    gate = threading.Event()

    def hang() -> Feed:
        gate.wait(20)
        return FakeFeed()

    source = LiveSource(FakeConnector(hang), interval_s=0.1, patience=QUICK)
    began_s = time.monotonic()
    with pytest.raises(SourceLost, match="Camera 7 did not open"):
        source.wait_until_open()
    assert time.monotonic() - began_s < 2.0
    gate.set()


def test_hung_threads_are_replaced_but_do_not_pile_up() -> None:
    gate = threading.Event()
    feeds: list[FakeFeed] = []

    def hanging() -> Feed:
        feed = FakeFeed()
        feed.grab_does = lambda: gate.wait(20) and False
        feeds.append(feed)
        return feed

    with LiveSource(FakeConnector(hanging), interval_s=0.05, patience=QUICK) as source:
        deadline = time.monotonic() + 1.5
        while time.monotonic() < deadline:
            assert source.read(0.05) is None
        assert source.state.kind == "stalled"
        assert len(feeds) == 4, "the first and three replacements"
        began_s = time.monotonic()
    assert time.monotonic() - began_s < 1.0
    gate.set()
    wait_for(lambda: all(feed.released.is_set() for feed in feeds))


def test_a_thread_given_up_cannot_deliver_an_old_frame() -> None:
    woken, decodable = threading.Event(), threading.Event()
    late, prompt = FakeFeed(), FakeFeed()
    late.grab_does = lambda: woken.wait(20) or True
    prompt.retrieve = lambda: PICTURE if decodable.is_set() else None  # type: ignore[method-assign]
    waiting: list[Feed] = [late, prompt]
    patience = replace(QUICK, bad_s=20.0)
    with LiveSource(FakeConnector(lambda: waiting.pop(0)), interval_s=0.01, patience=patience) as source:
        wait_for(lambda: source.read(0.05) is None and not waiting)
        threading.Timer(0.1, woken.set).start()
        assert source.read(0.6) is None, "only the thread given up has a frame"
        assert late.retrieved == 1, "and it has tried"
        decodable.set()
        assert source.read(1.0) is not None
        wait_for(late.released.is_set)


def test_a_fault_of_our_own_does_not_end_the_thread_in_silence(caplog: pytest.LogCaptureFixture) -> None:
    broken, sound = FakeFeed(), FakeFeed()
    broken.retrieve = lambda: 1 / 0  # type: ignore[method-assign,assignment,return-value]
    feeds: list[Feed] = [broken, sound]
    with LiveSource(FakeConnector(lambda: feeds.pop(0)), interval_s=0.01, patience=QUICK) as source:
        wait_for(lambda: source.read(0.2) is not None)
    assert broken.released.is_set()
    assert "reading camera 7 failed" in caplog.text


@pytest.mark.parametrize("can_freshen", [True, False])
def test_after_a_gap_what_was_buffered_is_dropped(can_freshen: bool) -> None:
    clock, feeds = Jumping(), [FakeFeed(), FakeFeed()]
    feeds[0].can_freshen = can_freshen
    waiting: list[FakeFeed] = list(feeds)
    with LiveSource(FakeConnector(lambda: waiting.pop(0)), interval_s=0.01, patience=QUICK, clock=clock) as source:
        assert source.read(1.0) is not None
        assert not feeds[0].freshened.is_set()
        clock.ahead_s = 60.0
        wait_for(feeds[0].freshened.is_set)
        assert source.read(1.0) is not None
        assert feeds[0].released.is_set() is not can_freshen, "a source that cannot drop its buffers is opened anew"


def test_silence_is_stalled_and_since_when() -> None:
    feed, quiet = FakeFeed(), threading.Event()
    feed.grab_does = lambda: not quiet.is_set() or (threading.Event().wait(0.15), True)[1]
    slow = Patience(stall_s=0.1, hang_s=5.0)
    with LiveSource(FakeConnector(lambda: feed), interval_s=0.01, patience=slow) as source:
        assert source.read(1.0) is not None
        assert source.state.kind == "ok"
        quiet.set()
        wait_for(lambda: source.state.kind == "stalled")
        assert time.monotonic() - source.state.since_mono_s < 1.0
        assert source.state.text == "Camera 7 sends no frames."


def test_close_wakes_a_reader_that_waits() -> None:
    source = LiveSource(FakeConnector(absent), interval_s=0.1, patience=QUICK)
    closer = threading.Timer(0.1, source.close)
    closer.start()
    began_s = time.monotonic()
    assert source.read(20.0) is None
    assert time.monotonic() - began_s < 2.0
    closer.join()


def test_one_long_wait_notices_a_hung_reader_too() -> None:
    gate = threading.Event()
    hung, sound = FakeFeed(), FakeFeed()
    hung.grab_does = lambda: gate.wait(20) and False
    waiting: list[Feed] = [hung, sound]
    with LiveSource(FakeConnector(lambda: waiting.pop(0)), interval_s=0.01, patience=QUICK) as source:
        assert source.read(10.0) is not None
        gate.set()


class StampedCapture:
    """A driver whose frames waited ``age_s`` seconds."""

    def __init__(self) -> None:
        self.age_s = 0.0
        self.grabs = 0

    def grab(self) -> bool:
        self.grabs += 1
        return True

    def retrieve(self) -> Image | None:
        return IMAGE

    def picture(self) -> Picture | None:
        return PICTURE

    def position_s(self) -> float:
        return time.monotonic() - self.age_s

    def fps(self) -> float:
        return 30.0

    def frame_count(self) -> float:
        return -1.0

    def size_px(self) -> tuple[int, int]:
        return (4, 4)

    def release(self) -> None:
        pass


def test_a_camera_frame_that_waited_in_the_driver_is_stale_until_its_stamps_make_no_sense() -> None:
    capture = StampedCapture()
    feed = CameraFeed(capture, CameraOptions(4, 4), max_age_s=0.5)
    assert not feed.is_stale()
    capture.age_s = 1.0
    assert feed.is_stale()
    assert all(feed.is_stale() for _ in range(20)), "no driver keeps more"
    assert not all(feed.is_stale() for _ in range(20)), "nor so many: its clock is another one"
    capture.age_s = -5.0
    assert not feed.is_stale()
    capture.age_s = 1e6
    assert not feed.is_stale()
    assert feed.freshen()
    assert capture.grabs == 8


def test_frames_come_closer_together_while_it_is_held_and_seldom_again_afterwards() -> None:
    connector = FakeConnector(FakeFeed)
    with LiveSource(connector, interval_s=10.0, patience=QUICK) as source:
        assert source.read(2.0) is not None
        source.hold_open(0.6)
        times = [frame.at.mono_s for frame in iter(lambda: source.read(1.0), None)]
    assert 3 <= len(times) <= 4, "the last one is the first after the hold"
    assert all(later - earlier < 2 * HELD_S for earlier, later in pairwise(times))


def test_a_closer_look_comes_when_it_is_wanted_and_a_later_one_changes_nothing() -> None:
    connector = FakeConnector(FakeFeed)
    with LiveSource(connector, interval_s=10.0, patience=QUICK) as source:
        first = source.read(2.0)
        source.look_again_in(0.1)
        source.look_again_in(60.0)
        second = source.read(2.0)
        assert first is not None
        assert second is not None
        assert 0.1 <= second.at.mono_s - first.at.mono_s < 2.0
        assert source.read(0.2) is None
