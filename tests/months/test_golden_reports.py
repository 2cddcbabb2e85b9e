"""The reports of a simulated October, word by word: whatever changes in them shows as a diff to be read.

``pytest tests/months --rewrite-golden`` writes tests/months/golden/ anew.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from posture_watch.commands.report import report_text
from posture_watch.commands.report_reading import read_day, read_period
from posture_watch.core.instant import Instant
from tests.months.conftest import BREAK_S, Month

GOLDEN = Path(__file__).resolve().parent / "golden"
NOW = Instant(0.0, datetime(2026, 11, 2, 7, 30, tzinfo=UTC), 3600.0)
DAYS = {
    "ordinary": 15,
    "no-data": 7,
    "one-minute": 11,
    "two-time-zones": 13,
    "camera-outage": 21,
    "clock-change": 25,
    "last": 31,
}


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite-golden"))


def agrees(name: str, told: str, rewrite: bool) -> None:
    """With the golden of that name; at 80 columns."""
    path = GOLDEN / f"{name}.txt"
    if rewrite:
        path.parent.mkdir(exist_ok=True)
        path.write_text(told, encoding="utf-8")
    assert told == path.read_text(encoding="utf-8")
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize("name", DAYS)
def test_a_day(month: Month, name: str, rewrite: bool) -> None:
    report = read_day(month.log_file, date(2026, 10, DAYS[name]), NOW, break_s=BREAK_S)
    agrees(f"day-{name}", report_text(report, unicode=True), rewrite)


def test_a_day_without_unicode(month: Month, rewrite: bool) -> None:
    told = report_text(read_day(month.log_file, date(2026, 10, 15), NOW, break_s=BREAK_S), unicode=False)
    assert told.isascii()
    agrees("day-ordinary-ascii", told, rewrite)


@pytest.mark.parametrize(("name", "day"), [("trip", 14), ("clock-change", 25)])
def test_a_week(month: Month, name: str, day: int, rewrite: bool) -> None:
    report = read_period(month.log_file, "week", date(2026, 10, day), NOW, break_s=BREAK_S)
    agrees(f"week-{name}", report_text(report, unicode=True), rewrite)


def test_the_month(month: Month, rewrite: bool) -> None:
    report = read_period(month.log_file, "month", date(2026, 10, 9), NOW, break_s=BREAK_S)
    agrees("month", report_text(report, unicode=True), rewrite)
