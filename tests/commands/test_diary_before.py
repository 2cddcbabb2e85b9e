"""`diary before` as a user runs it: without a log, with six, for programs; and in the report of a month."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from posture_watch.core.events import IntervalEnded
from posture_watch.core.instant import Instant
from posture_watch.core.intervals import Checkpoint
from posture_watch.store.log import Log
from tests.core.diaries import MONDAY, clock, days_before, spasm
from tests.program import run_command

WEEKS = 8
LAST = MONDAY + timedelta(days=7 * WEEKS + 4)
"""A Friday, before the clock is put forward."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Eight weeks at the desk, an hour of sitting each morning, and half an hour more before spasms on Fridays."""
    home = tmp_path / "home"
    fridays = [LAST - timedelta(days=7 * n) for n in range(6)]
    with Log.open(home / "state" / "posture.sqlite3", now=Instant(0.0, clock(MONDAY, 8), 3600.0)) as log:
        for back in range(7 * WEEKS, -1, -1):
            day = LAST - timedelta(days=back)
            spans = days_before(day, 0, sitting_h=1.5 if day in fridays else 1.0)
            events = [IntervalEnded(Instant(1.0, one.end_utc, 3600.0), one) for one in spans]
            log.append(events, Checkpoint(None, None))
        for number, day in enumerate(sorted(fridays)):
            log.diary.save(spasm(number, day, 10).entry)
        log.diary.save(spasm(7, LAST, 18, kind="pain").entry)
    return home


def test_without_a_log_there_is_not_enough_data(tmp_path: Path) -> None:
    done = run_command("diary", "before", home=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "Not enough data: there is no spasm in the diary." in done.out
    told = json.loads(run_command("diary", "before", "--json", home=tmp_path).out)
    assert (told["gate"], told["episodes"], told["p"]) == ("timeline", [], None)


def test_six_spasms_are_compared_with_chance(home: Path) -> None:
    done = run_command("diary", "before", home=home)
    assert (done.code, done.err) == (0, "")
    assert done.out.count("90 min, usually 60 (60") == 6
    assert "Median of 6 spasms: 30 min more sitting before than usual. Exploratory" in done.out
    assert "pain" not in done.out.replace("early pain", "")


def test_the_same_for_programs(home: Path) -> None:
    told = json.loads(run_command("diary", "before", "--json", home=home).out)
    assert (told["gate"], told["comparable"], told["missing"], told["odds_ratio"]) == ("exploratory", 6, {}, None)
    assert told["median_difference_min"] == 30
    assert 0 < told["p"] < 0.01
    assert told["power"] == {"episodes": 6, "share": 0.17}
    first = told["episodes"][0]
    assert first["before"] == {
        "start_utc": "2026-02-27T07:00:00+00:00",
        "of_all_min": 90,
        "sitting_min": 90,
        "watched_min": 110,
    }
    assert (first["usual_min"], len(first["controls"])) == (60, 4)
    assert any("Sitting may also follow early pain" in sentence for sentence in told["text"])


def test_the_report_of_a_month_has_it_and_knows_nothing_later(home: Path) -> None:
    march = run_command("report", "--month", "--date", str(LAST), home=home).out
    assert "What went before" in march
    assert "Median of 6 spasms" in march
    february = run_command("report", "--month", "--date", "2026-02-10", home=home).out
    assert "Not enough data: from 3 on there are figures" in february
    assert "March" not in february.split("What went before")[1]
    week = run_command("report", "--week", "--date", str(LAST), home=home).out
    assert "What went before" not in week
    page = run_command("report", "--month", "--date", str(LAST), "--html", "-", home=home).out
    assert 'id="before"' in page
    assert "Median of 6 spasms" in page
