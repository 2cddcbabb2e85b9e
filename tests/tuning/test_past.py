"""Which days count, and what is said when history is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from posture_watch.core.history import Begun, Limits
from posture_watch.tuning.matching import same
from posture_watch.tuning.past import past_of
from posture_watch.tuning.replaying import effect_of, limits_in, replay
from posture_watch.tuning.trial import trial_of
from posture_watch.tuning.words import check_lines, days_line, few_days
from tests.tuning.days import FIRST, SETTINGS, entries, intervals, past

DAY = timedelta(days=1)


def test_days_with_an_hour_at_the_desk_count() -> None:
    known, _ = past(days=3)
    assert known.days == (FIRST, FIRST + DAY, FIRST + 2 * DAY)
    assert (known.short, known.missing, known.unheard) == ((), (), 0)
    assert "slump_score" in known.signals


def test_a_short_day_is_no_day_but_what_was_said_on_it_is_known() -> None:
    known, said = past(days=2, phases=((20, 0.0), (10, 1.0), (10, 0.0)))
    assert (known.days, known.short) == ((), (FIRST, FIRST + DAY))
    assert known.said == said
    assert len(said) == 2
    assert "No logged day" in days_line(known)
    assert few_days(known)


def test_a_day_without_its_history_does_not_count_and_is_told() -> None:
    told = tuple(entries(3))
    said = replay(told, SETTINGS, None).said
    gone = tuple(entry for entry in told if entry.at.local_date != FIRST + DAY)
    known = past_of(gone, said, intervals(3), FIRST, FIRST + 2 * DAY)
    assert known.days == (FIRST, FIRST + 2 * DAY)
    assert (known.missing, known.unheard) == ((FIRST + DAY,), 2)
    lines = " ".join(check_lines(known, same(known.said, replay(known.entries, SETTINGS, None).said)))
    assert "the same 4 of 4 reminders" in lines
    assert "Of 2 more" in lines
    assert "do not count: 1." in lines


def test_what_stands_before_the_first_beginning_is_left_out() -> None:
    told = tuple(entries(2))
    later = told[100:]
    known = past_of(later, replay(told, SETTINGS, None).said, intervals(2), FIRST, FIRST + DAY)
    assert isinstance(known.entries[0], Begun)
    assert known.days == (FIRST + DAY,)


def test_the_days_asked_for() -> None:
    told = tuple(entries(3))
    said = replay(told, SETTINGS, None).said
    known = past_of(told, said, intervals(3), FIRST + DAY, FIRST + 2 * DAY)
    assert known.days == (FIRST + DAY, FIRST + 2 * DAY)
    assert len(known.said) == 4
    assert len(known.within(said)) == 4


def test_a_disagreement_is_told() -> None:
    known, _ = past(days=3)
    assert "the same 5 of 6 reminders; " in " ".join(check_lines(known, 5))


def test_limits_that_held_and_trials_of_the_same_effect() -> None:
    other = replace(SETTINGS, reminders=replace(SETTINGS.reminders, posture_per_day=3))
    told = [*entries(1), *entries(1, settings=other), *entries(1)]
    assert sum(isinstance(entry, Limits) for entry in told) == 3
    assert limits_in(told) == (SETTINGS, other)
    one = limits_in(entries(2))
    assert effect_of(trial_of(SETTINGS), one) == effect_of(None, one)
    assert effect_of(trial_of(other), one) != effect_of(None, one)


def test_steps_add_up_to_the_entries() -> None:
    known, _ = past(days=4)
    steps: list[int] = []
    replay(known.entries, SETTINGS, None, steps.append)
    assert sum(steps) == len(known.entries)
