"""A day out of the log: cut at the user's own midnight, every second in one place, nothing unseen counted as good."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from posture_watch.core.intervals import POSTURES, Interval, Minute, Posture
from posture_watch.core.logged import Detail, LoggedBout, LoggedReminder, LoggedSkip
from posture_watch.core.summary import DaySummary, day_reach_utc, summarise_day

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
