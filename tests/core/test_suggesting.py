"""One suggestion with its reason: from enough days, the same for the same figures, never medical, never scolding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from posture_watch.core.hours import HourFigures
from posture_watch.core.kinds import KINDS
from posture_watch.core.suggesting import AT_THE_DESK, Suggestion, suggest
from posture_watch.core.summary import DayFigures
from posture_watch.core.words import KIND_WORDS

HOUR_S = 3600.0


def day(number: int) -> DayFigures:
    """Seven hours at the desk from nine on, nothing remarkable."""
    begin = datetime(2024, 3, 4, 9, tzinfo=UTC) + timedelta(days=number)
    hour = HourFigures(HOUR_S, HOUR_S, 0.9 * HOUR_S, 0.75 * HOUR_S)
    return DayFigures(
        day=date(2024, 3, 4) + timedelta(days=number),
        first_local=begin,
        last_local=begin + timedelta(hours=7),
        seconds={"good": 5.25 * HOUR_S, "poor": 1.05 * HOUR_S, "unknown": 0.7 * HOUR_S},
        sitting_s=7 * HOUR_S,
        desk_s=7 * HOUR_S,
        judged_s=6.3 * HOUR_S,
        bouts=10,
        breaks=9,
        longest_bout_s=0.75 * HOUR_S,
        outcomes={"moved": 2, "ignored": 1, "unknown": 1},
        skipped=0,
        over_s={},
        kinds_s={"upright": 5.8 * HOUR_S, "slump": 0.3 * HOUR_S, "head_tilt_left": 0.2 * HOUR_S},
        hours=dict.fromkeys(range(9, 16), hour),
        strain_peak=60.0,
    )


PLAIN = [day(n) for n in range(10)]


def with_each(**changes: object) -> list[DayFigures]:
    return [replace(plain, **changes) for plain in PLAIN]  # pyright: ignore[reportArgumentType]


def said(days: list[DayFigures]) -> Suggestion:
    found = suggest(days)
    assert found is not None
    return found


def test_where_nothing_stands_out_nothing_is_to_be_changed() -> None:
    assert said(PLAIN) == Suggestion("Nothing to change.", "Nothing stood out in your last 10 days at the desk.")


def test_too_little_seen_makes_no_suggestion() -> None:
    assert suggest([]) is None
    assert suggest(PLAIN[:1]) is None
    assert suggest([replace(PLAIN[0], desk_s=3000.0)] * 20) is None


def test_low_coverage_comes_before_all_else() -> None:
    found = said(with_each(judged_s=2 * HOUR_S, longest_bout_s=3 * HOUR_S, outcomes={"wrong": 9}))
    assert "light" in found.text
    assert found.reason == "The camera saw only 29 % of your time at the desk."


def test_reminders_called_wrong_lead_to_tune() -> None:
    found = said(with_each(outcomes={"moved": 2, "wrong": 1, "unknown": 9, "superseded": 4}))
    assert "posture-watch tune" in found.text
    assert found.reason == "You called 10 of 30 reminders wrong."


def test_reminders_that_nothing_came_of_lead_to_fewer() -> None:
    found = said(with_each(outcomes={"moved": 1, "ignored": 2, "not_now": 1}))
    assert "gentle" in found.text
    assert found.reason == "Nothing came of 30 of 40 reminders."
    assert said(with_each(outcomes={"ignored": 1})[:5]).text == "Nothing to change."


def test_long_bouts_lead_to_standing_up() -> None:
    found = said(with_each(longest_bout_s=5400.0))
    assert found.text.startswith("Stand up")
    assert found.reason == "On half of your last 10 days you sat for 1 h 30 min or more at a stretch."
    one = [replace(PLAIN[0], longest_bout_s=9000.0), *PLAIN[1:]]
    assert said(one).text == "Nothing to change."


def test_a_full_load_leads_to_earlier_changes() -> None:
    assert said(with_each(strain_peak=110.0)).reason == "The load estimate reached 100 on 10 of 10 days."
    assert said(with_each(strain_peak=None)).text == "Nothing to change."
    seldom = [replace(plain, strain_peak=150.0 if number < 4 else 60.0) for number, plain in enumerate(PLAIN)]
    assert said(seldom).text == "Nothing to change."


def test_an_hour_that_slips_leads_to_a_break_then() -> None:
    low = {**PLAIN[0].hours, 14: HourFigures(HOUR_S, HOUR_S, 0.9 * HOUR_S, 0.4 * HOUR_S)}
    found = said(with_each(hours=low))
    assert found.text == "Plan a short break at 14:00."
    assert found.reason == "From 14:00 to 15:00 you are close to your baseline 44 % of the time, else 83 %."
    # on one day only, however much lower: no habit
    worst = {**PLAIN[0].hours, 14: HourFigures(HOUR_S, HOUR_S, HOUR_S, 0.0)}
    assert said([replace(PLAIN[0], hours=worst), *PLAIN[1:]]).text == "Nothing to change."
    assert said(with_each(hours=low)[:7]).text == "Nothing to change."
    # on every other day, or by little
    assert said([*with_each(hours=worst)[:5], *PLAIN[5:]]).text == "Nothing to change."
    little = {**PLAIN[0].hours, 14: HourFigures(HOUR_S, HOUR_S, 0.9 * HOUR_S, 0.7 * HOUR_S)}
    assert said(with_each(hours=little)).text == "Nothing to change."


def test_one_kind_that_dominates_leads_to_the_desk() -> None:
    found = said(with_each(kinds_s={"upright": 4 * HOUR_S, "head_tilt_right": 2 * HOUR_S, "slump": HOUR_S}))
    assert found.text == AT_THE_DESK["head_tilt"]
    assert "head tilted to your right, 29 %" in found.reason
    leaning_back = said(with_each(kinds_s={"upright": 2 * HOUR_S, "recline": 4 * HOUR_S}))
    assert leaning_back.text == "Nothing to change."


def test_every_kind_has_words_and_something_to_change() -> None:
    assert set(KIND_WORDS) == set(KINDS)
    assert {re.sub("_(left|right)$", "", kind) for kind in KINDS} == {*AT_THE_DESK, "upright", "recline"}


shares = st.floats(0.0, 1.0)
outcome_names = ["moved", "left", "ignored", "not_now", "wrong", "snoozed", "break", "superseded", "unknown"]


@st.composite
def any_day(draw: st.DrawFn) -> DayFigures:
    desk_s = draw(st.floats(0, 12)) * HOUR_S
    judged_s = draw(shares) * desk_s
    outcomes: Mapping[str, int] = draw(st.dictionaries(st.sampled_from(outcome_names), st.integers(0, 9)))
    return replace(
        day(draw(st.integers(0, 60))),
        desk_s=desk_s,
        judged_s=judged_s,
        longest_bout_s=draw(shares) * desk_s,
        outcomes=outcomes,
        kinds_s={kind: draw(shares) * judged_s for kind in draw(st.sets(st.sampled_from(KINDS)))},
        hours={
            h: HourFigures(HOUR_S, HOUR_S, HOUR_S, draw(shares) * HOUR_S) for h in draw(st.sets(st.integers(0, 23)))
        },
        strain_peak=draw(st.none() | st.floats(0, 200)),
    )


@given(st.lists(any_day(), max_size=15))
def test_it_is_always_kind_and_the_same_again(days: list[DayFigures]) -> None:
    found = suggest(days)
    assert found == suggest(list(days))
    if found is not None:
        words = f"{found.text} {found.reason}".lower()
        assert not re.search(r"\b(bad|poor|pain|risk|medical|health|should|must)\b", words)
        assert not re.search(r"\bnan\b|\binf\b", words)
