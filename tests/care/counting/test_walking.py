"""Walking away as the real model sees the drawn figure: out aside, or there in one picture and gone in the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from counting.judging import GATE

from posture_watch.capture.clip import CLIP_START
from posture_watch.care.counting import Asked, Counting, advance, begin
from posture_watch.care.counting.words import hint
from posture_watch.demo.puppet import Sway, draw
from posture_watch.demo.story import Stance
from posture_watch.pose.landmarker import PoseModel
from posture_watch.pose.models import model_path

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def model() -> Iterator[PoseModel]:
    with PoseModel(model_path("lite"), mode="video", max_people=1) as pose:
        yield pose


class Walk:
    """A walk under way, filmed."""

    def __init__(self, model: PoseModel, begins_s: float) -> None:
        self._model, self._at_s = model, begins_s
        self.state: Counting = begin(Asked("walking_away"))

    def film(self, present: float, seconds: float) -> Walk:
        """Five pictures a second, one where nobody is."""
        step_s = 0.2 if present else 1.0
        for _ in range(round(seconds / step_s)):
            sway = Sway(x_px=self._at_s * 3.7 % 2.0, y_px=self._at_s * 2.3 % 1.5)
            picture = draw(Stance(present=present), sway)
            self.state = advance(self.state, self._model.look(picture, CLIP_START.shifted(self._at_s)), GATE)
            self._at_s += step_s
        return self

    def leave(self, within_s: float) -> Walk:
        for step in range(round(5 * within_s)):
            self.film(1.0 - step / (5 * within_s), 0.2)
        return self


@pytest.mark.parametrize("within_s", [1.0, 2.0])
def test_who_walks_out_of_the_picture_is_away_until_they_are_back(model: PoseModel, within_s: float) -> None:
    walk = Walk(model, 100.0 * within_s).film(1.0, 3.0).leave(within_s)
    assert walk.state.repetitions == 0
    walk.film(0.0, 6.0)
    assert (walk.state.repetitions, hint(walk.state)) == (1, "")
    assert 3.0 <= walk.state.held_s <= 6.0 + within_s
    away_s = walk.state.longest_s
    walk.film(1.0, 2.0)
    assert (walk.state.moving, walk.state.longest_s) == (False, away_s)
    assert away_s >= 3.0


def test_who_is_gone_from_one_picture_to_the_next_is_away_after_a_while(model: PoseModel) -> None:
    walk = Walk(model, 1000.0).film(1.0, 0.6)  # gets up at once: nobody knows how they sat
    walk.film(0.0, 8.0)
    assert (walk.state.repetitions, walk.state.longest_s, hint(walk.state)) == (0, 0.0, "")
    walk.film(0.0, 5.0)
    assert walk.state.repetitions == 1
    assert walk.state.longest_s >= 10.0


def test_an_empty_room_has_not_been_left(model: PoseModel) -> None:
    walk = Walk(model, 2000.0).film(0.0, 15.0)
    assert (walk.state.repetitions, walk.state.longest_s) == (0, 0.0)
