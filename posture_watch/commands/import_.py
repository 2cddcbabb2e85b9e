"""`import`: what another posture_watch exported as JSON, into this log."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from posture_watch.commands.alone import without_monitor
from posture_watch.commands.table_words import table_word
from posture_watch.errors import UserError
from posture_watch.exchange.reading import Foreign, Newer, records
from posture_watch.exchange.stream import Damaged
from posture_watch.exchange.tables import Record
from posture_watch.paths import Paths, user_paths
from posture_watch.store.importing import Importing
from posture_watch.store.log import Log
from posture_watch.terminal.progress import Progress
from posture_watch.texts import text


def run(options: argparse.Namespace) -> int:
    """All of it, or nothing."""
    path = Path(options.file).expanduser()
    paths = user_paths()
    # a monitor remembers what it read when it started, and a long transaction would keep it from writing
    with without_monitor(paths.runtime_folder, "import"):
        done = _import(path, paths)
    added, left_out, without_entry = done.added, done.left_out, done.without_entry
    if added:
        print(text("Imported from {path}: {what}.", path=path, what=_listed(added)))
    else:
        print(text("Nothing was new in {path}.", path=path))
    if added and left_out:
        print(text("Known already: {what}.", what=_listed(left_out)), file=sys.stderr)
    if without_entry:
        what = _listed(without_entry)
        print(text("Left out, as the diary here has no entry that it belongs to: {what}.", what=what), file=sys.stderr)
    return 0


def _import(path: Path, paths: Paths) -> Importing:
    try:
        with path.open("rb") as file, Progress(text("Importing"), total=max(path.stat().st_size, 1)) as bar:

            def read(size: int) -> bytes:
                bar.advance(to=file.tell())
                return file.read(size)

            with Log.open(paths.database_file) as log, log.importing() as importing:
                for table, record, line in records(read):
                    _take(importing, table, record, line)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror or error}.", "Check its name.") from error
    except Foreign as error:
        raise UserError(
            f"{path} is not an export of posture-watch: {error}.", "Make one with: posture-watch export FILE.json"
        ) from error
    except Newer as error:
        raise UserError(f"{path} was made by a newer posture-watch: {error}.", "Upgrade posture-watch here.") from error
    except Damaged as error:
        where = f"{error.line}, {error.place}" if error.place else str(error.line)
        raise UserError(
            f"{path} is damaged in line {where}: {error.finding}. Nothing was imported.",
            "Export it once more, or copy it again.",
        ) from error
    return importing


def _take(importing: Importing, table: str, record: Record, line: int) -> None:
    try:
        importing.add(table, record)
    except ValueError as error:
        raise Damaged(line, str(error), table) from error


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{table_word(table)} {count}" for table, count in counts.items())
