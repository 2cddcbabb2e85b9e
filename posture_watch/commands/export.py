"""`export`: what was logged, for other programs."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date
from pathlib import Path
from typing import TypeVar, cast

from posture_watch import __version__
from posture_watch.capture.clock import Clock
from posture_watch.commands.data import parse_day
from posture_watch.commands.whole_file import write_folder, write_whole
from posture_watch.config import load
from posture_watch.core.intervals import Interval
from posture_watch.core.summary import DayFigures
from posture_watch.errors import UserError
from posture_watch.exchange import activitywatch, csvs, diary_csvs, jsons
from posture_watch.exchange.tables import TABLES, Record
from posture_watch.paths import Paths, user_paths
from posture_watch.store.exporting import Exported
from posture_watch.store.log import Log
from posture_watch.terminal.progress import Progress
from posture_watch.texts import text

T = TypeVar("T")
Days = tuple[date | None, date | None]

_PRINTED = "-"
_EVERY = 500
"""Records between two steps of the bar."""


def run(options: argparse.Namespace) -> int:
    """Write it, or print it."""
    paths, days, kind = user_paths(), _days(options), _format(options)
    if kind == "csv" and options.file == _PRINTED:
        raise UserError("CSV is a folder of files and cannot be printed.", "Name a folder, or add: --format json")
    with Log.open_readonly(paths.database_file) as log, log.exported(*days) as exported:
        if kind == "csv":
            _write_tables(exported, Path(options.file).expanduser(), paths, force=options.force)
        elif kind == "json":
            total = exported.count(*TABLES)
            with Progress(text("Exporting"), total=total) as bar:
                _write(_document(exported, bar, days), options)
        else:
            with Progress(text("Exporting"), total=2 * exported.count("intervals")) as bar:
                _write(_buckets(exported, bar), options)
    if options.file != _PRINTED:
        print(text("Wrote {path}.", path=Path(options.file).expanduser()), file=sys.stderr)
    return 0


def _days(options: argparse.Namespace) -> Days:
    first = parse_day(options.first) if options.first else None
    last = parse_day(options.last) if options.last else None
    if first and last and last < first:
        raise UserError(f"{last} is before {first}.", "Give --from the earlier day.")
    return first, last


def _format(options: argparse.Namespace) -> str:
    """As asked for, or by the name: a folder, or what ends in .csv, is csv."""
    if options.format:
        return str(options.format)
    path = Path(options.file).expanduser()
    named_so = path.suffix.lower() == ".csv" or options.file.endswith(("/", "\\"))
    return "csv" if named_so or (options.file != _PRINTED and path.is_dir()) else "json"


def _write(pieces: Iterator[str], options: argparse.Namespace) -> None:
    if options.file == _PRINTED:
        # JSON is UTF-8, whatever the terminal speaks
        sys.stdout.buffer.writelines(piece.encode() for piece in pieces)
    else:
        write_whole(Path(options.file).expanduser(), pieces, overwrite=options.force)


def _document(exported: Exported, bar: Progress, days: Days) -> Iterator[str]:
    records = ((table, cast("Iterator[Record]", exported.records(table))) for table in TABLES)
    counted = ((table, _counted(found, bar)) for table, found in records)
    first, last = (None if day is None else day.isoformat() for day in days)
    at_utc = Clock().now().utc.astimezone(UTC)
    return jsons.document(counted, program=__version__, at_utc=at_utc, days=(first, last))


def _buckets(exported: Exported, bar: Progress) -> Iterator[str]:
    def intervals() -> Iterator[Interval]:
        return _counted(cast("Iterator[Interval]", exported.records("intervals")), bar)

    at_utc = Clock().now().utc.astimezone(UTC)
    return activitywatch.document(intervals, hostname=platform.node() or "unknown", at_utc=at_utc)


def _write_tables(exported: Exported, folder: Path, paths: Paths, *, force: bool) -> None:
    break_s = load(paths.config_file, missing_ok=True).sitting.break_s
    figures = {
        "intervals": csvs.interval_columns(),
        "bouts": csvs.bout_columns(),
        "reminders": csvs.reminder_columns(),
        "diary": diary_csvs.diary_columns(),
        "follow_ups": diary_csvs.follow_up_columns(),
        "exposures": diary_csvs.exposure_columns(),
        "practice": diary_csvs.practice_columns(),
    }
    # the days are made of the same rows once more
    total = 2 * exported.count("minutes", *figures)
    with Progress(text("Exporting"), total=total) as bar:
        days, steps = list[DayFigures](), total / 2 / max(exported.calendar_days, 1)
        for day in exported.day_figures(break_s):
            days.append(day)
            bar.advance(by=steps)
        bar.advance(to=total / 2)
        names = (exported.names(column) for column in ("deviation_means", "over_s", "kinds_s"))
        columns = {"minutes": csvs.minute_columns(*names), **figures}
        tables = (
            (f"{table}.csv", csvs.lines(shape, _counted(exported.records(table), bar)))
            for table, shape in columns.items()
        )
        of_days = ("days.csv", csvs.lines(csvs.day_columns(days), days))
        write_folder(folder, (of_days, *tables), overwrite=force)


def _counted(records: Iterable[T], bar: Progress) -> Iterator[T]:
    for number, record in enumerate(records, 1):
        yield record
        if number % _EVERY == 0:
            bar.advance(by=_EVERY)
