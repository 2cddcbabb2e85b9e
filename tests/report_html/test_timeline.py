"""The day as a picture: real time from left to right, the user's own clock under it, nothing lost that an eye sees."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posture_watch.core.intervals import POSTURES, Interval, Minute
from posture_watch.core.summary import DaySummary
from posture_watch.report.day import DayReport
from posture_watch.report.html import page
from posture_watch.report.html.axis import axis_of
from posture_watch.report.html.cells import CELLS, runs, strain_cells
from posture_watch.report.html.looks import DIARY_MARK, MARKS, POSTURE_LOOKS, definitions
from posture_watch.report.html.strain import strain_lane
from tests.report_html import samples
from tests.report_html.reading import Element, read
from tests.report_html.samples import DAY, at, span


def summary(report: DayReport) -> DaySummary:
    assert report.summary
    return report.summary


def hours(report: DayReport) -> list[str]:
    return [f"{hour:%H:%M %z}" for hour in axis_of(summary(report).timeline).hours()]


def day_section(report: DayReport) -> Element:
    return read(page(report)).one("section", aria_labelledby="day")


def test_an_hour_that_comes_twice_is_drawn_twice() -> None:
    assert hours(samples.clock_back_day()) == [
        "00:00 +0200", "01:00 +0200", "02:00 +0200", "02:00 +0100", "03:00 +0100", "04:00 +0100", "05:00 +0100",
    ]  # fmt: skip


def test_an_hour_that_never_was_is_not_drawn() -> None:
    assert hours(samples.clock_forward_day()) == [
        "00:00 +0100", "01:00 +0100", "03:00 +0200", "04:00 +0200", "05:00 +0200",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (samples.clock_back_day(), "At 03:00 (UTC+2) the clock changed to 02:00 (UTC+1)."),
        (samples.clock_forward_day(), "At 02:00 (UTC+1) the clock changed to 03:00 (UTC+2)."),
        (samples.flight_day(), "At 19:12 (UTC+1) the clock changed to 14:12 (UTC-4)."),
        (samples.far_flight_day(), "At 14:51 (UTC+1) the clock changed to 19:36 (UTC+5:45)."),
    ],
)
def test_a_change_of_the_clock_is_said_in_words(report: DayReport, sentence: str) -> None:
    assert sentence in day_section(report).text


def test_an_ordinary_day_says_nothing_of_clocks() -> None:
    assert "clock changed" not in day_section(samples.ordinary_day()).text


def test_hours_of_a_quarter_zone_lie_at_its_own_minutes() -> None:
    axis = axis_of(summary(samples.far_flight_day()).timeline)
    after = [hour for hour in axis.hours() if hour.utcoffset() == timedelta(seconds=20700)]
    assert {hour.minute for hour in after} == {0}
    assert {hour.astimezone(axis.start_utc.tzinfo).minute for hour in after} == {15}


def test_a_minute_is_a_minute_wide() -> None:
    timeline = summary(samples.minute_of_data()).timeline
    (run,) = runs(timeline, axis_of(timeline))
    assert (run.end - run.first) / CELLS == pytest.approx(1 / 120, abs=2 / CELLS)


def test_the_hour_by_hour_words_add_up() -> None:
    """Two hours of the flight day have the same name, and each has its own row."""
    report = samples.clock_back_day()
    rows = day_section(report).one("table").one("tbody").all("tr")
    names = [row.children[0].text for row in rows]
    assert names == [
        "00:00 (UTC+2)",
        "01:00 (UTC+2)",
        "02:00 (UTC+2)",
        "02:00 (UTC+1)",
        "03:00 (UTC+1)",
        "04:00 (UTC+1)",
    ]
    minutes = sum(int(n) for row in rows for n in re.findall(r"(\d+) min", row.children[1].text))
    logged = sum(i.duration_s for i in summary(report).timeline) / 60
    assert minutes + 60 * sum("1 h 00" in row.text for row in rows) == pytest.approx(logged, abs=12)


def test_each_reminder_is_a_mark_at_its_time_in_its_shape() -> None:
    report = samples.ordinary_day()
    uses = day_section(report).one("svg", role="img").all("use")
    axis = axis_of(summary(report).timeline)
    assert len(uses) == len(summary(report).reminders)
    first = summary(report).reminders[0]
    assert first.outcome == "moved"
    assert uses[0].attributes["href"] == "#m-done"
    assert float(uses[0].attributes["x"].rstrip("%")) == pytest.approx(100 * axis.share(first.due_utc), abs=0.01)


def test_a_cell_shows_what_took_most_of_it() -> None:
    timeline = [span(at(DAY, 8), 10 / 60, "poor"), span(at(DAY, 8) + timedelta(seconds=10), 8 / 60, "good")]
    timeline.append(span(at(DAY, 8) + timedelta(seconds=18), 1200, "away"))
    shown = runs(timeline, axis_of(timeline))
    assert shown[0].posture == "away"
    timeline[-1] = span(at(DAY, 8) + timedelta(seconds=18), 160, "away")
    assert runs(timeline, axis_of(timeline))[0].posture == "poor"


pieces = st.lists(st.tuples(st.floats(0.05, 90), st.sampled_from(POSTURES), st.booleans()), min_size=1, max_size=60)


@given(pieces)
def test_the_bars_are_the_intervals_to_a_cell(drawn: list[tuple[float, object, bool]]) -> None:
    timeline: list[Interval] = []
    moment = at(DAY, 8)
    for minutes, posture, gap in drawn:
        timeline.append(span(moment, minutes, posture))  # pyright: ignore[reportArgumentType]
        moment = timeline[-1].end_utc + timedelta(minutes=minutes if gap else 0)
    axis = axis_of(timeline)
    found = runs(timeline, axis)
    assert all(run.first < run.end <= CELLS for run in found)
    assert all(a.end <= b.first for a, b in pairwise(found))
    for interval in timeline:
        middle = CELLS * axis.share(interval.start_utc + (interval.end_utc - interval.start_utc) / 2)
        wide = interval.duration_s >= 3 * (axis.end_utc - axis.start_utc).total_seconds() / CELLS
        shown = [run.posture for run in found if run.first <= middle < run.end]
        assert shown == [interval.posture] or not wide
    drawn_s = sum(run.end - run.first for run in found) / CELLS * (axis.end_utc - axis.start_utc).total_seconds()
    cell_s = (axis.end_utc - axis.start_utc).total_seconds() / CELLS
    assert drawn_s >= sum(i.duration_s for i in timeline) - cell_s
    assert axis.hours()[0] <= axis.hours()[-1] <= axis.end_utc


def test_a_load_that_was_not_followed_is_a_gap() -> None:
    timeline = [span(at(DAY, 9), 120, "good")]
    axis = axis_of(timeline)
    minutes = [
        Minute(at(DAY, 9) + timedelta(minutes=n), 3600.0, strain=None if 40 <= n < 60 else 50.0) for n in range(120)
    ]
    cells = strain_cells(minutes, axis)
    gap = range(round(CELLS * 40 / 120) + 1, round(CELLS * 60 / 120) - 1)
    assert not set(gap) & set(cells)
    lane = strain_lane(minutes, axis, 0, 100)
    curve = re.search(r'<path d="([^"]*)" class="load"/>', lane)
    assert curve
    assert curve[1].count("M") == 2
    assert ">70<" in lane
    assert ">100<" in lane
    assert strain_lane([m for m in minutes if m.strain is None], axis, 0, 100) == ""


def test_a_high_load_stays_inside_of_its_lane() -> None:
    axis = axis_of([span(at(DAY, 9), 120, "good")])
    lane = strain_lane(
        [Minute(at(DAY, 9), 3600.0, strain=200.0), Minute(at(DAY, 10), 3600.0, strain=5.0)], axis, 0, 100
    )
    heights = [int(y) for y in re.findall(r"[ML]\d+ (-?\d+)", lane)]
    assert min(heights) >= 0
    assert max(heights) <= 100


def test_colour_is_never_alone() -> None:
    """Every two postures differ in height or hatch, and every two answers in shape."""
    defined = definitions()
    hatched = {look.name for look in POSTURE_LOOKS.values() if f'id="h-{look.name}"' in defined}
    looks = [(look.height, look.name if look.name in hatched else "") for look in POSTURE_LOOKS.values()]
    assert len(set(looks)) == len(POSTURE_LOOKS)
    hatches = re.findall(r'<path d="([^"]+)" class="ink-', defined)
    assert len(set(hatches)) == len(hatches) == len(hatched)
    shapes = re.findall(r'<g id="m-[^"]+"[^>]*>(.*?)</g>', defined)
    assert len(set(shapes)) == len(shapes) == len({*MARKS.values(), DIARY_MARK})
