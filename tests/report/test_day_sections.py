"""What a day's report says of standing, kinds, load, the usual and what to try; nothing where nothing is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from posture_watch.core.intervals import Interval, Minute, Posture
from posture_watch.core.logged import Detail
from posture_watch.core.suggesting import Suggestion
from posture_watch.core.summary import DaySummary, summarise_day
from posture_watch.core.trends import trends
from posture_watch.report.day import DayReport
from posture_watch.report.strain_line import strain_lines
from posture_watch.report.strip import ASCII_INK, UNICODE_INK, column
from posture_watch.report.terminal import day_text
from tests.report.stretch import day_figures, workdays

DAY = date(2024, 3, 5)
NINE = datetime(2024, 3, 5, 9, tzinfo=UTC)


def span(start_min: float, end_min: float, posture: Posture) -> Interval:
    start, end = (NINE + timedelta(minutes=minutes) for minutes in (start_min, end_min))
    return Interval(start, end, posture, posture in ("good", "poor"))


def minutes(*strains: float | None) -> tuple[Minute, ...]:
    return tuple(Minute(NINE + timedelta(minutes=n), strain=strain) for n, strain in enumerate(strains))


def summary_of(*intervals: Interval, minutes: tuple[Minute, ...] = ()) -> DaySummary:
    summary = summarise_day(DAY, Detail(intervals=intervals, minutes=minutes), 60.0)
    assert summary is not None
    return summary


def test_standing_is_shown_beside_sitting() -> None:
    text = day_text(DayReport(DAY, DAY, summary_of(span(0, 30, "good"), span(30, 50, "standing"))))
    assert "Sitting     30 min in 1 bout, 0 breaks between\n" in text
    assert "            standing at the desk 20 min\n" in text
    assert "s standing at the desk" in text


def test_a_day_on_the_feet_has_no_bout_and_no_sitting() -> None:
    text = day_text(DayReport(DAY, DAY, summary_of(span(0, 30, "standing"))))
    assert "standing at the desk 30 min" in text
    assert "the longest bout" not in text


def test_kinds_take_the_place_of_what_was_over() -> None:
    told = tuple(
        Minute(NINE + timedelta(minutes=n), kinds_s={"slump": 45.0, "upright": 15.0}, over_s={"slump": 45.0})
        for n in range(20)
    )
    text = day_text(DayReport(DAY, DAY, summary_of(span(0, 20, "poor"), minutes=told)))
    assert "Kinds       sunk in the chair       ███████████████░░░░░       15 min  75 %\n" in text
    assert "            upright, or nearly      █████░░░░░░░░░░░░░░░        5 min  25 %\n" in text
    assert "Mostly" not in text


def test_the_load_tells_its_height_when_and_how_it_went() -> None:
    rising = minutes(*[float(n) for n in range(0, 120, 2)])
    lines = strain_lines(summary_of(span(0, 60, "good"), minutes=rising), UNICODE_INK)
    assert lines[0] == "Load        at most 118, at 09:59 (100: time for a break)"
    assert lines[1] == "            09:00 ▂▄▅▇██ 09:59"


def test_a_column_is_the_highest_of_its_minutes() -> None:
    lines = strain_lines(summary_of(span(0, 60, "good"), minutes=minutes(99.0, *[5.0] * 19)), UNICODE_INK)
    assert lines[1] == "            09:00 █▁ 09:19"


def test_where_the_load_was_not_followed_the_columns_are_blank() -> None:
    gap = minutes(50.0, *[None] * 30, 50.0)
    lines = strain_lines(summary_of(span(0, 60, "good"), minutes=gap), ASCII_INK)
    assert lines[1] == "            09:00 +  + 09:31"
    assert strain_lines(summary_of(span(0, 60, "good"), minutes=minutes(None, None)), ASCII_INK) == []


def test_a_load_whose_minutes_are_forgotten_keeps_its_height() -> None:
    kept = DaySummary(day_figures(DAY), has_detail=False)
    assert strain_lines(kept, UNICODE_INK)[0] == "Load        at most 64 (100: time for a break)"


def test_a_night_through_still_fits_the_line() -> None:
    night = minutes(*[40.0] * 1440)
    lines = strain_lines(summary_of(span(0, 60, "good"), minutes=night), UNICODE_INK)
    assert all(len(line) <= 80 for line in lines)


def test_columns_are_as_high_as_what_they_show() -> None:
    assert [column(share, UNICODE_INK) for share in (-1.0, 0.0, 0.5, 0.999, 1.0, 7.0)] == list("▁▁▅███")


def usual_of(*, days_before: int, today: bool = False) -> str:
    figures = replace(day_figures(DAY), sitting_s=8 * 3600.0)
    before = workdays(DAY - timedelta(days=days_before), DAY - timedelta(days=1))
    told = trends([figures], before, today=DAY if today else None)
    return day_text(DayReport(DAY, DAY, DaySummary(figures), before=before, trends=told))


def test_the_day_stands_beside_the_usual_in_words() -> None:
    text = usual_of(days_before=28)
    assert "Usual       Sitting in a day: 8 h 00 min (5 h 36 min) – higher than on 3 of 4 days\n" in text.replace(
        "\n              ", " "
    )
    assert "            Close to your baseline: 80 % (80 %) – as usual\n" in text
    assert "(beside it the middle half of your 20 days in the four weeks before)" in text


def test_too_few_days_are_said_once() -> None:
    assert usual_of(days_before=4).count("too few days to compare yet") == 1
    assert "Usual       too few days to compare yet\n" in usual_of(days_before=4)


def test_a_suggestion_comes_with_its_reason() -> None:
    report = DayReport(DAY, DAY, summary_of(span(0, 30, "good")), suggestion=Suggestion("Try this. " * 12, "Because."))
    lines = day_text(report).splitlines()
    assert "            (Because.)" in lines
    assert sum(line.startswith("Suggestion  Try this.") for line in lines) == 1
    assert "Suggestion" not in day_text(replace(report, suggestion=None))


def test_a_day_to_come_is_not_a_day_without_data() -> None:
    report = DayReport(date(2024, 3, 8), DAY, None, date(2024, 1, 2), DAY)
    assert day_text(report).startswith("Friday 8 March 2024 is still to come.\nThe log goes from 2 January 2024 to")
