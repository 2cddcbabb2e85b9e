"""The hours before a spasm and what they are compared with: by the clock alone, seen well enough, and never twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture_watch.core.exposure import (
    APART,
    LENGTH_S,
    LOOK_BACK_DAYS,
    REACH,
    KeptWindow,
    Seen,
    Window,
    compared,
    windows,
)
from posture_watch.core.intervals import Interval, Posture
from tests.core.diaries import HOUR_S, MONDAY, clock, days_before, sat, spasm, there

DAY = timedelta(days=1)
FRIDAY_LATER = MONDAY + timedelta(days=25)


def test_two_hours_less_the_last_ten_minutes_are_looked_at() -> None:
    (one,) = compared([spasm(1, MONDAY, 10)], [sat(MONDAY, 7, 11)])
    assert one.case == Window(clock(MONDAY, 8), LENGTH_S, LENGTH_S)
    assert Window(clock(MONDAY, 8), 0, 0).end_utc == clock(MONDAY, 10) - timedelta(minutes=10)


@pytest.mark.parametrize(
    ("posture", "sitting", "watched_h", "sat_h"),
    [
        ("good", True, 1.0, 1.0),
        ("poor", True, 1.0, 1.0),
        ("unknown", True, 1.0, 1.0),
        ("unknown", False, 0.0, 0.0),
        ("busy", False, 0.0, 0.0),
        ("standing", False, 1.0, 0.0),
        ("away", False, 1.0, 0.0),
    ],
)
def test_only_what_the_camera_could_tell_is_watched(
    posture: Posture, sitting: bool, watched_h: float, sat_h: float
) -> None:
    window = Seen([sat(MONDAY, 8, 9, posture, sitting=sitting)]).window(clock(MONDAY, 8))
    expected = Window(clock(MONDAY, 8), sat_h * HOUR_S, watched_h * HOUR_S) if watched_h else None
    assert window == expected


def test_the_usual_is_the_median_of_the_nearest_four_days_of_its_kind_48_hours_apart() -> None:
    log = days_before(FRIDAY_LATER, 14)
    (one,) = compared([spasm(1, FRIDAY_LATER, 10)], log)
    days = [window.start_utc.date() for window in one.controls]
    back = [(FRIDAY_LATER - day).days for day in days]
    # Thursday is within 48 h, Saturday and Sunday are of another kind
    assert back == [2, 4, 7, 9]
    assert (one.lacking, one.usual_s, one.difference_s) == (None, 0.5 * HOUR_S, 0.0)


def test_a_weekend_is_compared_with_weekends() -> None:
    saturday = MONDAY + timedelta(days=26)
    (one,) = compared([spasm(1, saturday, 10)], days_before(saturday, 28))
    assert [(saturday - window.start_utc.date()).days for window in one.controls] == [6, 13, 20, 27]


def test_days_of_which_too_little_was_seen_are_passed_over() -> None:
    log = days_before(FRIDAY_LATER, 14)
    short = [one for one in log if one.start_utc.date() != FRIDAY_LATER - timedelta(days=2)]
    seen_h = 0.6 * LENGTH_S / HOUR_S
    enough = there(FRIDAY_LATER - timedelta(days=2), 8, 8 + seen_h + 1e-6, 0.2)
    too_little = there(FRIDAY_LATER - timedelta(days=2), 8, 8 + seen_h - 0.01, 0.2)
    for added, nearest in ((enough, 2), (too_little, 3)):
        (one,) = compared([spasm(1, FRIDAY_LATER, 10)], sorted(short + added, key=lambda i: i.start_utc))
        assert (FRIDAY_LATER - one.controls[0].start_utc.date()).days == nearest


def test_days_within_48_hours_of_any_spasm_are_no_ordinary_days() -> None:
    wednesday = FRIDAY_LATER - timedelta(days=2)
    later = FRIDAY_LATER + timedelta(days=6)
    first, second = compared([spasm(1, wednesday, 20), spasm(2, later, 10)], days_before(later, 28))
    # the evening of the Wednesday 8 days before: too near are 6 and 7 days before, and 9, 34 h earlier; 10 is not
    assert [(later - window.start_utc.date()).days for window in second.controls] == [2, 10, 13, 15]
    assert first.lacking == "unseen"


def test_while_it_goes_on_and_48_hours_after_it_no_day_is_ordinary() -> None:
    begun = FRIDAY_LATER - timedelta(days=9)
    log = days_before(FRIDAY_LATER, 28)
    over_at_once, lasting, still = (
        compared([one, spasm(2, FRIDAY_LATER, 10)], log)[1]
        for one in (
            spasm(1, begun, 10, lasted_h=0),
            spasm(1, begun, 10, lasted_h=5 * 24),
            spasm(1, begun, 10, still_days=(1, 5)),
        )
    )
    assert [(FRIDAY_LATER - w.start_utc.date()).days for w in over_at_once.controls] == [2, 4, 7, 15]
    # 3 to 9 are within 48 h of its end or its beginning, and the first episode has used 11, 14, 16 and 18
    assert [(FRIDAY_LATER - w.start_utc.date()).days for w in lasting.controls] == [2, 15, 17, 21]
    assert still.controls == lasting.controls


def test_a_spasm_within_48_hours_of_another_is_the_same_episode() -> None:
    later = FRIDAY_LATER + timedelta(days=1)
    found = compared([spasm(2, later, 9.5), spasm(1, FRIDAY_LATER, 10)], days_before(later, 28))
    assert [one.episode.number for one in found] == [1, 2]
    assert [one.lacking for one in found] == [None, "follows"]
    assert found[1].difference_s is None
    assert found[1].controls == ()


def test_pain_without_a_spasm_is_no_episode_and_spoils_no_day() -> None:
    pain = spasm(2, FRIDAY_LATER - timedelta(days=2), 10, kind="pain")
    alone, beside = (compared(each, days_before(FRIDAY_LATER, 14)) for each in ([], [pain]))
    assert alone == beside == ()
    told = compared([pain, spasm(1, FRIDAY_LATER, 10)], days_before(FRIDAY_LATER, 14))
    assert told == compared([spasm(1, FRIDAY_LATER, 10)], days_before(FRIDAY_LATER, 14))


def test_the_clock_counts_and_not_the_hours_since_when_it_is_put_forward() -> None:
    monday = date(2026, 3, 30)  # the clock was put forward the night before
    log = [
        *there(monday - timedelta(days=4), 8, 10, 1.0, offset_h=1),
        *there(monday - timedelta(days=3), 9, 11, 0.25, offset_h=1),
        *there(monday, 8, 10, 1.5, offset_h=2),
    ]
    (one,) = compared([spasm(1, monday, 10, offset_h=2)], log)
    assert one.case is not None
    assert one.case.sitting_s == 1.5 * HOUR_S
    assert [w.start_utc for w in one.controls] == [clock(monday - timedelta(days=4), 8, 1)]
    assert [w.sitting_s for w in one.controls] == [1.0 * HOUR_S]


def test_the_clock_is_the_one_of_where_the_user_was() -> None:
    friday, abroad = FRIDAY_LATER, FRIDAY_LATER - timedelta(days=3)
    log = [*there(abroad, 8, 10, 0.75, offset_h=-8), *there(friday, 8, 10, 1.5)]
    (one,) = compared([spasm(1, friday, 10)], log)
    assert [(w.start_utc, w.sitting_s) for w in one.controls] == [(clock(abroad, 8, -8), 0.75 * HOUR_S)]


def test_another_clock_is_not_believed_because_more_was_seen_by_it() -> None:
    monday = date(2026, 3, 30)  # the clock was put forward the night before
    thursday = monday - timedelta(days=4)
    log = [sat(thursday, 7, 9.5, offset_h=1), *there(monday, 8, 10, 1.5, offset_h=2)]
    (one,) = compared([spasm(1, monday, 10, offset_h=2)], log)
    assert [(w.start_utc, w.watched_s) for w in one.controls] == [(clock(thursday, 8, 1), 1.5 * HOUR_S)]


def test_hours_before_midnight_are_of_the_day_they_begin_on() -> None:
    friday = FRIDAY_LATER  # half past midnight on Saturday: Friday evening, beside the evenings of working days
    log = [one for back in range(7, -1, -1) for one in there(friday - timedelta(days=back), 22, 25, 1.0)]
    (one,) = compared([spasm(1, friday + timedelta(days=1), 0.5)], log)
    assert one.case is not None
    assert one.case.start_utc == clock(friday, 22.5)
    assert one.case.sitting_s == 0.5 * HOUR_S
    assert [(friday - (w.start_utc + timedelta(hours=1)).date()).days for w in one.controls] == [2, 4, 7]
    assert all(w.watched_s == LENGTH_S for w in one.controls)


def test_why_one_cannot_be_compared() -> None:
    day = FRIDAY_LATER
    seen_today = there(day, 8, 10, 1.0)
    assert compared([spasm(1, day, 10)], [])[0].lacking == "unseen"
    assert compared([spasm(1, day, 10)], there(day, 8, 9, 1.0))[0].lacking == "unseen"
    assert compared([spasm(1, day, 10)], [], forgotten=[day])[0].lacking == "forgotten"
    assert compared([spasm(1, day, 1)], [], forgotten=[day - timedelta(days=1)])[0].lacking == "forgotten"
    assert compared([spasm(1, day, 10)], seen_today)[0].lacking == "alone"
    longest_ago = there(day - timedelta(days=LOOK_BACK_DAYS), 8, 10, 0.5)
    assert compared([spasm(1, day, 10)], longest_ago + seen_today)[0].lacking is None
    older = there(day - timedelta(days=LOOK_BACK_DAYS + 1), 8, 10, 0.5)
    assert compared([spasm(1, day, 10)], older + seen_today)[0].lacking == "alone"


def test_what_was_kept_stands_in_for_forgotten_detail_and_what_knows_more_counts() -> None:
    day, key = FRIDAY_LATER, spasm(1, FRIDAY_LATER, 10).entry.key
    case = Window(clock(day, 8), 3000, LENGTH_S)
    poorer = Window(clock(day - timedelta(days=2), 8), 10, 4500)
    control = Window(clock(day - timedelta(days=4), 8), 600, LENGTH_S)
    kept = [KeptWindow(key, case, True), KeptWindow(key, control, False), KeptWindow(key, poorer, False)]
    live = there(day - timedelta(days=2), 8, 10, 1.0)
    (one,) = compared([spasm(1, day, 10)], live, kept)
    assert one.case == case
    assert [w.sitting_s for w in one.controls] == [HOUR_S, 600]
    assert compared([spasm(2, day, 10)], live, kept)[0].case is None  # of another entry


def test_no_day_serves_two_comparisons() -> None:
    first, second = FRIDAY_LATER, FRIDAY_LATER + timedelta(days=4)
    found = compared([spasm(1, first, 10), spasm(2, second, 13)], days_before(second, 32, end=13))
    every = [window for one in found for window in one.controls]
    assert [len(one.controls) for one in found] == [4, 4]
    assert all(abs(a.start_utc - b.start_utc) >= DAY for i, a in enumerate(every) for b in every[:i])


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.floats(0, 23.9), st.sampled_from(["spasm", "pain"])), max_size=8),
    st.lists(st.tuples(st.integers(0, 40), st.floats(0, 20), st.floats(0.1, 3)), max_size=60),
    st.sampled_from([-8.0, 1.0, 5.5]),
)
def test_whatever_is_noted_and_logged(
    onsets: list[tuple[int, float, str]], logged: list[tuple[int, float, float]], offset_h: float
) -> None:
    diary = [
        spasm(n, MONDAY + timedelta(days=day), hour, kind="pain" if kind == "pain" else "spasm")
        for n, (day, hour, kind) in enumerate(onsets)
    ]
    log: list[Interval] = []
    end = clock(MONDAY, -100)
    for day, start, length in sorted(logged):
        one = sat(MONDAY + timedelta(days=day), start, start + length, offset_h=offset_h)
        if one.start_utc >= end:
            log.append(one)
            end = one.end_utc
    found = compared(diary, log)
    spasms = [one.entry.began_utc for one in diary if one.entry.kind == "spasm"]
    assert len(found) == len(spasms)
    every = [window for one in found for window in one.controls]
    assert all(abs(a.start_utc - b.start_utc) >= DAY for i, a in enumerate(every) for b in every[:i])
    for one in found:
        assert (one.difference_s is None) == (one.lacking is not None)
        assert len(one.controls) <= 4
        assert all(window.is_covered for window in one.controls)
        assert all(window.end_utc < one.episode.entry.began_utc for window in one.controls)
        assert all(abs(w.start_utc + REACH - onset) >= APART for w in one.controls for onset in spasms)


def test_windows_of_an_entry_know_no_other_entries() -> None:
    log = days_before(FRIDAY_LATER, 28)
    case, earlier = windows(spasm(1, FRIDAY_LATER, 10).entry, Seen(log))
    assert case is not None
    assert len(earlier) == 20


@pytest.mark.parametrize(("sitting_s", "watched_s"), [(-1, 0), (2, 1), (0, LENGTH_S + 1)])
def test_an_impossible_window_cannot_be_built(sitting_s: float, watched_s: float) -> None:
    with pytest.raises(ValueError, match="cannot be"):
        Window(clock(MONDAY, 8), sitting_s, watched_s)
