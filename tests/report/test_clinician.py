"""The figures of the page to take along, and the page as text: what was seen and written, and nothing about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from posture_watch.core.summary import DayFigures
from posture_watch.report.clinician import ClinicianReport, before_words, period_words, sitting_words, usual_first
from posture_watch.report.clinician_text import clinician_text
from posture_watch.texts import use_language
from tests.report.stretch import HOUR_S, MONDAY, day_figures, of_nobody
from tests.report_html import diary_samples as diaries


def worked(*hours: float) -> tuple[DayFigures, ...]:
    """A day each, with so many hours of sitting."""
    return tuple(
        replace(
            day_figures(MONDAY + timedelta(days=n)), sitting_s=h * HOUR_S, desk_s=h * HOUR_S, judged_s=h * HOUR_S / 2
        )
        for n, h in enumerate(hours)
    )


def report_of(days: tuple[DayFigures, ...], made_on: date = MONDAY + timedelta(days=60)) -> ClinicianReport:
    return ClinicianReport(MONDAY, MONDAY + timedelta(days=20), made_on, days)


def test_sitting_is_the_median_and_the_quartiles_of_the_watched_days() -> None:
    report = report_of(worked(2, 4, 6, 8, 10))
    assert report.sitting is not None
    assert (report.sitting.middle, report.sitting.low, report.sitting.high) == (6 * HOUR_S, 4 * HOUR_S, 8 * HOUR_S)
    assert sitting_words(report) == (
        "median 6 h 00 min a day, quartiles 4 h 00 min and 8 h 00 min, over 5 days with an hour or more at the desk"
    )


def test_a_day_that_is_not_over_or_hardly_watched_is_no_day_of_these() -> None:
    days = (*worked(2, 4, 6, 0.9), of_nobody(MONDAY + timedelta(days=9)))
    assert [day.sitting_s / HOUR_S for day in report_of(days).watched] == [2, 4, 6]
    assert [day.sitting_s / HOUR_S for day in report_of(days, made_on=MONDAY + timedelta(days=2)).watched] == [2, 4]
    assert report_of(()).sitting is None
    assert "one day" in sitting_words(report_of(worked(3)))


def test_the_coverage_is_of_all_desk_time() -> None:
    assert "Coverage    The camera saw 50 % of the desk time (12 h 00 min)." in clinician_text(
        report_of(worked(2, 4, 6))
    )


def test_sitting_before_an_episode_stands_beside_the_usual_or_is_not_known() -> None:
    report = diaries.clinician()
    said = {one.number: before_words(report, one) for one in report.episodes}
    assert re.fullmatch(r"\d+ min / \d+ min \(1 day\)", said[1])
    assert re.fullmatch(r"\d+ min / –", said[2])
    assert said[4] == "–"  # pain without a spasm is not compared
    assert re.fullmatch(r"– / \d+ min \(2 days\)", said[5])
    compared = report.compared[report.episodes[0].entry.key]
    assert compared.case
    unseen = replace(compared, case=replace(compared.case, sitting_s=60.0, watched_s=600.0))
    hardly = replace(report, compared={report.episodes[0].entry.key: unseen})
    assert before_words(hardly, report.episodes[0]).startswith("– / ")


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "make", [diaries.clinician, diaries.empty_diary, diaries.full_diary, diaries.hostile_diary, diaries.diary_alone]
)
def test_the_text_fits_a_terminal_and_obeys_nothing_in_it(make: Callable[[], ClinicianReport], language: str) -> None:
    use_language(language)
    try:
        told, plain = clinician_text(make()), clinician_text(make(), unicode=False)
    finally:
        use_language("en")
    assert max(map(len, told.splitlines())) <= 80
    assert plain.isascii()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", told)


def test_the_text_has_all_episodes_and_what_came_later() -> None:
    told = clinician_text(diaries.full_diary())
    assert (
        len(re.findall(r"^2026-\d\d-\d\d \d\d:\d\d  no\. \d+, (?:spasm|pain without a spasm):", told, re.MULTILINE))
        == 30
    )
    assert len(re.findall(r"^  2026-\d\d-\d\d \d\d:\d\d  no\. \d+, later", told, re.MULTILINE)) == 120
    assert "How it was measured, and its limits" in told
    assert "not a medical device" in told
    assert "Sources: Maclure 1991" in told
    assert told.splitlines()[2].startswith("Name: ____")


def test_an_empty_diary_is_said() -> None:
    told = clinician_text(diaries.empty_diary())
    assert "Diary       The diary has no entry that began in this period." in told
    assert "median 6 h 11 min a day" in told


def test_nothing_in_it_judges() -> None:
    told = clinician_text(diaries.clinician())
    assert not re.search(r"[↑↓→←]|better|worse|\bgood\b|\bbad\b|poor|higher|lower than|risk|normal|\bshould\b", told)
    assert not re.search(r"\bload\b|strain", told)


def test_the_period_is_named_with_its_length() -> None:
    assert period_words(report_of(())) == "4 March 2024 to 24 March 2024 (21 days)"
    assert period_words(replace(report_of(()), last=MONDAY)) == "4 March 2024"
    assert usual_first(date(2026, 3, 31)) == date(2026, 1, 1)
    assert usual_first(date(1, 1, 5)) == date.min
    with pytest.raises(ValueError, match="cannot begin"):
        replace(report_of(()), last=MONDAY - timedelta(days=1))
