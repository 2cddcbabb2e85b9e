"""The loop stays free while the model is loaded: nothing is judged yet, and the camera is not to blame."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from posture_watch.capture.clock import Clock
from posture_watch.capture.frame import Frame
from posture_watch.capture.source import Source
from posture_watch.core.engine import begin
from posture_watch.core.landmarks import Scene
from posture_watch.loading import Opened, opened_meanwhile
from posture_watch.power.at_work import Progress
from posture_watch.watching import FRESH_S, Watcher
from tests.sim import settings_for

PIXELS = np.zeros((32, 32, 3), np.uint8)


class Later(Clock):
    """The real time, or some seconds ahead of it."""

    ahead_s = 0.0

    def mono_s(self) -> float:
        return super().mono_s() + self.ahead_s


class Camera(Source):
    """A picture whenever one is asked for."""

    name, identity, live, interval_s = "camera", "camera:0", True, 15.0

    def __init__(self) -> None:
        self.clock, self.taken, self.again = Later(), 0, 0

    def read(self, timeout_s: float) -> Frame:
        self.taken += 1
        return Frame(self.clock.now(), PIXELS)

    def look_again_in(self, seconds: float) -> None:
        assert seconds == 0
        self.again += 1

    def close(self) -> None:
        """Nothing to close."""


class Slow(Progress):
    def has_ended(self) -> bool:
        return False


class Model:
    """Sees nobody, once it ``is_loaded``."""

    def __init__(self) -> None:
        self.is_loaded = threading.Event()
        self.look, self.close = opened_meanwhile(self._open, Slow)

    def _open(self) -> Opened:
        assert self.is_loaded.wait(20)
        return (lambda frame: Scene(frame.at, 32, 32)), (lambda: None)


@pytest.fixture
def model() -> Iterator[Model]:
    loading = Model()
    yield loading
    loading.is_loaded.set()
    loading.close()


def test_the_loop_comes_round_while_the_model_is_loaded(model: Model) -> None:
    camera = Camera()
    watcher = Watcher(camera, model.look, settings_for(1.0), begin(()), camera.clock)
    assert [watcher.step(0.05) for _ in range(4)] == [None] * 4
    assert (camera.taken, camera.again) == (1, 0), "and the camera is not opened again and again"
    model.is_loaded.set()
    step = watcher.step(5.0)
    assert step is not None
    assert not step.scene.frame_missing
    assert (camera.taken, camera.again) == (1, 0), "what was seen meanwhile is the first to be judged"


def test_what_another_camera_has_seen_is_not_judged_as_this_ones(model: Model) -> None:
    first, second = Camera(), Camera()
    watcher = Watcher(first, model.look, settings_for(1.0), begin(()), first.clock)
    assert watcher.step(0.05) is None
    watcher.look_through(second)
    model.is_loaded.set()
    step = watcher.step(5.0)
    assert step is not None
    assert (first.taken, second.taken) == (1, 1)


def test_what_was_seen_long_before_the_model_was_there_is_not_judged(model: Model) -> None:
    camera = Camera()
    watcher = Watcher(camera, model.look, settings_for(1.0), begin(()), camera.clock)
    assert watcher.step(0.05) is None
    camera.clock.ahead_s = FRESH_S + 1
    model.is_loaded.set()
    assert watcher.step(5.0) is None
    assert (camera.taken, camera.again) == (1, 1), "a fresh frame, at once and not in a quarter of a minute"
    step = watcher.step(5.0)
    assert step is not None
    assert camera.taken == 2
