"""`export`: what was logged, for other programs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date
from pathlib import Path
from typing import cast

from posture_watch import __version__
from posture_watch.capture.clock import Clock
from posture_watch.commands.data import parse_day
from posture_watch.commands.whole_file import whole_file
from posture_watch.errors import UserError
from posture_watch.exchange import jsons
from posture_watch.exchange.tables import TABLES, Record
from posture_watch.paths import user_paths
from posture_watch.store.exporting import Exported
from posture_watch.store.log import Log
from posture_watch.terminal.progress import Progress
from posture_watch.texts import text

_PRINTED = "-"
_EVERY = 500
"""Records between two looks of the bar."""


def run(options: argparse.Namespace) -> int:
    """Write it, or print it."""
    first, last = _days(options)
    with Log.open_readonly(user_paths().database_file) as log, log.exported(first, last) as exported:
        total = exported.count(*TABLES)
        with Progress(text("Exporting"), total=total) as bar:
            pieces = _document(exported, bar, (first, last))
            if options.file == _PRINTED:
                sys.stdout.writelines(pieces)
                return 0
            path = Path(options.file).expanduser()
            with whole_file(path, overwrite=options.force) as file:
                file.writelines(pieces)
    print(text("Wrote {path}.", path=path), file=sys.stderr)
    return 0


def _days(options: argparse.Namespace) -> tuple[date | None, date | None]:
    first = parse_day(options.first) if options.first else None
    last = parse_day(options.last) if options.last else None
    if first and last and last < first:
        raise UserError(f"{last} is before {first}.", "Give --from the earlier day.")
    return first, last


def _document(exported: Exported, bar: Progress, days: tuple[date | None, date | None]) -> Iterator[str]:
    records = ((table, cast("Iterator[Record]", exported.records(table))) for table in TABLES)
    counted = ((table, _counted(found, bar)) for table, found in records)
    first, last = (None if day is None else day.isoformat() for day in days)
    return jsons.document(counted, program=__version__, at_utc=Clock().now().utc.astimezone(UTC), days=(first, last))


def _counted(records: Iterable[Record], bar: Progress) -> Iterator[Record]:
    for number, record in enumerate(records, 1):
        yield record
        if number % _EVERY == 0:
            bar.advance(by=_EVERY)
