"""The figures of an export, of the database and of the report are the same, to the second and below."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posture_watch.core.intervals import POSTURES
from posture_watch.core.summary import DayFigures
from posture_watch.exchange import csvs
from posture_watch.store.log import Log
from tests.exchange.lived_log import BREAK_S, T0, at, live
from tests.exchange.test_round_trip import export, take_in

OFFSETS = st.sampled_from([-36_000.0, -12_600.0, 0.0, 3600.0, 20_700.0, 50_400.0])


def figures(path: Path) -> list[DayFigures]:
    """What the report shows."""
    with Log.open_readonly(path) as log:
        return log.figures(date(2026, 2, 1), date(2026, 4, 30), break_s=BREAK_S)


def local_day(moment: str, offset_s: float) -> date:
    return (datetime.fromisoformat(moment) + timedelta(seconds=offset_s)).date()


def by_day(text: str) -> dict[date, Counter[str]]:
    """Seconds of each posture by local day, out of the exported intervals alone, cut at midnight."""
    found: dict[date, Counter[str]] = {}
    for told in json.loads(text)["intervals"]:
        offset = timedelta(seconds=told["utc_offset_s"])
        start, end = (datetime.fromisoformat(told[name]) + offset for name in ("start_utc", "end_utc"))
        while start < end:
            midnight = datetime.combine(start.date() + timedelta(days=1), datetime.min.time(), tzinfo=UTC)
            until = min(end, midnight)
            found.setdefault(start.date(), Counter())[told["posture"]] += (until - start).total_seconds()  # pyright: ignore
            start = until
    return found


def days_csv(path: Path) -> list[dict[str, str]]:
    with Log.open_readonly(path) as log, log.exported(None, None) as exported:
        days = list(exported.day_figures(BREAK_S))
    return list(csv.DictReader(io.StringIO("".join(csvs.lines(csvs.day_columns(days), days)), newline="")))


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1 << 20), OFFSETS, st.integers(1, 2))
def test_report_export_and_a_log_it_came_into_say_the_same(seed: int, offset_s: float, forgotten: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, other = Path(folder) / "log.sqlite3", Path(folder) / "other.sqlite3"
        live(path, seed=seed, offset_s=offset_s, minutes=200)
        wanted = figures(path)
        text = export(path)
        told = by_day(text)
        assert {day.day for day in wanted} == set(told)
        for day in wanted:
            assert {p: told[day.day][p] for p in POSTURES} == pytest.approx(dict(day.seconds))
        assert [row["day"] for row in days_csv(path)] == [day.day.isoformat() for day in wanted]
        for row, day in zip(days_csv(path), wanted, strict=True):
            assert float(row["sitting_s"]) == pytest.approx(day.sitting_s, abs=0.001)
            assert {p: float(row[f"{p}_s"]) for p in POSTURES} == pytest.approx(dict(day.seconds), abs=0.001)
            assert int(row["reminders"]) == day.reminders
        with Log.open(path) as log:
            log.apply_retention(forgotten, at(3 * 86_400.0, offset_s), break_s=BREAK_S)
        kept = figures(path)
        take_in(other, export(path))
        assert figures(other) == kept
        # the older export into the newer log: no day twice
        take_in(path, text)
        assert figures(path) == kept


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1 << 20), OFFSETS, st.sampled_from([(0, 0), (1, 1), (0, 1), (1, 9), (-5, 0)]))
def test_days_asked_for_are_whole_and_nothing_else(seed: int, offset_s: float, asked: tuple[int, int]) -> None:
    first, last = (T0.date() + timedelta(days=days) for days in asked)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.sqlite3"
        live(path, seed=seed, offset_s=offset_s, minutes=200)
        found: dict[str, Any] = json.loads(export(path, first, last))
        told = by_day(json.dumps(found))
        moments = [one["start_utc"] for one in found["intervals"]]
        assert moments == sorted(set(moments))
        wanted = {day.day: day for day in figures(path) if first <= day.day <= last}
        assert set(told) == set(wanted)
        assert all(sum(told[day].values()) == pytest.approx(sum(wanted[day].seconds.values())) for day in wanted)
        days = {local_day(one["due_utc"], one["utc_offset_s"]) for one in found["reminders"]}
        days |= {local_day(one["start_utc"], one["utc_offset_s"]) for one in found["minutes"]}
        assert all(first <= day <= last for day in days)
        assert sum(day.reminders for day in wanted.values()) == len(found["reminders"])


def test_every_day_of_some_weeks_is_in_the_table_of_days(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    live(path, days=20, minutes=16)
    assert [row["day"] for row in days_csv(path)] == [day.day.isoformat() for day in figures(path)]
    assert len(days_csv(path)) == 20


def test_days_in_two_places_come_together(tmp_path: Path) -> None:
    """Two computers, one after the other: both are in the third log, each second once."""
    one, two, third = (tmp_path / name for name in ("one.sqlite3", "two.sqlite3", "three.sqlite3"))
    live(one, days=2, seed=1)
    live(two, days=3, seed=2)
    for path in (one, two):
        take_in(third, export(path))
    assert [day.seconds for day in figures(third)[:2]] == [day.seconds for day in figures(one)]
    assert figures(third)[2].seconds == figures(two)[2].seconds
    text = export(third)
    told = [(i["start_utc"], i["end_utc"]) for i in json.loads(text)["intervals"]]
    assert all(before[1] <= after[0] for before, after in pairwise(told))
    assert len(json.loads(text)["bouts"]) == 3
