"""The report of a week or a month: the whole text compared, a day without data no zero, coverage beside the figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from posture_watch.core.hours import HourFigures
from posture_watch.core.summary import DayFigures
from posture_watch.report.day import PeriodReport
from posture_watch.report.period import period_text
from tests.report.stretch import HOUR_S, MONDAY, day_figures, of_nobody, report_of, week

SATURDAY = MONDAY + timedelta(days=5)


def test_the_whole_report() -> None:
    more = replace(day_figures(MONDAY + timedelta(days=1)), sitting_s=6 * HOUR_S, longest_bout_s=1.5 * HOUR_S)
    assert (
        period_text(week(more, of_nobody(SATURDAY)))
        == """\
Week from 4 March 2024 to 10 March 2024
Days at the desk: 5. The middle one: 5 h 36 min of sitting, the longest stretch
54 min.
In all the camera saw 94 % of 28 h 00 min sitting at the desk.

                sitting     longest   upright  breaks     reminders        seen
Mon  4       5 h 36 min      54 min      80 %       8             5        94 %
Tue  5       6 h 00 min  1 h 30 min      80 %       8             5        94 %
Wed  6       5 h 36 min      54 min      80 %       8             5        94 %
Thu  7       5 h 36 min      54 min      80 %       8             5        94 %
Fri  8       5 h 36 min      54 min      80 %       8             5        94 %
Sat  9        nobody at the desk
Sun 10        no data
median       5 h 36 min      54 min      80 %       8             5        94 %
together    28 h 24 min                  80 %      40            25        94 %

Hour by hour, over 25 days, those of the four weeks before included
hour        09  10  11  12  13  14  15
at desk     ▇▇  ▇▇  ▇▇  ▇▇  ▇▇  ▇▇  ▇▇
upright %   80  80  80  80  80  80  80
seen %      94  94  94  94  94  94  94
            (at desk: a full column is the whole hour, every day)

Kinds       upright, or nearly       ████████████████░░░  22 h 30 min  86 %
            sunk in the chair        ██░░░░░░░░░░░░░░░░░   2 h 30 min  10 %
            head tilted to your left █░░░░░░░░░░░░░░░░░░   1 h 15 min  5 %
            the camera saw 94 % of 28 h 00 min sitting at the desk

Longest         54 min  Mon  4  10:00–10:54

Load        at most 64, on 8 March 2024; the median of the days' highest is 64
            (100: time for a break)
            (an estimate that times breaks, nothing more; the camera saw 94 % of
            the time)

Reminders   25: you moved 15×, you got up 5×, no change 5×
            10 held back

Usual       Sitting in a day: 5 h 36 min (5 h 36 min) – no clear change
            Longest at a stretch: 54 min (54 min) – no clear change
            Close to your baseline: 80 % (80 %) – no clear change
            Breaks in an hour at the desk: 1.4 (1.4) – no clear change
            Reminders in a day: 5 (5) – no clear change
            Highest load (estimate): 64 (64) – no clear change
            Seen by the camera: 94 % (94 %) – no clear change
            (beside it the middle half of your 20 days in the four weeks before)

Suggestion  Nothing to change.
            (Nothing stood out in your last 25 days at the desk.)

Estimates from a camera; not a medical device.
"""
    )


def test_a_week_that_goes_on_ends_today() -> None:
    text = period_text(week(today=MONDAY + timedelta(days=2)))
    assert text.startswith("Week from 4 March 2024 to 10 March 2024, so far\n")
    assert "Wed  6" in text
    assert "Thu" not in text


def test_days_without_data_are_said_to_be_so_and_share_a_row() -> None:
    days = (day_figures(MONDAY + timedelta(days=1)), day_figures(MONDAY + timedelta(days=3)))
    text = period_text(report_of(days, MONDAY + timedelta(days=30)))
    rows = [line for line in text.splitlines() if "no data" in line]
    assert rows == ["Mon  4        no data", "Wed  6        no data", "Fri  8 – Sun 10  no data"]
    assert "median" in text


def test_one_day_has_no_median_and_no_week() -> None:
    text = period_text(report_of((day_figures(MONDAY),), MONDAY + timedelta(days=30)))
    assert "median  " not in text
    assert "together" not in text


def test_too_few_days_are_said_once() -> None:
    text = period_text(
        replace(week(), trends=tuple(replace(t, usual=None, standing="too few days") for t in week().trends))
    )
    assert text.count("too few days") == 1


def test_what_was_not_seen_is_no_share() -> None:
    unseen = replace(
        day_figures(MONDAY), judged_s=0.0, seconds={"unknown": 5.6 * HOUR_S}, kinds_s={},
        hours={9: HourFigures(HOUR_S, HOUR_S, 0.0, 0.0)},
    )  # fmt: skip
    report = replace(report_of((unseen,), MONDAY), before=(), trends=())
    text = period_text(report)
    (row,) = [line for line in text.splitlines() if line.startswith("Mon  4")]
    assert row.split()[-5:] == ["–", "8", "5", "0", "%"]
    assert "Kinds" not in text


def test_nothing_logged_says_so_and_what_there_is() -> None:
    nothing = PeriodReport("month", date(2024, 5, 1), date(2024, 5, 31), date(2024, 6, 2), ())
    assert period_text(nothing) == (
        "May 2024\n\nNothing has been logged yet.\nStart the monitor with: posture-watch run\n"
    )
    known = replace(nothing, log_first=date(2024, 1, 2), log_last=date(2024, 4, 1))
    assert "Nothing was logged in these days.\nThe log goes from 2 January 2024 to 1 April 2024." in period_text(known)
    assert "Still to come.\n" in period_text(replace(known, today=date(2024, 4, 1)))


def test_in_ascii_it_says_the_same() -> None:
    text = period_text(week(), unicode=False)
    assert text.isascii()
    assert [line.split("  ")[0] for line in text.splitlines()][5:8] == [
        line.split("  ")[0] for line in period_text(week()).splitlines()
    ][5:8]


def test_hours_around_the_clock_take_two_rows() -> None:
    hour = HourFigures(HOUR_S, HOUR_S, HOUR_S, HOUR_S)
    night = replace(day_figures(MONDAY), hours=dict.fromkeys(range(24), hour))
    lines = period_text(week(night)).splitlines()
    heads = [line.split()[1:] for line in lines if line.startswith("hour ")]
    assert [len(head) for head in heads] == [12, 12]
    assert [*heads[0], *heads[1]] == [f"{hour:02d}" for hour in range(24)]
    assert "upright % 100 100" in "\n".join(lines).replace("  ", " ")


shares = st.floats(0.0, 1.0)


@st.composite
def any_day(draw: st.DrawFn, day: date) -> DayFigures:
    desk_s = draw(st.floats(0, 24)) * HOUR_S
    judged_s = draw(shares) * desk_s
    good_s = draw(shares) * judged_s
    hours = draw(st.sets(st.integers(0, 23)))
    return replace(
        day_figures(day),
        seconds={"good": good_s, "poor": judged_s - good_s},
        sitting_s=desk_s,
        desk_s=desk_s,
        judged_s=judged_s,
        breaks=draw(st.integers(0, 999)),
        longest_bout_s=desk_s,
        outcomes={name: draw(st.integers(0, 99)) for name in ("moved", "wrong", "unknown", "break")},
        kinds_s={kind: draw(shares) * judged_s for kind in ("upright", "head_tilt_right", "of_my_own_" * 6)},
        hours={hour: HourFigures(HOUR_S, HOUR_S, HOUR_S, draw(shares) * HOUR_S) for hour in hours},
        strain_peak=draw(st.none() | st.floats(0, 200)),
    )


@given(st.data(), st.booleans())
def test_no_line_is_longer_than_80_columns(data: st.DataObject, unicode: bool) -> None:
    numbers = sorted(data.draw(st.sets(st.integers(0, 6))))
    days = tuple(data.draw(any_day(MONDAY + timedelta(days=n))) for n in numbers)
    text = period_text(report_of(days, MONDAY + timedelta(days=30)), unicode=unicode)
    assert [line for line in text.splitlines() if len(line) > 80] == []
    assert text.isascii() or unicode
