"""Figures of many days out of the log are those of each day asked for alone: with detail, without it, and between."""

from __future__ import annotations

import tempfile
from dataclasses import astuple
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from log_story import NOTHING_OPEN, T0, at, due, span

from posture_watch.core.events import BoutEnded, Event, IntervalEnded, MinuteEnded, ReminderEnded, ReminderSkipped
from posture_watch.core.hours import HourFigures
from posture_watch.core.intervals import POSTURES, Minute
from posture_watch.core.summary import DayFigures
from posture_watch.store import retention
from posture_watch.store.log import Log

DAY_S = 86_400
BREAK_S = 60.0
OFFSETS = (0.0, 3600.0, -18_000.0, 34_200.0)


def figures(day: date) -> DayFigures:
    return DayFigures(
        day=day,
        first_local=T0,
        last_local=T0 + timedelta(hours=8),
        seconds={"good": 60.0},
        sitting_s=60.0,
        desk_s=60.0,
        judged_s=60.0,
        bouts=1,
        breaks=0,
        longest_bout_s=60.0,
        outcomes={"moved": 1},
        skipped=0,
        over_s={"slump": 2.0},
        kinds_s={"slump": 40.5, "upright": 19.5},
        hours={9: HourFigures(60.0, 60.0, 50.25, 40.0), 23: HourFigures(0.001, 0.0, 0.0, 0.0)},
        strain_peak=71.25,
    )


def test_everything_about_a_kept_day_comes_back(tmp_path: Path) -> None:
    kept = figures(T0.date())
    with Log.open(tmp_path / "log.sqlite") as log:
        retention.write_day(log._db, kept)  # pyright: ignore[reportPrivateUsage]
        assert log.figures(kept.day, kept.day, break_s=BREAK_S) == [kept]


def test_a_day_kept_before_there_were_hours_and_kinds_has_none(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log.sqlite") as log:
        retention.write_day(log._db, figures(T0.date()))  # pyright: ignore[reportPrivateUsage]
        log._db.execute("UPDATE days SET kinds_s = '{}', hours = '{}', strain_peak = NULL")  # pyright: ignore[reportPrivateUsage]
        (kept,) = log.figures(T0.date(), T0.date(), break_s=BREAK_S)
    assert (kept.kinds_s, kept.hours, kept.strain_peak) == ({}, {}, None)


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    """Some days of intervals through midnights and time zones, with what belongs to them."""
    events: list[Event] = []
    start = draw(st.integers(0, 50_000))
    for number in range(draw(st.integers(1, 12))):
        start += draw(st.sampled_from((0, 0, 40, 7200, 50_000)))
        end = start + draw(st.integers(120, 40_000))
        posture, offset_s = draw(st.sampled_from(POSTURES)), draw(st.sampled_from(OFFSETS))
        sitting = posture in ("good", "poor")
        events.append(IntervalEnded(at(end), span(start, end, posture, sitting=sitting, offset_s=offset_s)))
        if sitting and draw(st.booleans()):
            events.append(BoutEnded(at(end, offset_s), at(start, offset_s), at(end, offset_s), float(end - start)))
        if draw(st.booleans()):
            events += [due(start + 0.5, number), ReminderEnded(at(end), number, at(start + 0.5), "moved")]
            events.append(ReminderSkipped(at(start + 1, offset_s), "posture", ("lean",), "gap"))
        events.append(MinuteEnded(at(end), _minute(start // 60, offset_s, draw(st.none() | st.integers(0, 150)))))
        start = end
    return events


def _minute(number: int, offset_s: float, strain: int | None) -> Minute:
    return Minute(
        at(60 * number).utc, offset_s, {"good": 60.0}, 60.0, over_s={"lean": 9.5}, kinds_s={"slump": 9.5}, strain=strain
    )


@settings(max_examples=40, deadline=None)
@given(lives(), st.integers(0, 6))
def test_a_stretch_has_the_figures_of_its_days(events: list[Event], retained: int) -> None:
    first, last = T0.date() - timedelta(days=2), T0.date() + timedelta(days=14)
    every_day = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    with tempfile.TemporaryDirectory() as folder, Log.open(Path(folder) / "log.sqlite", now=at(0)) as log:
        log.append(events, NOTHING_OPEN)
        whole = log.figures(first, last, break_s=BREAK_S)
        for _ in range(2):  # with all detail, then with the older part of it forgotten
            alone = [day.figures for d in every_day if (day := log.day(d, break_s=BREAK_S)) is not None]
            assert log.figures(first, last, break_s=BREAK_S) == alone
            assert log.figures(first, last, break_s=BREAK_S) == [
                the_same(a, b) for a, b in zip(alone, whole, strict=True)
            ]
            log.apply_retention(retained, at(6 * DAY_S), break_s=BREAK_S)
        reach = log.local_reach()
        assert reach is not None
        assert reach[0] <= whole[0].day
        assert reach[1] >= whole[-1].day


def the_same(now: DayFigures, before: DayFigures) -> DayFigures:
    """``now``, if it tells the same as ``before`` to the millisecond."""
    assert (now.day, now.bouts, now.breaks, now.outcomes) == (before.day, before.bouts, before.breaks, before.outcomes)
    assert (now.skipped, now.strain_peak) == (before.skipped, before.strain_peak)
    assert (now.first_local, now.last_local) == (before.first_local, before.last_local)
    for name in ("sitting_s", "desk_s", "judged_s", "longest_bout_s"):
        assert getattr(now, name) == pytest.approx(getattr(before, name), abs=1e-3)
    for name in ("seconds", "over_s", "kinds_s"):
        assert getattr(now, name) == pytest.approx(getattr(before, name), abs=1e-3)
    assert list(now.hours) == list(before.hours)
    for hour, told in now.hours.items():
        assert astuple(told) == pytest.approx(astuple(before.hours[hour]), abs=1e-3)
    return now


def test_an_empty_log_has_no_days(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log.sqlite") as log:
        assert log.figures(date.min, date.max, break_s=BREAK_S) == []
        assert log.local_reach() is None


def test_the_reach_is_told_in_the_users_days(tmp_path: Path) -> None:
    with Log.open(tmp_path / "log.sqlite", now=at(0)) as log:
        late = span(12 * 3600, 14 * 3600, offset_s=10 * 3600.0)  # 21:00 to 23:00 in UTC, the next day's morning there
        log.append([IntervalEnded(at(14 * 3600), late)], NOTHING_OPEN)
        assert log.local_reach() == (T0.date() + timedelta(days=1),) * 2


def test_the_parts_of_a_minute_are_one_in_every_column(tmp_path: Path) -> None:
    parts = (
        Minute(T0, 0.0, {"good": 20.0}, 20.0, kinds_s={"upright": 20.0}, strain=40.0),
        Minute(
            T0, 0.0, {"poor": 30.0}, 30.0, over_s={"lean": 5.0}, kinds_s={"slump": 25.0, "upright": 5.0}, strain=55.0
        ),
        Minute(T0, 0.0, {"good": 50.0}, 50.0, kinds_s={"upright": 50.0}, strain=None),
    )
    with Log.open(tmp_path / "log.sqlite", now=at(0)) as log:
        log.append([MinuteEnded(at(60), part) for part in parts[:2]], NOTHING_OPEN)
        (told,) = log.minutes(T0, T0 + timedelta(minutes=1))
        assert (told.kinds_s, told.strain) == ({"upright": 25.0, "slump": 25.0}, 55.0)
        # the clock was set back: no more than a minute comes out of it
        log.append([MinuteEnded(at(60), parts[2])], NOTHING_OPEN)
        (told,) = log.minutes(T0, T0 + timedelta(minutes=1))
        assert (told.seconds, told.sitting_s) == ({"good": 42.0, "poor": 18.0}, 60.0)
        assert (told.kinds_s, told.over_s, told.strain) == ({"upright": 45.0, "slump": 15.0}, {"lean": 3.0}, 55.0)
