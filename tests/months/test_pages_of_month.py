"""The pages of a simulated October are small, ask for nothing, and say the same figures as the terminal."""

from __future__ import annotations

from datetime import date

import pytest

from posture_watch.commands.report_reading import read_day, read_period
from posture_watch.core.words import duration
from posture_watch.report.html import page
from tests.months.conftest import BREAK_S, Month
from tests.months.test_golden_reports import DAYS, NOW

KIB = 1024


@pytest.mark.parametrize("name", DAYS)
def test_the_page_of_a_day(month: Month, name: str) -> None:
    report = read_day(month.log_file, date(2026, 10, DAYS[name]), NOW, break_s=BREAK_S)
    html = page(report)
    assert len(html.encode()) < 100 * KIB
    assert report.summary is None or duration(report.summary.figures.sitting_s) in html
    assert ("No pictures from the camera" in html) == (name == "camera-outage")
    assert "<script" not in html


def test_the_pages_of_week_and_month(month: Month) -> None:
    for span in ("week", "month"):
        report = read_period(month.log_file, span, date(2026, 10, 21), NOW, break_s=BREAK_S)
        html = page(report)
        assert len(html.encode()) < 300 * KIB
        assert duration(sum(day.sitting_s for day in report.days)) in html
