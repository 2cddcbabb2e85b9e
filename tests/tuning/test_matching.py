"""Which reminder of a replay is which of those that were said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from posture_watch.core.events import ReminderOutcome
from posture_watch.tuning.matching import matched, same
from posture_watch.tuning.said import Said

T0 = datetime(2026, 3, 2, 9, tzinfo=UTC)


def said(minute: float, *rules: str, outcome: ReminderOutcome | None = None) -> Said:
    return Said(T0 + timedelta(minutes=minute), 0.0, "posture", rules, outcome)


def test_the_nearest_of_the_same_rule_within_ten_minutes() -> None:
    early, late = said(0, "slump"), said(12, "slump")
    near, far, other = said(9, "slump"), said(40, "slump"), said(1, "lean")
    found = matched([early, late], [other, near, far])
    assert found.stay == ((late, near),)
    assert found.gone == (early,)
    assert found.new == (other, far)


def test_one_rule_in_common_is_enough_and_ten_minutes_still_count() -> None:
    one, other = said(0, "slump", "lean"), said(10, "lean", "neck")
    assert matched([one], [other]).stay == ((one, other),)
    assert matched([one], [said(10.01, "lean")]).gone == (one,)


def test_of_equally_near_ones_the_earlier_and_none_twice() -> None:
    one, before, after = said(10, "slump"), said(5, "slump"), said(15, "slump")
    assert matched([one], [before, after]).stay == ((one, before),)
    assert matched([before, after], [one]).gone == (after,)


def test_the_order_of_what_is_given_changes_nothing_that_is_said() -> None:
    really = [said(minute, "slump") for minute in (0, 7, 14, 30)]
    replayed = [said(minute, "slump") for minute in (3, 9, 45)]
    found = matched(really, replayed)
    assert [(a.due_utc.minute, b.due_utc.minute) for a, b in found.stay] == [(0, 3), (7, 9)]
    assert [one.due_utc.minute for one in found.gone] == [14, 30]


def test_the_same_is_to_the_moment_with_rules_and_outcome() -> None:
    really = [said(0, "slump", outcome="moved"), said(30, "slump"), said(60, "lean")]
    assert same(really, really) == 3
    assert same(really, [said(0, "slump", outcome="wrong"), said(30.01, "slump"), said(60, "lean")]) == 1
