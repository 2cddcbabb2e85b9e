"""The last two hours: what was not seen is no posture and no break, and exercises are chosen by what was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from posture_watch.care.exercise import ANSWERS
from posture_watch.care.lately import ANSWERED, FORGIVEN_S, Lately, because, lately
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Interval, Minute, Posture
from posture_watch.core.kinds import KINDS

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOW = Instant(0.0, NOON)


def ago(minutes: float) -> datetime:
    return NOON - timedelta(minutes=minutes)


def sat(start: float, end: float, posture: Posture = "good", *, sitting: bool = True) -> Interval:
    """From so many minutes ago to so many minutes ago."""
    return Interval(ago(start), ago(end), posture, sitting)


def minutes_of(kind: str, count: int, *, since: int = 60) -> list[Minute]:
    return [Minute(ago(since - number), kinds_s={kind: 60.0}) for number in range(count)]


def test_nothing_is_known_of_no_log() -> None:
    assert lately((), (), NOW, break_s=60) == Lately()


def test_sitting_since_the_last_break() -> None:
    known = lately([sat(110, 70), sat(70, 60, "away", sitting=False), sat(60, 0)], (), NOW, break_s=60)
    assert known.unbroken_s == 3600
    assert known.sitting_s == 100 * 60
    assert "long_sitting" in known.answers


@pytest.mark.parametrize("posture", ["away", "standing"])
def test_a_short_absence_is_no_break_and_not_sitting(posture: Posture) -> None:
    known = lately([sat(60, 30), sat(30, 29.5, posture, sitting=False), sat(29.5, 0)], (), NOW, break_s=60)
    assert known.unbroken_s == 3600 - 30


def test_two_short_absences_with_sitting_between_are_none_either() -> None:
    rest = [sat(30, 29.5, "away", sitting=False), sat(29.5, 29), sat(29, 28.5, "away", sitting=False)]
    assert lately([sat(60, 30), *rest, sat(28.5, 0)], (), NOW, break_s=60).unbroken_s == 3600 - 60


def test_two_rests_in_a_row_are_one_break() -> None:
    rest = [sat(30, 29.4, "standing", sitting=False), sat(29.4, 28.8, "away", sitting=False)]
    assert lately([sat(60, 30), *rest, sat(28.8, 0)], (), NOW, break_s=60).unbroken_s == pytest.approx(28.8 * 60)


def test_unknown_and_busy_are_no_break() -> None:
    hidden = [sat(40, 20, "busy", sitting=False), sat(20, 15, "unknown", sitting=False)]
    assert lately([sat(60, 40), *hidden, sat(15, 0)], (), NOW, break_s=60).unbroken_s == 35 * 60


def test_who_was_away_last_has_not_been_sitting() -> None:
    assert lately([sat(60, 10), sat(10, 0, "away", sitting=False)], (), NOW, break_s=60).unbroken_s == 0


def test_a_time_without_a_log_ends_the_sitting_unless_it_is_just_now() -> None:
    assert lately([sat(90, 60), sat(40, 0)], (), NOW, break_s=60).unbroken_s == 40 * 60
    forgiven = FORGIVEN_S / 60
    assert lately([sat(60, forgiven)], (), NOW, break_s=60).unbroken_s == 50 * 60
    assert lately([sat(60, forgiven + 1)], (), NOW, break_s=60).unbroken_s == 0


def test_only_the_last_two_hours_count_as_sitting() -> None:
    known = lately([sat(200, 100), sat(30, 0)], (), NOW, break_s=60)
    assert known.sitting_s == (20 + 30) * 60


@pytest.mark.parametrize(
    ("kind", "first"),
    [("head_forward", "head_forward"), ("slump", "slump"), ("head_tilt_left", "tilt"), ("trunk_lean_right", "tilt"),
     ("shoulder_tilt_left", "tilt"), ("head_drop", "neck_load"), ("forward_lean", "head_forward")],
)  # fmt: skip
def test_each_posture_has_its_answer(kind: str, first: str) -> None:
    assert lately((), minutes_of(kind, 20), NOW, break_s=60).answers[0] == first


def test_every_kind_of_posture_is_known_here_or_needs_no_answer() -> None:
    assert set(KINDS) - set(ANSWERED) == {"upright", "recline"}
    assert set(ANSWERED) <= set(KINDS)
    assert {answer for answers in ANSWERED.values() for answer in answers} <= set(ANSWERS)


def test_both_sides_of_a_tilt_add_up() -> None:
    tilted = [*minutes_of("head_tilt_left", 3), *minutes_of("trunk_lean_right", 3, since=40)]
    assert lately((), tilted, NOW, break_s=60).answers == ("tilt",)
    assert lately((), tilted[:3], NOW, break_s=60).answers == ()  # three minutes are nothing


def test_a_little_of_a_long_time_is_nothing_to_answer() -> None:
    upright = minutes_of("upright", 100, since=115)
    assert lately((), [*upright, *minutes_of("slump", 8, since=10)], NOW, break_s=60).answers == ()
    assert "slump" in lately((), [*upright[40:], *minutes_of("slump", 8, since=10)], NOW, break_s=60).answers


def test_what_was_most_comes_first() -> None:
    both = [*minutes_of("head_forward", 10), *minutes_of("slump", 30, since=45)]
    assert lately((), both, NOW, break_s=60).answers == ("slump", "rounded_shoulders", "head_forward")
    assert lately([sat(110, 0)], both, NOW, break_s=60).answers[0] == "long_sitting"


def test_what_was_longer_ago_than_two_hours_is_not_asked() -> None:
    assert lately((), minutes_of("slump", 60, since=190), NOW, break_s=60).answers == ()


@pytest.mark.parametrize(
    ("hour", "begun", "early"), [(8, 20, True), (8, 59, True), (8, 61, False), (12, 20, False), (10.5, 20, True)]
)
def test_the_first_hour_of_the_morning(hour: float, begun: float, *, early: bool) -> None:
    now = Instant(0.0, datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hour))
    start = now.utc - timedelta(minutes=begun)
    assert lately([Interval(start, now.utc, "good", sitting=True)], (), now, break_s=60).early is early


def test_yesterday_evening_is_not_this_morning() -> None:
    now = Instant(0.0, datetime(2026, 3, 2, 8, tzinfo=UTC), 3600.0)
    evening = Interval(now.utc - timedelta(hours=12), now.utc - timedelta(hours=11), "good", sitting=True)
    assert lately([evening], (), now, break_s=60).early


def test_it_says_why_and_on_gentle_days_nothing_of_posture() -> None:
    known = Lately(("long_sitting", "slump"), 3600, 45 * 60 + 20)
    assert because(known, known.answers) == ["You have sat for 45 minutes.", "You sat lower for a while."]
    assert because(known, known.answers, gentle=True) == ["You have sat for 45 minutes."]
    assert because(Lately(), ()) == []
