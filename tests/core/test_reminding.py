"""Reminders people keep: snooze, break, wrong, silence, fading, halving. Through the function that the fold calls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from posture_watch.core.answering import BREAK_S, answered, awake, may_snooze
from posture_watch.core.events import Event, ReminderDue, ReminderEnded, ReminderSkipped
from posture_watch.core.holding_back import earliest_s
from posture_watch.core.hush import Hush
from posture_watch.core.instant import Instant
from posture_watch.core.reminder_state import Reminded, ReminderState
from posture_watch.core.reminders import Situation, follow_reminders, hushed
from posture_watch.core.rules import HoldPoint, Rule
from posture_watch.core.settings import ReminderPolicy
from tests.core.stories import simple_rule
from tests.sim import START_UTC

NOW = Instant(1000.0, START_UTC)
TILT = simple_rule()
SITTING = Rule("sitting", "sitting_s", 1800, 1, (HoldPoint(1800, 0),), 0, "Stand up.", kind="move")
RULES = (TILT, SITTING)
POLICY = ReminderPolicy(
    posture_gap_s=600, move_gap_s=1500, posture_per_hour=3, posture_per_day=12, ignored_after_s=300, repeat_s=1800,
    snooze_s=600, snoozes=2, fading=True, halve_after=3, settle_s=60,
)  # fmt: skip


class Desk:
    """Somebody at a desk, seconds after NOW; ``said`` collects what the reminders do as (seconds, words)."""

    def __init__(self, state: ReminderState | None = None, policy: ReminderPolicy = POLICY) -> None:
        self.state, self.policy = state or ReminderState(), policy
        self.said: list[tuple[float, str]] = []

    def sit(self, seconds: Iterator[int] | range, *active: str, hush: Hush | None = None, away: bool = False) -> None:
        for t in seconds:
            at = NOW.shifted(t)
            if hush:
                self.state = hushed(self.state, at)
            situation = Situation(active, away=away, hush=hush)
            self._take(*follow_reminders(self.state, RULES, situation, at, self.policy))

    def release(self, t: float, *rules: str) -> None:
        self._take(*follow_reminders(self.state, RULES, Situation((), frozenset(rules)), NOW.shifted(t), self.policy))

    def answer(self, t: float, answer: str, seconds: float | None = None) -> None:
        self._take(*answered(self.state, answer, NOW.shifted(t), self.policy, seconds=seconds))  # pyright: ignore[reportArgumentType]

    def _take(self, state: ReminderState, events: list[Event]) -> None:
        self.state = state
        for event in events:
            match event:
                case ReminderDue():
                    word = f"due {'+'.join(event.rules)}" + (f" after {event.ignored}" if event.ignored else "")
                case ReminderSkipped():
                    word = f"skipped {event.reason}"
                case ReminderEnded():
                    word = event.outcome
                case _:
                    raise AssertionError(event)
            self.said.append((event.at.mono_s - NOW.mono_s, word))


def test_a_snoozed_reminder_comes_back_when_the_snooze_is_over_whatever_the_gap() -> None:
    desk = Desk()
    desk.sit(range(0, 5), "sitting")
    desk.answer(5, "snooze")
    desk.sit(range(6, 620), "sitting")
    assert desk.said == [(0, "due sitting"), (5, "snoozed"), (605, "due sitting")]


def test_who_moved_during_the_snooze_hears_nothing_more() -> None:
    desk = Desk()
    desk.sit(range(0, 5), TILT.name)
    desk.answer(5, "snooze", seconds=60)
    desk.sit(range(6, 50), TILT.name)
    desk.release(50, TILT.name)
    desk.sit(range(51, 200))
    assert desk.said == [(0, f"due {TILT.name}"), (5, "snoozed")]
    assert desk.state.snoozes == 0, "who moved may snooze afresh"


def test_two_snoozes_then_it_comes_through() -> None:
    desk = Desk()
    for t in (0, 605, 1211):
        desk.sit(range(t, t + 5), "sitting")
        desk.answer(t + 5, "snooze")
        desk.sit(range(t + 6, t + 605), "sitting")
    assert [word for _, word in desk.said] == ["due sitting", "snoozed"] * 2 + ["due sitting", "ignored"]
    assert not may_snooze(desk.state, POLICY)
    desk.sit(range(2000, 2001), away=True)
    assert may_snooze(desk.state, POLICY)


def test_while_snoozed_another_reminder_waits_and_is_merged_with_the_one_that_returns() -> None:
    desk = Desk()
    desk.sit(range(0, 2), TILT.name)
    desk.answer(2, "snooze")
    desk.sit(range(3, 300), TILT.name)
    desk.sit(range(300, 610), TILT.name, "sitting")
    assert desk.said == [
        (0, f"due {TILT.name}"), (2, "snoozed"), (300, "skipped snoozed"), (602, f"due {TILT.name}+sitting"),
    ]  # fmt: skip


def test_a_break_is_left_in_peace_and_ends_early_when_the_user_says_so() -> None:
    desk = Desk()
    desk.sit(range(0, 2), "sitting")
    desk.answer(2, "break")
    desk.sit(range(3, 100), "sitting", TILT.name)
    assert desk.said == [(0, "due sitting"), (2, "break"), (3, "skipped on_break")]
    assert desk.state.quiet_for_s(NOW.shifted(2)) == BREAK_S
    desk.state = awake(desk.state)
    assert desk.state.quiet_for_s(NOW.shifted(100)) == 0
    assert may_snooze(desk.state, POLICY)


def test_a_break_takes_nothing_off_a_snooze_that_goes_on_for_longer() -> None:
    desk = Desk()
    desk.answer(0, "snooze", 3600)
    desk.answer(600, "break")
    assert desk.state.quiet_for_s(NOW.shifted(600)) == 3000
    desk.answer(3500, "break")
    assert desk.state.quiet_for_s(NOW.shifted(3500)) == BREAK_S


@pytest.mark.parametrize("answer", ["not_now", "wrong"])
def test_an_answer_ends_the_reminder_and_it_is_not_repeated_at_once(answer: str) -> None:
    desk = Desk()
    desk.sit(range(0, 5), TILT.name)
    desk.answer(5, answer)
    desk.sit(range(6, 1700), TILT.name)
    assert desk.said == [(0, f"due {TILT.name}"), (5, answer)]
    assert desk.state.given[0].outcome == answer


def test_without_an_open_reminder_there_is_nothing_to_call_wrong() -> None:
    assert answered(ReminderState(), "wrong", NOW, POLICY) == (ReminderState(), [])


def test_who_moved_towards_the_mouse_may_still_call_it_wrong_for_a_while() -> None:
    desk = Desk()
    desk.sit(range(0, 5), TILT.name)
    desk.release(30, TILT.name)
    desk.answer(40, "wrong")
    desk.answer(41, "wrong")
    assert desk.said == [(0, f"due {TILT.name}"), (30, "moved"), (40, "wrong")], "once"
    assert [g.outcome for g in desk.state.given] == ["wrong"]
    late = Desk()
    late.sit(range(0, 5), TILT.name)
    late.release(30, TILT.name)
    late.answer(700, "wrong")
    assert late.said[-1] == (30, "moved")


def test_after_a_silence_there_is_one_reminder_not_a_burst_and_not_at_once() -> None:
    desk = Desk()
    desk.sit(range(0, 100), TILT.name, hush="call")
    desk.sit(range(100, 200), TILT.name, "sitting", hush="call")
    desk.sit(range(200, 400), TILT.name, "sitting")
    assert desk.said == [
        (0, "skipped call"), (100, "skipped call"), (259, f"due {TILT.name}+sitting"),
    ]  # fmt: skip


def test_a_posture_that_ended_during_the_silence_is_never_mentioned() -> None:
    desk = Desk()
    desk.sit(range(0, 100), TILT.name, hush="do_not_disturb")
    desk.release(100, TILT.name)
    desk.sit(range(101, 400))
    assert desk.said == [(0, "skipped do_not_disturb")]


def test_a_reminder_that_a_call_interrupts_is_taken_back_and_was_not_ignored() -> None:
    desk = Desk()
    desk.sit(range(0, 5), TILT.name)
    desk.sit(range(5, 400), TILT.name, hush="call")
    assert desk.said == [(0, f"due {TILT.name}")]
    assert desk.state.open is None
    assert desk.state.given[0].outcome is None


def ignored(desk: Desk, times: list[int]) -> None:
    """A tilt at each of these seconds, held until its reminder was ignored."""
    for t in times:
        desk.sit(range(t, t + 301, 100), TILT.name)
        desk.release(t + 301, TILT.name)


def test_three_ignored_in_a_row_halve_what_comes_that_day() -> None:
    desk = Desk()
    ignored(desk, [0, 1800, 3600])
    desk.sit(range(4700, 4701), TILT.name)
    desk.release(4701, TILT.name)
    desk.sit(range(7201, 7202), TILT.name)
    words = [word for _, word in desk.said[-3:]]
    assert words == ["ignored", "skipped halved", f"due {TILT.name} after 3"]


def test_one_that_was_heeded_in_between_starts_the_row_anew() -> None:
    desk = Desk()
    ignored(desk, [0, 1800])
    desk.sit(range(3600, 3601), TILT.name)
    desk.release(3610, TILT.name)
    ignored(desk, [5400])
    desk.sit(range(6100, 6101), TILT.name)
    assert desk.said[-1] == (6100, f"due {TILT.name} after 1")


def test_tomorrow_the_day_starts_with_all_of_them() -> None:
    day_before = tuple(Reminded(NOW.shifted(t - 86_400), "posture", "ignored") for t in (0, 900, 1800))
    desk = Desk(ReminderState(given=(*day_before, Reminded(NOW.shifted(-700), "posture", "moved"))))
    desk.sit(range(1), TILT.name)
    assert desk.said == [(0, f"due {TILT.name}")]


def shown_of(weeks: float, turns: int, policy: ReminderPolicy = POLICY) -> list[int]:
    """Which of so many postures, an hour apart, are mentioned so many weeks after the first day."""
    since = START_UTC - timedelta(weeks=weeks)
    state, shown = ReminderState(since_utc=since), list[int]()
    policy = replace(policy, posture_per_day=1000)
    for turn in range(turns):
        at = NOW.shifted(3700.0 * turn)
        state, events = follow_reminders(state, RULES, Situation((TILT.name,)), at, policy)
        shown += [turn for e in events if isinstance(e, ReminderDue)]
        skipped = [e.reason for e in events if isinstance(e, ReminderSkipped)]
        assert skipped in ([], ["fading"])
        released = Situation((), frozenset({TILT.name}))
        state, _ = follow_reminders(state, RULES, released, at.shifted(1), policy)
    return shown


def test_fading_is_all_then_two_thirds_then_a_third_by_counter() -> None:
    assert shown_of(0, 9) == list(range(9))
    assert shown_of(1.1, 9) == [0, 1, 3, 4, 6, 7]
    assert shown_of(4.1, 9) == [0, 3, 6]
    assert shown_of(4.1, 9, replace(POLICY, fading=False)) == list(range(9))


def test_fading_never_leaves_out_moving_nor_what_was_snoozed() -> None:
    old = ReminderState(since_utc=START_UTC - timedelta(weeks=9), turns=1)
    desk = Desk(old)
    desk.sit(range(1), "sitting")
    assert desk.said == [(0, "due sitting")]
    desk = Desk(replace(old, turns=0))
    desk.sit(range(1), TILT.name)
    desk.answer(1, "snooze")
    desk.sit(range(2, 700), TILT.name)
    assert desk.said == [(0, f"due {TILT.name}"), (1, "snoozed"), (601, f"due {TILT.name}")]


def test_a_clock_set_back_does_not_lengthen_a_snooze() -> None:
    state, _ = answered(ReminderState(), "snooze", NOW, POLICY)
    later = replace(NOW.shifted(601), utc=NOW.utc - timedelta(hours=5))
    assert state.quiet_for_s(later) == 0
    asleep = replace(NOW.shifted(1), utc=NOW.utc + timedelta(hours=1))
    assert state.quiet_for_s(asleep) == 0, "a snooze ends in time though the computer slept"


def test_when_a_reminder_may_come_at_the_earliest() -> None:
    desk = Desk()
    assert earliest_s(desk.state, "posture", NOW, POLICY) == 0
    desk.sit(range(0, 5), TILT.name)
    assert earliest_s(desk.state, "posture", NOW.shifted(100), POLICY) == 500
    assert earliest_s(desk.state, "move", NOW.shifted(100), POLICY) == 500
    desk.answer(5, "snooze", seconds=1000)
    assert earliest_s(desk.state, "posture", NOW.shifted(100), POLICY) == 905
    full = Desk(ReminderState(given=tuple(Reminded(NOW.shifted(-t), "posture", "moved") for t in (2400, 1600, 800))))
    assert earliest_s(full.state, "posture", NOW, POLICY) is None, "three in this hour"
    assert earliest_s(full.state, "move", NOW, POLICY) == 0
