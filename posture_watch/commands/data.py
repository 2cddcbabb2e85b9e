"""`data where`, `data size`, `data delete`: what is kept, and how to be rid of it."""

from __future__ import annotations

import argparse
from datetime import date

from posture_watch.commands.data_delete import delete_all, delete_days
from posture_watch.commands.data_size import print_size
from posture_watch.errors import UserError
from posture_watch.paths import Paths, user_paths
from posture_watch.texts import text


def run(options: argparse.Namespace) -> int:
    """Do the action."""
    paths = user_paths()
    if options.action == "where":
        _print_places(paths)
    elif options.action == "size":
        print_size(paths)
    else:
        _delete(paths, options)
    return 0


def _print_places(paths: Paths) -> None:
    places = {
        text("settings"): paths.config_file,
        text("log"): paths.database_file,
        text("text log"): paths.log_file,
        text("report pages"): paths.reports_folder,
        text("run-time"): paths.runtime_folder,
    }
    width = max(map(len, places)) + 3
    for name, place in places.items():
        print(f"{name + ':':<{width}}{place}")


def _delete(paths: Paths, options: argparse.Namespace) -> None:
    if options.all == bool(options.first or options.last):
        raise UserError("Say what to delete.", "posture-watch data delete --from 2026-03-01 --to 2026-03-07, or --all")
    if not any(place.exists() for place in (paths.database_file, paths.log_file, paths.reports_folder)):
        print(text("Nothing has been logged yet."))
    elif options.all:
        delete_all(paths, agreed=options.yes)
    else:
        first, last = parse_day(options.first or "2000-01-01"), parse_day(options.last or f"{date.max}")
        if last < first:
            raise UserError(f"{last} is before {first}.", "Give --from the earlier day.")
        delete_days(paths, first, last, agreed=options.yes)


def parse_day(text: str) -> date:
    """A date. Raises UserError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{text} is not a day.", "Write it as YYYY-MM-DD, for example 2026-03-02.") from None
