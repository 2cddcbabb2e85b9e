"""Breaks fit their minutes, answer the last hours, and do not repeat while something else was done less."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture_watch.care.choosing import done_by_key
from posture_watch.care.exercise import ANSWERS, Answer
from posture_watch.care.exercises import BY_KEY, DESK, EASY, EXERCISES, GENTLE, MORNING, SAFETY, STRENGTH
from posture_watch.care.lately import Lately
from posture_watch.care.routine import (
    MOVES,
    WATER,
    Item,
    Minutes,
    Routine,
    chosen,
    least_s,
    routine,
    strength_block,
    walking,
)
from posture_watch.core.practice import Practised

MORNING_UTC = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOURS = st.builds(
    Lately,
    st.lists(st.sampled_from(ANSWERS), unique=True, max_size=4).map(tuple),
    st.floats(0, 7200),
    st.floats(0, 7200),
    st.booleans(),
)
MINUTES: st.SearchStrategy[Minutes] = st.sampled_from([1, 3, 5])


def rows(taken: Routine, at_utc: datetime) -> list[Practised]:
    """As the log has it: a row an item."""
    return [Practised(at_utc, 0.0, "break", item.exercise.key, item.seconds) for item in taken.items]


def a_day(breaks: list[tuple[Minutes, Lately]], *, gentle: bool = False, breathing: bool = False) -> list[Routine]:
    """One break after the other, each knowing what was done before."""
    done: list[Practised] = []
    taken: list[Routine] = []
    for number, (minutes, known) in enumerate(breaks):
        taken.append(routine(minutes, known, done, gentle=gentle, breathing=breathing))
        done += rows(taken[-1], MORNING_UTC + timedelta(minutes=40 * number))
    return taken


@given(
    MINUTES, HOURS, st.lists(st.sampled_from(sorted(BY_KEY)), max_size=30), st.booleans(), st.booleans(), st.booleans()
)
@settings(max_examples=300, deadline=None)
def test_a_break_fits_its_minutes_and_has_each_exercise_once(
    minutes: Minutes, known: Lately, before: list[str], gentle: bool, water: bool, breathing: bool
) -> None:
    done = [
        Practised(MORNING_UTC + timedelta(minutes=20 * number), 0.0, "break", key, 30.0)
        for number, key in enumerate(before)
    ]
    made = routine(minutes, known, done, gentle=gentle, water=water, breathing=breathing)
    assert 0.75 * 60 * minutes <= made.seconds <= 60 * minutes
    assert made.breathing_s == (60.0 if breathing and minutes > 1 else 0.0)
    keys = [exercise.key for exercise in made.exercises]
    assert list(made.items) == [item for e in made.exercises for item in made.items if item.exercise == e]
    moves = [key for key in keys if key != "walk"]
    assert len(moves) + (minutes < 5 and "walk" in keys) in range(2, MOVES[minutes] + 1)
    assert ("walk" in keys) or minutes < 5
    for item in made.items:
        if item.exercise.key == "walk":
            assert 120 <= item.hold_s <= 300
            assert made.seconds > 60 * minutes - 1  # it takes what is left
        else:
            assert item.exercise.least <= item.repetitions <= item.exercise.repetitions
            assert item.hold_s == item.exercise.hold_s
    assert Counter(item.side for item in made.items)["left"] == Counter(item.side for item in made.items)["right"]
    assert not any(e.loaded or e.place == "floor" for e in made.exercises)
    assert not (known.early and any(e.bends for e in made.exercises))
    assert not gentle or set(keys) <= set(EASY)
    assert made.notes[:2] == SAFETY
    assert (GENTLE in made.notes) is gentle
    assert (WATER in made.notes) is (water and any(e.place == "standing" for e in made.exercises))


@given(MINUTES, HOURS)
@settings(max_examples=150, deadline=None)
def test_one_move_answers_the_last_hours_whatever_was_done(minutes: Minutes, known: Lately) -> None:
    suitable = [BY_KEY[key] for key in DESK if not (known.early and BY_KEY[key].bends)]
    could = [e for e in suitable if set(e.answers) & set(known.answers) and least_s(e) <= 60 * minutes]
    for made in a_day([(minutes, known)] * 10):
        assert any(set(e.answers) & set(known.answers) for e in made.exercises) or not could


@given(st.lists(st.tuples(MINUTES, HOURS), min_size=10, max_size=10), st.booleans())
@settings(max_examples=150, deadline=None)
def test_nothing_is_repeated_while_something_that_fits_was_done_less(
    breaks: list[tuple[Minutes, Lately]], breathing: bool
) -> None:
    times: Counter[str] = Counter()
    for (minutes, known), made in zip(breaks, a_day(breaks, breathing=breathing), strict=True):
        keys = [e.key for e in made.exercises]
        moves = [key for key in keys if key != "walk" or minutes < 5]
        budget_s = 60.0 * minutes - made.breathing_s - (least_s(BY_KEY["walk"]) if minutes == 5 else 0.0)
        pool = [key for key in DESK if not (known.early and BY_KEY[key].bends)]
        pool += ["walk"] if minutes == 3 else []
        answering = {key for key in pool if set(BY_KEY[key].answers) & set(known.answers)} & set(moves)
        spare_s = budget_s - sum(least_s(BY_KEY[key]) for key in moves)

        def less_done(key: str, others: list[str], *, spare_s: float = spare_s, moves: list[str] = moves) -> list[str]:
            """What would have fitted in its place and had been done less."""
            room_s = spare_s + least_s(BY_KEY[key])
            return [o for o in others if o not in moves and times[o] < times[key] and least_s(BY_KEY[o]) <= room_s]

        alike = [key for key in pool if set(BY_KEY[key].answers) & set(known.answers)]
        firsts = sorted(answering) or [""]  # the one that was chosen to answer may have been done more than others
        assert any(all(not less_done(k, alike if k == first else pool) for k in moves) for first in firsts)
        times.update(keys)


@pytest.mark.parametrize("minutes", [1, 3, 5])
@pytest.mark.parametrize("answers", [(), ("head_forward",), ("long_sitting", "slump"), ("tilt",), ("neck_load",)])
def test_over_ten_breaks_everything_suitable_comes(minutes: Minutes, answers: tuple[Answer, ...]) -> None:
    taken = a_day([(minutes, Lately(answers))] * 10)
    times = Counter(e.key for made in taken for e in made.exercises)
    walk = ["walk"] if minutes > 1 else []
    suitable = {*walk, *(key for key in DESK if least_s(BY_KEY[key]) <= 60 * minutes)}
    assert set(times) == suitable
    free = [key for key in suitable if (minutes, key) != (5, "walk")]  # a walk is in each break of five
    others = [times[key] for key in free if not set(BY_KEY[key].answers) & set(answers)]
    assert not others or max(others) - min(others) <= 1


@pytest.mark.parametrize("minutes", [1, 3, 5])
def test_with_nothing_to_answer_all_come_before_one_comes_again(minutes: Minutes) -> None:
    seen: list[str] = []
    for made in a_day([(minutes, Lately())] * 4):
        seen += [e.key for e in made.exercises if e.key in DESK]
    fitting = [key for key in DESK if least_s(BY_KEY[key]) <= 60 * minutes]
    first = seen[: len(fitting)]
    assert len(set(first)) >= len(fitting) - 1  # the last may not fit beside what is left


def test_the_next_break_of_a_slumped_hour_is_another_one() -> None:
    first, second = a_day([(1, Lately(("slump", "rounded_shoulders")))] * 2)
    assert not {e.key for e in first.exercises} & {e.key for e in second.exercises}


@pytest.mark.parametrize(
    ("answers", "key"),
    [(("head_forward", "rounded_shoulders"), "chin_tuck"), (("long_sitting",), "hip_flexor"),
     (("long_sitting",), "standing_extension"), (("tilt",), "side_bend"), (("tilt",), "neck_rotation"),
     (("slump", "rounded_shoulders"), "thoracic_extension"), (("slump",), "standing_extension")],
)  # fmt: skip
def test_what_the_first_break_answers(answers: tuple[Answer, ...], key: str) -> None:
    assert key in [e.key for e in routine(3, Lately(answers), ()).exercises]


def test_long_sitting_gets_up_in_any_break() -> None:
    for minutes in (1, 3, 5):
        assert any(e.place == "standing" for e in routine(minutes, Lately(("long_sitting",)), ()).exercises)


def test_chairs_come_before_standing_and_the_walk_last() -> None:
    made = routine(5, Lately(("long_sitting", "head_forward")), ())
    order = ["walk" if e.key == "walk" else e.place for e in made.exercises]
    assert order == sorted(order, key=["chair", "standing", "walk"].index)
    assert order[-1] == "walk"
    assert made.answers == ("long_sitting", "head_forward")


@given(st.lists(st.tuples(MINUTES, HOURS), min_size=1, max_size=8), st.booleans(), st.permutations(sorted(BY_KEY)))
@settings(max_examples=100, deadline=None)
def test_nothing_of_gentle_days_loads_or_bends_the_trunk(
    breaks: list[tuple[Minutes, Lately]], breathing: bool, wanted: list[str]
) -> None:
    whole = chosen([BY_KEY[key] for key in wanted], gentle=True)
    blocks = [strength_block(known, gentle=True) for _, known in breaks]
    for made in (*a_day(breaks, gentle=True, breathing=breathing), whole, *blocks):
        assert made.items
        assert GENTLE in made.notes
        assert not {e.key for e in made.exercises} & {
            "thoracic_extension", "standing_extension", "hip_flexor", "side_bend", "cat_camel", *STRENGTH
        }  # fmt: skip


def test_easy_moves_load_and_bend_nothing_and_none_is_on_the_floor() -> None:
    assert not [key for key in EASY if BY_KEY[key].loaded or BY_KEY[key].bends or BY_KEY[key].place == "floor"]


def test_who_wants_the_strength_block_on_a_gentle_day_gets_a_break_that_is_noted_as_one() -> None:
    block = strength_block(Lately(), gentle=True)
    assert block.kind == "break"
    assert block.items[-1].exercise.key == "walk"


def test_on_gentle_days_nothing_chosen_asks_for_strength() -> None:
    made = chosen([BY_KEY["bird_dog"], BY_KEY["chin_tuck"]], gentle=True)
    assert [e.key for e in made.exercises] == ["chin_tuck"]
    assert made.notes[0] == GENTLE
    assert GENTLE not in chosen([BY_KEY["chin_tuck"]], gentle=True).notes
    assert not chosen([BY_KEY[key] for key in STRENGTH], gentle=True).items


def test_the_strength_block_has_sets_that_get_smaller_on_either_side() -> None:
    block = strength_block(Lately())
    sets = {key: [(i.repetitions, i.side) for i in block.items if i.exercise.key == key] for key in STRENGTH}
    assert sets["bird_dog"] == [(6, None), (4, None), (2, None)]
    assert sets["side_bridge"] == [(n, side) for n in (5, 3, 1) for side in ("left", "right")]
    assert sets["curl_up"] == [(5, None), (3, None), (1, None)]
    assert [i.seconds for i in block.items if i.exercise.key == "band_raise"] == [120]
    assert {i.hold_s for i in block.items if i.exercise.key in STRENGTH[:3]} == {10}
    assert [i.part for i in block.items if i.exercise.key == "side_bridge"] == [1, 1, 2, 2, 3, 3]
    assert [i.ready_s for i in block.items if i.exercise.key == "side_bridge"] == [6, 3, 15, 3, 15, 3]  # with rests
    assert 10 * 60 <= block.seconds <= 15 * 60
    assert block.kind == "strength"


def test_no_heavy_bending_in_the_first_hour() -> None:
    early = strength_block(Lately(early=True))
    assert [e.key for e in early.exercises] == ["bird_dog", "side_bridge", "band_raise"]
    assert MORNING in early.notes
    assert MORNING not in strength_block(Lately()).notes


@pytest.mark.parametrize(("minutes", "seconds"), [(1, 66), (3, 180), (5, 300), (10, 306)])
def test_a_walk_is_always_possible(minutes: float, seconds: float) -> None:
    assert walking(minutes).seconds == seconds
    assert [e.key for e in walking(minutes).exercises] == ["walk"]


def test_chosen_exercises_come_whole_in_their_order_and_once() -> None:
    made = chosen([BY_KEY["walk"], BY_KEY["chin_tuck"], BY_KEY["walk"], BY_KEY["side_bridge"]])
    assert [e.key for e in made.exercises] == ["walk", "chin_tuck", "side_bridge"]
    assert made.items[1].repetitions == 8
    assert [i.repetitions for i in made.items[2:]] == [5, 5, 3, 3, 1, 1]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.key)
def test_any_one_can_be_chosen(exercise: object) -> None:
    assert chosen([exercise]).seconds > 0  # pyright: ignore[reportArgumentType]


def test_rows_of_one_break_count_once_in_any_order() -> None:
    at = [MORNING_UTC + timedelta(minutes=m) for m in (0, 1, 40)]
    done = [Practised(when, 0.0, "break", "side_bend", 12.0) for when in (at[2], at[0], at[1])]
    assert done_by_key(done)["side_bend"].times == 2
    assert done_by_key(done)["side_bend"].last == at[2]


def test_an_exercise_of_another_version_disturbs_nothing() -> None:
    done = [Practised(MORNING_UTC, 0.0, "break", "headstand", 30.0)]
    assert routine(3, Lately(), done) == routine(3, Lately(), ())


@pytest.mark.parametrize(("repetitions", "side"), [(0, None), (3, "left")])
def test_an_item_that_cannot_be_done_cannot_be_built(repetitions: int, side: str | None) -> None:
    with pytest.raises(ValueError, match="cannot be done"):
        Item(BY_KEY["chin_tuck"], repetitions, 5, 6, side)  # pyright: ignore[reportArgumentType]
