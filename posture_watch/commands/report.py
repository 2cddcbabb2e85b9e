"""`report`: what a day, a week or a month was like, or a page to take along; on the terminal or for the browser."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from posture_watch.capture.clock import Clock
from posture_watch.commands.clinician_reading import asked_period, read_clinician, require_no_period
from posture_watch.commands.data import parse_day
from posture_watch.commands.report_reading import read_day, read_period
from posture_watch.commands.whole_file import require_free, write_whole
from posture_watch.config import Config, ConfigError, load
from posture_watch.errors import UserError
from posture_watch.paths import user_paths
from posture_watch.report.clinician import ClinicianReport
from posture_watch.report.clinician_text import clinician_text
from posture_watch.report.day import DayReport, PeriodReport
from posture_watch.report.period import period_text
from posture_watch.report.terminal import day_text
from posture_watch.texts import retold, text

_PRINTED = "-"
Report = DayReport | PeriodReport | ClinicianReport


def run(options: argparse.Namespace) -> int:
    """Print the report of today, of --date, or of the --week or --month that it is in; or a page to take along."""
    if options.force and not options.html:
        raise UserError("--force is for --html FILE.", "posture-watch report --html report.html --force")
    if options.span != "clinician":
        require_no_period(options)
    paths = user_paths()
    if options.html and options.html != _PRINTED:
        require_free(Path(options.html), overwrite=options.force)
    config = _config(paths.config_file)
    report = _read(paths.database_file, options, break_s=config.sitting.break_s)
    if options.html or options.open:
        _as_page(report, options)
        return 0
    print(report_text(report, unicode=speaks_unicode()), end="")
    return 0


def _read(database: Path, options: argparse.Namespace, *, break_s: float) -> Report:
    now = Clock().now()
    if options.span == "clinician":
        first, last = asked_period(options, now.local_date)
        return read_clinician(database, first, last, now.local_date, break_s=break_s)
    day = parse_day(options.date) if options.date else now.local_date
    if options.span:
        return read_period(database, options.span, day, now, break_s=break_s)
    return read_day(database, day, now, break_s=break_s)


def report_text(report: Report, *, unicode: bool) -> str:
    """The report as lines of text."""
    if isinstance(report, DayReport):
        return day_text(report, unicode=unicode)
    if isinstance(report, ClinicianReport):
        return clinician_text(report, unicode=unicode)
    return period_text(report, unicode=unicode)


def _as_page(report: Report, options: argparse.Namespace) -> None:
    from posture_watch.report.html import page  # noqa: PLC0415  # only who wants a page pays for it

    html = page(report)
    if options.html == _PRINTED:
        sys.stdout.buffer.write(html.encode())  # the page says itself that it is UTF-8
    elif options.html:
        target = Path(options.html)
        write_whole(target, [html], overwrite=options.force)
        print(text("Written to {path}.", path=target))
    if options.open:
        from posture_watch.opening_pages import open_page  # noqa: PLC0415  # as above

        open_page(html, page_name(report))


def page_name(report: Report) -> str:
    """The name of the page's file without its ending: the same report takes the same file."""
    if isinstance(report, ClinicianReport):
        return f"clinician-{report.first}-{report.last}"
    return f"day-{report.day}" if isinstance(report, DayReport) else f"{report.span}-{report.first}"


def _config(path: Path) -> Config:
    """The settings; a broken file must not keep a day from being read."""
    try:
        return load(path, missing_ok=True)
    except ConfigError as error:
        print(f"posture-watch: {retold(error.message)}", file=sys.stderr)
        print(text("The report uses the defaults."), file=sys.stderr)
        return Config()


def speaks_unicode() -> bool:
    """Whether stdout takes the report's bars and dashes."""
    try:
        "█▒░▁–×·…".encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
