"""The demo's portrait through the real model and the fold: what moves or darkens the picture is nobody's posture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest

from posture_watch.core.baseline import Baseline
from posture_watch.core.calibration import Take, add_frame, finish_take
from posture_watch.core.engine import begin
from posture_watch.core.events import BaselineChanged, BaselineDropped
from posture_watch.core.instant import Instant
from posture_watch.core.landmarks import Scene
from posture_watch.pose.landmarker import PoseModel
from posture_watch.pose.models import model_path
from tests.core.stories import run
from tests.portraits import Picture, sitting
from tests.sim import START_UTC, Played, settings_for

pytestmark = pytest.mark.model

SETTINGS = settings_for()
BEFORE_S, AFTER_S = 40, 90


@pytest.fixture(scope="module")
def model() -> Iterator[PoseModel]:
    with PoseModel(model_path("lite"), mode="image", max_people=1) as made:
        yield made


def shifted(picture: Picture, down_px: float) -> Picture:
    """What a tilted lid does: the picture comes lower, or higher, and its edge is filled."""
    move = np.array([[1, 0, 0], [0, 1, down_px]], np.float64)
    height, width = picture.shape[:2]
    return np.asarray(cv2.warpAffine(picture, move, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def nearer(picture: Picture, growth: float) -> Picture:
    """What a rolled chair does: everything grows from the middle."""
    height, width = picture.shape[:2]
    move = cv2.getRotationMatrix2D((width / 2, height / 2), 0, growth)
    return np.asarray(cv2.warpAffine(picture, move, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def darker(picture: Picture, share: float) -> Picture:
    return (picture * share).astype(np.uint8)


def told(model: PoseModel, before: Picture, after: Picture) -> Played:
    """Calibrated in ``before``, which stays for a while; then ``after`` at once."""
    first, second = (model.look(picture, Instant(0.0, START_UTC)) for picture in (before, after))
    take = Take()
    for _ in range(10):
        take, _ = add_frame(take, first, SETTINGS)
    own = finish_take(take, SETTINGS)
    assert isinstance(own, Baseline), own
    scenes: list[Scene] = []
    for second_s in range(BEFORE_S + AFTER_S):
        at = Instant(0.0, START_UTC).shifted(float(second_s))
        scenes.append(replace(first if second_s < BEFORE_S else second, at=at))
    return run(scenes, SETTINGS, state=begin((own,)))


@pytest.mark.parametrize("down_px", [-60, -30, 40, 60, 80, 100])
def test_a_tilted_lid_is_the_set_up_and_no_posture(model: PoseModel, down_px: float) -> None:
    played = told(model, sitting(), shifted(sitting(), down_px))
    assert [e.reason for e in played.of(BaselineChanged) if isinstance(e, BaselineChanged)] == ["loaded", "setup_moved"]
    assert all(j.over == () for j in played.judgements[-AFTER_S:])
    assert played.state.posture == "good"


@pytest.mark.parametrize("growth", [0.75, 1.25])
def test_a_rolled_chair_is_the_set_up_and_no_posture(model: PoseModel, growth: float) -> None:
    played = told(model, sitting(), nearer(sitting(), growth))
    assert all(j.over == () for j in played.judgements[-AFTER_S:])
    assert played.state.posture == "good"


@pytest.mark.parametrize("share", [0.6, 0.3, 0.2])
def test_another_light_is_no_posture(model: PoseModel, share: float) -> None:
    played = told(model, sitting(), darker(sitting(), share))
    assert all(j.over == () for j in played.judgements)
    assert played.state.posture == "good"
    assert played.of(BaselineDropped) == []


def test_a_head_that_drops_at_once_is_a_slump_all_the_same(model: PoseModel) -> None:
    assert told(model, sitting(), sitting(head_drop=0.32, body_sink=0.05)).state.posture == "poor"
