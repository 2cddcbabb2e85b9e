"""The exercises as the list of what is known has them: doses, sides, sources, and nothing that cannot be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posture_watch.care.claim import Claim
from posture_watch.care.counting.movements import can_count
from posture_watch.care.exercise import Exercise, words_of
from posture_watch.care.exercises import BY_KEY, CAMERA_WORDS, DESK, EXERCISES, SAFETY, STRENGTH

DOSES = {  # repetitions, seconds held, sides, sets: each is what its dose says in words
    "chin_tuck": (8, 5, False, ()),
    "scapular_retraction": (10, 5, False, ()),
    "thoracic_extension": (8, 3, False, ()),
    "hip_flexor": (2, 30, True, ()),
    "side_bend": (5, 1, True, ()),
    "neck_rotation": (5, 1, True, ()),
    "bird_dog": (6, 10, False, (6, 4, 2)),
    "side_bridge": (5, 10, True, (5, 3, 1)),
    "curl_up": (5, 10, False, (5, 3, 1)),
}


@pytest.mark.parametrize("key", DOSES)
def test_the_figures_are_those_of_the_dose(key: str) -> None:
    exercise = BY_KEY[key]
    assert (exercise.repetitions, exercise.hold_s, exercise.sides, exercise.sets) == DOSES[key]
    said = exercise.dose.words
    for figure in (*(exercise.sets or (exercise.repetitions,)), *([exercise.hold_s] if exercise.hold_s > 1 else [])):
        assert str(figure) in said or (figure == 2 and "Twice" in said)
    assert ("side" in said) is exercise.sides


def test_two_minutes_of_the_band_and_of_walking_are_two_minutes() -> None:
    assert BY_KEY["band_raise"].repetitions * BY_KEY["band_raise"].repetition_s == 120
    assert BY_KEY["walk"].hold_s == 120


def test_thirteen_exercises_and_where_they_belong() -> None:
    assert len(EXERCISES) == len(BY_KEY) == 13
    assert {e.key for e in EXERCISES if e.loaded} == set(STRENGTH)
    assert set(DESK) | set(STRENGTH) | {"walk", "cat_camel"} == set(BY_KEY)
    assert {BY_KEY[key].place for key in DESK} == {"chair", "standing"}
    assert BY_KEY["curl_up"].bends
    assert not BY_KEY["bird_dog"].bends


@pytest.mark.parametrize(
    ("answer", "key"),
    [("head_forward", "chin_tuck"), ("rounded_shoulders", "scapular_retraction"), ("slump", "thoracic_extension"),
     ("slump", "standing_extension"), ("long_sitting", "standing_extension"), ("long_sitting", "hip_flexor"),
     ("tilt", "side_bend"), ("tilt", "neck_rotation"), ("neck_load", "band_raise"), ("stiffness", "cat_camel"),
     ("trunk", "bird_dog"), ("trunk", "side_bridge"), ("trunk", "curl_up")],
)  # fmt: skip
def test_what_answers_what(answer: str, key: str) -> None:
    assert answer in BY_KEY[key].answers


def test_what_a_camera_in_front_can_count_and_what_it_cannot() -> None:
    counted = {"chin_tuck", "side_bend", "neck_rotation", "scapular_retraction"}
    assert {e.key for e in EXERCISES if e.seen == "repetitions"} == counted
    assert BY_KEY["walk"].seen == "leaving"
    assert {e.key for e in EXERCISES if e.seen is None} == {
        "thoracic_extension", "hip_flexor", "cat_camel", "bird_dog", "side_bridge", "curl_up", "band_raise"
    }  # fmt: skip
    assert set(CAMERA_WORDS) == {e.seen for e in EXERCISES}
    assert [e.key for e in EXERCISES if can_count(e.key) is (e.seen is None)] == []  # what is said is what is done


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.key)
def test_each_can_be_followed(exercise: Exercise) -> None:
    assert 2 <= len(exercise.steps) <= 3
    assert all(words_of(step).endswith((".", "?")) and len(words_of(step)) <= 110 for step in exercise.steps)
    assert exercise.sources
    assert exercise.answers


def test_the_warning_is_there() -> None:
    assert any("down the leg" in claim.words for claim in SAFETY)


def test_the_sources_are_those_of_all_that_is_claimed() -> None:
    chin = replace(BY_KEY["chin_tuck"], known=(Claim("x", ("nice_ng59",)),), steps=(Claim("y", ("suri_2018",)), "z"))
    assert chin.sources == ("nice_ng59", "suri_2018", "ours")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"key": "no good"}, "key"), ({"steps": ()}, "steps"), ({"answers": ("boredom",)}, "answer"),
     ({"least": 9}, "done"), ({"least": 0}, "done"), ({"hold_s": 0, "move_s": 0}, "done"),
     ({"sets": (1, 3)}, "smaller"), ({"sets": (3, 0)}, "smaller")],
)  # fmt: skip
def test_what_cannot_be_done_cannot_be_built(wrong: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(BY_KEY["chin_tuck"], **wrong)  # pyright: ignore[reportArgumentType]
