"""Labelled events and what finds them, on lists of letters: u is upright, L a deviation."""

from __future__ import annotations

import pytest
from evaluation.events import hold
from evaluation.stretches import Stretch, events_found, invented, stretches, without_swaps

NAMES = {"u": "upright", "L": "lean", "T": "tilt", "r": "recline"}


def labels(letters: str) -> list[str]:
    return [NAMES[letter] for letter in letters]


def alarm(signs: str) -> list[bool]:
    return [sign == "!" for sign in signs]


def found(letters: str, signs: str, reach: int = 2) -> list[tuple[str, int, bool]]:
    events = events_found(labels(letters), alarm(signs), [""] * len(letters), reach)
    return [(event.label, event.frames, event.found) for event in events]


def wrong(letters: str, signs: str, reach: int = 2, linger: int = 4) -> int:
    return invented(labels(letters), alarm(signs), [True] * len(letters), reach, linger)


def test_a_single_label_between_two_alike_is_a_swap() -> None:
    assert without_swaps(labels("uLLTLLu")) == labels("uLLLLLu")
    assert without_swaps(labels("uuLuu")) == labels("uuuuu")
    assert without_swaps(labels("uLLTTLL")) == labels("uLLTTLL")
    assert without_swaps(labels("uLTu")) == labels("uLTu")


def test_runs_of_one_label() -> None:
    assert stretches(labels("uLLu")) == [Stretch("upright", 0, 0), Stretch("lean", 1, 2), Stretch("upright", 3, 3)]


@pytest.mark.parametrize(
    ("letters", "signs", "expected"),
    [
        ("uuLLLuuu", "---!----", [("lean", 3, True)]),
        ("uuLLLuuu", "------!-", [("lean", 3, True)]),  # two frames after
        ("uuLLLuuu", "-------!", [("lean", 3, False)]),  # three
        ("uuLLLuuu", "-!------", [("lean", 3, False)]),  # before
        ("uLLu", "-!!-", []),  # too short to be an event
        ("LLLTTTu", "---!!--", [("lean", 3, False), ("tilt", 3, True)]),  # the next one's alarm is not this one's
        ("urrrru", "!!!!!!", []),  # leaning back is no complaint
    ],
)
def test_found_while_it_lasts_or_within_reach(letters: str, signs: str, expected: list[tuple[str, int, bool]]) -> None:
    assert found(letters, signs) == expected


def test_the_kind_named_most_often_is_the_events() -> None:
    (event,) = events_found(labels("uLLLL"), alarm("--!!!"), ["x", "", "a", "b", "b"], 2)
    assert event.kind == "b"


@pytest.mark.parametrize(
    ("letters", "signs", "count"),
    [
        ("uuuuuu", "------", 0),
        ("uuuuuu", "--!!--", 1),
        ("uuuuuu", "-!-!--", 2),
        ("uuuLLL", "--!!!!", 0),  # the frame before: where a label changes is not sure
        ("uuuLLL", "-!!!!!", 1),
        ("LLLuuuuuuu", "-!!!!-----", 0),
        ("LLLuuuuuuu", "----!-----", 0),  # raised within reach
        ("LLLuuuuuuu", "-----!----", 1),  # raised three frames after
        ("LLLuuuuuuu", "-!!!!!!---", 0),  # slow to end
        ("LLLuuuuuuu", "-!!!!!!!--", 1),  # does not end
        ("LLLuuuuuuuLLLuuuuuu", "!!!!!!!!!!!!!!!!!!!", 2),
    ],
)
def test_an_alarm_without_a_deviation_in_reach_is_invented(letters: str, signs: str, count: int) -> None:
    assert wrong(letters, signs) == count


def test_frames_of_the_baseline_are_not_scored() -> None:
    assert invented(labels("uuuu"), alarm("-!--"), [True, False, True, True], 2, 4) == 0


def test_a_hold_counts_the_time_since_the_first_flagged_frame() -> None:
    flags = alarm("-!!-!!!!-!----!")
    assert hold(flags, 2, 3) == alarm("------!!!!!!!--")
    assert hold(alarm("!!!"), 0, 0) == alarm("!!!")
