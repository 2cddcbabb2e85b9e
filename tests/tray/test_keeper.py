"""When the monitor is started, left alone and killed: the decisions, with a clock that is a number."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from posture_watch.tray.keeper import (
    HANGS_AFTER_S,
    MISTAKE_RETRY_S,
    STARTS_WITHIN_S,
    STEADY_S,
    TOLD_AFTER_S,
    Answer,
    Ending,
    Keeping,
    Look,
    Order,
    asked_to_start,
    hangs_after_s,
    keep,
    wait_s,
)


@dataclass
class Played:
    """A monitor that does as it is told by the test, looked at once a second."""

    now_s: float = 1000.0
    keeping: Keeping = field(default_factory=Keeping)
    alive: bool = False
    answers: bool = False
    late_s: float = 0.0
    ours: bool = True
    pid: int = 100
    ended: Ending | None = None
    mark: object = 1
    orders: list[tuple[float, Order]] = field(default_factory=list[tuple[float, Order]])

    def look(self, after_s: float = 1.0) -> Order:
        """One look; a start or a kill is carried out."""
        self.now_s += after_s
        answer: Answer = "answered" if self.answers else "silent" if self.alive else "none"
        if self.answers and self.late_s:
            answer, self.late_s = "late", self.late_s + after_s
        pid = self.pid if self.answers else 0
        look = Look(self.now_s, answer, pid, self.ours, self.alive, self.ended, self.mark, self.late_s)
        self.keeping, order = keep(self.keeping, look)
        self.ended = None
        if order == "start":
            self.alive, self.answers = True, False
        if order == "kill":
            self.dies("crashed")
            self.late_s = 0.0
        if order != "wait":
            self.orders.append((self.now_s, order))
        return order

    def watch(self, for_s: float) -> list[Order]:
        """Looks for so long; what was ordered."""
        before = len(self.orders)
        for _ in range(round(for_s)):
            self.look()
        return [order for _, order in self.orders[before:]]

    def lives(self) -> None:
        self.alive = self.answers = True

    def dies(self, ended: Ending) -> None:
        self.alive = self.answers = False
        self.ended = ended


def test_it_starts_a_monitor_at_the_first_look_and_once() -> None:
    played = Played()
    assert played.look() == "start"
    assert played.keeping.plight == "starting"
    assert played.watch(20) == []
    played.lives()
    assert played.watch(20) == []
    assert played.keeping.plight == "watching"


def test_one_that_runs_already_is_joined_not_doubled() -> None:
    played = Played(ours=False)
    played.lives()
    assert played.watch(30) == []
    assert played.keeping.plight == "watching"


def test_one_that_dies_is_back_after_a_second_and_then_after_ever_longer() -> None:
    played = Played()
    played.look()
    starts: list[float] = []
    for _ in range(9):
        played.dies("crashed")
        died_s = played.now_s + 1
        played.look()
        while played.look() != "start":
            assert played.keeping.plight == "restarting"
        starts.append(played.now_s - died_s)
    assert starts == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_minute_of_life_forgives_the_deaths_before() -> None:
    played = Played()
    played.look()
    for _ in range(5):
        played.dies("crashed")
        played.watch(20)
    assert played.keeping.failures == 5
    played.lives()
    played.watch(STEADY_S - 2)
    assert played.keeping.failures == 5
    played.watch(4)
    played.dies("crashed")
    played.look()
    assert played.look() == "start"


def test_five_lives_of_half_a_minute_are_not_one_long_one() -> None:
    played = Played()
    played.look()
    for number in range(1, 6):
        played.pid = number
        played.lives()
        played.watch(30)
        played.dies("crashed")
        played.watch(wait_s(number) + 1)
    assert played.keeping.failures == 5


def test_one_that_was_replaced_between_two_looks_begins_a_life_of_its_own() -> None:
    played = Played()
    played.look()
    played.dies("crashed")
    played.watch(3)
    for number in range(200, 210):
        played.pid = number
        played.lives()
        played.watch(10)
    assert played.keeping.failures == 1


def test_one_that_was_stopped_stays_stopped_until_the_user_wants_it() -> None:
    played = Played()
    played.look()
    played.lives()
    played.watch(5)
    played.dies("stopped")
    assert played.watch(1000) == []
    assert played.keeping.plight == "stopped"
    played.keeping = asked_to_start(played.keeping)
    assert played.look() == "start"


def test_one_that_somebody_starts_again_is_joined() -> None:
    played = Played()
    played.look()
    played.dies("stopped")
    played.watch(5)
    played.lives()
    played.look()
    assert played.keeping.plight == "watching"
    played.dies("crashed")
    played.look()
    assert played.look() == "start"


def test_a_mistake_waits_for_the_settings_file_or_a_good_while() -> None:
    played = Played()
    played.look()
    played.dies("mistake")
    assert played.watch(MISTAKE_RETRY_S) == []
    assert played.keeping.plight == "mistake"
    assert played.look() == "start"
    played.dies("mistake")
    played.watch(10)
    played.mark = 2
    assert played.look() == "start"


def test_a_mistake_in_a_file_that_nobody_touched_is_not_tried_every_second() -> None:
    played = Played()
    played.look()
    played.dies("mistake")
    assert len(played.watch(20)) == 0


def test_one_that_hangs_is_told_then_killed_and_started_again() -> None:
    played = Played()
    played.look()
    played.lives()
    played.watch(5)
    played.answers = False
    assert played.watch(TOLD_AFTER_S - 1) == []
    assert played.keeping.plight == "watching"
    played.watch(2)
    assert played.keeping.plight == "not_answering"
    assert played.watch(HANGS_AFTER_S) == ["kill", "start"]


def test_one_whose_loop_hangs_while_it_answers_is_killed_at_the_second_look() -> None:
    played = Played()
    played.look()
    played.lives()
    played.watch(5)
    played.late_s = TOLD_AFTER_S
    assert played.watch(1) == []
    assert played.watch(HANGS_AFTER_S - TOLD_AFTER_S) == ["kill"]
    assert played.watch(2) == ["start"]


def test_a_loop_that_was_late_once_goes_on() -> None:
    played = Played()
    played.look()
    played.lives()
    played.watch(5)
    played.late_s = 8 * 3600.0  # a suspend, by a clock that goes on in it
    assert played.look() == "wait"
    played.late_s = 0.0
    assert played.watch(60) == []
    assert played.keeping.plight == "watching"


def test_somebody_elses_that_hangs_is_shown_and_left_alone() -> None:
    played = Played(ours=False)
    played.lives()
    played.look()
    played.late_s = TOLD_AFTER_S
    assert played.watch(60) == []
    assert played.keeping.plight == "not_answering"


def test_one_late_answer_is_nothing() -> None:
    played = Played()
    played.look()
    played.lives()
    for _ in range(20):
        played.answers = False
        played.watch(HANGS_AFTER_S / 2)
        played.answers = True
        played.look()
    assert [order for _, order in played.orders] == ["start"]


def test_somebody_elses_monitor_that_hangs_is_left_alone() -> None:
    played = Played(ours=False)
    played.lives()
    played.watch(3)
    played.answers = False
    assert played.watch(300) == []
    assert played.keeping.plight == "not_answering"


def test_a_suspend_in_the_middle_of_a_silence_kills_nobody() -> None:
    played = Played()
    played.look()
    played.lives()
    played.watch(3)
    played.answers = False
    assert played.look(after_s=8 * 3600) == "wait"
    assert played.look() == "wait"


def test_one_that_hangs_again_and_again_is_given_longer_each_time() -> None:
    """A computer so busy that each monitor seems to hang: the fifth has two minutes."""
    played = Played()
    played.look()
    given_s: list[float] = []
    for number in range(1, 7):
        played.pid = number
        played.lives()
        played.watch(3)
        played.answers, began_s = False, played.now_s
        while played.look() != "kill":
            assert played.now_s < began_s + 2 * STARTS_WITHIN_S
        given_s.append(played.now_s - began_s)
        while played.look() != "start":
            pass
    assert given_s == [8, 15, 30, 60, 120, 120]


def test_a_minute_of_life_makes_impatient_again() -> None:
    assert [hangs_after_s(failures) for failures in (0, 1, 5000)] == [HANGS_AFTER_S, 2 * HANGS_AFTER_S, STARTS_WITHIN_S]
    played = Played()
    played.look()
    for _ in range(3):
        played.dies("crashed")
        played.watch(10)
    played.lives()
    played.watch(STEADY_S + 2)
    played.answers = False
    assert "kill" in played.watch(HANGS_AFTER_S + 1)


def test_a_start_takes_its_time_but_not_for_ever() -> None:
    played = Played()
    played.look()
    assert played.watch(STARTS_WITHIN_S - 1) == []
    assert played.keeping.plight == "starting"
    assert played.watch(5) == ["kill", "start"]


@pytest.mark.parametrize(("failures", "expected_s"), [(1, 1), (2, 2), (6, 32), (7, 60), (10_000, 60)])
def test_the_wait_before_a_start(failures: int, expected_s: float) -> None:
    assert wait_s(failures) == expected_s


@pytest.mark.parametrize("plight_before", ["starting", "stopped"])
def test_one_of_somebody_else_that_never_answers_changes_nothing(plight_before: str) -> None:
    played = Played(ours=False)
    if plight_before == "stopped":
        played.lives()
        played.watch(2)
        played.dies("stopped")
        played.look()
    played.alive = True
    assert played.watch(5) == []
    assert played.keeping.plight == plight_before
    played.alive = False
    assert played.watch(2) == (["start"] if plight_before == "starting" else [])
