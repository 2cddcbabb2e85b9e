"""What the counter's state is told as: never less than was counted, and nothing before it can be known."""

from __future__ import annotations

from dataclasses import replace

from posture_watch.care.counting import begin
from posture_watch.care.guiding import Stage
from posture_watch.commands.sighting import Sighting, movement, sighting_of

RIGHT = Stage("side_bend", "Bend", ("Bend.",), 20.0, repetitions=5, hold_s=1.0, side="right", seen="repetitions")
RISE = Stage("standing_extension", "Bend back", ("Stand.",), 40.0, repetitions=8, seen="standing")
WALK = Stage("walk", "Walk", ("Walk.",), 60.0, seen="leaving")


def seen(stage: Stage, **state: object) -> Sighting:
    asked = movement(stage)
    assert asked is not None
    return sighting_of(replace(begin(asked), **state), stage, 3, "")  # type: ignore[arg-type]


def test_nothing_is_known_before_rest_is() -> None:
    assert seen(RIGHT) == Sighting(3)
    assert seen(RIGHT, rest={"x": 1.0}) == Sighting(3, 0)


def test_the_other_side_does_not_count() -> None:
    assert seen(RIGHT, rest={"x": 1.0}, repetitions=3, left=2, right=1).repetitions == 1


def test_who_sits_down_anew_keeps_what_was_counted() -> None:
    assert seen(RIGHT, rest=None, repetitions=2, right=2).repetitions == 2


def test_of_getting_up_and_walking_away_no_number_is_told() -> None:
    assert seen(RISE, rest={"x": 1.0}, repetitions=1) == Sighting(3, up=True)
    assert seen(WALK, longest_s=20.0) == Sighting(3, away_s=20.0)


def test_who_comes_back_from_a_walk_sooner_than_asked_has_been_away() -> None:
    asked = movement(replace(WALK, hold_s=120.0))
    assert asked is not None
    assert asked.hold_s == 0.0
