"""The report of a day: the whole text compared, readable at 80 columns, honest about what was not seen."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from posture_watch.core.events import ReminderOutcome, SkipReason
from posture_watch.core.intervals import POSTURES, Interval, Minute, Posture
from posture_watch.core.logged import Detail, LoggedBout, LoggedReminder, LoggedSkip
from posture_watch.core.summary import DaySummary, summarise_day
from posture_watch.report.day import DayReport
from posture_watch.report.strip import UNICODE_INK, hour_strips
from posture_watch.report.terminal import day_text

NINE = datetime(2024, 3, 5, 8, tzinfo=UTC)
"""Nine o'clock on the user's clock, an hour ahead of UTC."""
OFFSET_S = 3600.0
DAY = date(2024, 3, 5)


def span(start_min: float, end_min: float, posture: Posture = "good", *, sitting: bool = True) -> Interval:
    start, end = (NINE + timedelta(minutes=minutes) for minutes in (start_min, end_min))
    return Interval(start, end, posture, sitting and posture != "away", OFFSET_S)


def reminder(minutes: float, *rules: str, outcome: ReminderOutcome | None = None) -> LoggedReminder:
    due = NINE + timedelta(minutes=minutes)
    return LoggedReminder(due, OFFSET_S, 1, "posture", rules, "Time to change position", "Sit back.", outcome)


def minutes_over(number: int, **over_s: float) -> tuple[Minute, ...]:
    return tuple(Minute(NINE + timedelta(minutes=n), OFFSET_S, over_s=over_s) for n in range(number))


A_MORNING = Detail(
    intervals=(
        span(2, 30), span(30, 50, "poor"), span(50, 54, "away"), span(54, 60), span(60, 66, "unknown"), span(66, 120),
        span(120, 180, "unknown", sitting=False), span(180, 182),
    ),
    minutes=minutes_over(40, slump_watch=30.0, slump=20.0, my_own_rule=3.0),
    bouts=(LoggedBout(NINE + timedelta(minutes=2), NINE + timedelta(minutes=50), 2880.0),),
    reminders=(reminder(40, "slump", "my_own_rule", outcome="moved"), reminder(95, "sitting")),
    skips=tuple(LoggedSkip(NINE, OFFSET_S, "posture", ("lean",), reason) for reason in ("gap", "daily_cap", "gap")),
)  # fmt: skip


def summary_of(detail: Detail) -> DaySummary:
    summary = summarise_day(DAY, detail, 60.0)
    assert summary is not None
    return summary


def text_of(detail: Detail, *, unicode: bool = True, today: date = DAY) -> str:
    return day_text(DayReport(DAY, today, summary_of(detail), date(2024, 1, 2), DAY), unicode=unicode)


def test_the_whole_report() -> None:
    assert (
        text_of(A_MORNING)
        == """\
Today, Tuesday 5 March 2024
You sat for 1 h 56 min so far, at most 1 h 06 min at a stretch; 82 % of the time
that could be judged was close to your baseline.

Sitting     1 h 56 min in 3 bouts, 1 break between
            the longest bout 1 h 06 min (09:54–11:00)
            the camera saw 95 % of 1 h 56 min sitting at the desk

Posture     close to your baseline  ████████████████░░░░   1 h 30 min  82 %
            away from your baseline ████░░░░░░░░░░░░░░░░       20 min  18 %
            could not be judged                            1 h 06 min
            nobody there                                        4 min

Mostly      sunk in the chair 20 min, my own rule 2 min

Hour by hour, a character a minute
            00             15             30             45
     09:00    ████████████████████████████▒▒▒▒▒▒▒▒▒▒R▒▒▒▒▒▒▒▒▒····██████
     10:00  ??????█████████████████████████████R████████████████████████
     11:00  ????????????????????????????????????????????????????????????
     12:00  ██
            █ close to your baseline   ▒ away from your baseline
            ? could not be judged   · nobody there   R reminder

Reminders   2: you moved 1×, not known 1×
            09:40  sunk in the chair, my own rule – you moved
            10:35  sitting for long – not known
            3 held back: too soon after the last 2×, enough for the day 1×

Data from 09:02 to 12:02 (UTC+1). The log begins on 2 January 2024.
Estimates from a camera; not a medical device.
"""
    )


def test_in_ascii_it_says_the_same() -> None:
    text = text_of(A_MORNING, unicode=False)
    assert text.isascii()
    assert re.sub(r"\d+", "", text).count("?") == text_of(A_MORNING).count("?")
    assert "  ################----   1 h 30 min  82 %" in text
    assert "2: you moved 1x, not known 1x" in text


def test_a_day_whose_detail_is_forgotten_keeps_its_figures() -> None:
    kept = DaySummary(summary_of(A_MORNING).figures, has_detail=False)
    text = day_text(DayReport(DAY, DAY + timedelta(days=100), kept))
    assert text.startswith("Tuesday 5 March 2024\nYou sat for 1 h 56 min, at most")
    assert "the camera saw 95 % of 1 h 56 min sitting at the desk" in text
    assert "3 held back\n" in text
    assert "forgotten" in text
    assert "Hour by hour" not in text


def test_an_empty_log_says_how_to_begin() -> None:
    text = day_text(DayReport(DAY, DAY, None))
    assert text == "Nothing has been logged yet.\nStart the monitor with: posture-watch run\n"


def test_a_day_without_data_says_so_and_what_there_is() -> None:
    text = day_text(DayReport(DAY, date(2024, 4, 1), None, date(2024, 1, 2), date(2024, 4, 1)))
    assert text.startswith("Nothing was logged on Tuesday 5 March 2024.\n")
    assert "The log goes from 2 January 2024 to 1 April 2024." in text


def test_a_camera_that_saw_nothing_is_not_a_good_day() -> None:
    text = text_of(Detail(intervals=(span(0, 30, "unknown"),)))
    assert "the camera could not judge your posture" in text.replace("\n", " ")
    assert "the camera saw 0 % of 30 min sitting at the desk" in text
    assert "100 %" not in text
    assert "close to your baseline  " not in text


def test_nobody_there_is_no_sitting() -> None:
    text = text_of(Detail(intervals=(span(0, 30, "away"),)), today=date(2024, 3, 6))
    assert "Nobody was seen at the desk.\n" in text
    assert "Sitting" not in text


def test_many_reminders_show_the_last_dozen() -> None:
    many = replace(A_MORNING, reminders=tuple(reminder(5 * n, "slump") for n in range(1, 21)))
    text = text_of(many)
    assert "20: not known 20×" in text
    assert "and 8 earlier" in text
    assert "09:40  sunk" not in text
    assert "10:40  sunk" in text


def test_the_hour_that_daylight_saving_repeats_has_two_lines() -> None:
    night = datetime(2024, 10, 27, 0, tzinfo=UTC)
    hour = timedelta(hours=1)
    before, after = (
        Interval(night, night + hour, "good", True, 7200.0),
        Interval(night + hour, night + 2 * hour, "poor", True, 3600.0),
    )
    strips = hour_strips([before, after], [], UNICODE_INK)
    assert [(f"{s.start_local:%H:%M}", s.cells[0], s.cells[59]) for s in strips] == [
        ("02:00", "█", "█"), ("02:00", "▒", "▒"),
    ]  # fmt: skip


def test_the_report_never_scolds_nor_diagnoses() -> None:
    text = text_of(A_MORNING).lower()
    assert not [word for word in ("bad", "wrong", "poor", "score", "risk", "pain") if word in text]
    assert text.count("not a medical device") == 1


rule_names = st.sampled_from(["slump", "lean_watch", "head_forward", "a_rule_of_my_own_with_a_really_long_name_" * 3])


@st.composite
def whole_days(draw: st.DrawFn) -> Detail:
    made, start = list[Interval](), draw(st.floats(-500, 700))
    for _ in range(draw(st.integers(1, 12))):
        end = start + draw(st.floats(0.01, 300))
        made.append(span(start, end, draw(st.sampled_from(POSTURES)), sitting=draw(st.booleans())))
        start = end
    outcomes: st.SearchStrategy[ReminderOutcome | None] = st.sampled_from(
        ["moved", "left", "ignored", "superseded", None]
    )
    names = st.lists(rule_names, min_size=1, max_size=4)
    shown = [
        reminder(draw(st.floats(0, 600)), *draw(names), outcome=draw(outcomes)) for _ in range(draw(st.integers(0, 15)))
    ]
    reasons: st.SearchStrategy[SkipReason] = st.sampled_from(
        ["gap", "hourly_cap", "daily_cap", "fading", "snoozed", "paused"]
    )
    skips = [LoggedSkip(NINE, OFFSET_S, "posture", ("lean",), draw(reasons)) for _ in range(draw(st.integers(0, 9)))]
    over = {draw(rule_names): draw(st.floats(0, 60)) for _ in range(4)}
    return Detail(tuple(made), minutes_over(30, **over), (), tuple(shown), tuple(skips))


@given(whole_days(), st.booleans())
def test_no_line_is_longer_than_80_columns(detail: Detail, unicode: bool) -> None:
    summary = summarise_day(DAY, detail, 60.0)
    text = day_text(DayReport(DAY, DAY, summary, date(2024, 1, 2), DAY), unicode=unicode)
    assert [line for line in text.splitlines() if len(line) > 80] == []
    assert text.isascii() or unicode
