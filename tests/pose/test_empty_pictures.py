"""The real model on places where nobody sits, and on clips of somebody who does: no ghosts, nobody lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from posture_watch.capture.clip import CLIP_START as AT
from posture_watch.core.engine import advance, begin
from posture_watch.core.judgement import Judgement
from posture_watch.core.landmarks import Landmarks
from posture_watch.pose.landmarker import PoseModel
from posture_watch.pose.models import model_path
from tests.pose.damage import SHARED, Picture, dark, front_pictures, head_of
from tests.sim import settings_for

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(not (SHARED / "intel").exists(), reason="the shared pictures are not here"),
]
GHOSTS_AT_MOST = 0.01
NO_POINTS = Landmarks({})


@pytest.fixture(scope="module")
def model() -> Iterator[PoseModel]:
    with PoseModel(model_path("lite"), mode="image", max_people=3) as pose:
        yield pose


def frames_of(path: Path, every: int) -> Iterator[Picture]:
    clip = cv2.VideoCapture(str(path))
    number = 0
    while True:
        ok, frame = clip.read()
        if not ok:
            clip.release()
            return
        if number % every == 0:
            yield frame.astype(np.uint8)
        number += 1


def painted_over(picture: Picture, person: Landmarks, *, whole: bool) -> Picture:
    """The person, or head and neck alone, filled in from what is around them."""
    head, (height, width) = head_of(person), picture.shape[:2]
    reach = (3.2 if whole else 1.6) * head.radius_px
    bottom = height if whole else int(head.y_px + 2.2 * head.radius_px)
    mask = np.zeros((height, width), np.uint8)
    mask[
        max(0, int(head.y_px - 1.9 * head.radius_px)) : bottom, max(0, int(head.x_px - reach)) : int(head.x_px + reach)
    ] = 255
    small = (width // 4, height // 4)
    filled = cv2.inpaint(cv2.resize(picture, small), cv2.resize(mask, small), 7, cv2.INPAINT_TELEA)
    return np.where(mask[..., None] > 0, cv2.resize(filled, (width, height)), picture).astype(np.uint8)


def empty_pictures(model: PoseModel) -> Iterator[Picture]:
    """Rooms, a cup, a cat, desks whose user is painted over, and the clothes that are left when the head is."""
    for frame in frames_of(SHARED / "intel" / "people-detection.gif", 4):
        yield from (frame, dark(0.3)(frame, NO_POINTS), dark(0.05)(frame, NO_POINTS))
    for name in ("coffee.png", "chelsea.png"):
        picture = cv2.imread(str(SHARED / "misc" / name))
        assert picture is not None
        yield from (picture.astype(np.uint8), picture[:, ::-1].astype(np.uint8))
    for _, _, path in front_pictures(22):
        found = cv2.imread(str(path))
        assert found is not None
        picture = found.astype(np.uint8)
        people = model.look(picture, AT).people
        yield painted_over(picture, people[0], whole=True)
        yield painted_over(picture, people[0], whole=False)


def judged(model: PoseModel, picture: Picture) -> Judgement:
    return advance(begin(), model.look(np.ascontiguousarray(picture), AT), settings_for())[1]


def test_there_are_no_ghosts(model: PoseModel) -> None:
    seen = [judged(model, picture) for picture in empty_pictures(model)]
    assert len(seen) >= 80
    clear = [j for j in seen if j.person and not j.why_unknown]
    assert clear == [], "nobody is judged where nobody is"
    assert sum(j.person for j in seen) <= max(1, GHOSTS_AT_MOST * len(seen))


def test_nobody_is_lost_who_is_there(model: PoseModel) -> None:
    for clip in ("yes.mkv", "book.mkv", "head-pose-face-detection-female.gif"):
        seen = [judged(model, frame) for frame in frames_of(SHARED / "intel" / clip, 8)]
        assert all(j.person for j in seen), clip


def test_away_and_back_take_three_seconds_at_most(model: PoseModel) -> None:
    """Somebody, an empty room, somebody again; a second apart, as live."""
    here = list(frames_of(SHARED / "intel" / "yes.mkv", 8))[:5]
    gone = [cv2.resize(f, (640, 480)).astype(np.uint8) for f in frames_of(SHARED / "intel" / "people-detection.gif", 4)]
    state, settings, told = begin(), settings_for(), list[Judgement]()
    for second, picture in enumerate([*here, *gone, *here]):
        scene = replace(model.look(picture, AT), at=AT.shifted(float(second)))
        state, judgement, _ = advance(state, scene, settings)
        told.append(judgement)
    left, back = len(here), len(here) + len(gone)
    assert [j.person for j in told] == [True] * left + [False] * len(gone) + [True] * len(here)
    assert all(j.posture == "away" for j in told[left + 3 : back])
    assert all(j.posture != "away" for j in told[back:])
