"""`report`: what a day was like."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from posture_watch.capture.clock import Clock
from posture_watch.commands.data import parse_day
from posture_watch.commands.report_reading import read_day
from posture_watch.config import Config, ConfigError, load
from posture_watch.paths import user_paths
from posture_watch.report.terminal import day_text
from posture_watch.texts import retold, text


def run(options: argparse.Namespace) -> int:
    """Print the report of today, or of --date."""
    paths = user_paths()
    config = _config(paths.config_file)
    now = Clock().now()
    day = parse_day(options.date) if options.date else now.local_date
    report = read_day(paths.database_file, day, now, break_s=config.sitting.break_s)
    print(day_text(report, unicode=speaks_unicode()), end="")
    return 0


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
        "█▒░–×·…".encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return False
    return True
