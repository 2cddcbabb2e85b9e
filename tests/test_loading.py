"""The model is loaded beside the camera; whoever looks waits for it, and gets what went wrong."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from posture_watch.capture.frame import Frame
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.errors import UserError
from posture_watch.loading import Loading, Opened, opened_meanwhile
from posture_watch.power.at_work import Progress
from tests.sim import START_UTC

START = Instant(0.0, START_UTC)
FRAME = Frame(START, np.zeros((32, 32, 3), np.uint8))
SEEN = Scene(START, 32, 32)


def test_who_looks_waits_for_the_model_and_who_opens_it_does_not() -> None:
    loaded, closed = threading.Event(), list[bool]()

    def opening() -> Opened:
        assert loaded.wait(10)
        return (lambda _: SEEN), (lambda: closed.append(True))

    look, close = opened_meanwhile(opening)
    threading.Timer(0.05, loaded.set).start()
    assert look(FRAME) is SEEN
    close()
    assert closed == [True]


def test_what_went_wrong_comes_with_the_first_look_and_closing_is_harmless() -> None:
    def opening() -> Opened:
        raise UserError("The pose model cannot be used.")

    look, close = opened_meanwhile(opening)
    with pytest.raises(UserError, match="cannot be used"):
        look(FRAME)
    close()


class Stuck(Progress):
    """Says whether it gets on as it is told."""

    ended = False

    def has_ended(self) -> bool:
        return self.ended


def test_who_only_loads_slowly_leaves_the_loop_free_and_who_hangs_does_not() -> None:
    loaded, progress = threading.Event(), Stuck()

    def opening() -> Opened:
        assert loaded.wait(10)
        return (lambda _: SEEN), (lambda: None)

    look, close = opened_meanwhile(opening, lambda: progress)
    assert isinstance(look, Loading)
    assert [look.is_ready(0.01) for _ in range(5)] == [False] * 5
    progress.ended = True
    assert look.is_ready(0.01), "the next look hangs as it does, and is noticed"
    progress.ended = False
    assert look.is_ready(0.01), "given up is given up"
    loaded.set()
    assert look(FRAME) is SEEN
    assert look.is_ready(0.0)
    close()
