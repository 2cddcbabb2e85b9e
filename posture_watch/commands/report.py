"""`report`: what a day was like, or a week, or a month; on the terminal or as a page for the browser."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from posture_watch.capture.clock import Clock
from posture_watch.commands.data import parse_day
from posture_watch.commands.report_reading import read_day, read_period
from posture_watch.commands.whole_file import require_free, write_whole
from posture_watch.config import Config, ConfigError, load
from posture_watch.errors import UserError
from posture_watch.paths import user_paths
from posture_watch.report.day import DayReport, PeriodReport
from posture_watch.report.period import period_text
from posture_watch.report.terminal import day_text
from posture_watch.texts import retold, text

_PRINTED = "-"


def run(options: argparse.Namespace) -> int:
    """Print the report of today, of --date, or of the --week or --month that it is in; or write it as a page."""
    if options.force and not options.html:
        raise UserError("--force is for --html FILE.", "posture-watch report --html report.html --force")
    paths = user_paths()
    if options.html and options.html != _PRINTED:
        require_free(Path(options.html), overwrite=options.force)
    config = _config(paths.config_file)
    now = Clock().now()
    day = parse_day(options.date) if options.date else now.local_date
    break_s = config.sitting.break_s
    if options.span:
        report = read_period(paths.database_file, options.span, day, now, break_s=break_s)
    else:
        report = read_day(paths.database_file, day, now, break_s=break_s)
    if options.html or options.open:
        _as_page(report, options)
        return 0
    print(report_text(report, unicode=speaks_unicode()), end="")
    return 0


def report_text(report: DayReport | PeriodReport, *, unicode: bool) -> str:
    """The report as lines of text."""
    if isinstance(report, DayReport):
        return day_text(report, unicode=unicode)
    return period_text(report, unicode=unicode)


def _as_page(report: DayReport | PeriodReport, options: argparse.Namespace) -> None:
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


def page_name(report: DayReport | PeriodReport) -> str:
    """The name of the page's file without its ending: the same report takes the same file."""
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
