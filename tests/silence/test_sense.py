"""What every sense does with sources that answer, fail, or both by turns."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from posture_watch.silence.sense import Ask, CannotTellError, Choice, Sense, Source


class Scripted(Source[bool]):
    """Answers what ``says`` holds: None is a failure."""

    def __init__(self, name: str, says: bool | None) -> None:
        self.name = name
        self.says = says
        self.asked = 0

    def ask(self) -> bool:
        self.asked += 1
        if self.says is None:
            raise CannotTellError(f"{self.name} is dumb", f"Wake {self.name}.")
        return self.says


def sense_of(choice: Choice, *says: bool | None, clock: Callable[[], float] = lambda: 0.0) -> Sense[bool]:
    return Sense("it", [Scripted(f"s{n}", said) for n, said in enumerate(says)], choice=choice, clock=clock)


@pytest.mark.parametrize(
    ("says", "first", "one", "every"),
    [
        ((), None, None, None),
        ((None, None), None, None, None),
        ((True, False), True, True, True),
        ((False, True), False, True, True),
        ((None, True), True, True, True),
        ((False, None), False, False, None),
        ((None, False), False, False, None),
        ((False, False), False, False, False),
    ],
)
def test_whose_word_counts(
    says: tuple[bool | None, ...], first: bool | None, one: bool | None, every: bool | None
) -> None:
    assert sense_of("first", *says).read() is first
    assert sense_of("any", *says).read() is one
    assert sense_of("every", *says).read() is every


def test_a_source_that_fails_is_asked_more_and_more_seldom() -> None:
    source = Scripted("s", None)
    now_s = [0.0]
    sense = Sense("it", [source], clock=lambda: now_s[0])
    asked_at: list[float] = []
    for at_s in range(0, 200, 2):
        now_s[0] = float(at_s)
        before = source.asked
        sense.read()
        if source.asked > before:
            asked_at.append(now_s[0])
    assert asked_at == [0.0, 4.0, 12.0, 28.0, 60.0, 120.0, 180.0]


def test_a_source_that_answers_again_is_asked_every_time_again() -> None:
    source = Scripted("s", None)
    now_s = [0.0]
    sense = Sense("it", [source], clock=lambda: now_s[0])
    sense.read()
    source.says = True
    now_s[0] = 3.0
    assert sense.read() is None
    now_s[0] = 4.0
    assert sense.read() is True
    source.says = None
    now_s[0] = 5.0
    assert sense.read() is None
    source.says = False
    now_s[0] = 9.0
    assert sense.read() is False


@pytest.mark.parametrize("error", [ValueError("odd"), OSError("gone"), KeyError("x"), RuntimeError()])
def test_nothing_is_raised_whatever_happens(error: Exception) -> None:
    def fail() -> bool:
        raise error

    sense = Sense("it", [Ask("somebody", fail)])
    assert sense.read() is None
    told = sense.probe()
    assert not told.works
    assert "somebody: " in told.why


def test_a_false_answer_of_zero_seconds_is_an_answer() -> None:
    assert Sense("it", [Ask("a", lambda: 0.0)]).read() == 0.0


def test_probing_says_who_tells_what_and_who_does_not() -> None:
    told = sense_of("any", False, None).probe()
    assert told.works
    assert told.why == "told by s0 (now no); not by others (s1: s1 is dumb)"
    assert told.advice == "Wake s1."
    assert sense_of("first", True, None).probe().why == "told by s0 (now yes)"
    assert sense_of("any").probe().why == "cannot be told on this system"
    dumb = sense_of("any", None, None).probe()
    assert (dumb.works, dumb.advice) == (False, "Wake s0. Wake s1.")
    assert dumb.why == "cannot be told here (s0: s0 is dumb; s1: s1 is dumb)"


def test_probing_asks_even_who_is_left_alone_after_a_failure() -> None:
    source = Scripted("s", None)
    sense = Sense("it", [source], clock=lambda: 0.0)
    sense.read()
    source.says = True
    assert sense.probe().works
