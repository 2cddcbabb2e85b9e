"""A report in, a page out."""

from __future__ import annotations

from posture_watch.report.clinician import ClinicianReport
from posture_watch.report.day import DayReport, PeriodReport
from posture_watch.report.html.clinician import clinician_page
from posture_watch.report.html.day import day_page
from posture_watch.report.html.period import period_page


def page(report: DayReport | PeriodReport | ClinicianReport) -> str:
    """The report as one HTML file that needs no other."""
    if isinstance(report, ClinicianReport):
        return clinician_page(report)
    return day_page(report) if isinstance(report, DayReport) else period_page(report)
