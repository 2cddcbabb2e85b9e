"""`report`: what a day was like, or a week, or a month; on the terminal or as a page for the browser."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from posture_watch.capture.clock import Clock
from posture_watch.commands.data import parse_day
from posture_watch.commands.report_reading import read_day, read_period
from posture_watch.config import Config, ConfigError, load
from posture_watch.errors import UserError
from posture_watch.paths import user_paths
from posture_watch.report.day import DayReport, PeriodReport
from posture_watch.report.period import period_text
from posture_watch.report.terminal import day_text
from posture_watch.texts import retold, text


def run(options: argparse.Namespace) -> int:
    """Print the report of today, of --date, or of the --week or --month that it is in; or write it as a page."""
    if options.force and not options.html:
        raise UserError("--force is for --html FILE.", "posture-watch report --html report.html --force")
    paths = user_paths()
    if options.html:
        _refuse_to_overwrite(Path(options.html), forced=options.force)
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
    if options.html:
        target = Path(options.html)
        _write_private(target, html)
        print(text("Written to {path}.", path=target))
    if options.open:
        from posture_watch.opening_pages import open_page  # noqa: PLC0415  # as above

        open_page(html, page_name(report))


def page_name(report: DayReport | PeriodReport) -> str:
    """The name of the page's file without its ending: the same report takes the same file."""
    return f"day-{report.day}" if isinstance(report, DayReport) else f"{report.span}-{report.first}"


def _refuse_to_overwrite(target: Path, *, forced: bool) -> None:
    if target.is_dir():
        raise UserError(f"{target} is a folder.", "Give the name of a file, for example report.html.")
    if target.exists() and not forced:
        raise UserError(f"{target} exists already.", "Give another name, or --force to overwrite it.")
    if not target.parent.is_dir():
        raise UserError(f"There is no folder {target.parent}.", "Make it first, or write somewhere else.")


def _write_private(target: Path, html: str) -> None:
    """Whole or not at all, and readable by its owner only: it says when somebody was at home."""
    waiting = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(html)
        waiting.replace(target)
    except OSError as error:
        waiting.unlink(missing_ok=True)
        raise UserError(f"{target} cannot be written: {error.strerror}.", "Write somewhere else.") from error


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
