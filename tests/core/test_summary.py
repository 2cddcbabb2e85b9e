"""A day out of the log: cut at the user's own midnight, every second in one place, nothing unseen counted as good."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from posture_watch.core.bouts_of_day import BoutsByTime
from posture_watch.core.hours import HourFigures
from posture_watch.core.intervals import POSTURES, Interval, Minute, Posture
from posture_watch.core.logged import Detail, LoggedBout, LoggedReminder, LoggedSkip
from posture_watch.core.summary import DaySummary, day_reach_utc, summarise_day, summarise_days

MORNING = datetime(2024, 3, 5, 9, tzinfo=UTC)
TODAY = date(2024, 3, 5)
BREAK_S = 60.0


def span(
    start: float, end: float, posture: Posture = "good", *, sitting: bool = True, offset_s: float = 0.0
) -> Interval:
    return Interval(MORNING + timedelta(seconds=start), MORNING + timedelta(seconds=end), posture, sitting, offset_s)


def away(start: float, end: float) -> Interval:
    return span(start, end, "away", sitting=False)


def logged_bout(start: float, end: float) -> LoggedBout:
    return LoggedBout(MORNING + timedelta(seconds=start), MORNING + timedelta(seconds=end), end - start)


def day_of(*intervals: Interval, bouts: tuple[LoggedBout, ...] = (), day: date = TODAY) -> DaySummary:
    summary = summarise_day(day, Detail(intervals=intervals, bouts=bouts), BREAK_S)
    assert summary is not None
    return summary


def test_nothing_logged_is_no_day_and_not_a_day_of_zeros() -> None:
    assert summarise_day(TODAY, Detail(), BREAK_S) is None
    yesterday = span(-86_400, -86_000)
    assert summarise_day(TODAY, Detail(intervals=(yesterday,)), BREAK_S) is None


def test_seconds_by_posture_and_what_the_camera_saw_of_the_time_at_the_desk() -> None:
    unseen_at_desk = span(160, 200, "unknown")
    no_camera = span(400, 1000, "unknown", sitting=False)
    figures = day_of(span(0, 100), span(100, 160, "poor"), unseen_at_desk, away(200, 400), no_camera).figures
    assert figures.seconds == {"good": 100, "poor": 60, "unknown": 640, "standing": 0, "away": 200, "busy": 0}
    assert (figures.sitting_s, figures.desk_s, figures.judged_s) == (200, 200, 160)
    assert figures.coverage == 0.8


def test_a_day_of_absence_has_no_coverage_rather_than_none_or_all_of_it() -> None:
    assert day_of(away(0, 100)).figures.coverage is None


def test_standing_at_the_desk_is_seen_but_is_not_sitting() -> None:
    figures = day_of(span(0, 100, sitting=False)).figures
    assert (figures.sitting_s, figures.desk_s, figures.coverage) == (0, 100, 1.0)


def test_bouts_are_the_logged_ones_and_the_sitting_that_none_covers() -> None:
    summary = day_of(
        span(0, 100), span(100, 300, "poor"), away(300, 400), span(400, 500), away(500, 540), span(540, 600),
        bouts=(logged_bout(0, 300),),
    )  # fmt: skip
    assert [b.sitting_s for b in summary.bouts] == [300, 160]
    assert (summary.figures.bouts, summary.figures.longest_bout_s, summary.figures.breaks) == (2, 300, 1)


def test_a_bout_is_one_however_the_posture_changed_and_a_short_absence_does_not_end_it() -> None:
    assert [b.sitting_s for b in day_of(span(0, 50), away(50, 109), span(109, 150, "poor")).bouts] == [91]
    assert [b.sitting_s for b in day_of(span(0, 50), away(50, 110), span(110, 150, "poor")).bouts] == [50, 40]


def test_an_interruption_that_was_not_seen_is_no_break() -> None:
    figures = day_of(span(0, 50), span(500, 600)).figures
    assert (figures.bouts, figures.breaks) == (2, 0)


def test_a_night_at_the_desk_is_cut_at_local_midnight() -> None:
    # Local time is two hours ahead: midnight is at 22:00 UTC, 13 h after the morning.
    night = span(12.5 * 3600, 14 * 3600, offset_s=7200)
    before, after = day_of(night), day_of(night, day=TODAY + timedelta(days=1))
    assert (before.figures.sitting_s, after.figures.sitting_s) == (1800, 3600)
    assert (before.figures.bouts, after.figures.bouts) == (1, 1)
    assert before.figures.last_local.isoformat() == "2024-03-06T00:00:00+02:00"
    assert after.figures.first_local.isoformat() == "2024-03-06T00:00:00+02:00"


def test_a_journey_keeps_to_the_clock_the_user_saw() -> None:
    at_home = span(0, 3600, offset_s=0)
    in_tokyo = span(16 * 3600, 17 * 3600, offset_s=9 * 3600)
    assert day_of(at_home, in_tokyo).figures.sitting_s == 3600
    assert day_of(at_home, in_tokyo, day=TODAY + timedelta(days=1)).figures.sitting_s == 3600


def test_the_hour_that_daylight_saving_repeats_is_counted_twice() -> None:
    summer, winter = span(0, 3600, offset_s=7200), span(3600, 7200, offset_s=3600)
    assert day_of(summer, winter).figures.sitting_s == 7200


def test_reminders_skips_and_minutes_belong_to_the_local_day() -> None:
    late = MORNING + timedelta(hours=14, minutes=30)  # 23:30 in UTC, 00:30 an hour further east

    def reminder(offset_s: float, outcome: str | None) -> LoggedReminder:
        return LoggedReminder(late, offset_s, 1, "posture", ("slump",), "t", "m", outcome)  # pyright: ignore[reportArgumentType]

    def minute(offset_s: float) -> Minute:
        return Minute(late, offset_s, over_s={"lean": 20.0, "slump": 30.0})

    detail = Detail(
        intervals=(span(0, 10),),
        minutes=(minute(0), minute(0), minute(3600)),
        reminders=(reminder(0, "moved"), reminder(0, None), reminder(3600, "left")),
        skips=tuple(LoggedSkip(late, offset, "move", ("sitting",), "gap") for offset in (0, 3600)),
    )
    summary = summarise_day(TODAY, detail, BREAK_S)
    assert summary is not None
    assert summary.figures.outcomes == {"moved": 1, "unknown": 1}
    assert (summary.figures.reminders, summary.figures.skipped) == (2, 1)
    assert list(summary.figures.over_s.items()) == [("slump", 60.0), ("lean", 40.0)]
    assert len(summary.reminders) == 2


def test_what_a_day_may_reach_to_holds_wherever_the_user_is() -> None:
    start, end = day_reach_utc(TODAY)
    for hours in (-12, 0, 14):
        midnight = datetime(2024, 3, 5, tzinfo=UTC) - timedelta(hours=hours)
        assert start <= midnight
        assert midnight + timedelta(days=1) <= end


@st.composite
def touching_intervals(draw: st.DrawFn) -> tuple[Interval, ...]:
    start, made = draw(st.integers(-100_000, 100_000)), list[Interval]()
    for _ in range(draw(st.integers(0, 15))):
        start += draw(st.sampled_from((0, 0, 30, 3600)))
        end = start + draw(st.integers(1, 30_000))
        posture = draw(st.sampled_from(POSTURES))
        sitting = posture in ("good", "poor") or (posture == "unknown" and draw(st.booleans()))
        made.append(
            span(start, end, posture, sitting=sitting, offset_s=draw(st.sampled_from((-18_000.0, 0.0, 34_200.0))))
        )
        start = end
    return tuple(made)


@given(touching_intervals(), st.lists(st.tuples(st.integers(-100_000, 300_000), st.integers(0, 40_000)), max_size=3))
def test_the_days_share_out_every_second(intervals: tuple[Interval, ...], drawn: list[tuple[int, int]]) -> None:
    detail = Detail(intervals=intervals, bouts=tuple(logged_bout(start, start + length) for start, length in drawn))
    days = [summarise_day(TODAY + timedelta(days=n), detail, BREAK_S) for n in range(-4, 10)]
    kept = [summary for summary in days if summary is not None]
    for posture in POSTURES:
        told = sum(i.duration_s for i in intervals if i.posture == posture)
        assert abs(sum(day.figures.seconds[posture] for day in kept) - told) < 1e-6
    for day in kept:
        assert abs(sum(bout.sitting_s for bout in day.bouts) - day.figures.sitting_s) < 1e-6
        assert day.figures.judged_s <= day.figures.desk_s
        assert 0 <= day.figures.breaks <= max(0, day.figures.bouts - 1)


@given(touching_intervals(), st.lists(st.tuples(st.integers(-100_000, 300_000), st.integers(0, 40_000)), max_size=5))
def test_many_days_in_one_go_are_the_days_one_by_one(
    intervals: tuple[Interval, ...], drawn: list[tuple[int, int]]
) -> None:
    bouts = sorted((logged_bout(start, start + length) for start, length in drawn), key=lambda bout: bout.start_utc)
    detail = Detail(intervals=intervals, bouts=tuple(bouts))
    first, last = TODAY - timedelta(days=4), TODAY + timedelta(days=10)
    alone = [summarise_day(first + timedelta(days=n), detail, BREAK_S) for n in range((last - first).days + 1)]
    assert summarise_days(first, last, detail, BREAK_S) == [summary for summary in alone if summary is not None]


@given(touching_intervals())
def test_days_and_hours_partition_the_intervals(intervals: tuple[Interval, ...]) -> None:
    far = timedelta(days=20)
    days = summarise_days(TODAY - far, TODAY + far, Detail(intervals=intervals), BREAK_S)
    for day in days:
        assert all(a.end_utc <= b.start_utc for a, b in pairwise(day.timeline))
        total = sum(day.figures.hours.values(), HourFigures())
        figures = day.figures
        told = (total.desk_s, total.sitting_s, total.judged_s, total.good_s)
        expected = (figures.desk_s, figures.sitting_s, figures.judged_s, figures.seconds["good"])
        assert all(abs(a - b) < 1e-6 for a, b in zip(told, expected, strict=True))
        assert set(figures.hours) <= set(range(24))
    pieces = [(piece.start_utc, piece.end_utc) for day in days for piece in day.timeline]
    assert sum((end - start for start, end in pieces), timedelta()) == sum(
        (i.end_utc - i.start_utc for i in intervals), timedelta()
    )


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 500)), max_size=8), st.integers(-100, 6000))
def test_the_bout_of_a_moment_is_the_first_that_holds_it(drawn: list[tuple[int, int]], asked: int) -> None:
    bouts = [logged_bout(start, start + length) for start, length in sorted(drawn)]
    moment = MORNING + timedelta(seconds=asked)
    naive = next((bout for bout in bouts if bout.start_utc <= moment <= bout.end_utc), None)
    assert BoutsByTime(bouts).at(moment) is naive


def test_hours_are_those_of_the_users_clock_and_cut_where_it_strikes() -> None:
    figures = day_of(span(-600, 600), span(600, 900, "poor"), span(900, 1000, "unknown"), away(1000, 9000)).figures
    assert figures.hours == {
        8: HourFigures(desk_s=600, sitting_s=600, judged_s=600, good_s=600),
        9: HourFigures(desk_s=1000, sitting_s=1000, judged_s=900, good_s=600),
    }
    assert list(day_of(span(0, 60, offset_s=5.5 * 3600)).figures.hours) == [14]
    long = day_of(span(1800, 9000)).figures.hours
    assert {hour: told.desk_s for hour, told in long.items()} == {9: 1800, 10: 3600, 11: 1800}


def test_the_day_of_25_hours_adds_up_the_hour_that_comes_twice() -> None:
    # 27 October 2024 in Berlin: 2 o'clock comes twice; from midnight to midnight at the desk.
    begin = datetime(2024, 10, 26, 22, tzinfo=UTC)
    summer = Interval(begin, begin + timedelta(hours=3), "good", True, 7200.0)
    winter = Interval(begin + timedelta(hours=3), begin + timedelta(hours=25), "good", True, 3600.0)
    figures = day_of(summer, winter, day=date(2024, 10, 27)).figures
    assert figures.sitting_s == 25 * 3600
    assert [hour for hour, f in figures.hours.items() if f.desk_s != 3600] == [2]
    assert figures.hours[2].desk_s == 7200
    assert (figures.first_local.isoformat(), figures.last_local.isoformat()) == (
        "2024-10-27T00:00:00+02:00", "2024-10-28T00:00:00+01:00",
    )  # fmt: skip


def test_the_day_of_23_hours_lacks_the_hour_that_is_left_out() -> None:
    begin = datetime(2024, 3, 30, 23, tzinfo=UTC)
    winter = Interval(begin, begin + timedelta(hours=2), "good", True, 3600.0)
    summer = Interval(begin + timedelta(hours=2), begin + timedelta(hours=23), "good", True, 7200.0)
    figures = day_of(winter, summer, day=date(2024, 3, 31)).figures
    assert figures.sitting_s == 23 * 3600
    assert sorted(set(range(24)) - set(figures.hours)) == [2]


def test_a_trip_within_a_day_keeps_to_the_hours_the_user_saw() -> None:
    # Two hours in Berlin from 9, then two in Lisbon from 12 there, an hour behind: nothing overlaps, nothing is lost.
    berlin = Interval(datetime(2024, 3, 5, 8, tzinfo=UTC), datetime(2024, 3, 5, 10, tzinfo=UTC), "good", True, 3600.0)
    lisbon = Interval(datetime(2024, 3, 5, 12, tzinfo=UTC), datetime(2024, 3, 5, 14, tzinfo=UTC), "good", True, 0.0)
    figures = day_of(berlin, lisbon).figures
    assert list(figures.hours) == [9, 10, 12, 13]
    assert figures.desk_s == 4 * 3600


def test_a_minute_of_data_is_a_day_of_a_minute() -> None:
    figures = day_of(span(0, 60)).figures
    assert (figures.sitting_s, figures.bouts, figures.breaks, figures.coverage) == (60, 1, 0, 1.0)


def test_standing_makes_a_break_and_is_not_time_at_the_desk() -> None:
    on_feet = span(100, 140, "standing", sitting=False)
    figures = day_of(span(0, 100), on_feet, away(140, 160), span(160, 260)).figures
    assert (figures.bouts, figures.breaks) == (2, 1)
    assert (figures.seconds["standing"], figures.desk_s, figures.sitting_s) == (40, 200, 200)
    short = day_of(span(0, 100), span(100, 140, "standing", sitting=False), span(140, 240)).figures
    assert (short.bouts, short.breaks) == (1, 0)


def test_kinds_and_strain_come_from_the_minutes_of_the_day() -> None:
    def minute(number: int, strain: float | None, **kinds_s: float) -> Minute:
        return Minute(MORNING + timedelta(minutes=number), kinds_s=kinds_s, strain=strain)

    minutes = (minute(0, 20.0, upright=60.0), minute(1, None, slump=45.0, upright=15.0), minute(2, 71.5, slump=60.0))
    summary = summarise_day(TODAY, Detail(intervals=(span(0, 180),), minutes=minutes), BREAK_S)
    assert summary is not None
    assert list(summary.figures.kinds_s.items()) == [("slump", 105.0), ("upright", 75.0)]
    assert summary.figures.strain_peak == 71.5
    assert summary.minutes == minutes
    assert day_of(span(0, 180)).figures.strain_peak is None


def test_the_first_and_the_last_day_there_is_can_be_asked_for() -> None:
    assert summarise_days(date.min, date.max, Detail(intervals=(span(0, 60),)), BREAK_S)[0].figures.day == TODAY
    for day in (date.min, date.max):
        assert day_reach_utc(day)[0] < day_reach_utc(day)[1]
