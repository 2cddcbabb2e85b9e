"""Pictures that are the same to the last bit for minutes, and such as can be decoded small but not whole."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import numpy as np
import pytest

from posture_watch.capture import frozen
from posture_watch.capture.bursts import BurstSource
from posture_watch.capture.connector import Connector, Feed
from posture_watch.capture.frozen import FROZEN_AFTER_S, LEAST_PICTURES, Frozen
from posture_watch.capture.live import LiveSource
from posture_watch.capture.picture import Glimpse, Grey, Picture, picture_of
from posture_watch.capture.reader import Patience
from posture_watch.capture.source import LostKind, SourceLost
from posture_watch.core.instant import Instant
from tests.sim import START_UTC

QUICK = Patience(stall_s=5.0, hang_s=5.0, connect_s=5.0, first_retry_s=0.02, last_retry_s=0.05, steady_s=5.0, bad_s=0.1)
RANDOM = np.random.default_rng(7)
ROOM: Grey = RANDOM.integers(60, 200, (120, 160), np.uint8)


def glimpse(at_s: float, small: Grey = ROOM) -> Glimpse:
    return Glimpse(Instant(at_s, START_UTC + timedelta(seconds=at_s)), Picture(small, lambda: None))


def noisy(small: Grey) -> Grey:
    """A single cell differs by a single level: the least that a sensor can do."""
    other = small.copy()
    other[60, 80] ^= 1
    return other


def test_the_very_same_picture_is_believed_for_minutes_and_no_longer() -> None:
    camera = Frozen()
    told = [camera.repeats(glimpse(at_s)) for at_s in np.arange(0.0, FROZEN_AFTER_S, 1.0)]
    assert not any(told)
    assert camera.repeats(glimpse(FROZEN_AFTER_S))
    assert camera.repeats(glimpse(FROZEN_AFTER_S + 3600)), "and for as long as it lasts"


def test_one_level_of_noise_in_one_cell_is_a_sensor() -> None:
    camera = Frozen()
    pictures = (ROOM, noisy(ROOM))
    assert not any(camera.repeats(glimpse(at_s, pictures[int(at_s) % 2])) for at_s in np.arange(0.0, 3600.0, 1.0))


def test_it_works_again_with_the_first_other_picture() -> None:
    camera = Frozen()
    assert any(camera.repeats(glimpse(at_s)) for at_s in np.arange(0.0, 400.0, 1.0))
    assert not camera.repeats(glimpse(401, noisy(ROOM)))
    assert not any(camera.repeats(glimpse(at_s)) for at_s in np.arange(402.0, 402.0 + FROZEN_AFTER_S, 1.0))


def test_few_looks_that_are_minutes_apart_are_too_few() -> None:
    camera = Frozen()
    told = [camera.repeats(glimpse(120.0 * number)) for number in range(LEAST_PICTURES + 2)]
    assert told == [False] * (LEAST_PICTURES - 1) + [True] * 3


@pytest.mark.parametrize("level", [0, 16, 255])
def test_a_closed_shutter_is_no_frozen_driver(level: int) -> None:
    camera, shut = Frozen(), np.full((120, 160), level, np.uint8)
    shut[::7, ::5] ^= 3
    assert not any(camera.repeats(glimpse(at_s, shut)) for at_s in np.arange(0.0, 3600.0, 1.0))


def test_a_dark_room_with_a_lamp_in_it_is_no_frozen_driver() -> None:
    camera, room = Frozen(), np.full((120, 160), 2, np.uint8)
    room[10:20, 10:20] = 255
    assert not any(camera.repeats(glimpse(at_s, room)) for at_s in np.arange(0.0, 3600.0, 1.0))


def test_it_costs_next_to_nothing() -> None:
    camera = Frozen()
    pictures = [glimpse(float(at_s)) for at_s in range(1000)]
    began_s = time.thread_time()
    for one in pictures:
        camera.repeats(one)
    assert time.thread_time() - began_s < 0.5, "less than half a thousandth of a second each; decoding one takes two"


@dataclass
class Repeating(Connector):
    """A camera of a hundred pictures a second: ``picture`` says which, None one that cannot be read at all."""

    picture: Callable[[], Picture | None]
    name: str = "camera 7"
    identity: str = "camera:7"
    opened: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    def connect(self) -> Feed:
        self.opened += 1
        return self

    def diagnose(self, kind: LostKind) -> SourceLost:
        return SourceLost(kind, f"{self.name} is lost")

    def grab(self) -> bool:
        return not threading.Event().wait(0.01)

    def retrieve(self) -> Picture | None:
        return self.picture()

    def is_stale(self) -> bool:
        return False

    def freshen(self) -> bool:
        return True

    def release(self) -> None:
        self.released.set()


def wait_for(fits: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10.0
    while not fits():
        assert time.monotonic() < deadline, "it did not happen in time"


def opened(connector: Connector, *, bursts: bool) -> LiveSource | BurstSource:
    if bursts:
        return BurstSource(connector, period_s=0.05, patience=QUICK)
    return LiveSource(connector, interval_s=0.02, patience=QUICK)


@pytest.mark.parametrize("bursts", [False, True], ids=["open", "in bursts"])
def test_a_frozen_camera_is_stalled_and_opened_again_until_it_lives(
    bursts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frozen, "FROZEN_AFTER_S", 1.0)
    image = np.repeat(ROOM[:, :, None], 3, axis=2)
    still, moving = picture_of(image), threading.Event()

    def picture() -> Picture:
        return picture_of(RANDOM.integers(0, 255, image.shape, np.uint8)) if moving.is_set() else still

    connector = Repeating(picture)
    with opened(connector, bursts=bursts) as source:
        wait_for(lambda: source.read(0.2) is not None)
        assert source.state.kind == "ok"
        wait_for(lambda: source.read(0.2) is None and source.state.kind == "stalled")
        assert source.state.text == "Camera 7 sends the very same picture again and again."
        connector.released.clear()
        before = connector.opened
        wait_for(lambda: source.read(0.05) is not None or connector.opened >= before + 3)
        assert connector.opened >= before + 3, "tried again and again, and never believed"
        assert connector.released.is_set()
        assert source.state.kind == "stalled"
        moving.set()
        wait_for(lambda: source.read(0.5) is not None)
        assert source.state.kind == "ok"


@pytest.mark.parametrize("bursts", [False, True], ids=["open", "in bursts"])
def test_frames_that_can_be_decoded_small_only_are_garbage(bursts: bool) -> None:
    image = np.repeat(ROOM[:, :, None], 3, axis=2)
    torn = threading.Event()
    torn.set()
    good = picture_of(image)

    def picture() -> Picture:
        return replace(good, whole=lambda: None) if torn.is_set() else good

    with opened(Repeating(picture), bursts=bursts) as source:
        wait_for(lambda: source.read(0.2) is None and source.state.kind == "bad_data")
        for _ in range(20):
            assert source.read(0.02) is None
            assert source.state.kind == "bad_data", "and not well in between"
        torn.clear()
        wait_for(lambda: source.read(0.5) is not None)
        assert source.state.kind == "ok"
