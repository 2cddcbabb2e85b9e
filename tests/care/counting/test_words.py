"""One thing to do when the camera cannot count, nothing when it can."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from counting.judging import GATE

from posture_watch.care.counting import Asked, advance, begin
from posture_watch.care.counting.looking import Unseen
from posture_watch.care.counting.words import EMPTY, REST, UNSEEN, hint
from tests.care.counting.acting import acted


def test_every_reason_has_words() -> None:
    assert set(UNSEEN) == set(get_args(Unseen)) - {""}
    assert all(words.endswith(".") for words in (REST, *UNSEEN.values()))


def test_first_come_then_sit_still_then_nothing() -> None:
    state = begin(Asked("side_bend"))
    said = [hint(state)]
    for scene in acted("side_bend", times=1):
        state = advance(state, scene, GATE)
        said.append(hint(state))
    assert list(dict.fromkeys(said)) == ["Come into the picture.", REST, ""]


def test_who_walks_away_is_not_asked_to_come_back() -> None:
    state = begin(Asked("walking_away"))
    assert hint(state) == EMPTY
    scenes = acted("walking_away", times=1)
    for scene in scenes:
        state = advance(state, scene, GATE)
        assert hint(state) == ""
    last = scenes[-1]
    dark = replace(last, at=last.at.shifted(0.2), people=(), light=0.0)
    assert hint(advance(state, dark, GATE)) == UNSEEN["dark"]
